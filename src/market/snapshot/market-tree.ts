/**
 * The marks of an epoch as a Merkle tree with one leaf per listed instrument: what a contract opens
 * when a row is disputed. Amounts have 18 decimals, exactly: a mark with more digits is refused and
 * never rounded. `contracts/dispute/MarketLeafLib.sol` reads the same words.
 */
import { InputError } from "../../errors/base.ts";
import { abiWords, keccakWord, tagWord, textWord } from "../../hashing/abi-words.ts";
import { buildKeccakTree, type Hash32, type KeccakTree } from "../../hashing/keccak-tree.ts";
import { parseDecimal } from "../../units/decimal.ts";
import { DAY_MS } from "../../units/time.ts";
import { KIND_CODES } from "../instruments/kind-codes.ts";
import type { MarkedInstrument } from "./market-snapshot.ts";
import { checkMarksTogether } from "./marks-together.ts";

const LEAF_FORM = tagWord("zkmargin.market-leaf.v1");
const ROOT_FORM = tagWord("zkmargin.market-root.v1");

const AMOUNT_DECIMALS = 18;
/** Prices, strikes and lots stay below 1.2·10¹² USD or units. */
const AMOUNT_LIMIT = 1n << 100n;
/** Forwards and strikes of options are at least 10⁻⁶ USD and within a factor of 2^20 of each other. */
const LEAST_OPTION_PRICE = 10n ** 12n;
const LARGEST_MONEYNESS_BITS = 20n;
const LEAST_IV = 10n ** 14n;
const LARGEST_IV = 10n ** 19n;
const LARGEST_DISCOUNT = 2n * 10n ** 18n;
const LONGEST_LIFE_MS = 36_500 * DAY_MS;

/** `IRowDispute.MarketLeaf`: ids, codes and times as numbers, amounts with 18 decimals, texts as `bytes32`. */
export type MarketLeaf = {
	readonly id: number;
	readonly kind: number;
	/** What scenarios move it by: an asset's own symbol, for all else the underlying. */
	readonly subject: bigint;
	readonly underlying: bigint;
	readonly snapshotTimeMs: number;
	/** 0 for what does not expire. */
	readonly expiryMs: number;
	readonly isCall: boolean;
	readonly lotE18: bigint;
	/** Price, mark or forward. */
	readonly priceE18: bigint;
	readonly indexE18: bigint;
	/** Perpetuals and futures; 0 for all else. */
	readonly settlementE18: bigint;
	/** Options; 0 for all else, as the next three. */
	readonly strikeE18: bigint;
	readonly ivE18: bigint;
	readonly fixedForwardE18: bigint;
	readonly discountE18: bigint;
};

export type MarketTree = {
	/** What publishers post: the hash of the snapshot's bytes, the root of the leaves and their number. */
	readonly marketRoot: Hash32;
	readonly marketHash: Hash32;
	readonly marksRoot: Hash32;
	readonly instrumentCount: number;
	/** By position in the listing; the leaf of id 1 is the first. */
	readonly leaves: readonly MarketLeaf[];
	readonly tree: KeccakTree;
};

/**
 * What moves an instrument in scenarios. A snapshot takes no derivatives on an asset that follows another
 * one, so a symbol is one subject.
 */
export function scenarioSubject({ name, assetClass, underlying }: MarkedInstrument): string {
	return assetClass === undefined ? underlying : name;
}

/** @throws InputError `MARK_TOO_PRECISE`, `MARK_OUT_OF_RANGE`, `MARKS_DISAGREE` */
export function buildMarketTree(request: {
	readonly instruments: readonly MarkedInstrument[];
	readonly snapshotTimeMs: number;
	/** `hashMarketSnapshot` of the snapshot that the marks come from. */
	readonly marketHash: Hash32;
}): MarketTree {
	const { instruments, snapshotTimeMs, marketHash } = request;
	const leaves = instruments.map((instrument) => marketLeaf(instrument, snapshotTimeMs));
	checkMarksTogether(leaves, (id) => instruments[id - 1]?.name ?? String(id));
	return marketTreeOf(leaves, marketHash);
}

/** The tree of leaves as they are, whatever is in them: a watcher's, of what others posted. */
export function marketTreeOf(
	leaves: readonly MarketLeaf[],
	marketHash: Hash32,
	instrumentCount = leaves.length,
): MarketTree {
	const tree = buildKeccakTree(leaves.map(leafWords));
	const words = abiWords([ROOT_FORM, BigInt(marketHash), BigInt(tree.root), BigInt(instrumentCount)]);
	const marketRoot: Hash32 = `0x${keccakWord(words).toString(16).padStart(64, "0")}`;
	return { marketRoot, marketHash, marksRoot: tree.root, instrumentCount, leaves, tree };
}

