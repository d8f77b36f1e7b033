/** `risk check` and `risk rebuild`: does a risk folder hold together, and does it follow from its sources? */
import { InputError } from "../../../errors/base.ts";
import type { RiskTable } from "../../../risk/model/risk-table.ts";
import { buildScenarioSet, hashRiskInputs } from "../../../risk/scenarios/scenario-set.ts";
import { buildEpochTables } from "../../folders/build-epoch.ts";
import { type RiskFolder, readRiskFolder } from "../../folders/risk-folder.ts";
import { type RiskSourcePaths, replaceSources } from "../../folders/risk-sources.ts";
import { type SourceNotes, sourceNotes } from "../../folders/source-notes.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";
import { sourceLines, sourcesToJson } from "../../reports/source-report.ts";
import { haircutLines, postedLines, postedToJson, tableLines } from "../../reports/table-text.ts";
import { buildingTables } from "./build-tables.ts";

/** What no file can show by itself: that the numbers follow from market and parameters. */
export async function rebuildTables(
	options: RiskSourcePaths & { readonly risk: string },
	progress: Progress,
): Promise<CommandResult> {
	const folder = await readRiskFolder(options.risk);
	const own = await folder.readSources();
	const sources = await replaceSources(own?.texts ?? { parameters: folder.paramsText }, options);
	const notes = sourceNotes({ ...folder, sources });
	const tables = await progress.step(buildingTables(folder.listing), (report) =>
		buildEpochTables(folder, sources, report),
	);
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
		json: { holds, differences, sources: sourcesToJson(notes) },
		lines: [
			...(holds
				? ["both roots follow from the market and these sources:"]
				: [
						`not what these sources give: ${differences.join(", ")}`,
						...Object.values(tables).flatMap(tableLines),
					]),
			...sourceLines(notes),
		],
		exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}

/** The files by their hashes, and the scenarios by making them again: a date that is printed is that of a file in use. */
async function checkSources(path: string, folder: RiskFolder): Promise<SourceNotes | undefined> {
	const sources = await folder.readSources();
	if (sources === undefined) return undefined;
	const { epoch, marked, snapshot } = folder;
	const scenarios = buildScenarioSet({ ...sources, instruments: marked, snapshotTimeMs: snapshot.timeMs });
	if (hashRiskInputs(sources.params, scenarios) !== epoch.parametersHash) {
		throw new InputError({
			code: "RISK_FOLDER_INCONSISTENT",
			message: `${path}: the scenarios of this epoch do not follow from the closes and volatilities in it`,
			field: "sources",
			hint: "the files were exchanged: `risk rebuild` says what they give",
		});
	}
	return sourceNotes({ ...folder, sources });
}

export async function checkTables(path: string, progress: Progress): Promise<CommandResult> {
	const folder = await readRiskFolder(path);
	const tables: RiskTable[] = [];
	for (const level of ["maintenance", "initial"] as const) {
		tables.push(
			await progress.step(`checking the ${level} table, hashing every row`, () =>
				folder.readTable(level, "full"),
			),
		);
	}
	const { posted, notes } = await progress.step("marks, sources and scenarios", async () => ({
		posted: await folder.readEpochCommitments(),
		notes: await checkSources(path, folder),
	}));
	return {
		json: {
			holds: true,
			posted: postedToJson(posted),
			sources: notes === undefined ? null : sourcesToJson(notes),
			tables: tables.map(({ origin, tree, rows }) => ({ ...origin, root: tree.root, rows: rows.length })),
		},
		lines: [
			...tables.flatMap(tableLines),
			...postedLines(posted),
			...(notes === undefined ? [] : sourceLines(notes)),
			...tables.slice(-1).flatMap(haircutLines),
			"every assumption of the circuit holds, every hash and both roots agree",
			notes === undefined
				? "the folder carries no sources: `risk rebuild` needs yours"
				: "the sources have the hashes of the epoch, and its scenarios follow from them",
		],
	};
}
