import { join } from "node:path";
import { type Command, Option } from "@commander-js/extra-typings";
import { formatFieldElement } from "../../field/bn254.ts";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import type { Listing } from "../../market/instrument.ts";
import { buildListing } from "../../market/listing.ts";
import { markInstruments } from "../../market/mark-instruments.ts";
import { parseMarketSnapshot } from "../../market/market-format.ts";
import type { MarketSnapshot } from "../../market/market-snapshot.ts";
import { parseDailyCloses } from "../../market/parse-closes.ts";
import { REPOSITORY_ROOT } from "../../proof/repository-root.ts";
import { withRowHashThreads } from "../../proof/row-hash-threads.ts";
import { buildRiskTablesAhead, type RiskTables } from "../../risk/build-risk-table.ts";
import { makeRiskEpoch } from "../../risk/risk-epoch.ts";
import { parseRiskParams } from "../../risk/risk-params.ts";
import type { RiskTable } from "../../risk/risk-table.ts";
import { buildScenarioSet } from "../../risk/scenario-set.ts";
import { haircutFit } from "../../risk/side-charges.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../units/decimal.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../exit-codes.ts";
import { haircutFitLines, haircutFitToJson } from "../haircut-fit-text.ts";
import { profileFile } from "../profile-file.ts";
import type { Progress } from "../progress.ts";
import { readJsonFile } from "../read-json-file.ts";
import { readTextFile } from "../read-text-file.ts";
import { readRiskFolder, writeRiskFolder } from "../risk-folder.ts";
import { type CommandResult, jsonOption, runCommand } from "../run-command.ts";
import { refuseExistingFolder } from "../write-folder.ts";
import { registerImportTiersCommand } from "./import-tiers.ts";

export const SAMPLE_PARAMS = join(REPOSITORY_ROOT, "sample", "risk-params.json");
export const SAMPLE_CLOSES = join(REPOSITORY_ROOT, "sample", "daily-closes.csv");

export function registerRiskCommands(program: Command): void {
	const risk = program.command("risk").description("public risk tables");
	registerImportTiersCommand(risk);

	risk
		.command("build")
		.description("turn a market snapshot into the risk tables of an epoch")
		.requiredOption("--market <file>", "market snapshot, from `market …`")
		.requiredOption(
			"--out <folder>",
			"gets epoch.json, listing.json, market.json, parameters.json, scenarios.json and both tables",
		)
		.addOption(profileOption())
		.option("--params <file>", "risk parameters (JSON with comments)", SAMPLE_PARAMS)
		.option("--closes <file>", "daily closes (CSV), for the tail days", SAMPLE_CLOSES)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => build(options, progress)));

	risk
		.command("check")
		.description("check a risk folder: every table assumption, every row hash, both roots")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => check(options.risk, progress)));

	risk
		.command("rebuild")
		.description("build the tables of a risk folder again from their sources: are these the roots?")
		.requiredOption("--risk <folder>", "as a publisher gave it")
		.addOption(profileOption())
		.option("--params <file>", "risk parameters (JSON with comments)", SAMPLE_PARAMS)
		.option("--closes <file>", "daily closes (CSV), for the tail days", SAMPLE_CLOSES)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => rebuild(options, progress)));
}

function profileOption() {
	return new Option("--profile <name>", "risk parameters by name: default, pmrm-like").conflicts("params");
}

type Sources = {
	readonly profile?: string | undefined;
	readonly params: string;
	readonly closes: string;
};

async function paramsFile({ profile, params }: Sources): Promise<string> {
	return profile === undefined ? params : profileFile(profile);
}

