/**
 * A twelve-leg book and a table for it, made by hand so that printed reports never change with the
 * sample parameters: prices move as slope and curvature say, all numbers are integers.
 */
import { poseidon } from "../../../src/field/poseidon.ts";
import { parseInstrumentName } from "../../../src/market/instruments/parse-instrument-name.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { assignSetKeys, setNames } from "../../../src/risk/table/set-keys.ts";
import { tradedSizeToLots } from "../../../src/units/lots.ts";
import { tableOf } from "./random-table.ts";

export const HAND_TIME_MS = Date.UTC(2026, 1, 5, 21, 30);
const BTC_USD = 64_000n;
const ETH_USD = 1_900n;
const FREE_DELTA_MICRO_USD = 100_000_000n;

type Leg = {
	readonly name: string;
	readonly size: string;
	readonly lot: string;
	/** Per whole instrument, in USD: value, and its change for +100 % and per (100 %)², and per vol step. */
	readonly valueUsd: bigint;
	readonly slopeUsd: bigint;
	readonly curveUsd: bigint;
	readonly volUsd: bigint;
	readonly priceUsd: string;
	readonly iv?: string;
};

const cash = { slopeUsd: 0n, curveUsd: 0n, volUsd: 0n };
const linear = { curveUsd: 0n, volUsd: 0n };
const btc = { lot: "0.01", priceUsd: "64200" };
const eth = { lot: "0.1", priceUsd: "1905" };

// biome-ignore format: one leg per line reads as a table
const LEGS: readonly Leg[] = [
	{ name: "USD", size: "150000", lot: "0.01", valueUsd: 1n, ...cash, priceUsd: "1" },
	{ name: "USDC", size: "80000.5", lot: "0.01", valueUsd: 1n, ...cash, priceUsd: "1" },
	{ name: "BTC", size: "2.5", lot: "0.00001", valueUsd: BTC_USD, slopeUsd: BTC_USD, ...linear, priceUsd: "64000" },
	{ name: "BTC-PERPETUAL", size: "-1.5", lot: "0.001", valueUsd: 0n, slopeUsd: BTC_USD, ...linear, priceUsd: "64050" },
	{ name: "BTC-27MAR26", size: "-2", lot: "0.001", valueUsd: 0n, slopeUsd: BTC_USD, ...linear, priceUsd: "64200" },
	{ name: "BTC-27MAR26-60000-P", size: "4", ...btc, valueUsd: 4_900n, slopeUsd: -24_000n, curveUsd: 60_000n, volUsd: 800n, iv: "0.71" },
	{ name: "BTC-27MAR26-70000-C", size: "-5", ...btc, valueUsd: 4_100n, slopeUsd: 24_500n, curveUsd: 61_000n, volUsd: 810n, iv: "0.66" },
	{ name: "BTC-27MAR26-80000-C", size: "5", ...btc, valueUsd: 1_600n, slopeUsd: 12_000n, curveUsd: 40_000n, volUsd: 520n, iv: "0.67" },
	{ name: "BTC-26JUN26-75000-C", size: "3", ...btc, valueUsd: 5_500n, slopeUsd: 26_000n, curveUsd: 38_000n, volUsd: 950n, iv: "0.6" },
	{ name: "ETH", size: "40", lot: "0.0001", valueUsd: ETH_USD, slopeUsd: ETH_USD, ...linear, priceUsd: "1900" },
	{ name: "ETH-27MAR26-2000-P", size: "30", ...eth, valueUsd: 260n, slopeUsd: -1_050n, curveUsd: 2_400n, volUsd: 25n, iv: "0.85" },
	{ name: "ETH-27MAR26-2400-C", size: "-30", ...eth, valueUsd: 75n, slopeUsd: 480n, curveUsd: 1_700n, volUsd: 20n, iv: "0.88" },
];

const INDEX_USD: Readonly<Record<string, string>> = { USD: "1", BTC: "64000", ETH: "1900" };

/** The instruments of the book with their marks; ids 1 … 12. */
export const HAND_MARKED: readonly MarkedInstrument[] = LEGS.map(({ name, lot, priceUsd, iv }, at) => {
	const instrument = parseInstrumentName(name);
	const underlying = name === "USDC" ? "USD" : instrument.underlying;
	return { ...instrument, underlying, id: at + 1, lot, indexUsd: INDEX_USD[underlying] ?? "", priceUsd, iv };
});

export const HAND_HOLDINGS: readonly Holding[] = LEGS.map(({ name, size, lot }, at) => ({
	id: at + 1,
	qtyLots: tradedSizeToLots(size, lot, name),
}));

