import { describe, expect, it } from "vitest";
import { nearestInstruments } from "../../../src/market/instruments/nearest-instruments.ts";
import { parseInstrumentName } from "../../../src/market/instruments/parse-instrument-name.ts";
import { buildListing, findInstrument } from "../../../src/market/snapshot/listing.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const LISTED = [
	"BTC",
	"BTC-PERPETUAL",
	"BTC-27MAR26",
	"BTC-27MAR26-60000-C",
	"BTC-27MAR26-60000-P",
	"BTC-27MAR26-100000-C",
	"BTC-26JUN26-90000-C",
	"ETH",
	"ETH-PERPETUAL",
	"ETH-27MAR26-90000-C",
].map(parseInstrumentName);

describe("the nearest instruments", () => {
	it.each([
		// The letters of ETH-27MAR26-90000-C are nearer, its meaning is not.
		["BTC-28MAR26-90000-C", ["BTC-27MAR26-100000-C", "BTC-27MAR26-60000-C"]],
		["BTC-30JUN26-60000-C", ["BTC-26JUN26-90000-C"]],
		["BTC-27MAR26-61000-P", ["BTC-27MAR26-60000-P"]],
		["ETH_USDC-PERPETUAL", ["ETH-PERPETUAL"]],
		["BTC-3APR26", ["BTC-27MAR26"]],
	])("to %s are %j", (wanted, nearest) => {
		expect(nearestInstruments(wanted, LISTED, nearest.length)).toEqual(nearest);
	});

	it("go by letters only where no coin is known", () => {
		expect(nearestInstruments("BCT-PERPETUAL", LISTED, 1)).toEqual(["BTC-PERPETUAL"]);
	});

	it.each(["BTCUSDT", "BTC-USDT-SWAP", "BTCUSD_PERP", "BTC-USD-PERP"])(
		"are found for %s, another venue's spelling of the perpetual",
		(spelling) => {
			const error = thrownBy(() => findInstrument(buildListing(SMALL_MARKET), spelling));
			expect(error.code).toBe("INSTRUMENT_UNKNOWN");
			expect(error.hint).toMatch(/^did you mean BTC-PERPETUAL,/);
		},
	);
});
