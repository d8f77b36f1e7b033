import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCsv, readColumns } from "../../../src/input/parse-csv.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { importDeribitCsv } from "../../../src/market/imports/import-deribit-csv.ts";
import { blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import { hashMarketSnapshot } from "../../../src/market/snapshot/market-hash.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";

const withCode = (code: string) => expect.objectContaining({ code });

const OPTION_HEADER = "timestamp,instrument_name,expiry,strike,type,underlying_price,mark_iv,mark_price";
const optionRow = (change: Record<string, string> = {}) =>
	Object.values({
		timestamp: "2026-02-05T21:29:37.885Z",
		instrument_name: "BTC-27MAR26-60000-C",
		expiry: "2026-03-27T08:00:00Z",
		strike: "60000",
		type: "C",
		underlying_price: "63970",
		mark_iv: "71.05",
		mark_price: "0.1",
		...change,
	}).join(",");
const FUTURES = [
	"timestamp,currency,instrument_name,kind,expiry,mark_price,basis",
	'2026-02-05T21:29:37Z,BTC,btc_usd,index,,63718.970,"a, note"',
	"2026-02-05T21:29:37Z,BTC,BTC-PERPETUAL,perpetual,,63844.5,",
	"2026-02-05T21:29:37Z,BTC,BTC-27MAR26,future,2026-03-27T08:00:00Z,63971.95,",
	"2026-02-05T21:29:37Z,BTC,SYN.BTC-20FEB26,synthetic,2026-02-20T08:00:00Z,63760.495,",
].join("\n");

const importRows = (...rows: string[]) =>
	importDeribitCsv({ optionCsvs: [[OPTION_HEADER, ...rows].join("\n")], futuresCsv: FUTURES });

const february = (strike: string, change: Record<string, string> = {}) =>
	optionRow({
		instrument_name: `BTC-20FEB26-${strike}-C`,
		expiry: "2026-02-20T08:00:00Z",
		strike,
		...change,
	});

describe("importing Deribit chains from CSV", () => {
	it("takes index, perpetual, dated future, forwards, IVs as fractions and standard collateral", () => {
		const { snapshot, dropped } = importRows(optionRow(), february("61000"));
		expect(dropped).toEqual([]);
		expect(snapshot.timeMs).toBe(Date.parse("2026-02-05T21:29:37.885Z"));
		expect(snapshot.assets.map((asset) => `${asset.symbol} ${asset.priceUsd} ${asset.lot}`)).toEqual([
			"USD 1 0.01",
			"USDC 1 0.01",
			"BTC 63718.97 0.00001",
			"WBTC 63718.97 0.00001",
		]);
		expect(snapshot.perpetuals).toEqual([{ underlying: "BTC", markUsd: "63844.5", lot: "0.001" }]);
		expect(snapshot.futures.map((future) => future.markUsd)).toEqual(["63971.95"]);
		expect(
			snapshot.optionExpiries.map(({ forwardUsd, discountFactor, lot, options }) => ({
				forwardUsd,
				discountFactor,
				lot,
				options,
			})),
		).toEqual([
			{
				forwardUsd: "63971.95",
				discountFactor: "0.996045454297",
				lot: "0.01",
				options: [{ strike: "60000", optionType: "C", iv: "0.7105" }],
			},
			{
				forwardUsd: "63760.495",
				discountFactor: "0.999348734667",
				lot: "0.01",
				options: [{ strike: "61000", optionType: "C", iv: "0.7105" }],
			},
		]);
	});

	it("takes the lower median of the rows' forwards where the futures file has none", () => {
		const april = (strike: string, underlying_price: string) =>
			optionRow({
				instrument_name: `BTC-24APR26-${strike}-C`,
				expiry: "2026-04-24T08:00:00Z",
				strike,
				underlying_price,
			});
		const { snapshot } = importRows(
			april("1", "64003"),
			april("2", "64001"),
			april("3", "64000"),
			april("4", "64002"),
		);
		expect(snapshot.optionExpiries[0]?.forwardUsd).toBe("64001");
	});

	it("lets assets be added and replaced", () => {
		const { snapshot } = importDeribitCsv({
			optionCsvs: [],
			futuresCsv: FUTURES,
			extraAssets: [
				{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: "0.91" },
				{ symbol: "SOL", assetClass: "coin", underlying: "SOL", priceUsd: "80", lot: "0.1" },
			],
		});
		const price = (symbol: string) => snapshot.assets.find((asset) => asset.symbol === symbol)?.priceUsd;
		expect([price("USDC"), price("SOL")]).toEqual(["0.91", "80"]);
	});

	it("drops what cannot be priced, with the reason", () => {
		const { snapshot, dropped } = importRows(
			optionRow(),
			february("1", { mark_iv: "" }),
			february("2", { mark_iv: "0" }),
			february("3", { mark_iv: "1000.01" }),
			february("4", { mark_iv: "1000" }),
			optionRow({ instrument_name: "BTC-5FEB26-60000-C", expiry: "2026-02-05T08:00:00Z" }),
			optionRow({ instrument_name: "ETH-27MAR26-60000-C" }),
		);
		expect(dropped).toEqual([
			{ name: "BTC-20FEB26-1-C", reason: "no implied volatility" },
			{ name: "BTC-20FEB26-2-C", reason: "implied volatility 0 % is not above 0 and at most 1000 %" },
			{ name: "BTC-20FEB26-3-C", reason: "implied volatility 1000.01 % is not above 0 and at most 1000 %" },
			{ name: "BTC-5FEB26-60000-C", reason: "expired" },
			{ name: "ETH-27MAR26-60000-C", reason: "no spot index for ETH" },
		]);
		expect(buildListing(snapshot).instruments.filter(({ kind }) => kind === "option")).toHaveLength(2);
	});

	it.each<[string, Record<string, string>, string]>([
		["another strike than its name", { strike: "61000" }, "CSV_ROW_INCONSISTENT"],
		["another type than its name", { type: "P" }, "CSV_ROW_INCONSISTENT"],
		["another expiry than its name", { expiry: "2026-03-28T08:00:00Z" }, "CSV_ROW_INCONSISTENT"],
		["a future among the options", { instrument_name: "BTC-27MAR26" }, "CSV_ROW_INCONSISTENT"],
		["a name that is none", { instrument_name: "BTC-27MAR26-x-C" }, "INSTRUMENT_NAME_MALFORMED"],
		["an IV in words", { mark_iv: "high" }, "DECIMAL_MALFORMED"],
		["a negative forward", { ...{ underlying_price: "-1" }, ...aprilTerms() }, "PRICE_NEGATIVE"],
		["another time", { timestamp: "2026-02-05T21:39:37Z" }, "MARKET_TIMES_DIFFER"],
		["no time", { timestamp: "" }, "TIME_MALFORMED"],
	])("refuses a row with %s", (_what, change, code) => {
		expect(() => importRows(optionRow(change))).toThrow(withCode(code));
	});

	it("refuses an option that appears twice with MARK_DUPLICATE", () => {
		expect(() => importRows(optionRow(), optionRow())).toThrow(withCode("MARK_DUPLICATE"));
	});

	it("refuses a futures row of unknown kind, or two of one expiry, with CSV_ROW_INCONSISTENT", () => {
		const swap = "\n2026-02-05T21:29:37Z,BTC,BTC-SWAP,swap,,1,";
		const second = "\n2026-02-05T21:29:37Z,BTC,SYN.BTC-27MAR26,synthetic,2026-03-27T08:00:00Z,63971,";
		for (const extra of [swap, second]) {
			expect(() => importDeribitCsv({ optionCsvs: [], futuresCsv: FUTURES + extra })).toThrow(
				withCode("CSV_ROW_INCONSISTENT"),
			);
		}
	});

	it("refuses a file without a needed column with CSV_MALFORMED", () => {
		expect(() => importDeribitCsv({ optionCsvs: ["timestamp\n"], futuresCsv: FUTURES })).toThrow(
			withCode("CSV_MALFORMED"),
		);
	});
});

function aprilTerms() {
	return { instrument_name: "BTC-24APR26-60000-C", expiry: "2026-04-24T08:00:00Z" };
}

/** A row is coherent when its IV gives back its own mark within this fraction of the forward. */
const COHERENT_OF_FORWARD = 1e-4;
/** Rows were taken up to three minutes apart, the snapshot has one time: what that adds to a price. */
const ONE_MOMENT_OF_FORWARD = 5e-5;

const DAYS = [
	{ time: "20251230T2117Z", atLeast: 1300, incoherent: 0 },
	{ time: "20260204T0424Z", atLeast: 1700, incoherent: 68 },
	{ time: "20260205T2129Z", atLeast: 1800, incoherent: 507 },
	{ time: "20260325T2139Z", atLeast: 1700, incoherent: 118 },
];

const read = (currency: string, time: string) =>
	readFileSync(sharedPath("data", "market", `deribit-${currency}-${time}.csv`), "utf8");

describe.skipIf(!hasShared)("importing real chains (skipped where ../shared is not there)", () => {
	it.each(DAYS)("$time: BTC and ETH become one market and one listing", ({ time, atLeast }) => {
		const { snapshot, dropped } = importDeribitCsv({
			optionCsvs: [read("btc", time), read("eth", time)],
			futuresCsv: read("futures", time),
		});
		const listing = buildListing(snapshot);
		expect(listing.instruments.length).toBeGreaterThanOrEqual(atLeast);
		expect(markInstruments(listing, snapshot)).toHaveLength(listing.instruments.length);
		expect(dropped).toEqual([]);
		expect(new Set(listing.instruments.map(({ underlying }) => underlying))).toEqual(
			new Set(["USD", "BTC", "ETH"]),
		);
		expect(hashMarketSnapshot(snapshot)).toMatch(/^0x[0-9a-f]{64}$/);
	});

	it.each(DAYS)("$time: IVs give back Deribit's own marks on coherent rows", ({ time, incoherent }) => {
		const csvs = [read("btc", time), read("eth", time)];
		const { snapshot } = importDeribitCsv({ optionCsvs: csvs, futuresCsv: read("futures", time) });
		const forwards = new Map(
			snapshot.optionExpiries.map((chain) => [`${chain.underlying} ${chain.expiryMs}`, chain]),
		);
		let incoherentRows = 0;
		let largestError = 0;
		for (const row of csvs.flatMap(realRows)) {
			const forward = Number(row.underlying_price);
			const option = {
				strike: Number(row.strike),
				volatility: Number(row.mark_iv) / 100,
				optionType: row.type as "C" | "P",
			};
			const ownError =
				blackPrice({ ...option, forward, years: Number(row.tte_years) }) / forward - Number(row.mark_price);
			// The file carries the same gap, computed by somebody else to three digits.
			const published = Number(row.reprice_err);
			expect(Math.abs(ownError - published)).toBeLessThan(0.005 * Math.abs(published) + 2e-8);
			if (Math.abs(ownError) > COHERENT_OF_FORWARD) {
				incoherentRows++;
				continue;
			}
			const chain = forwards.get(`${row.currency} ${Date.parse(row.expiry)}`);
			const snapshotForward = Number(chain?.forwardUsd);
			const years = ((chain?.expiryMs ?? 0) - snapshot.timeMs) / MS_PER_YEAR;
			const price = blackPrice({ ...option, forward: snapshotForward, years });
			// A price moves by at most the change of the forward; that part is the row's, not ours.
			const gap = Math.abs(price - Number(row.mark_price) * forward) - Math.abs(snapshotForward - forward);
			largestError = Math.max(largestError, gap / forward);
		}
		expect(incoherentRows).toBe(incoherent);
		expect(largestError).toBeLessThan(COHERENT_OF_FORWARD + ONE_MOMENT_OF_FORWARD);
	});

	it("reads the real history of daily closes", () => {
		const closes = parseDailyCloses(readFileSync(sharedPath("data", "market", "daily-closes.csv"), "utf8"));
		expect(closes.dates).toHaveLength(2266);
		expect(closes.symbols.slice(0, 3)).toEqual(["BTC", "ETH", "SOL"]);
		expect(closes.closes[closes.dates.indexOf("2026-02-05")]?.[0]).toBe("62909.86");
	});
});

function realRows(csv: string) {
	const columns = [
		"instrument_name",
		"currency",
		"expiry",
		"strike",
		"type",
		"tte_years",
		"underlying_price",
		"mark_price",
		"mark_iv",
		"reprice_err",
	] as const;
	return readColumns(parseCsv(csv, "options"), columns, "options");
}
