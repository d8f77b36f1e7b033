/** Both tables of the small market under the sample parameters. */
import { readFileSync } from "node:fs";
import { generateSampleIvHistory } from "../../../sample/generate/sample-iv-history.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import {
	parseRiskParams,
	type RiskParams,
	type TailInputs,
	tailInputsOf,
} from "../../../src/risk/params/risk-params.ts";
import {
	buildRiskTables,
	type RiskTableRequest,
	type RiskTables,
} from "../../../src/risk/table/build-risk-table.ts";
import { madeUpCloses } from "../market/daily-closes.ts";
import { SMALL_MARKET } from "../market/small-market.ts";

export const SAMPLE_PARAMS_TEXT = readFileSync(
	new URL("../../../sample/risk-params.json", import.meta.url),
	"utf8",
);

export const SAMPLE_PARAMS = withTail(parseRiskParams(SAMPLE_PARAMS_TEXT));

/** Another model's rule: no tail, no floor, no concentration charge, no horizon. */
export const PMRM_LIKE_PARAMS: RiskParams = parseRiskParams(
	readFileSync(new URL("../../../sample/risk-params-pmrm-like.json", import.meta.url), "utf8"),
);

/** The sample parameters use the tail line and its forecast, which a profile may switch off. */
function withTail(params: RiskParams): TailInputs {
	const inputs = tailInputsOf(params);
	if (inputs === undefined) throw new Error("the sample parameters have the tail line off");
	return inputs;
}

export const SMALL_CLOSES = madeUpCloses({
	seed: 7,
	symbols: ["BTC", "ETH"],
	lastDay: "2026-02-04",
	days: 400,
});

export const SMALL_IV_HISTORY_TEXT = generateSampleIvHistory({ seed: 7, closes: SMALL_CLOSES, days: 90 });

export const SMALL_IV_HISTORY = parseIvHistory(SMALL_IV_HISTORY_TEXT);

export async function buildSmallTables(
	change: Partial<Pick<RiskTableRequest, "snapshot" | "params" | "closes" | "onProgress">> = {},
): Promise<RiskTables> {
	const snapshot = change.snapshot ?? SMALL_MARKET;
	return buildRiskTables({
		listing: buildListing(snapshot),
		snapshot,
		params: change.params ?? SAMPLE_PARAMS,
		closes: change.closes ?? SMALL_CLOSES,
		ivHistory: SMALL_IV_HISTORY,
		onProgress: change.onProgress,
		hash: await loadFastPoseidon(),
	});
}
