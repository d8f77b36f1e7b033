/** The templates of a whole book that bind a place, an equity and a state. */
import { stateHash } from "../../../src/book/commitments/book-hashes.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { poseidon, poseidonChain } from "../../../src/field/poseidon.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { near, type Part, signed } from "./part.ts";
import { all, isBit, LIMIT, max0, only } from "./part-numbers.ts";

const element = (draw: Draw) => draw.unsigned(FIELD_ORDER - 1n);
const elements = (draw: Draw, length: number) => Array.from({ length }, () => element(draw));

const subtree: Part = {
	name: "SubtreeRoot",
	main: "SubtreeRoot(1)",
	file: "lib/subtree.circom",
	inputs: { leaves: [8] },
	outputs: { root: [] },
	draw: (draw) => ({ leaves: elements(draw, 8) }),
	reference: (values) => ({ root: [poseidon(all(values, "leaves"))] }),
};

const POSITIONS = 2;

const place: Part = {
	name: "PlaceLeaf",
	main: `PlaceLeaf(${POSITIONS})`,
	file: "book/account-share.circom",
	inputs: { occupied: [], owner: [], salt: [], entries: [POSITIONS] },
	outputs: { leaf: [] },
	draw: (draw) => ({
		occupied: [draw.pick([0n, 1n, 1n, 2n])],
		owner: [element(draw)],
		salt: [element(draw)],
		entries: elements(draw, POSITIONS),
	}),
	reference: (values) => {
		const occupied = only(values, "occupied");
		if (!isBit(occupied)) return "refused";
		const record = [only(values, "owner"), only(values, "salt"), ...all(values, "entries")];
		return { leaf: [occupied * poseidonChain(poseidon, [BigInt(65536 + POSITIONS), ...record])] };
	},
};

const claim: Part = {
	name: "EquityClaim",
	main: "EquityClaim(62)",
	file: "book/equity-claims.circom",
	inputs: { equityMicroUsd: [] },
	outputs: { digit: [], shortfall: [] },
	draw: (draw) => ({ equityMicroUsd: [toField((draw.chance(0.5) ? 1n : -1n) * signed(near(draw, 61)))] }),
	reference: (values) => {
		const equity = signed(only(values, "equityMicroUsd"));
		if (equity < -LIMIT || equity >= LIMIT) return "refused";
		return { digit: [equity + LIMIT], shortfall: [max0(-equity) + (equity < 0n ? 1n << 100n : 0n)] };
	},
};

const claims: Part = {
	name: "ClaimsDigest",
	main: "ClaimsDigest(8)",
	file: "book/equity-claims.circom",
	inputs: { digits: [8], salt: [] },
	outputs: { digest: [] },
	draw: (draw) => ({
		digits: Array.from({ length: 8 }, () => draw.anyMagnitude(62)),
		salt: [element(draw)],
	}),
	reference: (values) => {
		const words = [0, 4].map((from) =>
			toField(
				all(values, "digits")
					.slice(from, from + 4)
					.reduce((sum, digit, lane) => sum + (digit << BigInt(63 * lane)), 0n),
			),
		);
		return { digest: [poseidonChain(poseidon, [5n, only(values, "salt"), ...words])] };
	},
};

const state: Part = {
	name: "BookState",
	main: "BookState()",
	file: "book/book-state.circom",
	inputs: { poles: [], weighted: [], shortfall: [], salt: [] },
	outputs: { state: [] },
	draw: (draw) => ({
		poles: [element(draw)],
		weighted: [element(draw)],
		shortfall: [element(draw)],
		salt: [element(draw)],
	}),
	reference: (values) => {
		const [poles, weighted, shortfall] = ["poles", "weighted", "shortfall"].map((name) =>
			only(values, name),
		) as [bigint, bigint, bigint];
		return { state: [stateHash(poseidon, { poles, weighted, shortfall }, only(values, "salt"))] };
	},
};

export const BOOK_PARTS: readonly Part[] = [subtree, place, claim, claims, state];
