/**
 * Venues that lie about a whole book and prove every part of it: each circuit accepts its part, and the book does
 * not close. What is left over in the last state cannot be taken out of it again.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { stateHash, valuesHash } from "../../../src/book/commitments/book-hashes.ts";
import type { BookPlaces } from "../../../src/book/reference/assess-book.ts";
import { bookSteps } from "../../../src/book/rounds/book-steps.ts";
import { claimEquities } from "../../../src/book/rounds/claim-equities.ts";
import { cutBatches } from "../../../src/book/rounds/cut-batches.ts";
import {
	addSums,
	commitTables,
	foldQuantities,
	type KeySums,
} from "../../../src/book/rounds/fold-quantities.ts";
import { type BookRequest, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { drawGammaAndBeta, drawRho, statementHash } from "../../../src/book/transcript/book-transcript.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { type BookBench, bookRefusedAt, openBookBench } from "../../support/book/book-bench.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import { bookRequest, randomPlaces } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 6_174;

let bench: BookBench;
let request: BookRequest;
beforeAll(async () => {
	bench = await openBookBench();
	const places = randomPlaces({ draw: drawFrom(SEED), placeCount: 16, emptyShare: 0.2 });
	const table = bookTable(bench.hash, SEED);
	request = bookRequest({ places, table, level: "mark", hash: bench.hash, seed: SEED });
});

/** What the venue says instead of the truth. */
type Lie = {
	/** By place; afterwards in range. */
	readonly equities?: (equities: bigint[], rho?: bigint) => void;
	readonly sums?: (sums: { qtysLots: bigint[]; weightedQtysLots: bigint[] }) => void;
	readonly totals?: (totals: bigint[]) => void;
	/** Accounts whose quantities the sums leave out. */
	readonly unsummed?: (places: BookPlaces) => BookPlaces;
};

/** All rounds of `prepareBook`, with a lie. */
function lyingBook(lie: Lie) {
	const { places, values, form, epochSecret, hash, epoch, riskRoot, level, keyHashes } = request;
	const honest = prepareBook(request).figures;
	const equities = [...honest.equitiesMicroUsd];
	lie.equities?.(equities);
	const batches = cutBatches({ places, form, hash }).map((batch) =>
		claimEquities({
			batch,
			equitiesMicroUsd: batch.records.map((_, at) => equities[8 * batch.index + at] ?? 0n),
			form,
			epochSecret,
			hash,
		}),
	);
	const totalsLots = [...honest.totalsLots];
	lie.totals?.(totalsLots);
	const statement = statementHash({
		epoch,
		riskRoot,
		level,
		form,
		totalsLots,
		values: [valuesHash(hash, values)],
		keyHashes,
		batches,
	});
	const rho = drawRho(statement);
	const records = lie.unsummed?.(places) ?? places;
	const folded = foldQuantities({ records, firstPlace: 0, rho, keyCount: values.length });
	const total = structuredClone(addSums([folded], values.length)) as {
		-readonly [Key in keyof KeySums]: bigint[];
	};
	lie.sums?.(total);
	const tables = commitTables({ total, form, epochSecret, hash });
	const challenges = {
		rho,
		...drawGammaAndBeta(
			statement,
			tables.map(({ sums }) => sums),
		),
	};
	return {
		...bookSteps({ batches, tables, values, challenges, form, epochSecret, hash }),
		figures: honest,
		totalsLots,
		challenges,
	};
}

const debtor = (equities: readonly bigint[]) => equities.findIndex((equity) => equity < 0n);
const COIN = LISTING.instruments.find(({ kind }) => kind === "coin")?.id as number;
const OPTION = LISTING.instruments.find(({ kind }) => kind === "option")?.id as number;
const UNLISTED_KEY = 62;

