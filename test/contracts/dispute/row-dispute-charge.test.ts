/** Charges that follow from the registered parameters alone: a row that asks less loses, one that asks more does not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chargeDispute } from "../../../src/chain/disputes/dispute-row.ts";
import { packWord } from "../../../src/field/packed-word.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import { largerOf } from "../../../src/units/exact-value.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { commitmentsOf, DisputeFixture, openedWord } from "../../support/venue/dispute-fixture.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";

const LEVELS = ["maintenance", "initial"] as const;
const AT_INDEX = {
	...SAMPLE_PARAMS,
	charges: {
		...SAMPLE_PARAMS.charges,
		perpetual: { ...SAMPLE_PARAMS.charges.perpetual, notionalAt: "index" as const },
	},
};

let fixture: DisputeFixture;
let honest: DisputeCase;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
});
afterAll(() => fixture.close());

const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;
const slopeOf = (given: DisputeCase, level: MarginLevel, id: number, index: number) => {
	const row = given.rows[level][id];
	if (row === undefined) throw new Error(`no row ${id}`);
	return rowElements(encodeRow(row))[index] as bigint;
};
const judge = (given: DisputeCase, level: MarginLevel, id: number, index: number, slope: bigint) =>
	fixture.judge(commitmentsOf(given, level), chargeDispute({ ...given, word: openedWord(id, index, slope) }));

describe("slopes", () => {
	it.each([
		["the sample", SMALL_MARKET, SAMPLE_PARAMS],
		["another model", SMALL_MARKET, PMRM_LIKE_PARAMS],
		["a notional at the index", SMALL_MARKET, AT_INDEX],
	] as const)(
		"of honest tables survive, of every instrument, side and level: %s",
		async (_, market, params) => {
			const given = disputeCase(market, params);
			for (const level of LEVELS) {
				for (const { id, name } of given.instruments) {
					for (const index of [ELEMENT.longSlope, ELEMENT.shortSlope]) {
						const slope = slopeOf(given, level, id, index);
						expect(await judge(given, level, id, index, slope), `${name} ${index}`).toBe(false);
						expect(await judge(given, level, id, index, slope + 1_000n)).toBe(false);
					}
				}
			}
		},
	);

	it.each([
		["BTC-PERPETUAL", "longSlope"],
		["BTC-PERPETUAL", "shortSlope"],
		["BTC-27MAR26", "longSlope"],
		["BTC-27MAR26", "shortSlope"],
		["BTC-27MAR26-60000-P", "shortSlope"],
		["BTC", "shortSlope"],
		["WBTC", "shortSlope"],
		["USD-HOLD", "shortSlope"],
	] as const)("of %s that ask nothing lose: %s", async (name, side) => {
		for (const level of LEVELS) {
			const id = idOf(name);
			expect(slopeOf(honest, level, id, ELEMENT[side])).toBeGreaterThan(0n);
			const half = slopeOf(honest, level, id, ELEMENT[side]) / 2n;
			expect(await judge(honest, level, id, ELEMENT[side], half), level).toBe(true);
		}
	});

	it("of a long balance or option are not judged: a cap may have lowered them", async () => {
		for (const name of ["BTC", "USDC", "BTC-27MAR26-60000-P"]) {
			expect(await judge(honest, "initial", idOf(name), ELEMENT.longSlope, 0n)).toBe(false);
		}
	});
});

describe("the free part of a delta charge", () => {
	const word = (amount: bigint) => packWord([0n, 0n, amount, amount]);
	const largest = (given: DisputeCase, level: MarginLevel) =>
		given.rows[level].reduce((most, row) => largerOf(most, row.deltaAllowanceMicroUsd), 0n);

	it("of honest tables survives, at both levels; one µUSD more than the largest of any underlying loses", async () => {
		for (const params of [SAMPLE_PARAMS, PMRM_LIKE_PARAMS]) {
			const given = disputeCase(SMALL_MARKET, params);
			const { charges } = given.scenarios;
			for (const level of LEVELS) {
				for (const { id, name } of given.instruments) {
					const element = slopeOf(given, level, id, ELEMENT.underlyingIntercepts);
					expect(await judge(given, level, id, ELEMENT.underlyingIntercepts, element), name).toBe(false);
				}
				const { deltaAllowanceMicroUsd: most, initialMultiplier } = charges;
				const limit =
					level === "initial" ? most : (most * 1_000_000n + initialMultiplier - 1n) / initialMultiplier;
				expect(largest(given, level)).toBeLessThanOrEqual(limit);
				const ask = (amount: bigint) => judge(given, level, 1, ELEMENT.underlyingIntercepts, word(amount));
				expect([await ask(limit), await ask(limit + 1n)]).toEqual([false, true]);
			}
		}
	});

	it("that decodes to nothing loses", async () => {
		expect(await judge(honest, "initial", 1, ELEMENT.underlyingIntercepts, 2n ** 252n)).toBe(true);
	});
});

describe("evidence", () => {
	it("ChargesNotOpened: charges of another set than the registered one ask nothing", async () => {
		const lax = disputeCase(SMALL_MARKET, AT_INDEX);
		const word = openedWord(idOf("BTC"), ELEMENT.shortSlope, 0n);
		const claim = chargeDispute({ word, market: honest.market, scenarios: lax.scenarios });
		expect(await refusalOf(fixture.judge(commitmentsOf(honest), claim))).toMatchObject({
			errorName: "ChargesNotOpened",
			args: { parameterSet: honest.scenarios.parameterSet },
		});
	});

	it("is of a slope, and of the row's own marks", async () => {
		const other = judge(honest, "initial", idOf("BTC"), ELEMENT.longSteps, 0n);
		expect((await refusalOf(other)).errorName).toBe("EvidenceMismatch");
		const leaves = honest.market.leaves.map((leaf) => ({ ...leaf, id: leaf.id === 3 ? 4 : leaf.id }));
		const claim = chargeDispute({
			...honest,
			word: openedWord(3, ELEMENT.shortSlope, 0n),
			market: { ...honest.market, leaves },
		});
		expect((await refusalOf(fixture.judge(commitmentsOf(honest), claim))).errorName).toBe("EvidenceMismatch");
	});
});
