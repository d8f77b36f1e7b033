import { describe, expect, it } from "vitest";
import { readVenueName, type Venue } from "../../../src/market/spellings/read-venue-name.ts";

describe("a venue's name of a contract", () => {
	it.each<[Venue, string, string, boolean]>([
		["deribit", "BTC-PERPETUAL", "BTC-PERPETUAL", true],
		["deribit", "BTC_USDC-PERPETUAL", "BTC_USDC-PERPETUAL", false],
		["deribit", "BTC-27MAR26-90000-C", "BTC-27MAR26-90000-C", false],
		["bybit", "BTCUSDT", "BTC_USDT-PERPETUAL", false],
		["bybit", "BTCPERP", "BTC_USDC-PERPETUAL", false],
		["bybit", "BTCUSD", "BTC-PERPETUAL", true],
		["bybit", "BTCUSDH26", "BTC-27MAR26", true],
		["bybit", "ETHUSDZ25", "ETH-26DEC25", true],
		["bybit", "BTC-27MAR26", "BTC_USDC-27MAR26", false],
		["bybit", "BTCUSDT-27MAR26", "BTC_USDT-27MAR26", false],
		["bybit", "BTC-27MAR26-90000-C", "BTC_USDC-27MAR26-90000-C", false],
		["bybit", "BTC-27MAR26-90000-C-USDT", "BTC_USDT-27MAR26-90000-C", false],
		["okx", "BTC-USDT-SWAP", "BTC_USDT-PERPETUAL", false],
		["okx", "BTC-USD-SWAP", "BTC-PERPETUAL", true],
		["okx", "BTC-USD-260327", "BTC-27MAR26", true],
		["okx", "BTC-USDC-260327", "BTC_USDC-27MAR26", false],
		["okx", "BTC-USD-260327-90000-C", "BTC-27MAR26-90000-C", false],
		["binance", "BTCUSDT", "BTC_USDT-PERPETUAL", false],
		["binance", "BTCUSDC", "BTC_USDC-PERPETUAL", false],
		["binance", "BTCUSDT_260327", "BTC_USDT-27MAR26", false],
		["binance", "BTCUSD_PERP", "BTC-PERPETUAL", true],
		["binance", "BTCUSD_260327", "BTC-27MAR26", true],
		["binance", "BTC-260327-90000-C", "BTC_USDT-27MAR26-90000-C", false],
		["hyperliquid", "BTC", "BTC_USDC-PERPETUAL", false],
		["paradex", "BTC-USD-PERP", "BTC_USDC-PERPETUAL", false],
		["paradex", "BTC-USD-29MAY26-70000-P", "BTC_USDC-29MAY26-70000-P", false],
	])("%s writes %s, which is %s", (venue, name, ours, isInverse) => {
		const read = readVenueName(venue, name);
		expect([read?.instrument.name, read?.isInverse]).toEqual([ours, isInverse]);
	});

	it.each<[Venue, string]>([
		["deribit", "BTC-FS-27MAR26_PERP"],
		["deribit", "BTC_USDC"],
		["bybit", "BTCEUR"],
		["okx", "BTC-USDT"],
		["okx", "BTC-USD-260231"],
		["binance", "BTCUSD"],
		["hyperliquid", "@107"],
		["paradex", "BTC-USD-70000-P"],
	])("of %s: %s is no perpetual, future or option", (venue, name) => {
		expect(readVenueName(venue, name)).toBeUndefined();
	});
});
