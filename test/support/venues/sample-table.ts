/** docs/venue-samples.md: what becomes of each recorded answer, from what the importers say. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ZkMarginError } from "../../../src/errors/base.ts";
import { legsOf } from "../../../src/ledger/account-file.ts";
import { VENUES, type Venue } from "../../../src/market/spellings/read-venue-name.ts";
import type { VenueFigure } from "../../../src/venues/answers/venue-figure.ts";
import type { VenueImport } from "../../../src/venues/answers/venue-import.ts";
import { importAccount } from "../../../src/venues/imports/import-account.ts";
import { sharedPath } from "../market/shared-data.ts";

export const SAMPLES_PAGE = resolve(import.meta.dirname, "../../../docs/venue-samples.md");

export type SampleOutcome = {
	readonly file: string;
	readonly venue: Venue | undefined;
	/** Which account of a recording of several. */
	readonly user?: string | undefined;
	readonly imported?: VenueImport | undefined;
	/** The one sentence why. */
	readonly refusal?: string | undefined;
};

/** Every sample, in order of its name; a recording of several accounts once for each. */
export function sampleOutcomes(folder: string): SampleOutcome[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith(".json"))
		.sort()
		.flatMap((file) => {
			const answer: unknown = JSON.parse(readFileSync(join(folder, file), "utf8"));
			const users = Object.keys((answer as { users?: object }).users ?? {});
			return (users.length === 0 ? [undefined] : users).map((user) => outcomeOf(file, answer, user));
		});
}

function outcomeOf(file: string, answer: unknown, user: string | undefined): SampleOutcome {
	const venue = VENUES.find((name) => file.includes(name));
	const other = /^nautilus-(\w+?)-/.exec(file)?.[1];
	if (venue === undefined) {
		return { file, venue, refusal: `no importer reads ${other}: the six venues are ${VENUES.join(", ")}` };
	}
	try {
		return { file, venue, user, imported: importAccount({ venue, answers: [answer], name: "sample", user }) };
	} catch (error) {
		if (!(error instanceof ZkMarginError)) throw error;
		return { file, venue, user, refusal: error.message };
	}
}

const HEAD = `# Recorded answers, and what becomes of them

Written by \`test/support/venues/sample-table.ts\` from 44 recorded or documented answers, which are not in this
repository; without them the test says that it skips. Each answer is imported alone. Figures are the venue's own; the
reason of each difference is what the importer says of it. _Alone incomplete_ means that the answer speaks of more than
it holds: the command asks for the other answer unless \`--incomplete\` is given.

| answer | venue, mode | outcome | what maps | what does not | figure: venue's, ours |
| --- | --- | --- | --- | --- | --- |
`;

export function sampleTable(outcomes: readonly SampleOutcome[]): string {
	const counts = {
		whole: outcomes.filter(({ imported }) => imported?.missing.length === 0).length,
		part: outcomes.filter(({ imported }) => (imported?.missing.length ?? 0) > 0).length,
		refused: outcomes.filter(({ refusal }) => refusal !== undefined).length,
	};
	const rows = outcomes.map((outcome) => `| ${cells(outcome).join(" | ")} |`);
	return `${HEAD}${rows.join("\n")}\n\n${counts.whole} accounts are imported whole, ${counts.part} alone incomplete, ${counts.refused} answers are refused.\n`;
}

function cells({ file, venue, user, imported, refusal }: SampleOutcome): string[] {
	const name = `${file.replace(/\.json$/, "")}${user === undefined ? "" : `, ${user}`}`;
	if (imported === undefined)
		return [name, venue ?? "another", "refused", "–", `${refusal}`, "–"].map(escaped);
	const { mode, missing, leftOut } = imported;
	return [
		name,
		`${venue}, ${mode}`,
		missing.length === 0 ? "imported" : "alone incomplete",
		whatMaps(imported).join("; ") || "an empty account",
		[
			...missing.map((what) => `missing: ${what}`),
			...leftOut.map(({ what, reason }) => `${what}: ${reason}`),
		].join("; ") || "–",
		imported.figures.map(figureText).join("; ") || "none printed",
	].map(escaped);
}

function whatMaps({ account, isolated }: VenueImport): string[] {
	return [account, ...isolated].flatMap(({ balances, positions, orders = [] }, at) => {
		const prefix = at === 0 ? "" : "isolated: ";
		return [
			...balances.map(({ asset, amount }) => `${prefix}${amount} ${asset}`),
			...positions.flatMap((position) =>
				legsOf(position).map(
					({ size, sizeUsd, entryPrice }) =>
						`${prefix}${size ?? `${sizeUsd} USD`} ${position.instrument}${entryPrice === undefined ? "" : ` at ${entryPrice}`}`,
				),
			),
			...orders.map(
				({ size, sizeUsd, instrument, price }) =>
					`order of ${size ?? `${sizeUsd} USD`} ${instrument} at ${price}`,
			),
		];
	});
}

function figureText({ what, unit, ofVenue, ours, difference, because }: VenueFigure): string {
	const reason = difference === "0" ? "" : ` (${because ?? "not explained"})`;
	return `${what}: ${ofVenue}, ${ours} ${unit}${reason}`;
}

function escaped(cell: string): string {
	return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}

if (process.argv[1] === import.meta.filename) {
	writeFileSync(SAMPLES_PAGE, sampleTable(sampleOutcomes(sharedPath("data", "samples"))));
}
