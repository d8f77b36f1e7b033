import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { importDeribitApi } from "../../../market/imports/import-deribit-api.ts";
import { importDeribitCsv } from "../../../market/imports/import-deribit-csv.ts";
import { generateSampleMarket } from "../../../market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../../../market/sample/sample-settings.ts";
import type { DroppedInstrument } from "../../../market/snapshot/assemble-market.ts";
import { buildListing } from "../../../market/snapshot/listing.ts";
import { marketSnapshotToJson } from "../../../market/snapshot/market-format.ts";
import { hashMarketSnapshot } from "../../../market/snapshot/market-hash.ts";
import type { MarketSnapshot } from "../../../market/snapshot/market-snapshot.ts";
import { readTextFile } from "../../../node/files/read-text-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { fetchDeribit } from "./fetch-deribit.ts";

export function registerMarketCommands(market: Command): void {
	market
		.command("sample")
		.description("generate the seeded sample market: BTC, ETH, SOL; the seed decides everything")
		.requiredOption("--out <file>", "where the snapshot goes")
		.option("--seed <number>", "32-bit seed", wholeNumber, SAMPLE_SEED)
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, () =>
				store(options.out, generateSampleMarket({ seed: options.seed, timeMs: SAMPLE_TIME_MS }), []),
			),
		);

	market
		.command("import")
		.description("import Deribit chains from CSV, all of one moment")
		.requiredOption("--options <files...>", "one CSV of option marks per currency")
		.requiredOption("--futures <file>", "CSV of index, perpetual and future marks")
		.requiredOption("--out <file>", "where the snapshot goes")
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, async () => {
				const optionCsvs = await Promise.all(options.options.map((path) => readTextFile(path)));
				const futuresCsv = await readTextFile(options.futures);
				const { snapshot, dropped } = importDeribitCsv({ optionCsvs, futuresCsv });
				return store(options.out, snapshot, dropped);
			}),
		);

	market
		.command("fetch")
		.description("fetch public marks from an exchange (needs internet)")
		.argument("<exchange>", "deribit", onlyDeribit)
		.requiredOption("--out <file>", "where the snapshot goes")
		.option("--currencies <list>", "comma separated", "BTC,ETH")
		.addOption(jsonOption())
		.action((_exchange, options) =>
			runCommand(options, async (progress) => {
				const responses = await progress.step("fetching from Deribit", (report) =>
					fetchDeribit({ currencies: options.currencies.split(","), nowMs: Date.now(), report }),
				);
				const { snapshot, dropped } = importDeribitApi(responses);
				return store(options.out, snapshot, dropped);
			}),
		);
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

function reasons(dropped: readonly DroppedInstrument[]): string {
	const counts = new Map<string, number>();
	for (const { reason } of dropped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	return [...counts].map(([reason, count]) => `${count} × ${reason}`).join(", ");
}

function wholeNumber(text: string): number {
	if (/^[0-9]{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
	throw new InvalidArgumentError("expected a whole number below 2^32");
}

function onlyDeribit(text: string): "deribit" {
	if (text === "deribit") return text;
	throw new InvalidArgumentError("only deribit is known");
}
