/** The public files that scenarios are made of, besides the market. */
import { join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import { InputError } from "../../errors/base.ts";
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import { parseDailyCloses } from "../../market/history/parse-closes.ts";
import { parseIvHistory } from "../../market/history/parse-iv-history.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import { readTextFile } from "../../node/files/read-text-file.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";
import { parseRiskParams, type RiskParams } from "../../risk/params/risk-params.ts";
import type { SourceHashes } from "../../risk/table/risk-epoch.ts";
import { profileFile } from "./profile-file.ts";

const sample = (name: string) => join(REPOSITORY_ROOT, "sample", name);

export const SAMPLE_PARAMS = sample("risk-params.json");
export const SAMPLE_CLOSES = sample("daily-closes.csv");
export const SAMPLE_IV_HISTORY = sample("iv-history.csv");

export type RiskSourcePaths = {
	readonly profile?: string | undefined;
	readonly params?: string | undefined;
	readonly closes?: string | undefined;
	readonly ivHistory?: string | undefined;
};

/** The files as they are, comments included: what a table's folder carries. */
export type SourceTexts = {
	readonly parameters: string;
	readonly dailyCloses?: string | undefined;
	readonly ivHistory?: string | undefined;
};

export type RiskSources = {
	readonly params: RiskParams;
	/** Empty when the parameters need none and none were given. */
	readonly closes: DailyCloses;
	readonly ivHistory?: IvHistory;
	readonly texts: SourceTexts;
};

const NO_CLOSES: DailyCloses = { dates: [], symbols: [], closes: [] };

export function profileOption() {
	return new Option("--profile <name>", "risk parameters by name: default, pmrm-like").conflicts("params");
}

/** One explanation for every command that takes them. */
export const SOURCE_OPTIONS = {
	params: ["--params <file>", "risk parameters (JSON with comments); default: the sample's"],
	closes: [
		"--closes <file>",
		"daily closes (CSV), for the tail days; needed unless the market is the sample",
	],
	ivHistory: [
		"--iv-history <file>",
		"implied volatilities by day (CSV); without it surfaces move by the parameters alone",
	],
} as const;

/** What stands in for a history that is not given: the sample's invented one, or nothing. */
export type HistoryDefault = "sample" | "none";

/**
 * Parameters that are not given are the sample's. Histories that are not given are the sample's only where the caller
 * says that the market is the sample; and made-up volatilities never mix with given closes.
 *
 * @throws InputError `HISTORIES_MISSING`, `HISTORY_INVENTED` and those of each file
 */
export async function readRiskSources(
	paths: RiskSourcePaths,
	histories: HistoryDefault,
): Promise<RiskSources> {
	const isSample = histories === "sample";
	const paramsPath = paths.profile === undefined ? paths.params : await profileFile(paths.profile);
	const closesPath = paths.closes ?? (isSample ? SAMPLE_CLOSES : undefined);
	const ivPath = paths.ivHistory ?? (isSample && paths.closes === undefined ? SAMPLE_IV_HISTORY : undefined);
	const read = async (path: string | undefined) => (path === undefined ? undefined : readTextFile(path));
	const sources = parseSources({
		parameters: await readTextFile(paramsPath ?? SAMPLE_PARAMS),
		dailyCloses: await read(closesPath),
		ivHistory: await read(ivPath),
	});
	if (!isSample) await refuseInventedHistory(sources.texts);
	return sources;
}

/**
 * The sources of a table that exists, each replaced by the file that is given for it.
 *
 * @throws InputError `HISTORIES_MISSING` and those of each file
 */
export async function replaceSources(own: SourceTexts, paths: RiskSourcePaths): Promise<RiskSources> {
	const paramsPath = paths.profile === undefined ? paths.params : await profileFile(paths.profile);
	const read = async (path: string | undefined, instead: string | undefined) =>
		path === undefined ? instead : readTextFile(path);
	return parseSources({
		parameters: (await read(paramsPath, own.parameters)) ?? own.parameters,
		dailyCloses: await read(paths.closes, own.dailyCloses),
		ivHistory: await read(paths.ivHistory, own.ivHistory),
	});
}

/**
 * @param params where the text of the parameters was parsed before
 * @throws InputError `HISTORIES_MISSING` and those of each file's parser
 */
export function parseSources(
	texts: SourceTexts,
	params: RiskParams = parseRiskParams(texts.parameters),
): RiskSources {
	const { dailyCloses, ivHistory } = texts;
	if (dailyCloses === undefined && needsCloses(params)) throw historiesMissing();
	return {
		params,
		closes: dailyCloses === undefined ? NO_CLOSES : parseDailyCloses(dailyCloses),
		...(ivHistory === undefined ? {} : { ivHistory: parseIvHistory(ivHistory) }),
		texts,
	};
}

/** Whether scenarios follow from closes at all; see `buildScenarioSet`. */
export function needsCloses({ tail, stress }: RiskParams): boolean {
	return tail !== "off" || stress.decorrelation !== "off";
}

export function hashSources({ parameters, dailyCloses, ivHistory }: SourceTexts): SourceHashes {
	const hash = (text: string | undefined) => (text === undefined ? null : textHash(text));
	return { parameters: textHash(parameters), dailyCloses: hash(dailyCloses), ivHistory: hash(ivHistory) };
}

function historiesMissing(): InputError {
	return new InputError({
		code: "HISTORIES_MISSING",
		message: "the scenarios of this market need its own price history, and none was given",
		field: "--closes",
		hint: "give --closes <file> and, where there is one, --iv-history <file>; only the sample market has histories of its own",
	});
}

/** The sample's files follow no real day, whatever name they were copied under. */
async function refuseInventedHistory({ dailyCloses, ivHistory }: SourceTexts): Promise<void> {
	const pairs = [
		["--closes", dailyCloses, SAMPLE_CLOSES],
		["--iv-history", ivHistory, SAMPLE_IV_HISTORY],
	] as const;
	for (const [option, text, samplePath] of pairs) {
		if (text === undefined || text !== (await readTextFile(samplePath))) continue;
		throw new InputError({
			code: "HISTORY_INVENTED",
			message: `${option} is the sample's invented history, and the market is not the sample`,
			field: option,
			hint: "give the history of the market's own prices",
		});
	}
}
