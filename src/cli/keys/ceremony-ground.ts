/** What every key of a ceremony rests on: the compiled circuit, and powers of tau that were checked. */

import { InputError } from "../../errors/base.ts";
import { downloadPowersOfTau } from "../../proof/ceremony/download-powers-of-tau.ts";
import { hermezFile } from "../../proof/ceremony/hermez-files.ts";
import { checkPowersOfTau, hermezPowerFor, type PowersOfTau } from "../../proof/ceremony/powers-of-tau.ts";
import { type CompiledCircuit, compileCircuit } from "../../proof/circuit/compile-circuit.ts";
import { domainPowerOf } from "../../proof/keys/evaluate-qap.ts";
import { readR1csHeader } from "../../proof/snarkjs/r1cs-file.ts";
import type { Progress } from "../output/progress.ts";
import { reporting } from "../output/reporting.ts";

export type PowersOptions = {
	/** Path; without one the public file is downloaded into the cache. */
	readonly ptau?: string | undefined;
	/** Hash that another ceremony than Hermez's published. */
	readonly ptauHash?: string | undefined;
};

export type GroundOptions = PowersOptions & {
	readonly circuit: string;
	readonly circuitFolder?: string | undefined;
};

export type CeremonyGround = { readonly circuit: CompiledCircuit; readonly powersOfTau: PowersOfTau };

/** @throws those of `compileCircuit`, `checkPowersOfTau` and `downloadPowersOfTau` */
export async function ceremonyGround(options: GroundOptions, progress: Progress): Promise<CeremonyGround> {
	const { circuit: name, circuitFolder } = options;
	const circuit = await progress.step(`circuit ${name}`, (report) =>
		compileCircuit({ name, circuitFolder, onProgress: reporting(report) }),
	);
	const neededPower = domainPowerOf(await readR1csHeader(circuit.r1csPath));
	return { circuit, powersOfTau: await checkedPowers(options, neededPower, progress) };
}

/**
 * Powers of tau that are enough for 2^neededPower constraints, given or downloaded.
 *
 * @throws those of `checkPowersOfTau` and `downloadPowersOfTau`
 */
export function checkedPowers(
	{ ptau, ptauHash }: PowersOptions,
	neededPower: number,
	progress: Progress,
): Promise<PowersOfTau> {
	return progress.step("powers of tau", async (report) => {
		const onProgress = reporting(report);
		const path = ptau ?? (await download(neededPower, ptauHash, report));
		return checkPowersOfTau({ path, neededPower, trustedBlake2b512: ptauHash, onProgress });
	});
}

function download(
	neededPower: number,
	ptauHash: string | undefined,
	report: (detail: string) => void,
): Promise<string> {
	const file = hermezFile(hermezPowerFor(neededPower));
	if (file !== undefined && ptauHash === undefined) {
		return downloadPowersOfTau({ file, onProgress: reporting(report) });
	}
	throw new InputError({
		code: "PTAU_MISSING",
		message: "there is no public file to download for this",
		field: "ptau",
		hint: "give the file's path with --ptau",
	});
}

/** @throws InputError `CIRCUIT_MISSING`: neither powers of tau nor a key file say which circuit they are for */
export function requireCircuit(name: string | undefined): string {
	if (name !== undefined) return name;
	throw new InputError({
		code: "CIRCUIT_MISSING",
		message: "which circuit is this for?",
		field: "circuit",
		hint: "give --circuit, such as solvency-16",
	});
}
