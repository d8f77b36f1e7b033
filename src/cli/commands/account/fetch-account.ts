/**
 * Reads an account from a venue with a key of the environment. ccxt signs the requests and gives the venue's own answers
 * back, which the importers read; it is large, so it is not installed with zkmargin. Keys go nowhere else: they are in no
 * file, message or error.
 */
import { InputError, RetryableError } from "../../../errors/base.ts";
import type { Venue } from "../../../market/spellings/read-venue-name.ts";
import { parseJson } from "../../../node/files/read-json-file.ts";

/** Checked against ccxt 4.5.84. */
const CCXT = "ccxt";
const TIMEOUT_MS = 30_000;
const HYPERLIQUID_INFO = "https://api.hyperliquid.xyz/info";

type Call = { readonly method: string; readonly parameters?: object };
/** An exchange of ccxt: endpoints as methods, each giving the venue's answer. */
export type VenueClient = Readonly<Record<string, unknown>>;
export type Environment = Readonly<Record<string, string | undefined>>;

const bybitLists = (method: string): Call[] => [
	{ method, parameters: { category: "linear", settleCoin: "USDT" } },
	{ method, parameters: { category: "linear", settleCoin: "USDC" } },
	{ method, parameters: { category: "inverse" } },
	{ method, parameters: { category: "option" } },
];

const CALLS: Readonly<Record<"deribit" | "bybit" | "okx" | "binance", readonly Call[]>> = {
	deribit: [
		{ method: "privateGetGetAccountSummaries" },
		{ method: "privateGetGetPositions", parameters: { currency: "any" } },
		{ method: "privateGetGetOpenOrders" },
	],
	bybit: [
		{ method: "privateGetV5AccountWalletBalance", parameters: { accountType: "UNIFIED" } },
		...bybitLists("privateGetV5PositionList"),
		...bybitLists("privateGetV5OrderRealtime"),
	],
	okx: [
		{ method: "privateGetAccountBalance" },
		{ method: "privateGetAccountPositions" },
		{ method: "privateGetTradeOrdersPending" },
		{ method: "publicGetPublicInstruments", parameters: { instType: "SWAP" } },
		{ method: "publicGetPublicInstruments", parameters: { instType: "FUTURES" } },
	],
	binance: [
		{ method: "papiGetBalance" },
		{ method: "papiGetUmPositionRisk" },
		{ method: "papiGetCmPositionRisk" },
		{ method: "papiGetUmOpenOrders" },
		{ method: "papiGetCmOpenOrders" },
	],
};

/** Where a venue says what a key may do. Deribit and Binance say it in no answer that every key may read. */
const PERMISSION: Readonly<
	Record<string, (Call & { readonly isReadOnly: (answer: unknown) => boolean }) | undefined>
> = {
	bybit: {
		method: "privateGetV5UserQueryApi",
		isReadOnly: (answer) => Number((answer as { result?: { readOnly?: unknown } }).result?.readOnly) === 1,
	},
	okx: {
		method: "privateGetAccountConfig",
		isReadOnly: (answer) => (answer as { data?: { perm?: unknown }[] }).data?.[0]?.perm === "read_only",
	},
};

/**
 * Asks a venue for everything that its importer reads.
 *
 * `ZKMARGIN_<VENUE>_KEY` and `_SECRET` (OKX: `_PASSPHRASE` too); of Hyperliquid, where accounts are public,
 * `ZKMARGIN_HYPERLIQUID_ADDRESS`.
 *
 * @throws InputError `CCXT_MISSING`, `KEY_MISSING`, `KEY_REFUSED`, `KEY_NOT_READ_ONLY`, `FETCH_NOT_POSSIBLE`
 * @throws RetryableError `VENUE_UNREACHABLE`
 */
