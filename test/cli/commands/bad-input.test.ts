/** Bad input gets a clear error: code, field, hint, exit code 2, and nothing written. By the real command. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketSnapshotToJson } from "../../../src/market/snapshot/market-format.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { expectCliRefusal } from "../../support/session/cli-refusal.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { SMALL_SOURCE_TEXTS } from "../../support/tables/small-risk-folder.ts";
import { editTable } from "../../support/tables/table-editor.ts";

/** Sixty-five options at one expiry, so that an account can hold too many. */
const MANY_STRIKES = Array.from({ length: 65 }, (_, at) => `${2_000 + 1_000 * at}`);

/** It takes part in every netting set. */
const LAST_OPTION = "BTC-27MAR26-66000-C";

const session = new CliSession();
type Json = Record<string, unknown>;

const MARKET = marketSnapshotToJson({
	...SMALL_MARKET,
	optionExpiries: SMALL_MARKET.optionExpiries.map((expiry, at) => ({
		...expiry,
		options:
			at === 0
				? MANY_STRIKES.map((strike) => ({ strike, optionType: "C" as const, iv: "0.7" }))
				: expiry.options,
	})),
}) as Json;

beforeAll(async () => {
	session.writeJson("market.json", MARKET);
	writeFileSync(session.path("closes.csv"), SMALL_SOURCE_TEXTS.dailyCloses);
	const inputs = ["--market", "market.json", "--closes", "closes.csv"];
	const built = await session.runJson("risk", "build", ...inputs, "--out", "risk");
	expect(built.code).toBe(0);
});
afterAll(() => session.remove());

const refused = (...commandLine: string[]) => expectCliRefusal(session, ...commandLine);

