import { Argument, type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { importDeribitApi } from "../../../market/imports/import-deribit-api.ts";
import { importDeribitCsv } from "../../../market/imports/import-deribit-csv.ts";
import { importVenueChain } from "../../../market/imports/import-venue-chain.ts";
import { generateSampleMarket } from "../../../market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../../market/sample/sample-settings.ts";
import type { DroppedInstrument } from "../../../market/snapshot/assemble-market.ts";
import { buildListing } from "../../../market/snapshot/listing.ts";
import { marketSnapshotToJson } from "../../../market/snapshot/market-format.ts";
import { hashMarketSnapshot } from "../../../market/snapshot/market-hash.ts";
import type { MarketSnapshot } from "../../../market/snapshot/market-snapshot.ts";
import { VENUES } from "../../../market/spellings/read-venue-name.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { readTextFile } from "../../../node/files/read-text-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { isoTime } from "../../options/iso-time.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { fetchDeribit } from "./fetch-deribit.ts";
import { fetchVenueChain } from "./fetch-venue-chain.ts";

const MOST_NAMED = 3;
/** Deribit's importer needs answers of several kinds at once: `market fetch` asks for them. */
const ANSWERED_VENUES = ["bybit", "okx", "binance", "hyperliquid", "paradex"] as const;

const ANSWERS = `
Answers that are read, any number of them:
  bybit        /v5/market/tickers of category linear, inverse and option
  okx          /api/v5/public/mark-price, /public/opt-summary, /market/index-tickers?quoteCcy=USD
  binance      /fapi/v1/premiumIndex, /dapi/v1/premiumIndex, /eapi/v1/mark
  hyperliquid  info of type metaAndAssetCtxs
  paradex      /v1/markets/summary
`;

export function registerMarketCommands(market: Command): void {
	market
		.command("sample")
		.description("generate the seeded sample market: BTC, ETH, SOL; the seed decides everything")
		.requiredOption("--out <file>", "where the snapshot goes")
		.option("--seed <number>", "32-bit seed", wholeNumber, SAMPLE_SEED)
		.option("--time <ISO time>", "of the marks; the sample's own by default", isoTime, SAMPLE_TIME_MS)
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, () =>
				store(options.out, generateSampleMarket({ seed: options.seed, timeMs: options.time }), []),
			),
		);

	market
		.command("import")
		.description(
			"import public chains, all of one moment: a venue's own answers, or Deribit's marks from CSV",
		)
		.addArgument(new Argument("[venue]", "whose answers").choices(ANSWERED_VENUES))
		.argument("[answers...]", "its public JSON answers, unchanged")
		.option("--time <ISO time>", "when the answers were given", isoTime)
		.option("--currencies <list>", "coins to take of the answers, comma separated", "BTC,ETH")
		.option("--stable <asset=USD>", "price of a stablecoin; may be repeated", stablePrice, {})
		.option("--options <files...>", "without a venue: one CSV of option marks per currency")
		.option("--futures <file>", "without a venue: CSV of index, perpetual and future marks")
		.requiredOption("--out <file>", "where the snapshot goes")
		.addOption(jsonOption())
		.addHelpText("after", ANSWERS)
		.action((venue, paths, options) =>
			runCommand(options, async () => {
				const { snapshot, dropped } =
					venue === undefined ? await importCsv(options) : await importAnswers(venue, paths, options);
				return store(options.out, snapshot, dropped);
			}),
		);

	market
		.command("fetch")
		.description("fetch public marks from an exchange (needs internet)")
		.addArgument(new Argument("<exchange>").choices(VENUES))
		.requiredOption("--out <file>", "where the snapshot goes")
		.option("--currencies <list>", "comma separated", "BTC,ETH")
		.option("--stable <asset=USD>", "price of a stablecoin; may be repeated", stablePrice, {})
		.addOption(jsonOption())
		.action((venue, options) =>
			runCommand(options, async (progress) => {
				const currencies = options.currencies.split(",");
				const { snapshot, dropped } = await progress.step(`fetching from ${venue}`, async (report) => {
					if (venue === "deribit") {
						return importDeribitApi(await fetchDeribit({ currencies, nowMs: Date.now(), report }));
					}
					const answers = await fetchVenueChain({ venue, currencies, report });
					return importVenueChain({
						venue,
						answers,
						timeMs: Date.now(),
						currencies,
						stableUsd: options.stable,
					});
				});
				return store(options.out, snapshot, dropped);
			}),
		);
}

async function importCsv(options: {
	readonly options?: readonly string[] | undefined;
	readonly futures?: string | undefined;
}) {
	if (options.options === undefined || options.futures === undefined) {
		throw new InputError({
			code: "MARKET_SOURCE_MISSING",
			message: "neither a venue with its answers nor --options and --futures were given",
			field: options.options === undefined ? "options" : "futures",
			hint: "`zkmargin market import --help` shows both forms",
		});
	}
	const optionCsvs = await Promise.all(options.options.map((path) => readTextFile(path)));
	return importDeribitCsv({ optionCsvs, futuresCsv: await readTextFile(options.futures) });
}

async function importAnswers(
	venue: (typeof ANSWERED_VENUES)[number],
	paths: readonly string[],
	options: {
		/** Milliseconds. */
		readonly time?: number | undefined;
		readonly currencies: string;
		readonly stable: Readonly<Record<string, string>>;
	},
) {
	if (options.time === undefined) {
		throw new InputError({
			code: "MARKET_TIME_MISSING",
			message: "the answers do not say together when they were given",
			field: "time",
			hint: "say it with --time, such as --time 2026-11-20T08:30:00Z",
		});
	}
	const answers = await Promise.all(paths.map((path) => readJsonFile(path)));
	const currencies = options.currencies.split(",");
	return importVenueChain({ venue, answers, timeMs: options.time, currencies, stableUsd: options.stable });
}

async function store(
	path: string,
	snapshot: MarketSnapshot,
	dropped: readonly DroppedInstrument[],
): Promise<CommandResult> {
	const listing = buildListing(snapshot);
	await writeAtomically(path, jsonText(marketSnapshotToJson(snapshot)));
	const marketHash = hashMarketSnapshot(snapshot);
	return {
		json: { file: path, marketHash, time: snapshot.timeMs, instruments: listing.instruments.length, dropped },
		lines: [
			`${listing.instruments.length} instruments at ${formatIsoTime(snapshot.timeMs)} (${snapshot.source})`,
			...(dropped.length === 0 ? [] : [`${dropped.length} left out: ${reasons(dropped)}`]),
			`market hash ${marketHash}`,
			`written to ${path}`,
		],
	};
}

/** Each reason with its number, and by name where there are few. */
function reasons(dropped: readonly DroppedInstrument[]): string {
	const byReason = Map.groupBy(dropped, ({ reason }) => reason);
	return [...byReason]
		.map(([reason, of]) => {
			const names = of.length > MOST_NAMED ? "" : ` (${of.map(({ name }) => name).join(", ")})`;
			return `${of.length} × ${reason}${names}`;
		})
		.join(", ");
}

function wholeNumber(text: string): number {
	if (/^[0-9]{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
	throw new InvalidArgumentError("expected a whole number below 2^32");
}

function stablePrice(text: string, earlier: Readonly<Record<string, string>>): Record<string, string> {
	const [, asset, price] = /^([A-Z0-9]{2,12})=([0-9.]+)$/.exec(text) ?? [];
	if (asset === undefined || price === undefined)
		throw new InvalidArgumentError("expected ASSET=USD, such as USDT=0.9996");
	return { ...earlier, [asset]: price };
}
