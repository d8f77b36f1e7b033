import { execFile } from "node:child_process";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { InternalError } from "../../errors/base.ts";
import { encodeWitnessFile } from "../snarkjs/witness-file.ts";
import type { WitnessProver } from "./witness-prover.ts";

/**
 * Runs `<program> <zkey> <witness.wtns> <proof.json> <public.json>`. The program only reads files, so the
 * witness lies in a folder that nobody else can read while it runs, and is overwritten afterwards.
 *
 * @throws InternalError `RAPIDSNARK_FAILED`
 */
export function proveWithRapidsnark(program: string): WitnessProver {
	return async ({ zkeyPath, witness }) => {
		const folder = await mkdtemp(join(tmpdir(), "zkmargin-proof-"));
		const [witnessPath, proofPath, signalsPath] = ["witness.wtns", "proof.json", "public.json"].map((name) =>
			join(folder, name),
		) as [string, string, string];
		const bytes = encodeWitnessFile(witness);
		try {
			await writeFile(witnessPath, bytes, { mode: 0o600 });
			await promisify(execFile)(program, [resolve(zkeyPath), witnessPath, proofPath, signalsPath]);
			// Some versions leave the curve out; the key's curve was checked before.
			const proof = { curve: "bn128", ...(await readJson(proofPath)) };
			return { proof, publicSignals: await readJson(signalsPath) };
		} catch (cause) {
			throw new InternalError({
				code: "RAPIDSNARK_FAILED",
				message: `${program} made no proof`,
				hint: "try again with --prover wasm",
				cause,
			});
		} finally {
			bytes.fill(0);
			await overwrite(witnessPath, bytes);
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function readJson(path: string) {
	// Some versions end the text with a zero byte.
	return JSON.parse((await readFile(path, "utf8")).replace(/\0+$/, ""));
}

async function overwrite(path: string, zeros: Uint8Array): Promise<void> {
	const file = await open(path, "r+").catch(() => undefined);
	if (file === undefined) return;
	await file.write(zeros);
	await file.sync();
	await file.close();
}
