/**
 * What marks of one market cannot say together. Contracts judge the same (`contracts/dispute/MarksTogether.sol`), with
 * bounds that are a little wider, so that whoever posts what passes here cannot lose: floats are compared with 999
 * thousandths of the contract's allowance.
 */
import { InputError } from "../../errors/base.ts";
import { HOUR_MS } from "../../units/time.ts";
import { KIND_CODES } from "../instruments/kind-codes.ts";
import { blackPrice, MS_PER_YEAR } from "../pricing/black-76.ts";
import type { MarketLeaf } from "./market-tree.ts";

/** Implied volatilities of the last hours say little. */
const SHORTEST_MS = 6 * HOUR_MS;
const OF_ALLOWANCE = 0.999;
const E18 = 1e18;

/**
 * Every leaf against its neighbours: linear in the number of instruments.
 *
 * @param nameOf for messages, by id
 * @throws InputError `MARKS_DISAGREE`
 */
export function checkMarksTogether(leaves: readonly MarketLeaf[], nameOf: (id: number) => string): void {
	const refuse = (leaf: MarketLeaf, why: string) => {
		throw new InputError({
			code: "MARKS_DISAGREE",
			message: `${nameOf(leaf.id)}: ${why}`,
			field: nameOf(leaf.id),
			hint: "a contract would take the bond of whoever posts this: see docs/disputes.md, or leave the instrument out",
		});
	};
	for (const sameUnderlying of groups(leaves, ({ underlying }) => underlying)) {
		const index = sameUnderlying[0]?.indexE18;
		for (const leaf of sameUnderlying) {
			if (leaf.indexE18 !== index) refuse(leaf, "its index is not that of its underlying");
			if (isFarFromIndex(leaf)) refuse(leaf, "its price is too far from the index");
		}
		const options = sameUnderlying.filter(({ kind }) => kind === KIND_CODES.option);
		for (const expiry of groups(options, ({ expiryMs }) => expiryMs)) checkExpiry(expiry, refuse);
		for (const strike of groups(options, ({ strikeE18 }) => strikeE18)) checkVariances(strike, refuse);
	}
}

type Refuse = (leaf: MarketLeaf, why: string) => void;

function isFarFromIndex(leaf: MarketLeaf): boolean {
	const { kind, subject, underlying, priceE18, indexE18, expiryMs, snapshotTimeMs } = leaf;
	if (kind === KIND_CODES.cash || kind === KIND_CODES.coin) {
		return subject === underlying && priceE18 !== indexE18;
	}
	if (kind === KIND_CODES.hold || kind === KIND_CODES.order) return false;
	const remaining = BigInt(expiryMs === 0 ? 0 : expiryMs - snapshotTimeMs);
	const year = BigInt(MS_PER_YEAR);
	return 3n * year * distance(priceE18, indexE18) > indexE18 * (year + 3n * remaining);
}

/** Forwards, the volatilities of one strike, and call prices along one forward. */
function checkExpiry(options: readonly MarketLeaf[], refuse: Refuse): void {
	const [low, high] = extremes(options, ({ priceE18 }) => priceE18);
	if (50n * (high.priceE18 - low.priceE18) > low.priceE18 + high.priceE18) {
		refuse(high, "its forward is too far from that of the same expiry");
	}
	for (const strike of groups(options, ({ strikeE18 }) => strikeE18)) {
		const [least, most] = extremes(strike, ({ ivE18 }) => ivE18);
		if (20n * (most.ivE18 - least.ivE18) > least.ivE18 + most.ivE18) {
			refuse(most, "call and put of one strike have volatilities that are too far apart");
		}
	}
	for (const chain of groups(options, ({ priceE18 }) => priceE18)) checkChain(chain, refuse);
}

/** Call prices fall with the strike, by no more than the strike rises. */
function checkChain(chain: readonly MarketLeaf[], refuse: Refuse): void {
	const tolerance = (OF_ALLOWANCE * Number(chain[0]?.priceE18 ?? 0n)) / E18 / 1000;
	const byStrike = [...groups(chain, ({ strikeE18 }) => strikeE18)].sort(
		([a], [b]) => Number(a?.strikeE18 ?? 0n) - Number(b?.strikeE18 ?? 0n),
	);
	let least = Number.POSITIVE_INFINITY;
	let mostWithStrike = Number.NEGATIVE_INFINITY;
	for (const options of byStrike) {
		const priced = options.map((leaf) => ({
			leaf,
			call: callPrice(leaf),
			strike: Number(leaf.strikeE18) / E18,
		}));
		for (const { leaf, call, strike } of priced) {
			if (call > least + tolerance) refuse(leaf, "a call of a lower strike would be cheaper");
			if (mostWithStrike > call + strike + tolerance) {
				refuse(leaf, "a call of a lower strike would cost more than the strikes are apart");
			}
		}
		for (const { call, strike } of priced) {
			least = Math.min(least, call);
			mostWithStrike = Math.max(mostWithStrike, call + strike);
		}
	}
}

/** Of a call at the option's strike and volatility, undiscounted USD. */
function callPrice({ priceE18, strikeE18, ivE18, expiryMs, snapshotTimeMs }: MarketLeaf): number {
	return blackPrice({
		forward: Number(priceE18) / E18,
		strike: Number(strikeE18) / E18,
		volatility: Number(ivE18) / E18,
		years: (expiryMs - snapshotTimeMs) / MS_PER_YEAR,
		optionType: "C",
	});
}

/** Total variance at a strike falls by no more than a quarter from an expiry to a later one. */
function checkVariances(options: readonly MarketLeaf[], refuse: Refuse): void {
	let largest = 0n;
	for (const expiry of [...groups(options, ({ expiryMs }) => expiryMs)].sort(
		([a], [b]) => (a?.expiryMs ?? 0) - (b?.expiryMs ?? 0),
	)) {
		const variances = expiry.map((leaf) => ({
			leaf,
			variance: leaf.ivE18 * leaf.ivE18 * BigInt(leaf.expiryMs - leaf.snapshotTimeMs),
		}));
		for (const { leaf, variance } of variances) {
			if (4n * variance < 3n * largest) refuse(leaf, "its total variance is below that of an earlier expiry");
		}
		for (const { leaf, variance } of variances) {
			if (leaf.expiryMs - leaf.snapshotTimeMs >= SHORTEST_MS && variance > largest) largest = variance;
		}
	}
}

function groups<Key>(leaves: readonly MarketLeaf[], keyOf: (leaf: MarketLeaf) => Key): MarketLeaf[][] {
	const found = new Map<Key, MarketLeaf[]>();
	for (const leaf of leaves) {
		const key = keyOf(leaf);
		const group = found.get(key);
		if (group === undefined) found.set(key, [leaf]);
		else group.push(leaf);
	}
	return [...found.values()];
}

/** Of at least one leaf. */
function extremes(
	leaves: readonly MarketLeaf[],
	amountOf: (leaf: MarketLeaf) => bigint,
): readonly [MarketLeaf, MarketLeaf] {
	const sorted = [...leaves].sort((a, b) =>
		amountOf(a) < amountOf(b) ? -1 : amountOf(a) > amountOf(b) ? 1 : 0,
	);
	return [sorted[0] as MarketLeaf, sorted.at(-1) as MarketLeaf];
}

function distance(a: bigint, b: bigint): bigint {
	return a > b ? a - b : b - a;
}
