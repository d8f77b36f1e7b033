/** What an import has to say, for a terminal. */
import { type Account, legsOf } from "../../ledger/account-file.ts";
import type { VenueFigure } from "../../venues/answers/venue-figure.ts";
import type { VenueImport } from "../../venues/answers/venue-import.ts";
import type { UnlistedName } from "../../venues/imports/import-account.ts";
import { textTable } from "../output/text-table.ts";

export function venueImportText(request: {
	readonly imported: VenueImport;
	readonly files: readonly string[];
	readonly unlisted: readonly UnlistedName[];
}): string[] {
	const { imported, files, unlisted } = request;
	const { venue, mode, account, isolated, leftOut, missing } = imported;
	return [
		`${venue}, ${mode}`,
		"",
		...accountText(account),
		...isolated.flatMap((own) => ["", `${own.name}, an account of its own:`, ...accountText(own)]),
		...figuresText(imported.figures),
		...section(
			"left out",
			leftOut.map(({ what, reason }) => `${what}: ${reason}`),
		),
		...section("missing in the answers, so this is not the whole account", missing),
		...section(
			"not listed in this market",
			unlisted.map(({ name, nearest }) => `${name}: nearest are ${nearest.join(", ") || "none"}`),
		),
		"",
		...files.map((path) => `written to ${path}`),
	];
}

function accountText({ balances, positions, orders = [] }: Account): string[] {
	const rows = [
		...balances.flatMap(({ asset, amount, parts = [] }) => [
			[asset, amount, ""],
			...parts.map((part) => [`  ${part.reason}`, part.amount, ""]),
		]),
		...positions.flatMap((position) =>
			legsOf(position).map(({ size, sizeUsd, entryPrice }) => [
				position.instrument,
				size ?? `${sizeUsd} USD`,
				entryPrice === undefined ? "" : `at ${entryPrice}`,
			]),
		),
		...orders.map(({ instrument, size, sizeUsd, price }) => [
			`order of ${instrument}`,
			size ?? `${sizeUsd} USD`,
			`at ${price}`,
		]),
	];
	if (rows.length === 0) return ["nothing: the account is empty"];
	const columns = [
		{ heading: "holds", align: "left" },
		{ heading: "size", align: "right" },
		{ heading: "", align: "left" },
	] as const;
	return textTable(columns, rows);
}

function figuresText(figures: readonly VenueFigure[]): string[] {
	if (figures.length === 0) return [];
	const columns = [
		{ heading: "figure", align: "left" },
		{ heading: "of the venue", align: "right" },
		{ heading: "ours", align: "right" },
		{ heading: "difference", align: "right" },
	] as const;
	const rows = figures.map(({ what, unit, ofVenue, ours, difference }) => [
		`${what}, ${unit}`,
		ofVenue,
		ours,
		difference,
	]);
	const reasons = figures
		.filter(({ difference }) => difference !== "0")
		.map(({ what, because }) => `${what}: ${because ?? "not explained"}`);
	return ["", ...textTable(columns, rows), ...section("differences", reasons)];
}

function section(heading: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ["", `${heading}:`, ...lines.map((line) => `  ${line}`)];
}