const LIES: readonly (readonly [name: string, left: "poles" | "weighted" | "both", lie: Lie])[] = [
	[
		"hides a debt",
		"weighted",
		{
			equities: (equities) => {
				equities[debtor(equities)] = 0n;
			},
		},
	],
	[
		"claims a µUSD more for one account",
		"weighted",
		{
			equities: (equities) => {
				equities[0] = (equities[0] as bigint) + 1n;
			},
		},
	],
	[
		"moves equity from one account to another, with the same sum",
		"weighted",
		{
			equities: (equities) => {
				const from = equities.findIndex((equity) => equity > 1_000n);
				equities[from] = (equities[from] as bigint) - 1_000n;
				equities[debtor(equities)] = (equities[debtor(equities)] as bigint) + 1_000n;
			},
		},
	],
	[
		"exchanges the equities of two accounts",
		"weighted",
		{
			equities: (equities) => {
				const poor = debtor(equities);
				const rich = equities.findIndex((equity) => equity > 0n);
				[equities[poor], equities[rich]] = [equities[rich] as bigint, equities[poor] as bigint];
			},
		},
	],
	[
		"gives an equity to a place where nobody is",
		"weighted",
		{
			equities: (equities) => {
				const nobody = request.places.indexOf(undefined);
				expect(nobody).toBeGreaterThanOrEqual(0);
				equities[nobody] = 5n;
			},
		},
	],
	[
		"leaves an account out of the sums",
		"both",
		{
			unsummed: (places) => places.map((record, place) => (place === 0 ? undefined : record)),
		},
	],
	[
		"counts a coin less on the long side",
		"poles",
		{
			sums: ({ qtysLots }) => {
				qtysLots[2 * COIN] = (qtysLots[2 * COIN] as bigint) - 1n;
			},
		},
	],
	[
		"invents a long and a short of an option",
		"poles",
		{
			sums: ({ qtysLots }) => {
				qtysLots[2 * OPTION] = (qtysLots[2 * OPTION] as bigint) + 9n;
				qtysLots[2 * OPTION + 1] = (qtysLots[2 * OPTION + 1] as bigint) + 9n;
			},
		},
	],
	[
		"weighs the sums with other places",
		"weighted",
		{
			sums: (sums) => {
				sums.weightedQtysLots = sums.weightedQtysLots.map((weighted) => toField(2n * weighted));
			},
		},
	],
	[
		"moves lots from one instrument to another",
		"both",
		{
			sums: (sums) => {
				const move = (list: bigint[], by: bigint) => {
					list[2 * COIN] = toField((list[2 * COIN] as bigint) - by);
					list[2 * OPTION] = toField((list[2 * OPTION] as bigint) + by);
				};
				move(sums.qtysLots, 7n);
				move(sums.weightedQtysLots, 7n);
			},
		},
	],
	[
		"puts lots under an id that is not listed",
		"both",
		{
			sums: (sums) => {
				sums.qtysLots[UNLISTED_KEY] = 1n;
				sums.weightedQtysLots[UNLISTED_KEY] = 1n;
			},
		},
	],
	[
		"hides a debt, and mends the weighted sum of one instrument by it",
		"weighted",
		{
			equities: (equities) => {
				equities[debtor(equities)] = 0n;
			},
			sums: (sums) => {
				const value = request.values[2 * COIN] as bigint;
				expect(value).not.toBe(0n);
				sums.weightedQtysLots[2 * COIN] = toField((sums.weightedQtysLots[2 * COIN] as bigint) + value);
			},
		},
	],
];

it("closes where nothing is a lie", async () => {
	const { steps, last } = lyingBook({});
	for (const step of steps) expect(bookRefusedAt(await bench.calculate(step))).toBe("accepted");
	expect(last.sums.poles).toBe(0n);
	expect(last.sums.weighted).toBe(0n);
});

describe("a venue that", () => {
	it.each(LIES)("%s proves every part, and %s is left over", async (_name, left, lie) => {
		const { steps, last, figures } = lyingBook(lie);
		for (const step of steps) expect(bookRefusedAt(await bench.calculate(step))).toBe("accepted");
		const { poles, weighted, shortfall } = last.sums;
		expect(poles !== 0n).toBe(left !== "weighted");
		expect(weighted !== 0n).toBe(left !== "poles");
		// A fund circuit and an auditor open this state only as one without anything left.
		const opened = stateHash(bench.hash, { poles: 0n, weighted: 0n, shortfall }, last.salt);
		expect(steps.at(-1)?.stateAfter).not.toBe(opened);
		expect(figures.deficitCount).toBeGreaterThan(0);
	});

	it("says a smaller total of a coin cannot prove the table", async () => {
		const { steps, totalsLots, challenges } = lyingBook({
			totals: (totals) => {
				totals[COIN] = (totals[COIN] as bigint) - 1n;
			},
		});
		const table = steps.at(-1) as (typeof steps)[number];
		const stated = totalsLots.toReversed().reduce((sum, total) => toField(sum * challenges.beta + total), 0n);
		const input = { ...table.input, totals: stated };
		expect(bookRefusedAt(await bench.calculate({ ...table, input }))).toBe("folded[0] === totals");
	});

	it("chooses claims after rho has another rho to meet", () => {
		const before = lyingBook({}).challenges;
		const after = lyingBook({
			equities: (equities) => {
				equities[0] = (equities[0] as bigint) + 1n;
				equities[1] = (equities[1] as bigint) - 1n;
			},
		}).challenges;
		expect(after.rho).not.toBe(before.rho);
		expect(after.gamma).not.toBe(before.gamma);
	});

	it("chooses sums after gamma has another gamma to meet, and the same rho", () => {
		const before = lyingBook({}).challenges;
		const after = lyingBook({
			sums: ({ qtysLots }) => {
				qtysLots[4] = (qtysLots[4] as bigint) + 1n;
			},
		}).challenges;
		expect(after.rho).toBe(before.rho);
		expect([after.gamma, after.beta]).not.toContain(before.gamma);
		expect(after.beta).not.toBe(before.beta);
	});

	it("mends a hidden debt in the field once rho is known needs an equity that no claim can hold", () => {
		const { challenges, figures } = lyingBook({});
		const [hidden, mended] = [debtor(figures.equitiesMicroUsd), 0];
		const weight = (place: number) => {
			let power = 1n;
			for (let at = 0; at <= place; at++) power = toField(power * challenges.rho);
			return power;
		};
		const debt = -(figures.equitiesMicroUsd[hidden] as bigint);
		// What the other account's equity would have to be moved by.
		const move = toField(-debt * weight(hidden) * inverse(weight(mended)));
		const away = move < FIELD_ORDER - move ? move : FIELD_ORDER - move;
		expect(away >> 62n).not.toBe(0n);
	});
});

function inverse(value: bigint): bigint {
	let [result, base] = [1n, value];
	for (let exponent = FIELD_ORDER - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = toField(result * base);
		base = toField(base * base);
	}
	return result;
}
