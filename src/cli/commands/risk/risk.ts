import type { Command } from "@commander-js/extra-typings";
import { formatFieldElement } from "../../../field/bn254.ts";
import { loadFastPoseidon } from "../../../field/poseidon.ts";
import type { Listing } from "../../../market/instruments/instrument.ts";
import { buildListing } from "../../../market/snapshot/listing.ts";
import { markInstruments } from "../../../market/snapshot/mark-instruments.ts";
import { parseMarketSnapshot } from "../../../market/snapshot/market-format.ts";
import type { MarketSnapshot } from "../../../market/snapshot/market-snapshot.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { refuseExistingFolder } from "../../../node/files/write-folder.ts";
import { withRowHashThreads } from "../../../node/threads/row-hash-threads.ts";
import { type TailConfidence, tailConfidences } from "../../../risk/calibration/tail-confidence.ts";
import { haircutFit } from "../../../risk/charges/side-charges.ts";
import type { RiskTable } from "../../../risk/model/risk-table.ts";
import { tailInputsOf } from "../../../risk/params/risk-params.ts";
import { jointLogReturns } from "../../../risk/scenarios/daily-returns.ts";
import { buildScenarioSet, scenarioUnderlyings } from "../../../risk/scenarios/scenario-set.ts";
import { buildRiskTablesAhead, type RiskTables } from "../../../risk/table/build-risk-table.ts";
import { type EpochCommitments, epochCommitmentsOf } from "../../../risk/table/epoch-commitments.ts";
import { makeRiskEpoch } from "../../../risk/table/risk-epoch.ts";
import { formatScaled, MICRO_USD_DECIMALS, parseScaled } from "../../../units/decimal.ts";
import { PPM_DECIMALS } from "../../../units/exact-value.ts";
import { readRiskFolder, writeRiskFolder } from "../../folders/risk-folder.ts";
import {
	profileOption,
	type RiskSourcePaths,
	type RiskSources,
	readRiskSources,
	SAMPLE_PARAMS,
	SOURCE_OPTIONS,
} from "../../folders/risk-sources.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { haircutFitLines, haircutFitToJson } from "../../reports/haircut-fit-text.ts";
import { confidenceLines, confidencesToJson } from "../../reports/tail-confidence-text.ts";
import { registerFitForecastCommand } from "./fit-forecast.ts";
import { registerImportTiersCommand } from "./import-tiers.ts";
import { registerRiskEstimateCommand } from "./risk-estimate.ts";

export function registerRiskCommands(risk: Command): void {
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
		.option(...SOURCE_OPTIONS.params)
		.option(...SOURCE_OPTIONS.closes)
		.option(...SOURCE_OPTIONS.ivHistory)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => build(options, progress)));

	registerRiskEstimateCommand(risk);

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
		.option(...SOURCE_OPTIONS.params)
		.option(...SOURCE_OPTIONS.closes)
		.option(...SOURCE_OPTIONS.ivHistory)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => rebuild(options, progress)));

	registerFitForecastCommand(risk, SAMPLE_PARAMS);
}

async function build(
	options: RiskSourcePaths & { readonly market: string; readonly out: string },
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const snapshot = parseMarketSnapshot(await readJsonFile(options.market));
	const listing = buildListing(snapshot);
	const sources = await readRiskSources(options);
	const tables = await tablesOf({ listing, snapshot }, sources, progress);
	const confidences = confidenceOf({ listing, snapshot }, sources);
	const instruments = markInstruments(listing, snapshot);
	const epoch = makeRiskEpoch({ ...tables, instruments });
	const scenarios = buildScenarioSet({ ...sources, instruments, snapshotTimeMs: snapshot.timeMs });
	const posted = epochCommitmentsOf({ instruments, snapshot, params: sources.params, scenarios });
	const { paramsText } = sources;
	await writeRiskFolder(options.out, { epoch, listing, snapshot, paramsText, scenarios, tables });
	const fits = instruments
		.filter(({ assetClass }) => assetClass !== undefined && assetClass !== "fiat")
		.map((asset) => {
			const factor = tables.initial.labels.haircutFactors[asset.name] ?? "1";
			const factorPpm = parseScaled(factor, PPM_DECIMALS, "haircutFactors");
			return { asset: asset.name, fit: haircutFit(sources.params, asset, factorPpm) };
		});
	return {
		json: {
			folder: options.out,
			instruments: listing.instruments.length,
			listingHash: epoch.listingHash,
			marketHash: epoch.marketHash,
			parametersHash: epoch.parametersHash,
			maintenanceRoot: formatFieldElement(epoch.maintenanceRoot),
			initialRoot: formatFieldElement(epoch.initialRoot),
			posted: postedToJson(posted),
			maxRoundingErrorMicroUsd: tables.initial.maxRoundingErrorMicroUsd,
			haircutLadders: fits.map(({ asset, fit }) => haircutFitToJson(asset, fit)),
			haircutFactors: tables.initial.labels.haircutFactors,
			tailConfidence: confidencesToJson(confidences),
		},
		lines: [
			...tableLines(tables.maintenance),
			...tableLines(tables.initial),
			...postedLines(posted),
			...haircutFitLines(fits),
			...haircutLines(tables.initial),
			...confidenceLines(confidences),
			`written to ${options.out}`,
		],
	};
}

