/** Lanes of the real BTC and ETH chains after the crash of February 2026, sampled: none is lost. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	solidityMarketLeaf,
	solidityParametersOf,
	solidityScenarioLeaf,
} from "../../../src/chain/demands/dispute-types.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { buildRiskRowsOnly } from "../../../src/risk/table/build-risk-table.ts";
import { buildEpochCommitments } from "../../../src/risk/table/epoch-commitments.ts";
import { AFTER_THE_CRASH, realMarket } from "../../support/market/real-market.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { DeployedProbe } from "./pricing-probe.ts";

const STEP = 37;
const LANES = [0, 1, 26, 30, 60, 72, 100, 150, 191, 223];
/** A tree is built once an epoch; this is a ceiling for a slow machine, not a target. */
const MOST_TREE_MS = 20_000;

describe.skipIf(!hasShared)("real chains (skipped without the shared data folder)", () => {
	let probe: DeployedProbe;
	beforeAll(async () => {
		probe = await DeployedProbe.deploy("LaneProbe");
	});
	afterAll(() => probe.close());

	it("fit into leaves, and every sampled lane survives at both levels", async () => {
		const read = (name: string) => readFileSync(sharedPath("data/market", name), "utf8");
		const sources = {
			...realMarket(AFTER_THE_CRASH),
			params: SAMPLE_PARAMS,
			closes: parseDailyCloses(read("daily-closes.csv")),
			ivHistory: parseIvHistory(read("deribit-iv-history.csv")),
		};
		const startedMs = performance.now();
		const { market, scenarios } = buildEpochCommitments(sources);
		expect(performance.now() - startedMs).toBeLessThan(MOST_TREE_MS);
		const rows = buildRiskRowsOnly(sources);
		const lost: string[] = [];
		let count = 0;
		for (let at = 0; at < market.leaves.length; at += STEP) {
			const leaf = market.leaves[at] as (typeof market.leaves)[number];
			const own = scenarios.scenarios.filter(
				(one) => one.subject === leaf.subject && LANES.includes(one.lane),
			);
			for (const level of ["maintenance", "initial"] as const) {
				const row = rows[level][leaf.id];
				const lanes = [...(row?.stressMicroUsd ?? []), ...(row?.tailMicroUsd ?? [])];
				const ranges: { lowest: bigint; highest: bigint }[] = await probe.contract.getFunction("ranges")(
					solidityMarketLeaf(leaf),
					own.map(solidityScenarioLeaf),
					solidityParametersOf(scenarios, leaf.underlying),
					level === "initial",
				);
				own.forEach(({ lane }, k) => {
					const { lowest, highest } = ranges[k] as { lowest: bigint; highest: bigint };
					const claimed = lanes[lane] as bigint;
					count++;
					if (claimed < lowest || claimed > highest)
						lost.push(`${leaf.id} ${lane}: ${claimed} [${lowest}, ${highest}]`);
				});
			}
		}
		expect(lost).toEqual([]);
		expect(count).toBeGreaterThan(500);
	});
});
