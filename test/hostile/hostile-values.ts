/** Values that a stranger may put into a file, and random damage to valid ones. */
import type { Draw } from "../support/random/seeded-draw.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const NESTED: Json = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`);

/** In place of any value: other types, huge, nested, look-alikes, ways out of a folder. */
export const HOSTILE_VALUES: readonly Json[] = [
	null,
	true,
	0,
	-0,
	-1,
	1e308,
	-1e308,
	0.1,
	2 ** 53,
	"",
	" ",
	"0",
	"-0",
	"-1",
	"1e9",
	"NaN",
	"Infinity",
	"0x10",
	"٣",
	"１２",
	"1_000",
	"1,000",
	`1${"0".repeat(400)}`,
	`0.${"0".repeat(400)}1`,
	"21888242871839275222246405745257275088548364400416034343698204186575808495617",
	`0x${"f".repeat(64)}`,
	"x".repeat(100_000),
	"../../etc/passwd",
	"/etc/passwd",
	"ВTC",
	"BTC\u0000",
	"BTC\u202e",
	"BTC-PERPETUAL\n",
	"__proto__",
	"constructor",
	"2026-02-30T00:00:00Z",
	"9999999999-01-01T00:00:00Z",
	[],
	{},
	[[]],
	NESTED,
	{ toString: "x", constructor: { prototype: { polluted: true } } },
	Array.from({ length: 5000 }, () => 1),
];

/** One to three places of a copy: replaced, removed, doubled, renamed, added to. */
export function damaged(value: unknown, draw: Draw): unknown {
	const copy = structuredClone(value) as Json;
	let whole: Json = copy;
	const times = 1 + Number(draw.unsigned(3n));
	for (let turn = 0; turn < times; turn++) {
		const places = placesOf(whole);
		if (places.length === 0) return hostileValue(draw);
		const { parent, key } = draw.pick(places);
		damagePlace(parent, key, draw);
		if (draw.chance(0.02)) whole = hostileValue(draw);
	}
	return whole;
}

/** A copy: later damage to it must not reach the list. */
function hostileValue(draw: Draw): Json {
	return structuredClone(draw.pick(HOSTILE_VALUES));
}

type Place = { readonly parent: Json[] | { [key: string]: Json }; readonly key: string };

function placesOf(value: Json, depth = 0): Place[] {
	if (typeof value !== "object" || value === null || depth > 12) return [];
	const keys = Object.keys(value).slice(0, 200);
	return keys.flatMap((key) => [
		{ parent: value, key },
		...placesOf((value as { [key: string]: Json })[key] as Json, depth + 1),
	]);
}

function damagePlace(parent: Place["parent"], key: string, draw: Draw): void {
	if (Array.isArray(parent)) {
		const at = Number(key);
		const own = parent[at] as Json;
		const act = draw.pick(["replace", "remove", "double", "swap"] as const);
		if (act === "replace") parent[at] = hostileValue(draw);
		else if (act === "remove") parent.splice(at, 1);
		else if (act === "double") parent.splice(at, 0, structuredClone(own));
		else parent.reverse();
		return;
	}
	const own = parent[key] as Json;
	const act = draw.pick(["replace", "replace", "remove", "rename", "nudge", "add"] as const);
	if (act === "replace") parent[key] = hostileValue(draw);
	else if (act === "remove") delete parent[key];
	else if (act === "rename") {
		delete parent[key];
		parent[`${key} `] = own;
	} else if (act === "nudge" && typeof own === "string") parent[key] = nudged(own, draw);
	else parent[`extra${draw.unsigned(9n)}`] = hostileValue(draw);
}

/** A digit or letter more, less or changed. */
export function nudged(text: string, draw: Draw): string {
	const at = Number(draw.unsigned(BigInt(text.length)));
	const glyph = draw.pick(["", "0", "9", "-", ".", ",", '"', "\n", "\u0000", "é", "x"] as const);
	return `${text.slice(0, at)}${glyph}${text.slice(at + (draw.chance(0.5) ? 1 : 0))}`;
}
