/** Index rows of stablecoins and wrapped coins, of a Deribit CSV. */
import { describe, expect, it } from "vitest";
import { importDeribitApi } from "../../../src/market/imports/import-deribit-api.ts";
import { importDeribitCsv } from "../../../src/market/imports/import-deribit-csv.ts";

const TIME = "2026-02-05T07:30:00Z";
const OPTIONS = `timestamp,instrument_name,expiry,strike,type,underlying_price,mark_iv
${TIME},BTC-27MAR26-60000-P,2026-03-27T08:00:00Z,60000,P,71000,50`;

function assetsOf(...rows: readonly string[]) {
	const futuresCsv = ["timestamp,currency,instrument_name,kind,expiry,mark_price", ...rows]
		.map((row, at) => (at === 0 ? row : `${TIME},${row}`))
		.join("\n");
	const { snapshot, dropped } = importDeribitCsv({ optionCsvs: [OPTIONS], futuresCsv });
	const assets = snapshot.assets.map((asset) => [
		asset.symbol,
		asset.assetClass,
		asset.underlying,
		asset.priceUsd,
	]);
	return { assets, dropped };
}

describe("an index of what follows something else", () => {
	it("is the price of a stablecoin or a wrapped coin, and no coin of its own", () => {
		const { assets } = assetsOf(
			"BTC,BTC,index,,70911.2",
			"ETH,ETH,index,,2100",
			"USDC,USDC,index,,0.88",
			"USDT,USDT,index,,0.97",
			"WBTC,WBTC,index,,60000",
			"STETH,STETH,index,,1950",
		);
		expect(assets.toSorted()).toEqual([
			["BTC", "coin", "BTC", "70911.2"],
			["ETH", "coin", "ETH", "2100"],
			["STETH", "wrapped", "ETH", "1950"],
			["USD", "fiat", "USD", "1"],
			["USDC", "stable", "USD", "0.88"],
			["USDT", "stable", "USD", "0.97"],
			["WBTC", "wrapped", "BTC", "60000"],
		]);
	});

	it("is refused by name where what it follows has no price", () => {
		expect(() => assetsOf("BTC,BTC,index,,70911.2", "STETH,STETH,index,,1950")).toThrow(
			expect.objectContaining({ code: "SPOT_MISSING", field: "STETH" }),
		);
	});

	it("counts through the API as well", () => {
		const { snapshot } = importDeribitApi({
			timeMs: Date.UTC(2026, 1, 5),
			indexUsd: { BTC: 70_000, WBTC: 60_000, USDC: 0.88 },
			bookSummaries: [],
			instruments: [],
		});
		expect(snapshot.assets.find(({ symbol }) => symbol === "WBTC")).toMatchObject({
			assetClass: "wrapped",
			priceUsd: "60000",
		});
		expect(snapshot.assets.find(({ symbol }) => symbol === "USDC")?.priceUsd).toBe("0.88");
	});
});

describe("a chain", () => {
	it("without its perpetual says which one is missing", () => {
		const { dropped } = assetsOf("BTC,BTC,index,,70911.2");
		expect(dropped).toEqual([{ name: "BTC-PERPETUAL", reason: "no perpetual among the quotes" }]);
	});

	it("of Deribit has what settles in USDC beside what settles in the coin", () => {
		const summary = (instrument_name: string, more: object) => ({
			instrument_name,
			mark_price: 70_000,
			...more,
		});
		const active = (instrument_name: string, expiration_timestamp: number) => ({
			instrument_name,
			is_active: true,
			expiration_timestamp,
		});
		const expiry = Date.UTC(2026, 2, 27, 8);
		const { snapshot } = importDeribitApi({
			timeMs: Date.UTC(2026, 1, 5),
			indexUsd: { BTC: 70_000 },
			bookSummaries: [
				{
					result: [
						summary("BTC-PERPETUAL", {}),
						summary("BTC_USDC-PERPETUAL", { mark_price: 70_010 }),
						summary("BTC-27MAR26-60000-P", { mark_iv: 50, underlying_price: 71_000 }),
						summary("BTC_USDC-27MAR26-60000-P", { mark_iv: 51, underlying_price: 71_010 }),
					],
				},
			],
			instruments: [
				{
					result: [
						active("BTC-PERPETUAL", 32_503_708_800_000),
						active("BTC_USDC-PERPETUAL", 32_503_708_800_000),
						active("BTC-27MAR26-60000-P", expiry),
						active("BTC_USDC-27MAR26-60000-P", expiry),
					],
				},
			],
		});
		expect(snapshot.perpetuals.map(({ settles, markUsd }) => [settles, markUsd])).toEqual([
			[undefined, "70000"],
			["USDC", "70010"],
		]);
		// Premiums in USDC are not discounted by index over forward.
		expect(snapshot.optionExpiries.map(({ settles, discountFactor }) => [settles, discountFactor])).toEqual([
			[undefined, "0.985915492958"],
			["USDC", undefined],
		]);
	});
});
