import { describe, expect, it } from "vitest";
import { defaultLot, type LotUse } from "../../../src/market/instruments/default-lots.ts";
import { PER_LOT_LIMIT } from "../../../src/risk/model/dimensions.ts";

const USES: readonly LotUse[] = ["balance", "option", "future"];

describe("default lots", () => {
	it("are fixed for the common symbols", () => {
		const lots = (symbol: string) => USES.map((use) => defaultLot({ use, symbol, priceUsd: "12345" }));
		expect(lots("BTC")).toEqual(["0.00001", "0.01", "0.001"]);
		expect(lots("ETH")).toEqual(["0.0001", "0.1", "0.01"]);
		expect(lots("SOL")).toEqual(["0.001", "1", "0.1"]);
		expect(defaultLot({ use: "balance", symbol: "USDC", priceUsd: "1" })).toBe("0.01");
	});

	it("are the largest power of ten within the value limit for other symbols", () => {
		const lot = (use: LotUse, priceUsd: string) => defaultLot({ use, symbol: "XYZ", priceUsd });
		expect(lot("balance", "1")).toBe("1");
		expect(lot("balance", "1.01")).toBe("0.1");
		expect(lot("balance", "0.00002")).toBe("10000");
		expect(lot("option", "20")).toBe("10");
		expect(lot("future", "200000")).toBe("0.0001");
		expect(lot("balance", "5000000000000000")).toBe("0.000000000001");
	});

	it("stay below half of the per-lot limit even at six times the price", () => {
		const prices = ["0.0000001", "0.37", "1.01", "187.42", "9999", "63719", "126000", "99999999"];
		for (const use of USES) {
			for (const symbol of ["XYZ", "USDC"]) {
				for (const priceUsd of symbol === "XYZ" ? prices : ["1"]) {
					const worth = Number(defaultLot({ use, symbol, priceUsd })) * Number(priceUsd) * 6;
					expect(worth * 1e6).toBeLessThan(Number(PER_LOT_LIMIT) / 2);
				}
			}
		}
		const common: readonly [string, string][] = [
			["BTC", "500000"],
			["ETH", "25000"],
			["SOL", "2000"],
		];
		for (const [symbol, priceUsd] of common) {
			for (const use of USES) {
				const worth = Number(defaultLot({ use, symbol, priceUsd })) * Number(priceUsd) * 6;
				expect(worth * 1e6).toBeLessThan(Number(PER_LOT_LIMIT) / 2);
			}
		}
	});
});
