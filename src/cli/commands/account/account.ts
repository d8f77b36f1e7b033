import { Argument, type Command, Option } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { type Account, accountToJson, parseAccount } from "../../../ledger/account-file.ts";
import type { Listing } from "../../../market/instruments/instrument.ts";
import { buildListing, parseListing } from "../../../market/snapshot/listing.ts";
import { parseMarketSnapshot } from "../../../market/snapshot/market-format.ts";
import { VENUES, type Venue } from "../../../market/spellings/read-venue-name.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import type { VenueImport } from "../../../venues/answers/venue-import.ts";
import { importAccount, type UnlistedName, unlistedNames } from "../../../venues/imports/import-account.ts";
import { withOrderMargin } from "../../folders/read-held-account.ts";
import { readRiskFolder } from "../../folders/risk-folder.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { venueImportText } from "../../reports/venue-import-text.ts";
import { fetchAccountAnswers } from "./fetch-account.ts";

/** What each venue's importer reads, for `--help`. */
const ANSWERS = `
Answers that are read, any number of them, all of one account and one moment:
  deribit      private/get_account_summaries, get_account_summary, get_positions, get_open_orders,
               get_subaccounts, get_subaccounts_details, pme/simulate
  bybit        /v5/account/wallet-balance, /v5/position/list, /v5/order/realtime
  okx          /api/v5/account/balance, account/positions, trade/orders-pending, public/instruments,
               account/position-builder
  binance      /papi/v1/balance, …/positionRisk, /fapi/v2/account, /dapi/v1/account, /eapi/v1/position, …/openOrders
  hyperliquid  info: clearinghouseState, spotClearinghouseState, openOrders, metaAndAssetCtxs
  paradex      /v1/account, /v1/balances, /v1/positions, /v1/orders
`;

const KEYS = `
Keys are read from the environment and are written and printed nowhere:
  ZKMARGIN_DERIBIT_KEY, ZKMARGIN_DERIBIT_SECRET
  ZKMARGIN_BYBIT_KEY, ZKMARGIN_BYBIT_SECRET
  ZKMARGIN_OKX_KEY, ZKMARGIN_OKX_SECRET, ZKMARGIN_OKX_PASSPHRASE
  ZKMARGIN_BINANCE_KEY, ZKMARGIN_BINANCE_SECRET
  ZKMARGIN_HYPERLIQUID_ADDRESS (accounts are public there)
All but Hyperliquid need the package ccxt, which is not installed with zkmargin.
`;

export function registerAccountCommands(account: Command): void {
	account
		.command("import")
		.description("make an account file from a venue's own API answers")
		.addArgument(new Argument("<venue>").choices(VENUES))
		.argument("<answers...>", "JSON answers, unchanged")
		.requiredOption("--out <file>", "where the account goes; isolated positions go beside it")
		.option("--name <name>", "name of the account: lower-case letters, digits and -")
		.option("--user <name>", "which account, where an answer holds several")
		.option("--incomplete", "also when the answers say that something is missing in them")
		.addOption(marketOption())
		.addOption(riskOption())
		.addOption(jsonOption())
		.addHelpText("after", ANSWERS)
		.action((venue, paths, options) =>
			runCommand(options, async () => {
				const answers = await Promise.all(paths.map((path) => readJsonFile(path)));
				return storeImport({ venue, answers, ...options });
			}),
		);
	registerFetch(account);
	registerOrders(account);
}

function registerFetch(account: Command): void {
	account
		.command("fetch")
		.description(
			"make an account file from a venue, with a read-only key from the environment (needs internet)",
		)
		.addArgument(new Argument("<venue>").choices(VENUES))
		.requiredOption("--out <file>", "where the account goes; isolated positions go beside it")
		.option("--name <name>", "name of the account: lower-case letters, digits and -")
		.option("--incomplete", "also when the answers say that something is missing in them")
		.addOption(marketOption())
		.addOption(riskOption())
		.addOption(jsonOption())
		.addHelpText("after", KEYS)
		.action((venue, options) =>
			runCommand(options, async (progress) => {
				await refuseExistingFile(options.out);
				const answers = await progress.step(`asking ${venue}`, (report) =>
					fetchAccountAnswers({ venue, environment: process.env, report }),
				);
				return storeImport({ venue, answers, ...options });
			}),
		);
}

function registerOrders(account: Command): void {
	account
		.command("orders")
		.description("what the open orders of an account reserve: the margin of the worst set of fills")
		.requiredOption("--account <file>", "account file with orders")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.option("--out <file>", "also write the account with it, as a ledger needs it")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => orderMargin(options)));
}

