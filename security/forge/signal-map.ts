/** What the symbols file and the sources say of a wire: its name, and the template that it belongs to. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { circuitLibraryFolder } from "../../src/proof/circuit/circuit-sources.ts";
import { loadSymbols } from "../../src/proof/circuit/load-symbols.ts";
import { circomFiles, withoutComments } from "../circuit/circuit-sources.ts";

/** Parts of circomlib that a template of ours is built from; their wires count as that template's. */
const LIBRARY_FILES = ["bitify.circom", "comparators.circom"];

export type Signal = {
	/** Without `main.`, and without the numbers that the compiler gives to anonymous components. */
	readonly name: string;
	/** The component instance that the wire belongs to: the innermost one with a template of ours. */
	readonly instance: string;
	readonly template: string;
};

export type SignalMap = {
	/** By wire; the constant one and wires without a symbol are undefined. */
	readonly signals: readonly (Signal | undefined)[];
	/** Wires by instance. */
	readonly instances: ReadonlyMap<string, readonly number[]>;
	readonly wireOf: (name: string) => number | undefined;
};

type Templates = ReadonlyMap<string, { readonly ours: boolean; readonly parts: ReadonlyMap<string, string> }>;

/**
 * @param mainTemplate template of the main component
 * @param moreSource further templates, where main is none of `circuits/`
 */
export async function loadSignalMap(
	symPath: string,
	mainTemplate: string,
	moreSource = "",
): Promise<SignalMap> {
	const templates = readTemplates(moreSource);
	const known = new Map<string, Omit<Signal, "name">>();
	const signals: (Signal | undefined)[] = [];
	const instances = new Map<string, number[]>();
	const wires = new Map<string, number>();
	for (const [fullName, wire] of await loadSymbols(symPath)) {
		const path = fullName.split(".").slice(1, -1);
		const key = path.join(".");
		const place = known.get(key) ?? placeOf(path, mainTemplate, templates);
		known.set(key, place);
		const name = fullName.replace(/^main\./, "").replace(/_\d+_\d+/g, "");
		signals[wire] = { name, ...place };
		wires.set(fullName.replace(/^main\./, ""), wire);
		const members = instances.get(place.instance);
		if (members === undefined) instances.set(place.instance, [wire]);
		else members.push(wire);
	}
	return { signals, instances, wireOf: (name) => wires.get(name) };
}

function placeOf(path: readonly string[], mainTemplate: string, templates: Templates) {
	let template = mainTemplate;
	let innermost = { instance: "main", template };
	for (let at = 0; at < path.length; at++) {
		const element = (path[at] as string).replace(/\[.*$/, "");
		const part = templates.get(template)?.parts.get(element) ?? /^(\w+?)_\d+_\d+$/.exec(element)?.[1];
		if (part === undefined) throw new Error(`no template for ${path.join(".")} in ${template}`);
		template = part;
		if (templates.get(template)?.ours === true) {
			innermost = { instance: ["main", ...path.slice(0, at + 1)].join("."), template };
		}
	}
	return innermost;
}

function readTemplates(moreSource: string): Templates {
	const library = LIBRARY_FILES.map((file) =>
		readFileSync(join(circuitLibraryFolder(), "circomlib/circuits", file), "utf8"),
	);
	const sources = [
		...circomFiles().map(({ text }) => ({ text, ours: true })),
		{ text: moreSource, ours: true },
		...library.map((text) => ({ text, ours: false })),
	];
	const templates = new Map<string, { ours: boolean; parts: Map<string, string> }>();
	for (const { text, ours } of sources) {
		for (const match of withoutComments(text).matchAll(/^template (\w+)\([^)]*\) ?\{([\s\S]*?)^\}/gm)) {
			const [, name, body] = match as unknown as [string, string, string];
			const made = body.matchAll(/(\w+)(?:\[[^\]]*\])*\s*=\s*([A-Z]\w*)\(/g);
			const parts = new Map([...made].map(([, part, template]) => [part as string, template as string]));
			templates.set(name, { ours, parts });
		}
	}
	return templates;
}
