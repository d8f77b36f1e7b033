import { AbiCoder, concat, keccak256, toBeHex } from "ethers";
import { describe, expect, it } from "vitest";
import { abiWords, textWord } from "../../../src/hashing/abi-words.ts";
import { buildKeccakTree } from "../../../src/hashing/keccak-tree.ts";
import { leafWords, type MarketTree } from "../../../src/market/snapshot/market-tree.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const asHex = (words: readonly bigint[]) =>
	AbiCoder.defaultAbiCoder().encode(
		words.map((word) => (word < 0n ? "int256" : "uint256")),
		words,
	);
const leafHash = (words: readonly bigint[]) => keccak256(keccak256(asHex(words)));

/** OpenZeppelin's `MerkleProof.processProof`. */
const rootOf = (leaf: string, path: readonly string[]) =>
	path.reduce(
		(node, other) => keccak256(concat(BigInt(node) < BigInt(other) ? [node, other] : [other, node])),
		leaf,
	);

const priced = (change: { priceUsd?: string; lot?: string }) =>
	disputeCase({
		...SMALL_MARKET,
		assets: SMALL_MARKET.assets.map((asset) => (asset.symbol === "WBTC" ? { ...asset, ...change } : asset)),
	}).market;

const withOption = (change: { strike?: string; iv?: string }): MarketTree =>
	disputeCase({
		...SMALL_MARKET,
		optionExpiries: SMALL_MARKET.optionExpiries.map((chain) => ({
			...chain,
			options: chain.options.map((option) => ({ ...option, ...change })).slice(0, 1),
		})),
	}).market;

describe("a keccak tree", () => {
	it("opens every leaf, for every number of leaves up to 20", () => {
		for (let count = 1; count <= 20; count++) {
			const leaves = Array.from({ length: count }, (_, at) => [BigInt(at), -7n, 2n ** 255n]);
			const tree = buildKeccakTree(leaves);
			leaves.forEach((words, at) => {
				expect(rootOf(leafHash(words), tree.path(at))).toBe(tree.root);
			});
			expect(rootOf(leafHash([99n, -7n, 2n ** 255n]), tree.path(0))).not.toBe(tree.root);
		}
	});

	it("encodes words as Solidity does and refuses what fits none", () => {
		const words = [0n, 1n, -1n, 2n ** 256n - 1n, -(2n ** 255n)];
		expect(`0x${Buffer.from(abiWords(words)).toString("hex")}`).toBe(asHex(words));
		for (const word of [2n ** 256n, -(2n ** 255n) - 1n]) {
			expect(thrownBy(() => abiWords([word]))).toMatchObject({ code: "WORD_OUT_OF_RANGE" });
		}
		expect(textWord("USD")).toBe(0x555344n << 232n);
		expect(thrownBy(() => textWord("A".repeat(32)))).toMatchObject({ code: "WORD_OUT_OF_RANGE" });
	});
});

describe("the tree of a market", () => {
	it("has a leaf for every instrument, under a root that also binds the snapshot's bytes", () => {
		const { instruments, market } = disputeCase();
		expect(market.leaves.map(({ id }) => id)).toEqual(instruments.map(({ id }) => id));
		market.leaves.forEach((leaf, at) => {
			expect(rootOf(leafHash(leafWords(leaf)), market.tree.path(at))).toBe(market.marksRoot);
		});
		const form = leafHashForm("zkmargin.market-root.v1");
		expect(market.marketRoot).toBe(
			keccak256(concat([form, market.marketHash, market.marksRoot, toBeHex(market.instrumentCount, 32)])),
		);
	});

	it("is the same for the same marks and pinned for the small market", () => {
		const { marksRoot, marketRoot } = disputeCase().market;
		expect(disputeCase().market.marketRoot).toBe(marketRoot);
		expect(marksRoot).toBe("0x20c8d6d80dfb54c675b4b13e6ae1b9e46544f253721c365877da883a42889a29");
	});

	it("changes with every mark", () => {
		const { marketRoot } = disputeCase().market;
		expect(priced({ priceUsd: "63700.00000000000001" }).marketRoot).not.toBe(marketRoot);
		expect(priced({ lot: "0.00002" }).marketRoot).not.toBe(marketRoot);
	});

	it("refuses marks that a contract cannot read exactly", () => {
		expect(thrownBy(() => priced({ priceUsd: "0.0000000000000000001" }))).toMatchObject({
			code: "MARK_TOO_PRECISE",
		});
		expect(thrownBy(() => priced({ priceUsd: "2000000000000", lot: "0.000001" }))).toMatchObject({
			code: "MARK_OUT_OF_RANGE",
		});
		expect(thrownBy(() => withOption({ iv: "0.00009" }))).toMatchObject({ code: "MARK_OUT_OF_RANGE" });
		expect(thrownBy(() => withOption({ strike: "100000000000" }))).toMatchObject({
			code: "MARK_OUT_OF_RANGE",
		});
	});
});

function leafHashForm(form: string): string {
	return keccak256(new TextEncoder().encode(form));
}
