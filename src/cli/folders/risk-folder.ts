/**
 * The folder that `risk build` writes, all of it public: `epoch.json` (roots and hashes),
 * `listing.json`, `market.json`, the sources as they were given (`parameters.json`, `daily-closes.csv`,
 * `iv-history.csv`), `scenarios.json` (what was assumed of the market) and one table per level.
 */
import { join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { formatFieldElement } from "../../field/bn254.ts";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { canonicalJson } from "../../hashing/canonical-json.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { listingToJson, nextExpiryMs, parseListing } from "../../market/snapshot/listing.ts";
import { markInstruments } from "../../market/snapshot/mark-instruments.ts";
import { marketSnapshotToJson, parseMarketSnapshot } from "../../market/snapshot/market-format.ts";
import { hashMarketSnapshot } from "../../market/snapshot/market-hash.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { readBinaryFile } from "../../node/files/read-binary-file.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { readTextFile } from "../../node/files/read-text-file.ts";
import { jsonText, writeFolder } from "../../node/files/write-folder.ts";
import { withRowHashThreads } from "../../node/threads/row-hash-threads.ts";
import type { MarginLevel, RiskTable, TableLabels } from "../../risk/model/risk-table.ts";
import type { ScenarioSet } from "../../risk/model/scenario.ts";
import { parseRiskParams, type RiskParams } from "../../risk/params/risk-params.ts";
import { parseScenarios, scenariosToJson } from "../../risk/scenarios/scenario-format.ts";
import { hashRiskInputs } from "../../risk/scenarios/scenario-set.ts";
import type { RiskTables } from "../../risk/table/build-risk-table.ts";
import { type EpochCommitments, epochCommitmentsOf } from "../../risk/table/epoch-commitments.ts";
import {
	indexPricesOf,
	parseRiskEpoch,
	type RiskEpoch,
	riskEpochToJson,
} from "../../risk/table/risk-epoch.ts";
import {
	decodeTable,
	decodeTableWith,
	encodeTable,
	type TableVerification,
} from "../../risk/table/table-format.ts";
import { tableLabels } from "../../risk/table/table-labels.ts";
import { rememberedTable } from "./remembered-table.ts";
import { hashSources, parseSources, type RiskSources, type SourceTexts } from "./risk-sources.ts";

const EPOCH_FILE = "epoch.json";
const LISTING_FILE = "listing.json";
const MARKET_FILE = "market.json";
const PARAMETERS_FILE = "parameters.json";
const CLOSES_FILE = "daily-closes.csv";
const IV_HISTORY_FILE = "iv-history.csv";
const SCENARIOS_FILE = "scenarios.json";
const tableFile = (level: MarginLevel) => `${level}.table`;

export type RiskFolder = {
	readonly epoch: RiskEpoch;
	readonly listing: Listing;
	readonly snapshot: MarketSnapshot;
	/** Marks by listed instrument, for Greeks. */
	readonly marked: readonly MarkedInstrument[];
	/**
	 * For reports only. The epoch's hash covers them together with the scenarios, so they are checked
	 * where those are read.
	 */
	readonly params: RiskParams;
	/** The parameter file as it is. */
	readonly paramsText: string;
	/**
	 * The files that the scenarios were made of, compared with the epoch's hashes; absent in a folder that was made
	 * without them.
	 */
	readonly readSources: () => Promise<RiskSources | undefined>;
	/** Those of the tables: checked, with the parameters, against the epoch. For repricing in reports. */
	readonly readScenarios: () => Promise<ScenarioSet>;
	/** What publishers post so that the tables can be disputed. */
	readonly readEpochCommitments: () => Promise<EpochCommitments>;
	readonly readTable: (level: MarginLevel, verify?: FolderVerification) => Promise<RiskTable>;
};

/** `remembered` is `leaves` where this machine has not checked exactly this file before. */
type FolderVerification = TableVerification | "remembered";

export async function writeRiskFolder(
	path: string,
	content: {
		readonly epoch: RiskEpoch;
		readonly listing: Listing;
		readonly snapshot: MarketSnapshot;
		/** As they were given; the epoch has their hashes. */
		readonly sources: SourceTexts;
		readonly scenarios: ScenarioSet;
		readonly tables: RiskTables;
	},
): Promise<void> {
	const { epoch, listing, snapshot, sources, scenarios, tables } = content;
	const { dailyCloses, ivHistory } = sources;
	await writeFolder(path, [
		{ name: LISTING_FILE, content: jsonText(listingToJson(listing)) },
		{ name: MARKET_FILE, content: jsonText(marketSnapshotToJson(snapshot)) },
		{ name: PARAMETERS_FILE, content: sources.parameters },
		...(dailyCloses === undefined ? [] : [{ name: CLOSES_FILE, content: dailyCloses }]),
		...(ivHistory === undefined ? [] : [{ name: IV_HISTORY_FILE, content: ivHistory }]),
		{ name: SCENARIOS_FILE, content: jsonText(scenariosToJson(scenarios)) },
		{ name: tableFile("maintenance"), content: encodeTable(tables.maintenance) },
		{ name: tableFile("initial"), content: encodeTable(tables.initial) },
		{ name: EPOCH_FILE, content: jsonText(riskEpochToJson(epoch)) },
	]);
}

/**
 * Reads a risk folder and checks that its parts belong together.
 *
 * @throws InputError `RISK_FOLDER_INCONSISTENT` and those of each file
 */
export async function readRiskFolder(path: string): Promise<RiskFolder> {
	const epoch = await readRiskEpoch(path);
	const listing = parseListing(await readJsonFile(join(path, LISTING_FILE)));
	const snapshot = parseMarketSnapshot(await readJsonFile(join(path, MARKET_FILE)));
	requireEqual(path, "listing hash", listing.hash, epoch.listingHash);
	requireEqual(path, "market hash", hashMarketSnapshot(snapshot), epoch.marketHash);
	requireEqual(path, "market's time", `${snapshot.timeMs}`, `${epoch.snapshotTimeMs}`);
	requireEqual(path, "listing's next expiry", `${nextExpiryMs(listing)}`, `${epoch.nextExpiryMs}`);
	const paramsText = await readTextFile(join(path, PARAMETERS_FILE));
	const params = parseRiskParams(paramsText);
	const marked = markInstruments(listing, snapshot);
	requireEqual(path, "index prices", canonicalJson(indexPricesOf(marked)), canonicalJson(epoch.indexPrices));
	const readScenarios = once(async () => {
		const scenarios = parseScenarios(await readJsonFile(join(path, SCENARIOS_FILE)));
		requireEqual(path, "parameters hash", hashRiskInputs(params, scenarios), epoch.parametersHash);
		return scenarios;
	});
	return {
		epoch,
		listing,
		snapshot,
		marked,
		params,
		paramsText,
		readSources: () => readSources(path, epoch, { paramsText, params }),
		readScenarios,
		readEpochCommitments: async () =>
			epochCommitmentsOf({ instruments: marked, snapshot, params, scenarios: await readScenarios() }),
		readTable: async (level, verify = "leaves") => {
			const bytes = await readBinaryFile(join(path, tableFile(level)));
			const table = await decoded(bytes, verify);
			const posted = level === "initial" ? epoch.initialRoot : epoch.maintenanceRoot;
			requireEqual(path, `${level} root`, formatFieldElement(table.tree.root), formatFieldElement(posted));
			requireEqual(path, `${level} table's level`, table.origin.level, level);
			for (const [what, found, expected] of sharedOrigin(table.origin, epoch)) {
				requireEqual(path, `${level} table's ${what}`, `${found}`, `${expected}`);
			}
			const labels = tableLabels(marked, await readScenarios());
			for (const part of Object.keys(labels) as (keyof TableLabels)[]) {
				const [found, expected] = [canonicalJson(table.labels[part]), canonicalJson(labels[part])];
				if (found !== expected) throw labelsDiffer(path, level, part);
			}
			return table;
		},
	};
}

/** The work is done when it is first asked for. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let result: Promise<Result> | undefined;
	return () => {
		result ??= work();
		return result;
	};
}

/** Names are no part of a root, but they are what people read. */
function labelsDiffer(path: string, level: MarginLevel, part: keyof TableLabels): InputError {
	return new InputError({
		code: "RISK_FOLDER_INCONSISTENT",
		message: `${path}: the ${part} that the ${level} table names are not those of its listing, marks and scenarios`,
		field: `${level} table's ${part}`,
		hint: "the table file was changed: build or fetch the folder again",
	});
}

async function readSources(
	path: string,
	{ sources: posted }: RiskEpoch,
	{ paramsText: parameters, params }: Pick<RiskFolder, "paramsText" | "params">,
): Promise<RiskSources | undefined> {
	if (posted === undefined) return undefined;
	const read = async (name: string, hash: string | null) =>
		hash === null ? undefined : await readTextFile(join(path, name));
	const texts: SourceTexts = {
		parameters,
		dailyCloses: await read(CLOSES_FILE, posted.dailyCloses),
		ivHistory: await read(IV_HISTORY_FILE, posted.ivHistory),
	};
	const found = hashSources(texts);
	for (const name of ["parameters", "dailyCloses", "ivHistory"] as const) {
		requireEqual(path, `${SOURCE_NAMES[name]} file's SHA-256`, `${found[name]}`, `${posted[name]}`);
	}
	return parseSources(texts, params);
}

const SOURCE_NAMES = {
	parameters: "parameter",
	dailyCloses: "daily closes",
	ivHistory: "implied volatility",
} as const;

async function decoded(bytes: Uint8Array, verify: FolderVerification): Promise<RiskTable> {
	if (verify === "remembered") return rememberedTable(bytes);
	const hash = await loadFastPoseidon();
	if (verify === "leaves") return decodeTable(bytes, { hash, verify });
	return withRowHashThreads((hashRows) => decodeTableWith(bytes, { hash, hashRows }));
}

/** What a table says of its origin and an epoch repeats; the roots bind none of it. */
function sharedOrigin(origin: RiskTable["origin"], epoch: RiskEpoch) {
	return [
		["listing", origin.listingHash, epoch.listingHash],
		["market", origin.marketHash, epoch.marketHash],
		["parameters", origin.parametersHash, epoch.parametersHash],
		["time", origin.snapshotTimeMs, epoch.snapshotTimeMs],
		["next expiry", origin.nextExpiryMs, epoch.nextExpiryMs],
	] as const;
}

/** Reads the public record of a risk epoch from its file or from a risk folder. */
export async function readRiskEpoch(path: string): Promise<RiskEpoch> {
	return parseRiskEpoch(await readJsonFile(path.endsWith(".json") ? path : join(path, EPOCH_FILE)));
}

function requireEqual(path: string, what: string, found: string, expected: string): void {
	if (found === expected) return;
	throw new InputError({
		code: "RISK_FOLDER_INCONSISTENT",
		message: `${path}: the ${what} is ${found}, the epoch file says ${expected}`,
		field: what,
		hint: "files of different epochs were mixed: build or fetch the folder again",
	});
}
