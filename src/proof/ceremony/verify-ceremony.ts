/** Checks a key of a ceremony from the ground: circuit and powers of tau, and each contribution after it. */
import { InputError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { checkKeyFile, exportVerificationKey, keyMismatch } from "../keys/check-key-file.ts";
import { checkPointSections } from "../keys/check-point-sections.ts";
import { type KeyContributions, readKeyContributions } from "../keys/key-contributions.ts";
import { arePointsValid, type VerificationKey } from "../keys/verification-key.ts";
import type { PowersOfTau } from "./powers-of-tau.ts";
import { startingKey, uncontributed } from "./run-ceremony.ts";
import { checkStep } from "./run-snarkjs-step.ts";

export type CeremonyCheck = {
	readonly circuit: CompiledCircuit;
	readonly powersOfTau: PowersOfTau;
	readonly zkeyPath: string;
	/** The last key that was verified: this one must be that one with more contributions. */
	readonly previousPath?: string | undefined;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
};

export type CheckedKey = KeyContributions & { readonly verificationKey: VerificationKey };

/**
 * Checks a key during or after a ceremony: that it comes from this circuit and these powers of tau by
 * the contributions it lists and by nothing else, and that there is at least one.
 *
 * @throws InputError `KEY_UNCONTRIBUTED`, `CONTRIBUTION_INVALID` (one is forged or damaged, or the key
 * does not follow from them), `CONTRIBUTION_NOT_NEXT`, `KEY_CIRCUIT_MISMATCH`, `KEY_FILE_MALFORMED`,
 * `FILE_UNREADABLE`, `PROVING_KEY_UNSOUND`, `VERIFICATION_KEY_UNSOUND`; RetryableError `CACHE_BUSY`
 */
export async function verifyContributedKey(check: CeremonyCheck): Promise<CheckedKey> {
	const { circuit, powersOfTau, zkeyPath, previousPath, onProgress } = check;
	await checkKeyFile(zkeyPath, circuit);
	await checkPointSections(zkeyPath);
	const found = await readKeyContributions(zkeyPath);
	if (found.contributions.length === 0) throw uncontributed(zkeyPath);
	if (previousPath !== undefined) await requireNext(found, previousPath);
	const startPath = await startingKey(check);
	if ((await readKeyContributions(startPath)).startHash !== found.startHash) {
		throw keyMismatch(`it does not start from ${circuit.name} and these powers of tau`);
	}
	const step = { kind: "verify key", startPath, powersPath: powersOfTau.path, zkeyPath } as const;
	const problem = await checkStep(step, onProgress);
	if (problem !== undefined) throw doesNotFollow(problem, found);
	const verificationKey = await exportVerificationKey(zkeyPath);
	if (!(await hasValidPoints(verificationKey)))
		throw doesNotFollow("its points are not in their groups", found);
	return { ...found, verificationKey };
}

async function requireNext(found: KeyContributions, previousPath: string): Promise<void> {
	const previous = await readKeyContributions(previousPath);
	const continues =
		previous.startHash === found.startHash &&
		previous.contributions.length < found.contributions.length &&
		previous.contributions.every(({ hash }, at) => hash === found.contributions[at]?.hash);
	if (continues) return;
	throw new InputError({
		code: "CONTRIBUTION_NOT_NEXT",
		message: `this key does not continue ${previousPath}: a contribution is missing, replaced or not added`,
		field: "previous",
		hint: "ask the contributor to contribute to the newest key",
	});
}

/** snarkjs numbers contributions from 0 in its complaints: `INVALID(1): …`. */
function doesNotFollow(problem: string, { contributions }: KeyContributions): InputError {
	const [, index] = /^INVALID\((\d+)\)/.exec(problem) ?? [];
	const culprit = index === undefined ? undefined : contributions[Number(index)];
	const whose =
		culprit === undefined ? "" : ` of ${JSON.stringify(culprit.name)} (number ${Number(index) + 1})`;
	return new InputError({
		code: "CONTRIBUTION_INVALID",
		message: `a contribution${whose} is forged or damaged: ${problem.replace(/^INVALID(\(\d+\))?:\s*/, "")}`,
		field: "zkey",
		hint: "go back to the last key that verifies and contribute again",
	});
}

function hasValidPoints({ vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC }: VerificationKey) {
	return arePointsValid([vk_alpha_1, ...IC], [vk_beta_2, vk_gamma_2, vk_delta_2]);
}
