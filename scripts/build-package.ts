/**
 * `npm run build`: JavaScript and types in `dist/`, for the package. This repository runs its sources and needs none of
 * it. Node refuses to strip types under node_modules, and bundlers know only what is written as JavaScript.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ABIS } from "../src/chain/client/abi.ts";
import { CODE_HASH_FILE, hashOfFolder } from "../src/node/cache/code-version.ts";
import { SHIPPED_MANIFEST, shippedManifest } from "../src/proof/circuit/shipped-circuits.ts";
import { compiledCircuits, manifestText } from "./write-circuit-bundle.ts";

const ROOT = resolve(import.meta.dirname, "..");
const OUT = join(ROOT, "dist");
/** tsc rewrites the specifiers of imports in JavaScript; these it leaves. */
const URL_OF_SOURCE = /(new URL\("\.\.?\/[^"]+)\.ts(", import\.meta\.url\))/g;
const SPECIFIER_IN_TYPES = /((?:from|import\() ?"\.\.?\/[^"]+)\.ts"/g;
const SOURCE_LEFT = /["']\.\.?\/[^"']+\.ts["']/;

export async function buildPackage(): Promise<void> {
	rmSync(OUT, { recursive: true, force: true });
	const { status } = spawnSync(
		process.execPath,
		[join(ROOT, "node_modules/typescript/bin/tsc"), "-p", join(ROOT, "tsconfig.build.json")],
		{ stdio: ["ignore", "inherit", "inherit"] },
	);
	if (status !== 0) throw new Error("tsc did not build dist");
	for (const name of readdirSync(OUT, { recursive: true, encoding: "utf8" })) {
		if (!/\.(?:js|d\.ts)$/.test(name)) continue;
		const path = join(OUT, name);
		const text = readFileSync(path, "utf8");
		const built = text.replace(URL_OF_SOURCE, "$1.js$2").replace(SPECIFIER_IN_TYPES, '$1.js"');
		const left = SOURCE_LEFT.exec(built);
		if (left !== null) throw new Error(`dist/${name} still names a source: ${left[0]}`);
		if (built !== text) writeFileSync(path, built);
	}
	writeFileSync(join(OUT, CODE_HASH_FILE), await hashOfFolder(OUT));
	writeAbis();
	await shipCircuits();
}

/** For other languages, as solc writes them. */
function writeAbis(): void {
	const folder = join(OUT, "abi");
	mkdirSync(folder);
	for (const [contract, abi] of Object.entries(ABIS)) {
		writeFileSync(join(folder, `${contract}.json`), `${JSON.stringify(abi, null, "\t")}\n`);
	}
}

/** Every circuit, compiled from the sources, and its hashes. Constraints do not travel: only new keys need them. */
async function shipCircuits(): Promise<void> {
	const folder = join(OUT, "circuits");
	mkdirSync(folder);
	const circuits = await compiledCircuits();
	for (const { name, wasmPath } of circuits) copyFileSync(wasmPath, join(folder, `${name}.wasm`));
	writeFileSync(join(folder, SHIPPED_MANIFEST), manifestText(await shippedManifest(circuits)));
}

if (import.meta.main) await buildPackage();
