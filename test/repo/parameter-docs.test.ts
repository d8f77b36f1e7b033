/** docs/margin-model.md lists every parameter of the sample with the default that the sample has. */
import { readFileSync } from "node:fs";
import stripJsonComments from "strip-json-comments";
import { describe, expect, it } from "vitest";
import { SAMPLE_PARAMS_TEXT } from "../support/tables/small-tables.ts";

const DOCS = readFileSync(new URL("../../docs/margin-model.md", import.meta.url), "utf8");
const ROWS = new Map(
	[...DOCS.matchAll(/^\| `([^`]+)`\s*\| (.*?)\s*\|/gm)].map(([, path = "", text = ""]) => [path, text]),
);
const NOT_PARAMETERS = ["format", "profile"];

/** Every leaf: path of keys, and its value as text; a list of tiers is one leaf. */
function leaves(value: unknown, path: readonly string[] = []): [string, string][] {
	if (Array.isArray(value)) {
		const items = value.map((item) => {
			if (typeof item !== "object") return item;
			if ("moves" in item) return `${item.vols.join("/")} ${item.when ?? "horizon"} ${item.moves.join(" ")}`;
			return `${item.haircut} from ${Number(item.fromUsd).toLocaleString("en-US")}`;
		});
		const joiner = value.some((item) => typeof item === "object") ? ", " : " ";
		return [[path.join("."), items.join(joiner) || "none"]];
	}
	if (typeof value === "object" && value !== null) {
		return Object.entries(value).flatMap(([key, one]) => leaves(one, [...path, key]));
	}
	return [[path.join("."), String(value)]];
}

/** The row that speaks of a leaf: its own, or that of the block it is in. */
function rowOf(path: string): string | undefined {
	for (let at = path; at !== ""; at = at.split(".").slice(0, -1).join(".")) {
		const found = ROWS.get(at);
		if (found !== undefined) return found;
	}
	return undefined;
}

describe("the table of parameters", () => {
	const all = leaves(JSON.parse(stripJsonComments(SAMPLE_PARAMS_TEXT))).filter(
		([path]) => !NOT_PARAMETERS.includes(path),
	);

	it.each(all)("lists %s with its default", (path, value) => {
		const row = rowOf(path);
		expect(row, "no row").toBeDefined();
		expect(` ${row?.replaceAll(", ", " , ")} `).toContain(` ${value.replaceAll(", ", " , ")} `);
	});

	it("lists nothing that is no parameter", () => {
		const known = all.map(([path]) => path);
		const blocks = ["stress.depegs.assets"];
		const unknown = [...ROWS.keys()].filter(
			(row) => !blocks.includes(row) && !known.some((path) => path === row || path.startsWith(`${row}.`)),
		);
		expect(unknown).toEqual([]);
	});
});
