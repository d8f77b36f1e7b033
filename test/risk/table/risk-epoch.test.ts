import { beforeAll, describe, expect, it } from "vitest";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import {
	makeRiskEpoch,
	parseRiskEpoch,
	type RiskEpoch,
	riskEpochToJson,
} from "../../../src/risk/table/risk-epoch.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

let epoch: RiskEpoch;
let json: Record<string, unknown>;
beforeAll(async () => {
	const instruments = markInstruments(buildListing(SMALL_MARKET), SMALL_MARKET);
	epoch = makeRiskEpoch({ ...(await buildSmallTables()), instruments });
	json = JSON.parse(JSON.stringify(riskEpochToJson(epoch))) as Record<string, unknown>;
});

describe("a risk epoch", () => {
	it("comes back from its file as it was", () => {
		expect(parseRiskEpoch(json)).toEqual(epoch);
	});

	it("carries both roots, what they were made from, and an index price per underlying", () => {
		expect(epoch.indexPrices).toEqual({ BTC: "63718.97", ETH: "1881.9" });
		expect(epoch.maintenanceRoot).not.toBe(epoch.initialRoot);
		expect(epoch.listingHash).toBe(buildListing(SMALL_MARKET).hash);
		expect(epoch.nextExpiryMs).toBe(Date.UTC(2026, 1, 27, 8));
	});

	it.each([
		["an unknown field", { note: "x" }, "RISK_EPOCH_MALFORMED"],
		["another format", { format: "zkmargin-risk-epoch/1" }, "RISK_EPOCH_MALFORMED"],
		["a hash that is not 32 bytes", { listingHash: "0x12" }, "RISK_EPOCH_MALFORMED"],
		["a root above the field order", { initialRoot: `0x${"f".repeat(64)}` }, "FIELD_ELEMENT_MALFORMED"],
		["a price in scientific notation", { indexPrices: { BTC: "6e4" } }, "DECIMAL_MALFORMED"],
	])("is refused with %s", (_, change, code) => {
		expect(thrownBy(() => parseRiskEpoch({ ...json, ...change }))).toMatchObject({ code });
	});

	it("is refused when both levels have one root: a maintenance proof would pass as an initial one", () => {
		const same = { ...json, initialRoot: json.maintenanceRoot };
		expect(thrownBy(() => parseRiskEpoch(same))).toMatchObject({ code: "RISK_EPOCH_LEVELS_EQUAL" });
	});
});
