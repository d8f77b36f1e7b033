/** Everything that a circuit is compiled from, and its hash. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { InputError } from "../../errors/base.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import { missingPackage } from "../../node/packages/missing-package.ts";
import type { CircuitSource } from "./circuit-list.ts";

const require = createRequire(import.meta.url);

/** Strings are kept, so that `//` inside one is not taken for a comment. */
const STRING_OR_COMMENT = /("[^"\n]*")|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
const INCLUDE = /\binclude\s*"([^"\n]+)"/g;

/**
 * The folder that contains circomlib: `include "circomlib/circuits/…"` is resolved in it.
 *
 * @throws InputError `PACKAGE_MISSING`
 */
export function circuitLibraryFolder(): string {
	try {
		return dirname(dirname(require.resolve("circomlib/package.json")));
	} catch (cause) {
		throw missingPackage(cause) ?? cause;
	}
}

/**
 * SHA-256 over the names and contents of all files reachable by `include`, and `compilation` (the
 * compiler's version and flags). Names are relative, so the hash is the same in every checkout.
 *
 * @throws InputError `CIRCUIT_INCLUDE_MISSING`
 */
export async function circuitSourceHash(circuit: CircuitSource, compilation: string): Promise<string> {
	const sources = new Map<string, string>();
	await collect(circuit, posix.join("circuits", circuit.file), sources);
	const lines = [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, hash]) => `${hash}  ${name}`);
	return textHash([compilation, circuit.file, ...lines].join("\n"));
}

async function collect(circuit: CircuitSource, name: string, sources: Map<string, string>): Promise<void> {
	if (sources.has(name)) return;
	const text = await readSource(circuit, name);
	if (text === undefined) throw missing(name, circuit.file);
	sources.set(name, textHash(text));
	for (const included of includesOf(text)) {
		const beside = posix.join(posix.dirname(name), included);
		const inLibrary = posix.join("library", included);
		const found = (await readSource(circuit, beside)) === undefined ? inLibrary : beside;
		if ((await readSource(circuit, found)) === undefined) throw missing(included, name);
		await collect(circuit, found, sources);
	}
}

/** `name` is as the compiler sees it: below `circuits/` or `library/`. */
async function readSource(circuit: CircuitSource, name: string): Promise<string | undefined> {
	const [mount, ...rest] = name.split("/");
	if (rest.includes("..") || (mount !== "circuits" && mount !== "library")) return undefined;
	const root = mount === "circuits" ? circuit.folder : circuitLibraryFolder();
	return readFile(join(root, ...rest), "utf8").catch(() => undefined);
}

function includesOf(text: string): string[] {
	const code = text.replace(STRING_OR_COMMENT, (_match, string: string | undefined) => string ?? " ");
	return [...code.matchAll(INCLUDE)].map((match) => match[1] as string);
}

function missing(included: string, by: string): InputError {
	return new InputError({
		code: "CIRCUIT_INCLUDE_MISSING",
		message: `${by} needs ${included}, which does not exist`,
		field: by,
		hint: "paths are relative to the including file, or start with circomlib/",
	});
}