async function tablesOf(
	{ listing, snapshot }: { readonly listing: Listing; readonly snapshot: MarketSnapshot },
	sources: RiskSources,
	progress: Progress,
): Promise<RiskTables> {
	const hash = await loadFastPoseidon();
	return progress.step(`building two tables of ${listing.instruments.length} instruments`, (report) =>
		withRowHashThreads((hashRows) =>
			buildRiskTablesAhead({
				listing,
				snapshot,
				...sources,
				hash,
				hashRows,
				onProgress: (done, total) => report(`row ${done} of ${total}`),
			}),
		),
	);
}

function confidenceOf(
	{ listing, snapshot }: { readonly listing: Listing; readonly snapshot: MarketSnapshot },
	{ params, closes }: RiskSources,
): TailConfidence[] {
	const inputs = tailInputsOf(params);
	if (inputs === undefined) return [];
	const underlyings = scenarioUnderlyings(markInstruments(listing, snapshot));
	const returns = jointLogReturns(closes, underlyings, snapshot.timeMs);
	return tailConfidences({ returns, underlyings, params: inputs });
}

/** What no file can show by itself: that the numbers follow from market and parameters. */
async function rebuild(
	options: RiskSourcePaths & { readonly risk: string },
	progress: Progress,
): Promise<CommandResult> {
	const folder = await readRiskFolder(options.risk);
	const tables = await tablesOf(folder, await readRiskSources(options), progress);
	const { parametersHash, maintenanceRoot, initialRoot } = folder.epoch;
	const differences = [
		...(tables.initial.origin.parametersHash === parametersHash
			? []
			: ["parameters, closes or volatilities"]),
		...(tables.maintenance.tree.root === maintenanceRoot ? [] : ["maintenance root"]),
		...(tables.initial.tree.root === initialRoot ? [] : ["initial root"]),
	];
	const holds = differences.length === 0;
	return {
		json: { holds, differences },
		lines: holds
			? ["both roots follow from the market, the parameters, the closes and the volatilities"]
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
	const posted = await progress.step("marks and scenarios", () => folder.readEpochCommitments());
	return {
		json: {
			holds: true,
			posted: postedToJson(posted),
			tables: tables.map(({ origin, tree, rows }) => ({ ...origin, root: tree.root, rows: rows.length })),
		},
		lines: [
			...tables.flatMap(tableLines),
			...postedLines(posted),
			...tables.slice(-1).flatMap(haircutLines),
			"every assumption of the circuit holds, every hash and both roots agree",
		],
	};
}

/** What publishers post beside the roots of the tables, so that these can be disputed. */
function postedToJson({ market, scenarios }: EpochCommitments) {
	return { marketRoot: market.marketRoot, parametersHash: scenarios.parametersHash };
}

function postedLines(trees: EpochCommitments): string[] {
	const { marketRoot, parametersHash } = postedToJson(trees);
	return [
		`${"posted".padEnd(12)} ${marketRoot} for the market`,
		`${"".padEnd(12)} ${parametersHash} for parameters and scenarios`,
	];
}

/** Why a haircut is what it is: base haircuts times this, the same at both levels. */
function haircutLines({ labels }: RiskTable): string[] {
	const factors = Object.entries(labels.haircutFactors).map(([asset, factor]) => `${asset} × ${factor}`);
	return factors.length === 0
		? []
		: [`${"haircuts".padEnd(12)} ${factors.join(", ")} by forecast volatility`];
}

function tableLines(table: RiskTable): string[] {
	const error = formatScaled(table.maxRoundingErrorMicroUsd, MICRO_USD_DECIMALS);
	return [
		`${table.origin.level.padEnd(12)} ${formatFieldElement(table.tree.root)}`,
		`${"".padEnd(12)} ${table.rows.length - 1} instruments, rounding at most ${error} USD per lot`,
	];
}