export function handTable(): RiskTable {
	const keys = assignSetKeys(HAND_MARKED);
	const rows = [ZERO_ROW, ...LEGS.map((leg, at) => legRow(leg, keys[at] ?? ZERO_ROW.keys))];
	const table = tableOf(rows, poseidon);
	const names = HAND_MARKED.map(setNames);
	const named = (level: "underlying" | "expiry" | "strike") =>
		Object.fromEntries(
			keys.flatMap((key, at) => {
				const name = names[at]?.[level];
				return name === undefined ? [] : [[key[level], name]];
			}),
		);
	return {
		...table,
		origin: { ...table.origin, snapshotTimeMs: HAND_TIME_MS },
		labels: {
			instruments: ["(empty)", ...LEGS.map(({ name }) => name)],
			lots: ["0", ...LEGS.map(({ lot }) => lot)],
			stress: Array.from({ length: STRESS_LANES }, (_, s) => stressName(s)),
			tail: Array.from({ length: TAIL_LANES }, (_, n) => `day ${n + 1}`),
			haircutFactors: {},
			underlyings: named("underlying"),
			expiries: named("expiry"),
			strikes: named("strike"),
		},
	};
}

/** Lanes 1 … 27: nine moves of −16 % … +16 %, each with vol down, flat and up. */
function stressMove(lane: number): { movePercent: bigint; volSteps: bigint } {
	if (lane === 0 || lane > 27) return { movePercent: 0n, volSteps: 0n };
	const at = BigInt(lane - 1);
	return { movePercent: 4n * (at / 3n) - 16n, volSteps: (at % 3n) - 1n };
}

function stressName(lane: number): string {
	if (lane === 0) return "mark";
	if (lane > 27) return "mark (unused lane)";
	const { movePercent, volSteps } = stressMove(lane);
	const sign = movePercent < 0n ? "−" : movePercent > 0n ? "+" : "";
	const magnitude = movePercent < 0n ? -movePercent : movePercent;
	return `common ${sign}${magnitude} %, vol ${["down", "flat", "up"][Number(volSteps) + 1]}`;
}

function legRow(leg: Leg, keys: RiskRow["keys"]): RiskRow {
	const lotMillionths = lotInMillionths(leg.lot);
	const perLot = (usd: bigint) => usd * lotMillionths;
	const value = (movePercent: bigint, volSteps: bigint) => {
		const moveUsd = leg.slopeUsd * movePercent * 100n + leg.curveUsd * movePercent * movePercent;
		return perLot(leg.valueUsd) + perLot(moveUsd) / 10_000n + perLot(leg.volUsd) * volSteps;
	};
	const ladder = (ppm: bigint) => ({
		...ZERO_ROW.longCharge,
		baseSlopeMicroUsd: (perLot(abs(leg.slopeUsd)) * ppm) / 1_000_000n + 3n,
	});
	const inExpiry = keys.expiry !== 0;
	const inUnderlying = keys.underlying !== 0;
	return {
		stressMicroUsd: Array.from({ length: STRESS_LANES }, (_, s) => {
			const { movePercent, volSteps } = stressMove(s);
			return value(movePercent, volSteps);
		}),
		tailMicroUsd: Array.from({ length: TAIL_LANES }, (_, n) => {
			const movePercent = BigInt((n * 37) % 41) - 20n;
			return value(movePercent, BigInt((n * 7) % 3) - 1n);
		}),
		longCharge: ladder(4_000n),
		shortCharge: ladder(5_000n),
		uncoveredShortMicroUsd: keys.strike === 0 ? 0n : perLot(leg.valueUsd) / 20n,
		pinMicroUsd: keys.strike === 0 ? 0n : perLot(leg.valueUsd) / 30n,
		basisUpMicroUsd: inExpiry ? perLot(leg.slopeUsd) / 200n : 0n,
		basisDownMicroUsd: inExpiry ? -perLot(leg.slopeUsd) / 200n : 0n,
		vegaMicroUsd: perLot(leg.volUsd) / 4n,
		offsetFloorDownMicroUsd: inUnderlying ? (value(-16n, 1n) - value(0n, 0n)) / 2n : 0n,
		offsetFloorUpMicroUsd: inUnderlying ? (value(16n, 1n) - value(0n, 0n)) / 2n : 0n,
		deltaMicroUsd: inUnderlying ? perLot(leg.slopeUsd) / 100n : 0n,
		deltaAllowanceMicroUsd: inUnderlying ? FREE_DELTA_MICRO_USD : 0n,
		keys,
		boundMicroUsd: 2n * perLot(leg.valueUsd + abs(leg.slopeUsd) + leg.curveUsd),
	};
}

function lotInMillionths(lot: string): bigint {
	return 1_000_000n / tradedSizeToLots("1", lot, "lot");
}

function abs(value: bigint): bigint {
	return value < 0n ? -value : value;
}