async function orderMargin(options: {
	readonly account: string;
	readonly risk: string;
	readonly out?: string | undefined;
}): Promise<CommandResult> {
	if (options.out !== undefined) await refuseExistingFile(options.out);
	const { orderMarginUsd: _stated, ...held } = parseAccount(await readJsonFile(options.account));
	const { account, fills } = await withOrderMargin(held, await readRiskFolder(options.risk));
	const { orders = [], orderMarginUsd = "0" } = account;
	const filled = (fills?.filled ?? []).map((at) => orders[at]).filter((order) => order !== undefined);
	if (options.out !== undefined) await writeAtomically(options.out, jsonText(accountToJson(account)));
	const names = filled.map(
		({ instrument, size, sizeUsd, price }) => `${size ?? `${sizeUsd} USD`} ${instrument} at ${price}`,
	);
	const tried =
		fills?.isExhaustive === false ? `worst of ${fills.setsTried} sets tried` : "worst of all sets";
	return {
		json: {
			orderMarginUsd,
			filled,
			setsTried: fills?.setsTried ?? 0,
			isExhaustive: fills?.isExhaustive ?? true,
		},
		lines: [
			`open orders reserve ${orderMarginUsd} USD at initial margin (${tried} of fills)`,
			...names.map((name) => `  filled: ${name}`),
			...(options.out === undefined ? [] : [`written to ${options.out}`]),
		],
	};
}

export function marketOption() {
	return new Option("--market <file>", "say what this market snapshot does not list");
}

export function riskOption() {
	return new Option("--risk <folder>", "say what this risk folder does not list").conflicts("market");
}

/**
 * Imports answers and writes the account with its isolated positions beside it, all or none.
 *
 * @throws InputError `ANSWER_INCOMPLETE`, `FILE_EXISTS`, and those of `importAccount`
 */
export async function storeImport(request: {
	readonly venue: Venue;
	readonly answers: readonly unknown[];
	readonly out: string;
	readonly name?: string | undefined;
	readonly user?: string | undefined;
	readonly incomplete?: true | undefined;
	readonly market?: string | undefined;
	readonly risk?: string | undefined;
}): Promise<CommandResult> {
	const { venue, answers, out, user } = request;
	const imported = importAccount({ venue, answers, name: request.name ?? venue, user });
	if (imported.missing.length > 0 && request.incomplete !== true) throw incomplete(imported);
	const listing = await readListing(request);
	const files = [
		{ path: out, account: imported.account },
		...imported.isolated.map((account) => ({ path: isolatedPath(out, imported.account, account), account })),
	];
	// What is written is read again, so that an importer cannot write what `margin` refuses.
	for (const { account } of files) parseAccount(accountToJson(account));
	for (const { path } of files) await refuseExistingFile(path);
	for (const { path, account } of files) await writeAtomically(path, jsonText(accountToJson(account)));
	const unlisted =
		listing === undefined ? [] : files.flatMap(({ account }) => unlistedNames(account, listing));
	return {
		json: importJson(imported, files, unlisted),
		lines: venueImportText({ imported, files: files.map(({ path }) => path), unlisted }),
	};
}

function importJson(
	imported: VenueImport,
	files: readonly { readonly path: string; readonly account: Account }[],
	unlisted: readonly UnlistedName[],
) {
	const { venue, mode, figures, leftOut, missing } = imported;
	return {
		venue,
		mode,
		files: files.map(({ path }) => path),
		accounts: files.map(({ account }) => accountToJson(account)),
		figures,
		leftOut,
		missing,
		unlisted,
	};
}

async function readListing(request: {
	readonly market?: string | undefined;
	readonly risk?: string | undefined;
}): Promise<Listing | undefined> {
	if (request.market !== undefined) {
		return buildListing(parseMarketSnapshot(await readJsonFile(request.market)));
	}
	if (request.risk === undefined) return undefined;
	return parseListing(await readJsonFile(`${request.risk}/listing.json`));
}

function isolatedPath(out: string, account: Account, isolated: Account): string {
	return `${out.replace(/\.json$/, "")}${isolated.name.slice(account.name.length)}.json`;
}

function incomplete({ missing }: VenueImport): InputError {
	return new InputError({
		code: "ANSWER_INCOMPLETE",
		message: ["the answers say of more than they hold:", ...missing.map((what) => `- ${what}`)].join("\n"),
		field: "answers",
		hint: "pass those answers as well; --incomplete imports the rest, which is then not the whole account",
	});
}
