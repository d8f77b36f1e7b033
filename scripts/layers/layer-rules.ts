/** Biome's import rules and the table in CONTRIBUTING.md, from the one list of floors and rooms. */
import { FLOORS, type Floor } from "./layers.ts";

/** What only floors with an effect on the world may import. */
const EFFECT_MODULES = ["node:*", "snarkjs", "ethers", "hardhat", "ffjavascript"];
/** Folders that import the product and are never imported by it. */
const OUTER_FOLDERS = ["scripts", "test", "bench", "security", "tools", "sample/generate"];

const GLOBALS_WITH_EFFECT = {
	fetch: "pure floors have no network",
	WebSocket: "pure floors have no network",
	crypto: "pure floors have no randomness: take it as an argument",
	performance: "pure floors have no clock: take the time as an argument",
	setTimeout: "pure floors have no clock",
	setInterval: "pure floors have no clock",
	process: "pure floors know no process",
	console: "pure floors print nothing",
};

type Pattern = { readonly group: readonly string[]; readonly message: string };
type Override = { readonly includes: readonly string[]; readonly linter: unknown };

/** Overrides of biome.json: one for each floor, one for each room in it, one for all that is pure. */
export function layerOverrides(): readonly Override[] {
	const pure = FLOORS.filter(({ isPure }) => isPure).map(({ name }) => `src/${name}/**`);
	return [
		...FLOORS.flatMap((floor) => [
			restrict(`src/${floor.name}/**`, floorPatterns(floor)),
			// A later override replaces an earlier one, so a room repeats the patterns of its floor.
			...floor.rooms.map((_, at) =>
				restrict(`src/${floor.name}/${floor.rooms[at]?.name}/**`, [
					...floorPatterns(floor),
					...roomPatterns(floor, at),
				]),
			),
		]),
		{
			includes: pure,
			linter: {
				rules: {
					style: {
						noRestrictedGlobals: { level: "error", options: { deniedGlobals: GLOBALS_WITH_EFFECT } },
					},
				},
			},
		},
	];
}

function floorPatterns(floor: Floor): readonly Pattern[] {
	const names = FLOORS.map(({ name }) => name);
	const later = names.slice(names.indexOf(floor.name) + 1);
	const patterns: Pattern[] = [
		{
			group: OUTER_FOLDERS.map((folder) => `**/${folder}/**`),
			message: `nothing in src imports ${OUTER_FOLDERS.join(", ")}.`,
		},
	];
	if (later.length > 0) {
		patterns.push({
			group: later.map((name) => `**/${name}/**`),
			message: `src/${floor.name} may not import a later floor: imports point ${names.join(" <- ")}.`,
		});
	}
	if (floor.isPure) {
		patterns.push({
			group: EFFECT_MODULES,
			message: `src/${floor.name} is pure: no file system, network, clock, randomness, snarkjs or ethers.`,
		});
	}
	return patterns;
}

/** A room's siblings are reached by leading dots only, so that another floor's room of the same name stays open. */
function roomPatterns(floor: Floor, at: number): readonly Pattern[] {
	const names = floor.rooms.map(({ name }) => name);
	const later = names.slice(at + 1);
	if (later.length === 0) return [];
	const group = later.flatMap((name) => ["../", "../../", "../../../"].map((up) => `${up}${name}/**`));
	return [
		{
			group,
			message: `src/${floor.name}/${names[at]} may not import a later room: imports point ${names.join(" <- ")}.`,
		},
	];
}

function restrict(includes: string, patterns: readonly Pattern[]): Override {
	return {
		includes: [includes],
		linter: {
			rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } },
		},
	};
}

/** The rows of the table in CONTRIBUTING.md, floors and their rooms from the ground up. */
export function layerTable(): string {
	const rows = FLOORS.flatMap((floor) => [
		`| \`src/${floor.name}\` | ${floor.holds}${floor.isPure ? "" : " (not pure)"} |`,
		...floor.rooms.map(({ name, holds }) => `| – \`${name}\` | ${holds} |`),
	]);
	return ["| floor, and its rooms | holds |", "| --- | --- |", ...rows].join("\n");
}
