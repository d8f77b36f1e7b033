/** The real BTC and ETH chains of 2026-02-05, the day after a crash, at full size. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { importDeribitCsv } from "../../../src/market/imports/import-deribit-csv.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { buildRiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const MOMENT = "20260205T2129Z";
const market = (file: string) => readFileSync(sharedPath("data/market", file), "utf8");

/** The rows are what is tested here; hashing 3,700 of them would take ten times as long. */
const notAHash = (inputs: readonly bigint[]) => inputs[0] ?? 0n;

describe.skipIf(!hasShared)("the table of a real market (skipped without the shared data folder)", () => {
	it("holds every listed instrument, meets every assumption, and rounds by a few µUSD per lot", () => {
		const { snapshot } = importDeribitCsv({
			optionCsvs: [market(`deribit-btc-${MOMENT}.csv`), market(`deribit-eth-${MOMENT}.csv`)],
			futuresCsv: market(`deribit-futures-${MOMENT}.csv`),
		});
		const listing = buildListing(snapshot);
		const { initial, maintenance } = buildRiskTables({
			listing,
			snapshot,
			params: SAMPLE_PARAMS,
			closes: parseDailyCloses(market("daily-closes.csv")),
			hash: notAHash,
		});
		expect(listing.instruments.length).toBeGreaterThan(1500);
		expect(initial.rows).toHaveLength(listing.instruments.length + 1);
		expect(maintenance.rows).toHaveLength(listing.instruments.length + 1);
		expect(initial.maxRoundingErrorMicroUsd).toBeLessThanOrEqual(24n);
		// The last close known on 5 February at 21:29 is that of the 4th.
		expect(initial.labels.tail.at(-1)).toBe("as on 2026-02-04");
	});
});
