/**
 * A small table with numbers that a reader can follow: two currencies, an underlying with two
 * expiries, an underlying with one. Ids 17 … 69 are unlisted.
 */
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { type RiskRow, type SetKeys, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";

export const USD = 1;
/** Pays a charge with all five segments in use, on both sides. */
export const TIERED = 2;
export const COIN_A = 3;
export const PERPETUAL_A = 4;
export const FUTURE_A1 = 5;
export const CALL_A1_LOW = 6;
export const PUT_A1_LOW = 7;
export const CALL_A1_HIGH = 8;
export const PUT_A1_HIGH = 9;
export const FUTURE_A2 = 10;
export const CALL_A2 = 11;
export const PUT_A2 = 12;
export const COIN_B = 13;
export const FUTURE_B1 = 14;
export const CALL_B1 = 15;
export const PUT_B1 = 16;
export const UNLISTED = 20;
/** Lies under another node of the table's cap than everything above. */
export const EUR = 70;

/** `I_u` of underlying A. */
export const FREE_DELTA_A = 20_000n;

/** Fifteen holdings, so that one slot is empty: every kind of charge and both signs occur. */
const DESK_LOTS: readonly (readonly [number, bigint])[] = [
	[USD, 1000n],
	[TIERED, -450n],
	[COIN_A, 120n],
	[PERPETUAL_A, -10n],
	[FUTURE_A1, -20n],
	[CALL_A1_LOW, 5n],
	[PUT_A1_LOW, -7n],
	[CALL_A1_HIGH, -3n],
	[FUTURE_A2, 10n],
	[CALL_A2, -4n],
	[COIN_B, 9n],
	[FUTURE_B1, -90n],
	[CALL_B1, -5n],
	[PUT_B1, 6n],
	[EUR, 100n],
];
export const DESK_HOLDINGS: readonly Holding[] = DESK_LOTS.map(([id, qtyLots]) => ({ id, qtyLots }));

const KEYS_A: SetKeys = { strike: 0, expiry: 0, underlying: COIN_A };
const KEYS_A1: SetKeys = { ...KEYS_A, expiry: FUTURE_A1 };
const KEYS_A2: SetKeys = { ...KEYS_A, expiry: FUTURE_A2 };
const KEYS_B: SetKeys = { strike: 0, expiry: 0, underlying: COIN_B };
const KEYS_B1: SetKeys = { ...KEYS_B, expiry: FUTURE_B1 };

/** Sparse: unlisted ids are holes. */
export function deskRows(): RiskRow[] {
	const option = {
		basisUpMicroUsd: 60n,
		basisDownMicroUsd: -50n,
		vegaMicroUsd: 70n,
		uncoveredShortMicroUsd: 500n,
		pinMicroUsd: 300n,
	};
	const future = { basisUpMicroUsd: 100n, basisDownMicroUsd: -120n };
	const rows: RiskRow[] = [
		ZERO_ROW,
		flatRow(1_000_000n),
		{ ...flatRow(1_000_000n), ...TIERS },
		derivative(50_000n, 300n, KEYS_A),
		derivative(0n, 300n, KEYS_A),
		{ ...derivative(100n, 300n, KEYS_A1), ...future },
		{ ...derivative(2_000n, 160n, { ...KEYS_A1, strike: CALL_A1_LOW }), ...option },
		{ ...derivative(1_500n, -140n, { ...KEYS_A1, strike: CALL_A1_LOW }), ...option },
		{ ...derivative(900n, 110n, { ...KEYS_A1, strike: CALL_A1_HIGH }), ...option },
		{ ...derivative(3_000n, -190n, { ...KEYS_A1, strike: CALL_A1_HIGH }), ...option },
		{ ...derivative(200n, 300n, KEYS_A2), ...future },
		{ ...derivative(4_000n, 170n, { ...KEYS_A2, strike: CALL_A2 }), ...option },
		{ ...derivative(3_500n, -130n, { ...KEYS_A2, strike: CALL_A2 }), ...option },
		derivative(7_000n, 90n, KEYS_B),
		{ ...derivative(50n, 90n, KEYS_B1), ...future },
		{ ...derivative(800n, 50n, { ...KEYS_B1, strike: CALL_B1 }), ...option },
		{ ...derivative(700n, -40n, { ...KEYS_B1, strike: CALL_B1 }), ...option },
	];
	rows[EUR] = flatRow(1_100_000n);
	return rows;
}

/** Worth the same in every scenario; pays the least charge. */
export function flatRow(valueMicroUsd: bigint): RiskRow {
	return {
		...ZERO_ROW,
		stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(valueMicroUsd),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(valueMicroUsd),
		longCharge: { ...ZERO_ROW.longCharge, baseSlopeMicroUsd: 3n },
		shortCharge: { ...ZERO_ROW.shortCharge, baseSlopeMicroUsd: 4n },
		boundMicroUsd: valueMicroUsd < 1_000n ? 1_000n : valueMicroUsd,
	};
}

/** Moves by `sensitivity` per step of the scenarios; delta and stand-alone risk follow from it. */
function derivative(markMicroUsd: bigint, sensitivity: bigint, keys: SetKeys): RiskRow {
	const flat = flatRow(markMicroUsd);
	return {
		...flat,
		stressMicroUsd: flat.stressMicroUsd.map((mark, s) =>
			s === 0 ? mark : mark + sensitivity * BigInt((s % 9) - 4),
		),
		tailMicroUsd: flat.tailMicroUsd.map((mark, n) => mark + sensitivity * BigInt((n % 11) - 5)),
		offsetFloorDownMicroUsd: -3n * sensitivity,
		offsetFloorUpMicroUsd: 2n * sensitivity,
		deltaMicroUsd: sensitivity,
		deltaAllowanceMicroUsd: keys.underlying === COIN_A ? FREE_DELTA_A : 5_000n,
		keys,
		boundMicroUsd: 100_000n,
	};
}

/** Kinks at 100, 200, 400 and 800 lots long; at 50, 100, 200 and 400 lots short. */
const TIERS = {
	longCharge: {
		baseSlopeMicroUsd: 10n,
		slopeStepsMicroUsd: [20n, 40n, 80n, 160n],
		interceptsMicroUsd: [2_000n, 6_000n, 22_000n, 86_000n],
	},
	shortCharge: {
		baseSlopeMicroUsd: 15n,
		slopeStepsMicroUsd: [30n, 60n, 120n, 240n],
		interceptsMicroUsd: [1_500n, 4_500n, 16_500n, 64_500n],
	},
};
