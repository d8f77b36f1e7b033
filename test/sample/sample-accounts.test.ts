import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { SAMPLE_ACCOUNTS_FOLDER, sampleAccountFiles } from "../../scripts/write-sample-accounts.ts";
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import { parseAccount } from "../../src/ledger/account-file.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { generateSampleMarket } from "../../src/market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../src/market/sample/sample-settings.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import type { MarginLevel } from "../../src/risk/model/risk-table.ts";
import { parseRiskParams } from "../../src/risk/params/risk-params.ts";
import { siloedRequirement } from "../../src/risk/report/siloed-requirement.ts";
import { buildRiskTables, type RiskTables } from "../../src/risk/table/build-risk-table.ts";

const FILES = sampleAccountFiles();

describe("the sample accounts", () => {
	const snapshot = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
	const listing = buildListing(snapshot);
	let tables: RiskTables;

	beforeAll(async () => {
		const folder = join(SAMPLE_ACCOUNTS_FOLDER, "..");
		const closes = readFileSync(join(folder, "daily-closes.csv"), "utf8");
		const params = readFileSync(join(folder, "risk-params.json"), "utf8");
		tables = buildRiskTables({
			listing,
			snapshot,
			params: parseRiskParams(params),
			closes: parseDailyCloses(closes),
			ivHistory: parseIvHistory(readFileSync(join(folder, "iv-history.csv"), "utf8")),
			hash: await loadFastPoseidon(),
		});
	});

	function settled(name: string) {
		const text = readFileSync(join(SAMPLE_ACCOUNTS_FOLDER, `${name}.json`), "utf8");
		return settleAccount({ account: parseAccount(JSON.parse(text)), listing });
	}

	function assess(name: string, level: MarginLevel) {
		return assessMargin(tables[level].rows, settled(name).holdings);
	}

	test("are the files that their script writes", () => {
		expect(readdirSync(SAMPLE_ACCOUNTS_FOLDER).sort()).toEqual(FILES.map(({ name }) => name).sort());
		for (const { name, text } of FILES) {
			expect(readFileSync(join(SAMPLE_ACCOUNTS_FOLDER, name), "utf8"), name).toBe(text);
		}
	});

	test("have no owner", () => {
		for (const { text } of FILES) expect(parseAccount(JSON.parse(text)).identity).toBeUndefined();
	});

	test.each(["hedged-options", "carry"])("%s is comfortably solvent at initial level", (name) => {
		const { freeCollateralMicroUsd, requirementMicroUsd } = assess(name, "initial");
		expect(freeCollateralMicroUsd).toBeGreaterThan(requirementMicroUsd);
	});

	test("hedged-options could not carry its legs in separate accounts", () => {
		const { holdings } = settled("hedged-options");
		const silos = siloedRequirement({ table: tables.initial, holdings });
		const { equityMicroUsd, requirementMicroUsd } = assess("hedged-options", "initial");
		expect(silos.requirementMicroUsd).toBeGreaterThan(equityMicroUsd);
		expect(silos.requirementMicroUsd).toBeGreaterThan(3n * requirementMicroUsd);
	});

	test("over-levered survives maintenance level but not initial level", () => {
		expect(assess("over-levered", "maintenance").freeCollateralMicroUsd).toBeGreaterThan(0n);
		expect(assess("over-levered", "initial").freeCollateralMicroUsd).toBeLessThan(0n);
	});

	test("insolvent has equity at the mark, and fails maintenance by more than that", () => {
		const { equityMicroUsd, freeCollateralMicroUsd } = assess("insolvent", "maintenance");
		expect(equityMicroUsd).toBeGreaterThan(0n);
		expect(freeCollateralMicroUsd).toBeLessThan(-equityMicroUsd);
	});
});
