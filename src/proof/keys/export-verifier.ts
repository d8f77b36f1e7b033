/** Writes snarkjs' Solidity verifier for a key; only its contract name and compiler pin differ. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InternalError } from "../../errors/base.ts";
import { cachedEntry } from "../../node/cache/cache-folder.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";
import type { SuppliedKey } from "./proving-key.ts";
import { parseVerificationKey } from "./verification-key.ts";

const require = createRequire(import.meta.url);
const SOURCE_FILE = "verifier.sol";

/** `solvency-16` → `Solvency16Verifier`. */
export function verifierContractName(circuitName: string): string {
	const words = circuitName.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return `${words.join("")}Verifier`;
}

/**
 * Exports the verifier of a key, unless the file already has this content.
 *
 * @throws InputError `VERIFICATION_KEY_UNSOUND` for a key under which proofs can be forged
 */
export async function exportVerifier(request: {
	readonly key: SuppliedKey;
	readonly folder?: string | undefined;
	readonly cacheFolder?: string | undefined;
}): Promise<{ readonly path: string; readonly written: boolean }> {
	const { key, folder = join(REPOSITORY_ROOT, "contracts", "verifiers") } = request;
	parseVerificationKey(key.verificationKey);
	const name = verifierContractName(key.manifest.circuit);
	const path = join(folder, `${name}.sol`);
	const source = await cachedSource(key, name, request.cacheFolder);
	if ((await readFile(path, "utf8").catch(() => "")) === source) return { path, written: false };
	await mkdir(folder, { recursive: true });
	const staged = `${path}.${process.pid}.tmp`;
	await writeFile(staged, source);
	await rename(staged, path);
	return { path, written: true };
}

async function cachedSource(
	key: SuppliedKey,
	name: string,
	cacheFolder: string | undefined,
): Promise<string> {
	const hash = textHash(
		[name, key.manifest.verificationKeyHash, versionOf("solc"), snarkjsVersion()].join("\n"),
	);
	const entry = await cachedEntry({
		name: `verifier-${key.manifest.circuit}`,
		contentHash: hash,
		cacheFolder,
		build: async (staging) => writeFile(join(staging, SOURCE_FILE), await renderSource(key.zkeyPath, name)),
	});
	return readFile(join(entry.folder, SOURCE_FILE), "utf8");
}

async function renderSource(zkeyPath: string, name: string): Promise<string> {
	const template = await readFile(join(snarkjsFolder(), "templates", "verifier_groth16.sol.ejs"), "utf8");
	const exported: unknown = await withSnarkjs(async ({ zKey }) => {
		return zKey.exportSolidityVerifier(zkeyPath, { groth16: template });
	});
	const pragma = `pragma solidity ${versionOf("solc")};`;
	const source = String(exported)
		.replace(/pragma solidity [^;]+;/, pragma)
		.replace("contract Groth16Verifier", `contract ${name}`);
	if (!source.includes(`contract ${name} `) || !source.includes(pragma)) {
		throw new InternalError({ code: "VERIFIER_TEMPLATE", message: "snarkjs' verifier template has changed" });
	}
	return source;
}

function versionOf(packageName: string): string {
	return (require(`${packageName}/package.json`) as { version: string }).version;
}

function snarkjsFolder(): string {
	return dirname(dirname(require.resolve("snarkjs")));
}

/** snarkjs does not export its manifest to `require`. */
function snarkjsVersion(): string {
	return (require(join(snarkjsFolder(), "package.json")) as { version: string }).version;
}