describe("an account", () => {
	const account = (changes: Json) => ({
		format: "zkmargin-account/2",
		name: "bad",
		balances: [{ asset: "USD", amount: "1000" }],
		positions: [],
		...changes,
	});
	const position = (instrument: string, size: unknown = "1", more: Json = {}) => ({
		positions: [{ instrument, size, ...more }],
	});
	const OPTION = "BTC-27MAR26-60000-C";

	it.each<[string, Json, Json]>([
		[
			"an unknown instrument",
			position("BTC-27MAR26-60001-C"),
			{
				code: "INSTRUMENT_UNKNOWN",
				field: "positions[0].instrument",
				hint: expect.stringContaining(OPTION),
			},
		],
		[
			"an expired option",
			position("BTC-30JAN26-60000-C"),
			{
				code: "INSTRUMENT_UNKNOWN",
				hint: expect.stringContaining("Expired instruments are no longer listed"),
			},
		],
		[
			"a size that is not whole lots",
			position(OPTION, "1.005"),
			{ code: "SIZE_NOT_WHOLE_LOTS", field: "positions[0].size", hint: expect.stringContaining("0.01") },
		],
		[
			"scientific notation",
			position(OPTION, "1e2"),
			{ code: "DECIMAL_MALFORMED", field: "positions[0].size" },
		],
		["NaN", position(OPTION, "NaN"), { code: "DECIMAL_MALFORMED", field: "positions[0].size" }],
		[
			"a size as a JSON number that may not be what was written",
			position(OPTION, 0.1 + 0.2),
			{ code: "ACCOUNT_MALFORMED", field: expect.stringMatching(/positions.*size/) },
		],
		[
			"a size of 2^40 lots",
			position(OPTION, "10995116277.76"),
			{ code: "SIZE_TOO_LARGE", field: "positions[0].size" },
		],
		[
			"an instrument twice",
			{
				positions: [
					{ instrument: OPTION, size: "1" },
					{ instrument: OPTION, size: "-2" },
				],
			},
			{ code: "INSTRUMENT_DUPLICATE", field: "positions[1].instrument" },
		],
		[
			"a negative entry price",
			position("BTC-PERPETUAL", "1", { entryPrice: "-60000" }),
			{ code: "AMOUNT_NEGATIVE", field: "positions[0].entryPrice" },
		],
	])("with %s is refused by margin and by ledger build", async (_what, changes, error) => {
		session.writeJson("account.json", account(changes));
		expect(await refused("margin", "--account", "account.json", "--risk", "risk")).toMatchObject(error);
		const owned = { owner: `0x${"00".repeat(31)}07`, encryptionPublicKey: `0x09${"00".repeat(31)}` };
		session.writeJson("owned.json", account({ ...changes, ...owned }));
		const inputs = ["--accounts", "owned.json", "--listing", "risk/listing.json"];
		expect(await refused("ledger", "build", ...inputs, "--out", "ledger")).toMatchObject(error);
	});

	it("with more lines than its size class is refused by ledger build, and with more than 64 by margin", async () => {
		const owned = { owner: `0x${"00".repeat(31)}07`, encryptionPublicKey: `0x09${"00".repeat(31)}` };
		const holding = (count: number) => {
			const strikes = MANY_STRIKES.slice(0, count);
			const positions = strikes.map((strike) => ({ instrument: `BTC-27MAR26-${strike}-C`, size: "1" }));
			session.writeJson("account.json", account({ ...owned, balances: [], positions }));
		};
		const inputs = ["--accounts", "account.json", "--listing", "risk/listing.json"];
		const build = ["ledger", "build", ...inputs, "--out", "small-ledger"];
		const tooMany = (lines: number, fit: number) => ({
			code: "TOO_MANY_POSITIONS",
			field: "positions",
			message: expect.stringContaining(`has ${lines} lines, ${fit} fit`),
		});

		holding(17);
		expect(await refused(...build)).toMatchObject({
			...tooMany(17, 16),
			hint: expect.stringContaining("size class 32"),
		});
		holding(65);
		for (const sizeClass of ["64", "smallest"]) {
			expect(await refused(...build, "--size-class", sizeClass)).toMatchObject(tooMany(65, 64));
		}
		expect(await refused("margin", "--account", "account.json", "--risk", "risk")).toMatchObject(
			tooMany(65, 64),
		);
		holding(9);
		expect((await session.runJson(...build, "--size-class", "12")).code).toBe(2);
		expect(await refused(...build, "--size-class", "8")).toMatchObject(tooMany(9, 8));
		const built = await session.runJson(...build, "--size-class", "smallest");
		expect(built.json).toMatchObject({ accounts: 1, sizeClasses: [16] });
	});

	it("that is not JSON is refused, with NaN as a bare word too", async () => {
		writeFileSync(session.path("account.json"), '{"format": "zkmargin-account/2", "size": NaN}');
		expect(await refused("margin", "--account", "account.json", "--risk", "risk")).toMatchObject({
			code: "JSON_MALFORMED",
			field: "account.json",
		});
	});

	it.each([
		["BTC-27MAR26-60001-C:1@100", { code: "INSTRUMENT_UNKNOWN", field: "trade instrument" }],
		["BTC-PERPETUAL:0.0005", { code: "SIZE_NOT_WHOLE_LOTS", field: "trade size" }],
		["BTC-PERPETUAL:1e1", { code: "DECIMAL_MALFORMED", field: "trade size" }],
		["BTC-PERPETUAL", { code: "TRADE_MALFORMED", field: "trade" }],
	])("is not changed by the trade %s", async (trade, error) => {
		session.writeJson("account.json", account({}));
		const inputs = ["--account", "account.json", "--risk", "risk"];
		expect(await refused("margin", ...inputs, "--add", trade)).toMatchObject(error);
	});

	it.each([
		["-1", "SURPLUS_OUT_OF_RANGE"],
		["2305843009213.693952", "SURPLUS_OUT_OF_RANGE"],
		["1e6", "DECIMAL_MALFORMED"],
		["0.0000001", "DECIMAL_TOO_PRECISE"],
	])("is not asked for a surplus of %s USD", async (surplus, code) => {
		session.writeJson("account.json", account({}));
		const inputs = ["--account", "account.json", "--risk", "risk"];
		expect(await refused("margin", ...inputs, "--surplus", surplus)).toMatchObject({
			code,
			field: "surplus",
		});
	});
});

