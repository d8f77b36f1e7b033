/** Writes snarkjs' Solidity verifier for a key; only its contract name and compiler pin differ. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { zKey } from "snarkjs";
import { InternalError } from "../errors/base.ts";
import { withCurve } from "./curve.ts";
import type { ProvingKey } from "./proving-key.ts";
import { REPOSITORY_ROOT } from "./repository-root.ts";
import { parseVerificationKey } from "./verification-key.ts";

const require = createRequire(import.meta.url);

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
	readonly key: ProvingKey;
	readonly folder?: string | undefined;
}): Promise<{ readonly path: string; readonly written: boolean }> {
	const { key, folder = join(REPOSITORY_ROOT, "contracts", "verifiers") } = request;
	parseVerificationKey(key.verificationKey);
	const name = verifierContractName(key.manifest.circuit);
	const path = join(folder, `${name}.sol`);
	const source = await verifierSource(key.zkeyPath, name);
	if ((await readFile(path, "utf8").catch(() => "")) === source) return { path, written: false };
	await mkdir(folder, { recursive: true });
	const staged = `${path}.${process.pid}.tmp`;
	await writeFile(staged, source);
	await rename(staged, path);
	return { path, written: true };
}

async function verifierSource(zkeyPath: string, name: string): Promise<string> {
	const snarkjsFolder = dirname(dirname(require.resolve("snarkjs")));
	const template = await readFile(join(snarkjsFolder, "templates", "verifier_groth16.sol.ejs"), "utf8");
	const exported: unknown = await withCurve(() =>
		zKey.exportSolidityVerifier(zkeyPath, { groth16: template }),
	);
	const compiler = (require("solc/package.json") as { version: string }).version;
	const source = String(exported);
	const renamed = source
		.replace(/pragma solidity [^;]+;/, `pragma solidity ${compiler};`)
		.replace("contract Groth16Verifier", `contract ${name}`);
	if (!renamed.includes(`contract ${name} `) || !renamed.includes(`pragma solidity ${compiler};`)) {
		throw new InternalError({ code: "VERIFIER_TEMPLATE", message: "snarkjs' verifier template has changed" });
	}
	return renamed;
}
