/** From circom sources to constraint system, witness program and symbols; cached by content. */
import { spawn } from "node:child_process";
import { readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { InputError, InternalError } from "../../errors/base.ts";
import { cachedEntry, findEntry } from "../../node/cache/cache-folder.ts";
import { fileHash } from "../../node/cache/file-hash.ts";
import { missingPackage } from "../../node/packages/missing-package.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import { readR1csHeader } from "../snarkjs/r1cs-file.ts";
import { CIRCUIT_FOLDER, type CircuitSource, findCircuit } from "./circuit-list.ts";
import { circuitLibraryFolder, circuitSourceHash } from "./circuit-sources.ts";
import { publicSignalNames } from "./load-symbols.ts";

const FLAGS = ["--r1cs", "--wasm", "--sym"];
const R1CS_FILE = "circuit.r1cs";
const WASM_FILE = "circuit.wasm";
const SYMBOL_FILE = "circuit.sym";
const SUMMARY_FILE = "summary.json";

const summarySchema = z.strictObject({
	constraintCount: z.int(),
	wireCount: z.int(),
	r1csSha256: z.string(),
});

/** All that proving with a key and checking a key's circuit take. */
export type CircuitProgram = z.infer<typeof summarySchema> & {
	readonly name: string;
	/** Hash of all sources, the compiler's version and its flags. */
	readonly circuitHash: string;
	readonly wasmPath: string;
	readonly publicSignals: readonly string[];
};

export type CompiledCircuit = CircuitProgram & {
	readonly r1csPath: string;
	readonly symPath: string;
};

export type CompileRequest = {
	readonly name: string;
	readonly circuitFolder?: string | undefined;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
	/** `O0` keeps every constraint as it is written, for proofs about the source. Defaults to `O2`. */
	readonly simplification?: "O0" | "O2" | undefined;
};

/**
 * Compiles a circuit of `circuits.json`, or takes it from the cache.
 *
 * @throws InputError `CIRCUIT_UNKNOWN`, `CIRCUIT_INCLUDE_MISSING`, `CIRCUIT_COMPILE_FAILED` (with
 * circom's own message), `CIRCUIT_PUBLIC_SIGNALS`; RetryableError `CACHE_BUSY`
 */
export async function compileCircuit(request: CompileRequest): Promise<CompiledCircuit> {
	const { circuit, flags, entry } = await entryOf(request);
	const { folder } = await cachedEntry({
		...entry,
		build: async (staging) => {
			request.onProgress?.({ step: `compiling ${circuit.file}` });
			await compileInto(circuit, flags, staging);
		},
	});
	return compiledIn(folder, circuit, entry.contentHash);
}

/**
 * The circuit if it was compiled on this machine before; compiles nothing.
 *
 * @throws InputError `CIRCUIT_UNKNOWN`, `CIRCUIT_INCLUDE_MISSING`
 */
export async function findCompiledCircuit(request: CompileRequest): Promise<CompiledCircuit | undefined> {
	const { circuit, entry } = await entryOf(request);
	const folder = await findEntry(entry);
	return folder === undefined ? undefined : compiledIn(folder, circuit, entry.contentHash);
}

async function entryOf(request: CompileRequest) {
	const circuit = await findCircuit(request.name, request.circuitFolder ?? CIRCUIT_FOLDER);
	const flags = [...FLAGS, `--${request.simplification ?? "O2"}`];
	const contentHash = await circuitSourceHash(circuit, [compilerVersion(), ...flags].join(" "));
	const entry = { name: `circuit-${circuit.name}`, contentHash, cacheFolder: request.cacheFolder };
	return { circuit, flags, entry };
}

async function compiledIn(
	folder: string,
	circuit: CircuitSource,
	circuitHash: string,
): Promise<CompiledCircuit> {
	const summary = summarySchema.parse(JSON.parse(await readFile(join(folder, SUMMARY_FILE), "utf8")));
	return {
		...summary,
		name: circuit.name,
		circuitHash,
		r1csPath: join(folder, R1CS_FILE),
		wasmPath: join(folder, WASM_FILE),
		symPath: join(folder, SYMBOL_FILE),
		publicSignals: circuit.publicSignals,
	};
}

async function compileInto(circuit: CircuitSource, flags: readonly string[], folder: string): Promise<void> {
	await runCircom(circuit, flags, folder);
	const stem = basename(circuit.file, ".circom");
	await rename(join(folder, `${stem}.r1cs`), join(folder, R1CS_FILE));
	await rename(join(folder, `${stem}.sym`), join(folder, SYMBOL_FILE));
	await rename(join(folder, `${stem}_js`, `${stem}.wasm`), join(folder, WASM_FILE));
	await rm(join(folder, `${stem}_js`), { recursive: true });
	const header = await readR1csHeader(join(folder, R1CS_FILE));
	await checkPublicSignals(circuit, join(folder, SYMBOL_FILE), header.publicCount);
	const summary: z.infer<typeof summarySchema> = {
		constraintCount: header.constraintCount,
		wireCount: header.wireCount,
		r1csSha256: await fileHash(join(folder, R1CS_FILE)),
	};
	await writeFile(join(folder, SUMMARY_FILE), `${JSON.stringify(summary, null, "\t")}\n`);
}

/** The order of public signals is what contracts index by: it must be the documented one. */
async function checkPublicSignals(
	circuit: CircuitSource,
	symPath: string,
	publicCount: number,
): Promise<void> {
	const compiled = await publicSignalNames(symPath, publicCount);
	if (compiled.join() === circuit.publicSignals.join()) return;
	throw new InputError({
		code: "CIRCUIT_PUBLIC_SIGNALS",
		message: `${circuit.file} has public signals [${compiled}], the list says [${circuit.publicSignals}]`,
		field: "publicSignals",
		hint: "outputs come first, then public inputs in order of declaration",
	});
}

async function runCircom(circuit: CircuitSource, flags: readonly string[], folder: string): Promise<void> {
	const script = fileURLToPath(new URL("./circom-process.ts", import.meta.url));
	const folders = await Promise.all(
		[circuit.folder, circuitLibraryFolder(), folder].map((path) => realpath(path)),
	);
	const child = spawn(process.execPath, [script, ...folders, circuit.file, ...flags], {
		stdio: ["ignore", "pipe", "pipe"],
		env: {},
	});
	const output: Buffer[] = [];
	child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
	child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
	const exitCode = await new Promise<number | null>((resolve, reject) => {
		child.on("error", reject);
		child.on("close", resolve);
	});
	if (exitCode === 0) return;
	throw new InputError({
		code: "CIRCUIT_COMPILE_FAILED",
		message: `circom refuses ${circuit.file}:\n${plainText(Buffer.concat(output).toString("utf8"))}`,
		field: circuit.file,
		hint: "correct the circuit; the message above is circom's own",
	});
}

/** Without terminal colours. */
function plainText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences start with one
	return text.replace(/\u001b\[[0-9;]*m/g, "").trim();
}

function compilerVersion(): string {
	const manifest = readCompilerManifest();
	if (typeof manifest.version === "string") return `circom2@${manifest.version}`;
	throw new InternalError({ code: "COMPILER_VERSION", message: "circom2 has no version" });
}

/** @throws InputError `PACKAGE_MISSING` */
function readCompilerManifest(): { readonly version?: unknown } {
	try {
		return createRequire(import.meta.url)("circom2/package.json") as { version?: unknown };
	} catch (cause) {
		throw missingPackage(cause) ?? cause;
	}
}
