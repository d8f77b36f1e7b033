/** `risk build`: the tables of an epoch, and the folder that carries them with everything they were made of. */
import { formatFieldElement } from "../../../field/bn254.ts";
import type { Listing } from "../../../market/instruments/instrument.ts";
import { isSampleMarket } from "../../../market/sample/is-sample-market.ts";
import { buildListing, parseListing } from "../../../market/snapshot/listing.ts";
import { markInstruments } from "../../../market/snapshot/mark-instruments.ts";
import { parseMarketSnapshot } from "../../../market/snapshot/market-format.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../../market/snapshot/market-snapshot.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { refuseExistingFolder } from "../../../node/files/write-folder.ts";
import { type TailConfidence, tailConfidences } from "../../../risk/calibration/tail-confidence.ts";
import { haircutFit } from "../../../risk/charges/side-charges.ts";
import { tailInputsOf } from "../../../risk/params/risk-params.ts";
import { jointLogReturns } from "../../../risk/scenarios/daily-returns.ts";
import { scenarioUnderlyings } from "../../../risk/scenarios/scenario-set.ts";
import { parseScaled } from "../../../units/decimal.ts";
import { PPM_DECIMALS } from "../../../units/exact-value.ts";
import { buildEpoch } from "../../folders/build-epoch.ts";
import { writeRiskFolder } from "../../folders/risk-folder.ts";
import { type RiskSourcePaths, type RiskSources, readRiskSources } from "../../folders/risk-sources.ts";
import { refuseStaleHistory, sourceNotes } from "../../folders/source-notes.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";
import { haircutFitLines, haircutFitToJson } from "../../reports/haircut-fit-text.ts";
import { sourceLines, sourcesToJson } from "../../reports/source-report.ts";
import {
	haircutLines,
	postedLines,
	postedToJson,
	roundingLines,
	tableLines,
} from "../../reports/table-text.ts";
import { confidenceLines, confidencesToJson } from "../../reports/tail-confidence-text.ts";

export async function buildTables(
	options: RiskSourcePaths & {
		readonly market: string;
		readonly out: string;
		readonly allowStaleHistory?: true | undefined;
		/** Of an earlier epoch: ids and settlement prices stay while only marks move. */
		readonly listing?: string | undefined;
	},
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const snapshot = parseMarketSnapshot(await readJsonFile(options.market));
	const listing =
		options.listing === undefined
			? buildListing(snapshot)
			: parseListing(await readJsonFile(options.listing));
	const sources = await readRiskSources(options, isSampleMarket(snapshot) ? "sample" : "none");
	const instruments = markInstruments(listing, snapshot);
	const notes = sourceNotes({ sources, snapshot, marked: instruments });
	if (options.allowStaleHistory !== true) refuseStaleHistory(notes, snapshot.timeMs);
	const built = await progress.step(buildingTables(listing), (report) =>
		buildEpoch({ listing, snapshot }, sources, report),
	);
	const { epoch, tables, commitments: posted } = built;
	const confidences = confidenceOf(instruments, snapshot, sources);
	await writeRiskFolder(options.out, { ...built, sources: sources.texts });
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
			sources: sourcesToJson(notes),
			maxRoundingErrorMicroUsd: tables.initial.maxRoundingErrorMicroUsd,
			haircutLadders: fits.map(({ asset, fit }) => haircutFitToJson(asset, fit)),
			haircutFactors: tables.initial.labels.haircutFactors,
			tailConfidence: confidencesToJson(confidences),
		},
		lines: [
			...tableLines(tables.maintenance),
			...tableLines(tables.initial),
			...roundingLines(tables.initial),
			...postedLines(posted),
			...sourceLines(notes),
			...haircutFitLines(fits),
			...haircutLines(tables.initial),
			...confidenceLines(confidences),
			`written to ${options.out}`,
		],
	};
}

/** What `progress` says while tables are built. */
export function buildingTables({ instruments }: Listing): string {
	return `building two tables of ${instruments.length} instruments`;
}

function confidenceOf(
	instruments: readonly MarkedInstrument[],
	snapshot: MarketSnapshot,
	{ params, closes }: RiskSources,
): TailConfidence[] {
	const inputs = tailInputsOf(params);
	if (inputs === undefined) return [];
	const underlyings = scenarioUnderlyings(instruments);
	const returns = jointLogReturns(closes, underlyings, snapshot.timeMs);
	return tailConfidences({ returns, underlyings, params: inputs });
}
