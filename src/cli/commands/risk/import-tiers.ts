/** `risk import-tiers`: a venue's published collateral ladders as haircuts of risk parameters. */
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { readTextFile } from "../../../node/files/read-text-file.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import { fitHaircutLadder } from "../../../risk/charges/haircut-fit.ts";
import {
	parsePublishedTiers,
	selectLadders,
	TIER_VENUES,
	type TierVenue,
} from "../../../risk/params/parse-published-tiers.ts";
import {
	type ConvertedLadder,
	haircutTiersOf,
	type PublishedLadder,
} from "../../../risk/params/published-ladder.ts";
import { parseParamsText, parseRiskParams } from "../../../risk/params/risk-params.ts";
import { formatScaled, MICRO_USD_DECIMALS } from "../../../units/decimal.ts";
import { PPM_DECIMALS } from "../../../units/exact-value.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { haircutFitLines } from "../../reports/haircut-fit-text.ts";

type Options = {
	readonly venue: TierVenue;
	readonly file: string;
	readonly out: string;
	readonly table?: string | undefined;
	readonly assets?: string[] | undefined;
	readonly price: Readonly<Record<string, string>>;
	readonly params?: string | undefined;
};

export function registerImportTiersCommand(risk: Command): void {
	risk
		.command("import-tiers")
		.description("turn a venue's published collateral ladders into haircuts of risk parameters")
		.addOption(
			new Option("--venue <name>", "whose form the file has").choices(TIER_VENUES).makeOptionMandatory(),
		)
		.requiredOption("--file <file>", "published ladders (JSON)")
		.requiredOption("--out <file>", "gets the ladders, or whole parameters with --params")
		.option("--table <name>", "which of the file's tables, where an asset stands in several")
		.option("--assets <list>", "comma separated; all of the table without it", (text: string) =>
			text.split(","),
		)
		.option("--price <asset=USD>", "for bands in coins; may be repeated", collectPrice, {})
		.option("--params <file>", "risk parameters (JSON with comments) that get these ladders")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => importTiers(options)));
}

async function importTiers(options: Options): Promise<CommandResult> {
	const { venue, file, out, table, assets, price, params } = options;
	await refuseExistingFile(out);
	const published = parsePublishedTiers(venue, await readJsonFile(file));
	const selected = selectLadders(published, { table, assets });
	const { ladders, leftOut } = convertAll(selected, { price, all: assets !== undefined });
	if (ladders.length === 0) throw nothingRead(venue, file);
	const haircuts = Object.fromEntries(ladders.map(({ asset, tiers }) => [asset, tiersToJson(tiers)]));
	await writeAtomically(
		out,
		jsonText(params === undefined ? haircuts : await withHaircuts(params, haircuts)),
	);
	const tightened = ladders.filter((ladder) => ladder.tightened).map(({ asset }) => asset);
	return {
		json: { file: out, assets: ladders.length, tightened, incomplete: published.incomplete, leftOut },
		lines: [
			`${ladders.length} ladders of ${venue}`,
			...haircutFitLines(ladders.map(({ asset, tiers }) => ({ asset, fit: fitHaircutLadder(tiers) }))),
			...(tightened.length === 0 ? [] : [`rates that rise with size were not used: ${tightened.join(", ")}`]),
			...(published.incomplete.length === 0
				? []
				: [`published in part, left out: ${published.incomplete.join(", ")}`]),
			...leftOut.map(({ asset, why }) => `left out: ${asset}, ${why}`),
			`written to ${out}`,
		],
	};
}

function nothingRead(venue: TierVenue, file: string): InputError {
	return new InputError({
		code: "TIERS_EMPTY",
		message: `${file} holds no ladder in the form of ${venue}`,
		field: file,
		hint: "check --venue: fields that are not known are ignored, so another venue's file can read as nothing",
	});
}

/** Assets that were asked for by name must convert; of a whole table, those that do not are left out. */
function convertAll(
	selected: readonly PublishedLadder[],
	{ price, all }: Pick<Options, "price"> & { readonly all: boolean },
) {
	const ladders: (ConvertedLadder & { readonly asset: string })[] = [];
	const leftOut: { readonly asset: string; readonly why: string }[] = [];
	let firstError: InputError | undefined;
	for (const ladder of selected) {
		const { asset } = ladder;
		try {
			ladders.push({ asset, ...haircutTiersOf(ladder, price[asset]) });
		} catch (error) {
			if (all || !(error instanceof InputError)) throw error;
			firstError ??= error;
			leftOut.push({ asset, why: error.code });
		}
	}
	if (ladders.length === 0 && firstError !== undefined) throw firstError;
	return { ladders, leftOut };
}

function tiersToJson(tiers: ConvertedLadder["tiers"]) {
	return tiers.map(({ fromUsd, haircut }) => ({
		fromUsd: formatScaled(fromUsd, MICRO_USD_DECIMALS),
		haircut: formatScaled(haircut, PPM_DECIMALS),
	}));
}

/** What is left open here was checked before. */
type ParsedParams = { readonly charges: { readonly haircuts: { readonly assets: Record<string, unknown> } } };

/** The parameters with these ladders in place of their own for the same assets. Comments are lost. */
async function withHaircuts(path: string, haircuts: Readonly<Record<string, unknown>>): Promise<unknown> {
	const text = await readTextFile(path);
	parseRiskParams(text);
	const params = parseParamsText(text) as ParsedParams;
	Object.assign(params.charges.haircuts.assets, haircuts);
	parseRiskParams(JSON.stringify(params));
	return params;
}

function collectPrice(text: string, earlier: Readonly<Record<string, string>>): Record<string, string> {
	const [asset = "", price, ...more] = text.split("=");
	if (asset === "" || price === undefined || more.length > 0) {
		throw new InvalidArgumentError("expected ASSET=USD, such as BTC=63000");
	}
	return { ...earlier, [asset]: price };
}