export async function fetchAccountAnswers(request: {
	readonly venue: Venue;
	readonly environment: Environment;
	readonly report: (detail: string) => void;
	/** Makes the client unless a test brings its own. */
	readonly connect?: (venue: string, keys: object) => Promise<VenueClient>;
	readonly postJson?: (url: string, body: object) => Promise<unknown>;
}): Promise<unknown[]> {
	const { venue, environment, report, connect = connectCcxt, postJson = post } = request;
	if (venue === "paradex") throw notPossible();
	if (venue === "hyperliquid") {
		const user = required(environment, "ZKMARGIN_HYPERLIQUID_ADDRESS");
		const answers: unknown[] = [];
		for (const type of ["clearinghouseState", "spotClearinghouseState", "openOrders"]) {
			report(type);
			answers.push(await postJson(HYPERLIQUID_INFO, { type, user }));
		}
		return answers;
	}
	const prefix = `ZKMARGIN_${venue.toUpperCase()}`;
	const client = await connect(venue, {
		apiKey: required(environment, `${prefix}_KEY`),
		secret: required(environment, `${prefix}_SECRET`),
		...(venue === "okx" && { password: required(environment, `${prefix}_PASSPHRASE`) }),
		timeout: TIMEOUT_MS,
	});
	const permission = PERMISSION[venue];
	if (permission !== undefined) {
		report("permissions of the key");
		if (!permission.isReadOnly(await call(client, permission, venue))) throw notReadOnly(venue);
	}
	const answers: unknown[] = [];
	for (const one of CALLS[venue]) {
		report(one.method);
		answers.push(await call(client, one, venue));
	}
	return answers;
}

async function connectCcxt(venue: string, keys: object): Promise<VenueClient> {
	let ccxt: { readonly default: Readonly<Record<string, new (options: object) => VenueClient>> };
	try {
		ccxt = await import(CCXT);
	} catch {
		throw new InputError({
			code: "CCXT_MISSING",
			message: "fetching an account needs the package ccxt, which is not installed with zkmargin",
			field: "ccxt",
			hint: "npm install --no-save ccxt@4, or save the venue's answers and use `zkmargin account import`",
		});
	}
	const Exchange = ccxt.default[venue];
	if (Exchange !== undefined) return new Exchange(keys);
	throw new InputError({
		code: "CCXT_MISSING",
		message: `this ccxt knows no ${venue}`,
		field: "ccxt",
		hint: "install ccxt 4",
	});
}

async function call(client: VenueClient, { method, parameters = {} }: Call, venue: string): Promise<unknown> {
	const endpoint = client[method];
	if (typeof endpoint !== "function") throw unreachable(venue, method);
	try {
		return await endpoint.call(client, parameters);
	} catch (error) {
		// Messages of ccxt can hold the signed request, so neither they nor the error go on.
		const kind = error instanceof Error ? error.constructor.name : "";
		if (/^(Authentication|Permission|AccountNotEnabled|AccountSuspended)/.test(kind))
			throw keyRefused(venue, kind);
		throw unreachable(venue, method);
	}
}

async function post(url: string, body: object): Promise<unknown> {
	try {
		const response = await fetch(url, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return parseJson(await response.text(), url);
	} catch {
		throw unreachable("hyperliquid", "info");
	}
}

function required(environment: Environment, name: string): string {
	const value = environment[name];
	if (value !== undefined && value !== "") return value;
	throw new InputError({
		code: "KEY_MISSING",
		message: `${name} is not set`,
		field: name,
		hint: "make a key that can only read, and put it into the environment: options would show it to every process",
	});
}

function keyRefused(venue: string, kind: string): InputError {
	return new InputError({
		code: "KEY_REFUSED",
		message: `${venue} refused the key (${kind})`,
		field: "key",
		hint: "check that the key is of this venue, may read accounts, and may be used from this address",
	});
}

function notReadOnly(venue: string): InputError {
	return new InputError({
		code: "KEY_NOT_READ_ONLY",
		message: `the key of ${venue} can do more than read`,
		field: "key",
		hint: "make a key that can only read: nothing here needs another one",
	});
}

function notPossible(): InputError {
	return new InputError({
		code: "FETCH_NOT_POSSIBLE",
		message:
			"Paradex signs every private request with the account's own key, and there is none that only reads",
		field: "venue",
		hint: "save the answers of /v1/account, /v1/balances, /v1/positions and /v1/orders and use `zkmargin account import`",
	});
}

function unreachable(venue: string, what: string): RetryableError {
	return new RetryableError({
		code: "VENUE_UNREACHABLE",
		message: `${venue} did not answer ${what}`,
		hint: "check the connection and try again",
	});
}
