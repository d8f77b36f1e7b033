/**
 * Structures of known risk pay about that risk, not the gross of their legs. Ten units each, on the
 * sample market, at initial level; the numbers are in `docs/margin-properties.md`.
 */
import { describe, expect, it } from "vitest";
import { generateSampleCloses } from "../../../sample/generate/sample-closes.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { generateSampleMarket } from "../../../src/market/sample/sample-market.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import { marketRows } from "../../support/market/market-rows.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const TIME_MS = Date.UTC(2026, 2, 2, 12);
const EXPIRY = "BTC-27MAR26";
const UNITS = 10n;

/** Signed units of each leg; 100 lots are one unit of an option, 1000 of a future. */
const LEGS = {
	box: { "90000-C": 1n, "90000-P": -1n, "100000-C": -1n, "100000-P": 1n },
	conversion: { "": 1n, "95000-C": -1n, "95000-P": 1n },
	condor: { "80000-P": 1n, "85000-P": -1n, "105000-C": -1n, "110000-C": 1n },
} as const satisfies Record<string, Record<string, bigint>>;

const nameOf = (leg: string) => (leg === "" ? EXPIRY : `${EXPIRY}-${leg}`);
const MARKET = marketRows({
	snapshot: generateSampleMarket({ seed: 1, timeMs: TIME_MS }),
	params: SAMPLE_PARAMS,
	closes: parseDailyCloses(generateSampleCloses({ seed: 1, days: 900, endMs: TIME_MS })),
	only: Object.values(LEGS).flatMap((legs) => Object.keys(legs).map(nameOf)),
});

function structure(legs: Readonly<Record<string, bigint>>) {
	const holdings = Object.entries(legs)
		.map(([leg, side]) => ({
			id: MARKET.idOf(nameOf(leg)),
			qtyLots: side * UNITS * (leg === "" ? 1_000n : 100n),
		}))
		.sort((one, other) => one.id - other.id);
	const rows = MARKET.rows.initial;
	const account = assessMargin(rows, holdings);
	const legByLeg = holdings.reduce(
		(sum, holding) => sum + assessMargin(rows, [holding]).requirementMicroUsd,
		0n,
	);
	const lots = holdings.reduce((sum, { qtyLots }) => sum + (qtyLots < 0n ? -qtyLots : qtyLots), 0n);
	return { account, legByLeg, lots };
}

const usd = (microUsd: bigint) => Number(microUsd / 1_000_000n);
/** Per lot, at most what the table states as its rounding. */
const ROUNDING_MICRO_USD = 8n;

describe("structures of known risk at initial level", () => {
	it.each([
		["box", 1_436, 444_557],
		["conversion", 2_993, 405_007],
	] as const)("a %s has no risk and pays the cost of closing its legs", (name, required, legByLeg) => {
		const found = structure(LEGS[name]);
		const { account, lots } = found;
		const rounding = lots * ROUNDING_MICRO_USD;
		const { haircutsAndCostsMicroUsd, chargeMicroUsd, offsetFloorMicroUsd } = account.totals;
		expect(chargeMicroUsd - haircutsAndCostsMicroUsd <= rounding).toBe(true);
		expect(offsetFloorMicroUsd <= rounding).toBe(true);
		expect(account.requirementMicroUsd - haircutsAndCostsMicroUsd <= rounding).toBe(true);
		expect([usd(account.requirementMicroUsd), usd(found.legByLeg)]).toEqual([required, legByLeg]);
	});

	it("an iron condor pays about its largest loss, a ninth of what its legs pay one by one", () => {
		const { account, legByLeg } = structure(LEGS.condor);
		const widthMicroUsd = 5_000n * UNITS * 1_000_000n;
		// Equity is minus the premium that closing would cost; at expiry it can fall to minus the width.
		const largestLoss = account.equityMicroUsd + widthMicroUsd;
		expect([usd(account.requirementMicroUsd), usd(largestLoss), usd(legByLeg)]).toEqual([
			37_549, 38_931, 298_809,
		]);
		expect(account.requirementMicroUsd - account.totals.chargeMicroUsd < largestLoss).toBe(true);
	});
});