/** The words of a leaf in the order of the Solidity struct, behind its tag. */
export function leafWords(leaf: MarketLeaf): bigint[] {
	return [
		LEAF_FORM,
		BigInt(leaf.id),
		BigInt(leaf.kind),
		leaf.subject,
		leaf.underlying,
		BigInt(leaf.snapshotTimeMs),
		BigInt(leaf.expiryMs),
		leaf.isCall ? 1n : 0n,
		leaf.lotE18,
		leaf.priceE18,
		leaf.indexE18,
		leaf.settlementE18,
		leaf.strikeE18,
		leaf.ivE18,
		leaf.fixedForwardE18,
		leaf.discountE18,
	];
}

function marketLeaf(instrument: MarkedInstrument, snapshotTimeMs: number): MarketLeaf {
	const { name, kind, expiryMs = 0 } = instrument;
	const isOption = kind === "option";
	const isFuture = kind === "perpetual" || kind === "future";
	const amount = (text: string, field: string) => exactAmount(text, `${name}.${field}`);
	const settled = instrument.settlementPrice ?? instrument.priceUsd;
	const leaf = {
		id: instrument.id,
		kind: KIND_CODES[kind],
		subject: textWord(scenarioSubject(instrument)),
		underlying: textWord(instrument.underlying),
		snapshotTimeMs,
		expiryMs,
		isCall: instrument.optionType === "C",
		lotE18: amount(instrument.lot, "lot"),
		priceE18: amount(instrument.priceUsd, "price"),
		indexE18: amount(instrument.indexUsd, "index"),
		settlementE18: isFuture ? amount(settled, "settlementPrice") : 0n,
		strikeE18: isOption ? amount(instrument.strike ?? "0", "strike") : 0n,
		ivE18: isOption ? amount(instrument.iv ?? "0", "iv") : 0n,
		fixedForwardE18: isOption ? amount(instrument.fixedForwardUsd ?? "0", "fixedForward") : 0n,
		discountE18: isOption ? amount(instrument.discountFactor ?? "1", "discountFactor") : 0n,
	};
	checkRanges(leaf, name);
	return leaf;
}

function exactAmount(text: string, field: string): bigint {
	const { units, decimals } = parseDecimal(text, field);
	if (decimals <= AMOUNT_DECIMALS) return units * 10n ** BigInt(AMOUNT_DECIMALS - decimals);
	const surplus = 10n ** BigInt(decimals - AMOUNT_DECIMALS);
	if (units % surplus === 0n) return units / surplus;
	throw new InputError({
		code: "MARK_TOO_PRECISE",
		message: `${field}: ${text} has more than ${AMOUNT_DECIMALS} decimals`,
		field,
		hint: `contracts read marks with ${AMOUNT_DECIMALS} decimals: round the mark before the snapshot is made`,
	});
}

/** Beyond these a leaf is malformed on the chain, and posting it loses a dispute. */
function checkRanges(leaf: MarketLeaf, name: string): void {
	const require = (holds: boolean, field: string) => {
		if (holds) return;
		throw new InputError({
			code: "MARK_OUT_OF_RANGE",
			message: `${name}: ${field} is outside of what contracts can price`,
			field: `${name}.${field}`,
			hint: "docs/disputes.md lists the ranges; leave the instrument out of the snapshot",
		});
	};
	const isPositive = (amount: bigint) => amount > 0n && amount < AMOUNT_LIMIT;
	require(isPositive(leaf.lotE18), "lot");
	require(isPositive(leaf.priceE18), "price");
	require(isPositive(leaf.indexE18), "index");
	require(leaf.settlementE18 < AMOUNT_LIMIT, "settlementPrice");
	require(leaf.expiryMs - leaf.snapshotTimeMs <= LONGEST_LIFE_MS, "expiry");
	if (leaf.kind !== KIND_CODES.option) return;
	const { priceE18, strikeE18, ivE18, discountE18 } = leaf;
	require(priceE18 >= LEAST_OPTION_PRICE, "price");
	require(isPositive(strikeE18) && strikeE18 >= LEAST_OPTION_PRICE, "strike");
	const isNear =
		priceE18 << LARGEST_MONEYNESS_BITS >= strikeE18 && strikeE18 << LARGEST_MONEYNESS_BITS >= priceE18;
	require(isNear, "strike");
	require(ivE18 >= LEAST_IV && ivE18 <= LARGEST_IV, "iv");
	require(discountE18 > 0n && discountE18 <= LARGEST_DISCOUNT, "discountFactor");
}