describe("a market", () => {
	type Chain = { expiry: string; options: Json[] };
	const chains = () => structuredClone(MARKET.optionExpiries) as Chain[];
	const withOption = (changes: Json) => {
		const [first, ...rest] = chains() as [Chain, ...Chain[]];
		return { optionExpiries: [{ ...first, options: [{ ...first.options[0], ...changes }] }, ...rest] };
	};

	it.each<[string, () => Json, Json]>([
		["a missing IV", () => withOption({ iv: undefined }), { code: "IV_MISSING" }],
		["an IV of null", () => withOption({ iv: null }), { code: "IV_MISSING" }],
		["an IV of zero", () => withOption({ iv: "0" }), { code: "IV_OUT_OF_RANGE" }],
		[
			"an expired option",
			() => ({ optionExpiries: [{ ...chains()[0], expiry: "2026-02-05T08:00:00.000Z" }] }),
			{ code: "OPTION_EXPIRED" },
		],
		[
			"a negative price",
			() => ({ perpetuals: [{ underlying: "BTC", markUsd: "-1", lot: "0.001" }] }),
			{ code: "PRICE_NEGATIVE" },
		],
		[
			"a price of zero",
			() => ({ perpetuals: [{ underlying: "BTC", markUsd: "0", lot: "0.001" }] }),
			{ code: "PRICE_NOT_POSITIVE" },
		],
		[
			"a price in scientific notation",
			() => ({ perpetuals: [{ underlying: "BTC", markUsd: "6e4", lot: "0.001" }] }),
			{ code: "DECIMAL_MALFORMED" },
		],
		[
			"one instrument twice",
			() => ({ perpetuals: [MARKET.perpetuals, MARKET.perpetuals].flat() }),
			{ code: "MARK_DUPLICATE" },
		],
	])("with %s gives no table", async (_what, changes, error) => {
		session.writeJson("bad-market.json", { ...MARKET, ...changes() });
		const found = await refused("risk", "build", "--market", "bad-market.json", "--out", "bad-risk");
		expect(found).toMatchObject({ ...error, field: expect.stringMatching(/\w/) });
	});
});

describe("a risk folder", () => {
	const check = () => refused("risk", "check", "--risk", "risk");
	let honest: Uint8Array;
	beforeAll(() => {
		honest = readFileSync(session.path("risk/maintenance.table"));
	});
	const write = (bytes: Uint8Array) => writeFileSync(session.path("risk/maintenance.table"), bytes);
	afterAll(() => write(honest));

	it.each<[string, string, Parameters<typeof editTable>[2]]>([
		["a number above its row's bound", "TABLE_BOUND_TOO_SMALL", (row) => ({ ...row, boundMicroUsd: 0n })],
		[
			"a number of 2^36",
			"TABLE_NUMBER_TOO_LARGE",
			(row) => ({ ...row, stressMicroUsd: row.stressMicroUsd.with(3, 2n ** 36n) }),
		],
		[
			"a charge without its rounding buffer",
			"TABLE_ROUNDING_BUFFER",
			(row) => ({ ...row, longCharge: { ...row.longCharge, baseSlopeMicroUsd: 0n } }),
		],
		[
			"an option that nets with no expiry",
			"TABLE_KEY_ZERO_WITH_LANES",
			(row) => ({ ...row, keys: { ...row.keys, strike: 0, expiry: 0 } }),
		],
		[
			"an option in the netting set of another underlying",
			"TABLE_KEY_NOT_FIRST_ID",
			(row) => ({ ...row, keys: { ...row.keys, underlying: 1 } }),
		],
	])("with a table that has %s is refused by name", async (_what, code, edit) => {
		write(editTable(honest, LAST_OPTION, edit));
		expect(await check()).toMatchObject({ code, field: expect.stringMatching(/\w/) });
		session.writeJson("account.json", {
			...{ format: "zkmargin-account/2", name: "a", positions: [] },
			balances: [{ asset: "USD", amount: "1" }],
		});
		expect(await refused("margin", "--account", "account.json", "--risk", "risk")).toMatchObject({ code });
	});

	it("with a table that is poorer by one µUSD in a scenario is refused for its root", async () => {
		write(
			editTable(honest, LAST_OPTION, (row) => ({
				...row,
				tailMicroUsd: row.tailMicroUsd.with(5, (row.tailMicroUsd[5] as bigint) - 1n),
			})),
		);
		expect(await check()).toMatchObject({ code: "TABLE_ROOT_MISMATCH" });
	});

	it.each([
		["parametersHash", `0x${"00".repeat(32)}`, "maintenance table's parameters"],
		["nextExpiryMs", null, "listing's next expiry"],
		["snapshotTimeMs", 1, "market's time"],
	])("whose epoch file states another %s is refused", async (name, value, field) => {
		write(honest);
		const epoch = readFileSync(session.path("risk/epoch.json"), "utf8");
		session.writeJson("risk/epoch.json", { ...JSON.parse(epoch), [name]: value });
		expect(await check()).toMatchObject({ code: "RISK_FOLDER_INCONSISTENT", field });
		session.writeJson("risk/epoch.json", JSON.parse(epoch));
	});

	it("with a truncated table, or the table of the other level, is refused", async () => {
		write(honest.subarray(0, honest.length - 1));
		expect(await check()).toMatchObject({ code: "TABLE_FILE_TRUNCATED" });
		write(readFileSync(session.path("risk/initial.table")));
		expect(await check()).toMatchObject({ code: "RISK_FOLDER_INCONSISTENT", field: "maintenance root" });
	});
});
