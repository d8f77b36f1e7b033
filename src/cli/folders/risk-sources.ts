/** The public files that scenarios are made of, besides the market. */
import { join } from "node:path";
import { Option } from "@commander-js/extra-typings";
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import { parseDailyCloses } from "../../market/history/parse-closes.ts";
import { parseIvHistory } from "../../market/history/parse-iv-history.ts";
import { readTextFile } from "../../node/files/read-text-file.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";
import { parseRiskParams, type RiskParams } from "../../risk/params/risk-params.ts";
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

export type RiskSources = {
	readonly params: RiskParams;
	/** As the file has it, comments included. */
	readonly paramsText: string;
	readonly closes: DailyCloses;
	readonly ivHistory?: IvHistory;
};

export function profileOption() {
	return new Option("--profile <name>", "risk parameters by name: default, pmrm-like").conflicts("params");
}

/** One explanation for every command that takes them. */
export const SOURCE_OPTIONS = {
	params: ["--params <file>", "risk parameters (JSON with comments); default: the sample's"],
	closes: ["--closes <file>", "daily closes (CSV), for the tail days; default: the sample's"],
	ivHistory: [
		"--iv-history <file>",
		"implied volatilities by day (CSV); default: the sample's, and none when --closes is given",
	],
} as const;

/**
 * What is not given is the sample's, except that made-up volatilities never mix with given closes.
 *
 * @throws InputError those of each file
 */
export async function readRiskSources(paths: RiskSourcePaths): Promise<RiskSources> {
	const ivPath = paths.ivHistory ?? (paths.closes === undefined ? SAMPLE_IV_HISTORY : undefined);
	const paramsPath = paths.profile === undefined ? paths.params : await profileFile(paths.profile);
	const paramsText = await readTextFile(paramsPath ?? SAMPLE_PARAMS);
	return {
		params: parseRiskParams(paramsText),
		paramsText,
		closes: parseDailyCloses(await readTextFile(paths.closes ?? SAMPLE_CLOSES)),
		...(ivPath === undefined ? {} : { ivHistory: parseIvHistory(await readTextFile(ivPath)) }),
	};
}