async function build(
	options: Sources & { readonly market: string; readonly out: string },
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const snapshot = parseMarketSnapshot(await readJsonFile(options.market));
	const listing = buildListing(snapshot);
	const paramsText = await readTextFile(await paramsFile(options));
	const params = parseRiskParams(paramsText);
	const tables = await tablesOf({ listing, snapshot }, options, progress);
	const instruments = markInstruments(listing, snapshot);
	const epoch = makeRiskEpoch({ ...tables, instruments });
	const scenarios = buildScenarioSet({
		instruments,
		params,
		closes: parseDailyCloses(await readTextFile(options.closes)),
		snapshotTimeMs: snapshot.timeMs,
	});
	await writeRiskFolder(options.out, { epoch, listing, snapshot, paramsText, scenarios, tables });
	const fits = instruments
		.filter(({ assetClass }) => assetClass !== undefined && assetClass !== "fiat")
		.map((asset) => ({ asset: asset.name, fit: haircutFit(params, asset) }));
	return {
		json: {
			folder: options.out,
			instruments: listing.instruments.length,
			listingHash: epoch.listingHash,
			marketHash: epoch.marketHash,
			parametersHash: epoch.parametersHash,
			maintenanceRoot: formatFieldElement(epoch.maintenanceRoot),
			initialRoot: formatFieldElement(epoch.initialRoot),
			maxRoundingErrorMicroUsd: tables.initial.maxRoundingErrorMicroUsd,
			haircutLadders: fits.map(({ asset, fit }) => haircutFitToJson(asset, fit)),
		},
		lines: [
			...tableLines(tables.maintenance),
			...tableLines(tables.initial),
			...haircutFitLines(fits),
			`written to ${options.out}`,
		],
	};
}

async function tablesOf(
	{ listing, snapshot }: { readonly listing: Listing; readonly snapshot: MarketSnapshot },
	sources: Sources,
	progress: Progress,
): Promise<RiskTables> {
	const params = parseRiskParams(await readTextFile(await paramsFile(sources)));
	const closes = parseDailyCloses(await readTextFile(sources.closes));
	const hash = await loadFastPoseidon();
	return progress.step(`building two tables of ${listing.instruments.length} instruments`, (report) =>
		withRowHashThreads((hashRows) =>
			buildRiskTablesAhead({
				listing,
				snapshot,
				params,
				closes,
				hash,
				hashRows,
				onProgress: (done, total) => report(`row ${done} of ${total}`),
			}),
		),
	);
}

/** What no file can show by itself: that the numbers follow from market and parameters. */
async function rebuild(
	options: Sources & { readonly risk: string },
	progress: Progress,
): Promise<CommandResult> {
	const folder = await readRiskFolder(options.risk);
	const tables = await tablesOf(folder, options, progress);
	const { parametersHash, maintenanceRoot, initialRoot } = folder.epoch;
	const differences = [
		...(tables.initial.origin.parametersHash === parametersHash ? [] : ["parameters or closes"]),
		...(tables.maintenance.tree.root === maintenanceRoot ? [] : ["maintenance root"]),
		...(tables.initial.tree.root === initialRoot ? [] : ["initial root"]),
	];
	const holds = differences.length === 0;
	return {
		json: { holds, differences },
		lines: holds
			? ["both roots follow from the market, the parameters and the closes"]
			: [
					`not what these sources give: ${differences.join(", ")}`,
					...Object.values(tables).flatMap(tableLines),
				],
		exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}

async function check(path: string, progress: Progress): Promise<CommandResult> {
	const folder = await readRiskFolder(path);
	const tables: RiskTable[] = [];
	for (const level of ["maintenance", "initial"] as const) {
		tables.push(
			await progress.step(`checking the ${level} table, hashing every row`, () =>
				folder.readTable(level, "full"),
			),
		);
	}
	return {
		json: {
			holds: true,
			tables: tables.map(({ origin, tree, rows }) => ({ ...origin, root: tree.root, rows: rows.length })),
		},
		lines: [
			...tables.flatMap(tableLines),
			"every assumption of the circuit holds, every hash and both roots agree",
		],
	};
}

function tableLines(table: RiskTable): string[] {
	const error = formatScaled(table.maxRoundingErrorMicroUsd, MICRO_USD_DECIMALS);
	return [
		`${table.origin.level.padEnd(12)} ${formatFieldElement(table.tree.root)}`,
		`${"".padEnd(12)} ${table.rows.length - 1} instruments, rounding at most ${error} USD per lot`,
	];
}
