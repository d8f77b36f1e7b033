import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InternalError } from "../../errors/base.ts";
import { type SecretFolder, withSecretFolder } from "../../node/files/secret-folder.ts";
import { encodeWitnessFile } from "../snarkjs/witness-file.ts";
import type { WitnessProver } from "./witness-prover.ts";

/**
 * Runs `<program> <zkey> <witness.wtns> <proof.json> <public.json>`. The program only reads files, so the
 * witness lies in a secret folder while it runs. An interrupted proof takes both away.
 *
 * @throws InternalError `RAPIDSNARK_FAILED`
 */
export function proveWithRapidsnark(program: string): WitnessProver {
	return async ({ zkeyPath, witness }) => {
		const bytes = encodeWitnessFile(witness);
		try {
			return await withSecretFolder(bytes.length, async (folder) => {
				const [witnessPath, proofPath, signalsPath] = ["witness.wtns", "proof.json", "public.json"].map(
					(name) => join(folder.path, name),
				) as [string, string, string];
				await writeFile(witnessPath, bytes, { mode: 0o600 });
				await run(program, [resolve(zkeyPath), witnessPath, proofPath, signalsPath], folder);
				// Some versions leave the curve out; the key's curve was checked before.
				const proof = { curve: "bn128", ...(await readJson(proofPath)) };
				return { proof, publicSignals: await readJson(signalsPath) };
			});
		} catch (cause) {
			throw new InternalError({
				code: "RAPIDSNARK_FAILED",
				message: `${program} made no proof`,
				hint: "try again with --prover wasm",
				cause,
			});
		} finally {
			bytes.fill(0);
		}
	};
}

function run(program: string, parameters: readonly string[], folder: SecretFolder): Promise<void> {
	return new Promise((done, fail) => {
		folder.watch(execFile(program, parameters, (error) => (error === null ? done() : fail(error))));
	});
}

async function readJson(path: string) {
	// Some versions end the text with a zero byte.
	return JSON.parse((await readFile(path, "utf8")).replace(/\0+$/, ""));
}
