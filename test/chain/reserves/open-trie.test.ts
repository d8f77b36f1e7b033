/** Tries by `@ethereumjs/mpt`, read back through what a stranger sends of them. */
import { createMerkleProof, createMPT } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { openTrie } from "../../../src/chain/reserves/open-trie.ts";
import type { Hex } from "../../../src/hashing/eth-signature.ts";
import { NO_CODE, readAccountState, readStorageWord } from "../../../src/reserves/state-trie.ts";
import { wordText } from "../../../src/reserves/storage-slot.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";

const SEED = 77;
const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;
const ROOT: Hex = `0x${"ab".repeat(32)}`;

async function trieOf(entries: readonly (readonly [Hex, Uint8Array])[]) {
	const trie = await createMPT({});
	for (const [key, value] of entries) await trie.put(keccak_256(hexToBytes(key.slice(2))), value);
	const proofOf = async (key: Hex) =>
		(await createMerkleProof(trie, keccak_256(hexToBytes(key.slice(2))))).map(toHex);
	return { root: toHex(trie.root()), proofOf };
}

const slots = (count: number) => Array.from({ length: count }, (_, at) => wordText(BigInt(at)));

describe("storage read out of loose nodes", () => {
	test.each([1, 2, 17, 300])(
		`is what was written, of %i words, present and absent (seed ${SEED})`,
		async (count) => {
			const next = seededUniform(SEED + count);
			const entries = slots(count).map((slot) => {
				const word = BigInt(1 + Math.floor(next() * 2 ** (next() < 0.3 ? 6 : 52)));
				return { slot, word };
			});
			const { root, proofOf } = await trieOf(entries.map(({ slot, word }) => [slot, RLP.encode(word)]));
			const absent = slots(count + 40).slice(count);
			const nodes = new Set<Hex>();
			for (const slot of [...entries.map((entry) => entry.slot), ...absent]) {
				for (const node of await proofOf(slot)) nodes.add(node);
			}
			const read = openTrie([...nodes].sort());
			for (const { slot, word } of entries) expect(await readStorageWord(read, root, slot)).toBe(word);
			for (const slot of absent) expect(await readStorageWord(read, root, slot)).toBe(0n);
		},
	);

	test("is nothing, and never 0, when any node on its way is missing or changed", async () => {
		const entries = slots(200).map((slot, at) => [slot, RLP.encode(BigInt(at + 1))] as const);
		const { root, proofOf } = await trieOf(entries);
		for (const slot of [...slots(12), ...slots(230).slice(218)]) {
			const proof = await proofOf(slot);
			expect(await readStorageWord(openTrie(proof), root, slot)).toBe(
				BigInt(slot) < 200n ? BigInt(slot) + 1n : 0n,
			);
			for (const [at, node] of proof.entries()) {
				const without = proof.filter((_, place) => place !== at);
				expect(await readStorageWord(openTrie(without), root, slot)).toBeUndefined();
				for (const place of [4, Math.floor(node.length / 2), node.length - 1]) {
					const digit = node[place] === "0" ? "1" : "0";
					const changed = proof.with(at, `${node.slice(0, place)}${digit}${node.slice(place + 1)}` as Hex);
					expect(await readStorageWord(openTrie(changed), root, slot)).toBeUndefined();
				}
				expect(await readStorageWord(openTrie(proof.with(at, `${node}00`)), root, slot)).toBeUndefined();
			}
		}
		expect(
			await readStorageWord(openTrie(await proofOf(slots(1)[0] as Hex)), ROOT, slots(1)[0] as Hex),
		).toBeUndefined();
	});

	test.each([
		["a zero that is stored", "0x80"],
		["a zero byte", "0x00"],
		["a leading zero", "0x820001"],
		["a byte with a prefix", "0x8105"],
		["a length that is too long", "0xb80105"],
		["33 bytes", `0xa1${"11".repeat(33)}`],
		["a list", "0xc101"],
		["a byte too many", "0x0505"],
		["a byte too few", "0x8205"],
	])("is nothing when the value is %s", async (_what, value) => {
		const slot = slots(1)[0] as Hex;
		const { root, proofOf } = await trieOf([[slot, hexToBytes(value.slice(2))]]);
		expect(await readStorageWord(openTrie(await proofOf(slot)), root, slot)).toBeUndefined();
	});
});

describe("accounts read out of loose nodes", () => {
	const address: Hex = `0x${"17".repeat(20)}`;
	const hash = (digit: string) => hexToBytes(digit.repeat(64));
	const stateOf = async (value: Uint8Array) => {
		const { root, proofOf } = await trieOf([[address, value]]);
		return readAccountState(openTrie(await proofOf(address)), root, address);
	};

	test("are what was written", async () => {
		const state = await stateOf(RLP.encode([7n, 5_000n, hash("a"), hash("b")]));
		expect(state).toEqual({
			balance: 5_000n,
			storageRoot: `0x${"a".repeat(64)}`,
			codeHash: `0x${"b".repeat(64)}`,
		});
	});

	test("are empty where the state has none, and where it has nothing at all", async () => {
		const { root, proofOf } = await trieOf([[address, RLP.encode([7n, 5_000n, hash("a"), hash("b")])]]);
		const other: Hex = `0x${"18".repeat(20)}`;
		const empty = { balance: 0n, storageRoot: toHex(keccak_256(Uint8Array.of(0x80))), codeHash: NO_CODE };
		expect(await readAccountState(openTrie(await proofOf(other)), root, other)).toEqual(empty);
		expect(await readAccountState(openTrie([]), empty.storageRoot, other)).toEqual(empty);
		expect(await readAccountState(openTrie([]), root, other)).toBeUndefined();
	});

	test.each([
		["three fields", RLP.encode([7n, 5_000n, hash("a")])],
		["five fields", RLP.encode([7n, 5_000n, hash("a"), hash("b"), 1n])],
		["a balance with a leading zero", RLP.encode([7n, Uint8Array.of(0, 5), hash("a"), hash("b")])],
		["a balance of 33 bytes", RLP.encode([7n, new Uint8Array(33).fill(1), hash("a"), hash("b")])],
		["a nonce of 9 bytes", RLP.encode([new Uint8Array(9).fill(1), 5n, hash("a"), hash("b")])],
		["a short root", RLP.encode([7n, 5n, hash("a").subarray(1), hash("b")])],
		["a long code hash", RLP.encode([7n, 5n, hash("a"), new Uint8Array(33)])],
		["a list for a balance", RLP.encode([7n, [5n], hash("a"), hash("b")])],
		["a byte too many", Uint8Array.of(...RLP.encode([7n, 5n, hash("a"), hash("b")]), 0)],
		["a byte too few", RLP.encode([7n, 5n, hash("a"), hash("b")]).subarray(0, -1)],
		["no list", RLP.encode(5n)],
	])("are nothing when the state has %s", async (_what, value) => {
		expect(await stateOf(value)).toBeUndefined();
	});
});
