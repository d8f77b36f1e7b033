import { describe, expect, test } from "vitest";
import { fetchAccountAnswers, type VenueClient } from "../../../src/cli/commands/account/fetch-account.ts";
import { ZkMarginError } from "../../../src/errors/base.ts";
import { importAccount } from "../../../src/venues/imports/import-account.ts";
import { runInProcess } from "../../support/session/in-process-cli.ts";

const SECRET = "do-not-show-this-secret";
const KEYS = { ZKMARGIN_BYBIT_KEY: "a-key", ZKMARGIN_BYBIT_SECRET: SECRET };

class AuthenticationError extends Error {}

/** A client whose endpoints answer from a table; what is asked is kept. */
function clientOf(answers: Readonly<Record<string, unknown>>) {
	const asked: string[] = [];
	const keys: object[] = [];
	const client: VenueClient = new Proxy(
		{},
		{
			get: (_, method) => {
				// A client is awaited, and must not look like a promise.
				if (!String(method).startsWith("private")) return undefined;
				return async () => {
					asked.push(String(method));
					const answer = answers[String(method)];
					if (answer instanceof Error) throw answer;
					return answer ?? { retCode: 0, result: { list: [] } };
				};
			},
		},
	);
	return {
		asked,
		keys,
		connect: async (_venue: string, given: object) => {
			keys.push(given);
			return client;
		},
	};
}

const ask = (answers: Readonly<Record<string, unknown>>, environment: Record<string, string> = KEYS) => {
	const { connect, asked, keys } = clientOf(answers);
	const fetched = fetchAccountAnswers({ venue: "bybit", environment, report: () => {}, connect });
	return { fetched, asked, keys };
};
const READ_ONLY = { privateGetV5UserQueryApi: { retCode: 0, result: { readOnly: 1 } } };
const WALLET = {
	retCode: 0,
	result: { list: [{ coin: [{ coin: "USDT", walletBalance: "5", equity: "5" }] }] },
};

async function refusal(of: Promise<unknown>): Promise<ZkMarginError> {
	const error = await of.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof ZkMarginError) return error;
	throw new Error("expected a typed error", { cause: error });
}

describe("fetching an account", () => {
	test("asks for all that the importer reads, and for nothing that changes anything", async () => {
		const { fetched, asked } = ask({ ...READ_ONLY, privateGetV5AccountWalletBalance: WALLET });
		const imported = importAccount({ venue: "bybit", answers: await fetched, name: "desk" });
		expect(imported).toMatchObject({ account: { balances: [{ asset: "USDT", amount: "5" }] }, missing: [] });
		expect(asked).toHaveLength(10);
		expect(asked.filter((method) => !method.startsWith("privateGet"))).toEqual([]);
	});

	test("is refused with a key that can do more than read, before anything else is asked", async () => {
		const { fetched, asked } = ask({ privateGetV5UserQueryApi: { retCode: 0, result: { readOnly: 0 } } });
		expect((await refusal(fetched)).code).toBe("KEY_NOT_READ_ONLY");
		expect(asked).toHaveLength(1);
	});

	test("names the variable that is not set", async () => {
		const error = await refusal(ask({}, { ZKMARGIN_BYBIT_KEY: "a-key" }).fetched);
		expect([error.code, error.field]).toEqual(["KEY_MISSING", "ZKMARGIN_BYBIT_SECRET"]);
	});

	test.each([
		[new AuthenticationError(`bad sign ${SECRET}`), "KEY_REFUSED"],
		[new Error(`GET https://x?sign=${SECRET}`), "VENUE_UNREACHABLE"],
	])("shows nothing of a key when the venue refuses: %s", async (thrown, code) => {
		const error = await refusal(ask({ privateGetV5UserQueryApi: thrown }).fetched);
		expect(error.code).toBe(code);
		expect(JSON.stringify([error.message, error.hint, error.field, error.stack, error.cause])).not.toContain(
			SECRET,
		);
	});

	test("needs no key where accounts are public", async () => {
		const bodies: object[] = [];
		const answers = await fetchAccountAnswers({
			venue: "hyperliquid",
			environment: { ZKMARGIN_HYPERLIQUID_ADDRESS: "0x1" },
			report: () => {},
			postJson: async (_url, body) => {
				bodies.push(body);
				return bodies.length === 1
					? { assetPositions: [], crossMarginSummary: { accountValue: "7" } }
					: bodies.length === 2
						? { balances: [] }
						: [];
			},
		});
		expect(importAccount({ venue: "hyperliquid", answers, name: "desk" }).account.balances).toEqual([
			{ asset: "USDC", amount: "7" },
		]);
	});

	test("is not possible where no key only reads", async () => {
		const run = await runInProcess(["account", "fetch", "paradex", "--out", "never-written.json"]);
		expect(run.code).toBe(2);
		expect(run.stderr).toContain("FETCH_NOT_POSSIBLE");
	});
});
