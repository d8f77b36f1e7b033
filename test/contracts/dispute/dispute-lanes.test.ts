/** Every lane that an honest publisher builds lies in the range that the contract allows, which is narrow. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	solidityMarketLeaf,
	solidityParametersOf,
	solidityScenarioLeaf,
} from "../../../src/chain/demands/dispute-types.ts";
import { unpackWord } from "../../../src/field/packed-word.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import { encodeRow } from "../../../src/risk/model/risk-row.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { DeployedProbe } from "./pricing-probe.ts";

const LEVELS = ["maintenance", "initial"] as const;
const MOST_GAS = 310_000n;
/** Widest range of an option's lane beyond the rounding itself, µUSD per lot of up to 1000 USD. */
const WIDEST = 2n;

type Range = { readonly lowest: bigint; readonly highest: bigint; readonly gasUsed: bigint };

let probe: DeployedProbe;
beforeAll(async () => {
	probe = await DeployedProbe.deploy("LaneProbe");
});
afterAll(() => probe.close());

/** Calls back with one lane in `stride` of every instrument and the range that the contract gives it. */
async function eachLane(
	{ instruments, market, scenarios, rows }: DisputeCase,
	stride: number,
	visit: (lane: { what: string; isOption: boolean; claimed: bigint; range: Range }) => void,
): Promise<number> {
	let count = 0;
	for (const level of LEVELS) {
		for (const leaf of market.leaves) {
			const row = rows[level][leaf.id];
			if (row === undefined) throw new Error(`no row ${leaf.id}`);
			const lanes = [...row.stressMicroUsd, ...row.tailMicroUsd];
			const all = scenarios.scenarios.filter(({ subject }) => subject === leaf.subject);
			expect(all.map(({ lane }) => lane)).toEqual([...lanes.keys()]);
			const own = all.filter(({ lane }) => lane % stride === leaf.id % stride);
			for (let first = 0; first < own.length; first += 32) {
				const batch = own.slice(first, first + 32);
				const ranges: Range[] = await probe.contract.getFunction("ranges")(
					solidityMarketLeaf(leaf),
					batch.map(solidityScenarioLeaf),
					solidityParametersOf(scenarios, leaf.underlying),
					level === "initial",
				);
				batch.forEach(({ lane }, at) => {
					const name = instruments[leaf.id - 1]?.name;
					const claimed = lanes[lane] as bigint;
					const isOption = instruments[leaf.id - 1]?.kind === "option";
					visit({ what: `${name} ${level} ${lane}`, isOption, claimed, range: ranges[at] as Range });
					count++;
				});
			}
		}
	}
	return count;
}

/** Options that expire within the day, in the settlement window, beyond half a year, and discounted ones. */
const LATE_AND_LONG: MarketSnapshot = {
	...SMALL_MARKET,
	timeMs: FEBRUARY_EXPIRY_MS - 20 * 60_000,
	futures: [
		{ underlying: "BTC", expiryMs: FEBRUARY_EXPIRY_MS, markUsd: "63761.81", lot: "0.001" },
		{ underlying: "BTC", expiryMs: Date.UTC(2027, 5, 25, 8), markUsd: "69999.123456789", lot: "0.001" },
	],
	optionExpiries: [
		{
			underlying: "BTC",
			expiryMs: FEBRUARY_EXPIRY_MS,
			forwardUsd: "63761.81",
			fixedForwardUsd: "21000.5",
			lot: "0.01",
			options: [
				{ strike: "63000", optionType: "C", iv: "0.8" },
				{ strike: "63000", optionType: "P", iv: "0.8" },
			],
		},
		...[1, 6, 29, 30, 31, 89, 180].map((days) => ({
			underlying: "BTC",
			expiryMs: FEBRUARY_EXPIRY_MS + days * 86_400_000,
			forwardUsd: "63800.25",
			lot: "0.01",
			options: [
				{ strike: "40000", optionType: "P" as const, iv: "0.95" },
				{ strike: "64000", optionType: "C" as const, iv: "0.5" },
			],
		})),
		{
			underlying: "BTC",
			expiryMs: Date.UTC(2027, 5, 25, 8),
			forwardUsd: "69999.12",
			discountFactor: "0.93",
			lot: "0.01",
			options: [{ strike: "150000", optionType: "C", iv: "0.61" }],
		},
	],
};

const CASES: readonly (readonly [string, MarketSnapshot, RiskParams, number])[] = [
	["the small market, every lane", SMALL_MARKET, SAMPLE_PARAMS, 1],
	["the small market under another model's rule", SMALL_MARKET, PMRM_LIKE_PARAMS, 4],
	["expiries from twenty minutes to sixteen months", LATE_AND_LONG, SAMPLE_PARAMS, 5],
];

describe.each(CASES)("%s", (_name, snapshot, params, stride) => {
	it(`an honest publisher's lanes all survive, ranges are narrow, none costs ${MOST_GAS} gas`, async () => {
		const lost: string[] = [];
		let mostGas = 0n;
		const count = await eachLane(
			disputeCase(snapshot, params),
			stride,
			({ what, isOption, claimed, range }) => {
				const { lowest, highest } = range;
				if (claimed < lowest || claimed > highest)
					lost.push(`${what}: ${claimed} not in [${lowest}, ${highest}]`);
				if (!isOption) expect(lowest, what).toBe(highest);
				else expect(highest - lowest, what).toBeLessThanOrEqual(WIDEST);
				if (range.gasUsed > mostGas) mostGas = range.gasUsed;
			},
		);
		expect(lost).toEqual([]);
		expect(count).toBeGreaterThan(1_000);
		expect(mostGas).toBeLessThan(MOST_GAS);
	});

	it("an honest publisher's net lanes all survive, exactly but for options", async () => {
		const { instruments, market, scenarios, rows } = disputeCase(snapshot, params);
		const lost: string[] = [];
		for (const level of LEVELS) {
			for (const leaf of market.leaves) {
				const row = rows[level][leaf.id];
				if (row === undefined) throw new Error(`no row ${leaf.id}`);
				const { strikeWord, expiryWord, underlyingWord } = encodeRow(row);
				const lanes = [strikeWord, expiryWord, underlyingWord].flatMap((word) => unpackWord(word) ?? []);
				const ranges: Range[] = await probe.contract.getFunction("netRanges")(
					solidityMarketLeaf(leaf),
					solidityParametersOf(scenarios, leaf.underlying),
					level === "initial",
				);
				const { name, kind } = instruments[leaf.id - 1] ?? { name: "", kind: "cash" };
				ranges.forEach(({ lowest, highest }, at) => {
					const claimed = lanes[at] as bigint;
					if (claimed < lowest || claimed > highest) {
						lost.push(`${name} ${level} ${at}: ${claimed} not in [${lowest}, ${highest}]`);
					}
					// Lanes 10 and 11 are the delta.
					if (kind !== "option") expect(lowest).toBe(highest);
					else if (at < 10) expect(highest - lowest, `${name} ${at}`).toBeLessThanOrEqual(WIDEST);
				});
			}
		}
		expect(lost).toEqual([]);
	});
});
