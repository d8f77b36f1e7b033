import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	formatInstrumentName,
	parseInstrumentName,
} from "../../../src/market/instruments/parse-instrument-name.ts";

const SEED = 27032026;
const withCode = (code: string) => expect.objectContaining({ code });

describe(`instrument names (seed ${SEED})`, () => {
	it("reads every kind of name", () => {
		expect(parseInstrumentName("BTC-PERPETUAL")).toEqual({
			name: "BTC-PERPETUAL",
			kind: "perpetual",
			underlying: "BTC",
		});
		expect(parseInstrumentName("BTC-27MAR26")).toEqual({
			name: "BTC-27MAR26",
			kind: "future",
			underlying: "BTC",
			expiryMs: Date.parse("2026-03-27T08:00:00Z"),
		});
		expect(parseInstrumentName("ETH-6FEB26-1650-P")).toEqual({
			name: "ETH-6FEB26-1650-P",
			kind: "option",
			underlying: "ETH",
			expiryMs: Date.parse("2026-02-06T08:00:00Z"),
			strike: "1650",
			optionType: "P",
		});
		expect(parseInstrumentName("XRP-29FEB28-1d75-C").strike).toBe("1.75");
		const kindAndUnderlying = (name: string) => {
			const { kind, underlying } = parseInstrumentName(name);
			return [kind, underlying];
		};
		expect(kindAndUnderlying("USD")).toEqual(["cash", "USD"]);
		expect(kindAndUnderlying("USDC")).toEqual(["cash", "USD"]);
		expect(kindAndUnderlying("SOL")).toEqual(["coin", "SOL"]);
		expect(kindAndUnderlying("WBTC")).toEqual(["coin", "BTC"]);
		expect(kindAndUnderlying("USD-HOLD")).toEqual(["hold", "USD"]);
		expect(kindAndUnderlying("USD-ORDER")).toEqual(["order", "USD"]);
	});

	it("writes back the name that it read, for random options and futures", () => {
		const day = fc.integer({ min: 0, max: 36_524 });
		const strike = fc.oneof(
			fc.integer({ min: 1, max: 999_999 }).map(String),
			fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 9 })).map(([whole, tenth]) => `${whole}.${tenth}`),
		);
		fc.assert(
			fc.property(
				day,
				strike,
				fc.constantFrom("C" as const, "P" as const),
				(days, strikeText, optionType) => {
					const terms = {
						underlying: "BTC",
						expiryMs: Date.UTC(2000, 0, 1 + days, 8),
						strike: strikeText,
						optionType,
					};
					const option = formatInstrumentName({ kind: "option", ...terms });
					expect(parseInstrumentName(option)).toEqual({ name: option, kind: "option", ...terms });
					const future = formatInstrumentName({ kind: "future", ...terms });
					expect(formatInstrumentName(parseInstrumentName(future))).toBe(future);
				},
			),
			{ seed: SEED, numRuns: 300 },
		);
	});

	it.each([
		"",
		"btc",
		"BTC-",
		"-BTC",
		"BTC PERPETUAL",
		"BTC-PERP",
		"BTC-31FEB26",
		"BTC-29FEB26",
		"BTC-0MAR26",
		"BTC-07MAR26",
		"BTC-32MAR26",
		"BTC-27XXX26",
		"BTC-27MAR2026",
		"BTC-27MAR26-90000",
		"BTC-27MAR26-90000-X",
		"BTC-27MAR26-0-C",
		"BTC-27MAR26-090000-C",
		"BTC-27MAR26-1d50-C",
		"BTC-27MAR26-1.5-C",
		"BTC-27MAR26--90000-C",
		"BTC-27MAR26-90000-C-C",
		"BTC_USDC",
		"BTC_USD-PERPETUAL",
		"BTC__USDC-PERPETUAL",
		"BTC_USDC_USDT-PERPETUAL",
		"_USDC-PERPETUAL",
		"BTC-27MAR26T0800",
		"BTC-27MAR26T2400",
		"BTC-27MAR26T1660",
		"USD-PERPETUAL",
		"USD-27MAR26",
		"USD-27MAR26-1-C",
		"BTC-HOLD",
		"1000",
		"A".repeat(13),
	])("refuses %j with INSTRUMENT_NAME_MALFORMED", (name) => {
		expect(() => parseInstrumentName(name)).toThrow(withCode("INSTRUMENT_NAME_MALFORMED"));
	});

	it("says what a contract settles in where that is a stablecoin", () => {
		expect(parseInstrumentName("BTC_USDC-27MAR26-90000-C")).toEqual({
			name: "BTC_USDC-27MAR26-90000-C",
			kind: "option",
			underlying: "BTC",
			settles: "USDC",
			expiryMs: Date.UTC(2026, 2, 27, 8),
			strike: "90000",
			optionType: "C",
		});
		const perpetual = { kind: "perpetual", underlying: "ETH", settles: "USDT" } as const;
		expect(parseInstrumentName(formatInstrumentName(perpetual))).toMatchObject(perpetual);
	});

	it("says the time of an expiry that is not at 08:00 UTC", () => {
		const future = { kind: "future", underlying: "BTC", expiryMs: Date.UTC(2026, 2, 27, 16, 5) } as const;
		expect(formatInstrumentName(future)).toBe("BTC-27MAR26T1605");
		expect(parseInstrumentName("BTC-27MAR26T1605")).toMatchObject(future);
		expect(parseInstrumentName("BTC-27MAR26T1605-90000-P").expiryMs).toBe(future.expiryMs);
	});

	it("refuses to name an expiry within a minute or outside of this century with EXPIRY_NOT_LISTABLE", () => {
		const future = { kind: "future", underlying: "BTC" } as const;
		for (const expiryMs of [
			Date.UTC(2026, 2, 27, 8, 0, 30),
			Date.UTC(1999, 11, 31, 8),
			Date.UTC(2100, 0, 1, 8),
			Number.NaN,
		]) {
			expect(() => formatInstrumentName({ ...future, expiryMs })).toThrow(withCode("EXPIRY_NOT_LISTABLE"));
		}
	});

	it("refuses to name a derivative without its terms with INSTRUMENT_TERMS_MISSING", () => {
		expect(() => formatInstrumentName({ kind: "future", underlying: "BTC" })).toThrow(
			withCode("INSTRUMENT_TERMS_MISSING"),
		);
		expect(() => formatInstrumentName({ kind: "option", underlying: "BTC", expiryMs: 0 })).toThrow(
			withCode("INSTRUMENT_TERMS_MISSING"),
		);
	});
});
