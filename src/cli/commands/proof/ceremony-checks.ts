import { stat } from "node:fs/promises";
import type { Command } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { refuseExistingFolder } from "../../../node/files/write-folder.ts";
import { finishCeremony, verifyFinishedKey } from "../../../proof/ceremony/finish-ceremony.ts";
import { verifyContributedKey } from "../../../proof/ceremony/verify-ceremony.ts";
import type { KeyContribution } from "../../../proof/keys/key-contributions.ts";
import { readManifest } from "../../../proof/keys/key-manifest.ts";
import {
	ceremonyGround,
	type GroundOptions,
	type PowersOptions,
	requireCircuit,
} from "../../keys/ceremony-ground.ts";
import type { Progress } from "../../output/progress.ts";
import { reporting } from "../../output/reporting.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { contributionLines, contributionsOf, powersLine } from "../../reports/ceremony-text.ts";

/** The commands of the `ceremony` group that verify. */
export function registerCeremonyChecks(ceremony: Command): void {
	ceremony
		.command("verify")
		.description("check a key from the sources: circuit, powers of tau, every contribution")
		.argument("<key>", "a .zkey during the ceremony, or the folder that `ceremony finish` wrote")
		.option("--circuit <name>", "circuit that it must be for; a folder's manifest says which")
		.option("--circuit-folder <folder>", "folder with a circuits.json of your own")
		.option("--ptau <file>", "powers of tau; by default the Hermez file is downloaded into the cache")
		.option("--ptau-hash <blake2b>", "hash published by another ceremony than Hermez's")
		.option("--previous <key>", "of a .zkey: the last key that verified, which this one must continue")
		.option(
			"--includes <hash>",
			"contribution that must be among them; may be repeated",
			(hash: string, earlier: readonly string[]) => [...earlier, hash.toLowerCase()],
			[] as readonly string[],
		)
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => verify(path, options, progress)));

	ceremony
		.command("finish")
		.description("check the whole ceremony, and write the folder that `prove --key` takes")
		.argument("<key>", "the key that `ceremony beacon` wrote")
		.requiredOption("--circuit <name>", "circuit that it is for")
		.requiredOption("--out <folder>", "gets the key, and the manifest with the transcript")
		.option("--circuit-folder <folder>", "folder with a circuits.json of your own")
		.option("--ptau <file>", "powers of tau; by default the Hermez file is downloaded into the cache")
		.option("--ptau-hash <blake2b>", "hash published by another ceremony than Hermez's")
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => finish(path, options, progress)));
}

type VerifyOptions = PowersOptions & {
	readonly circuit?: string | undefined;
	readonly circuitFolder?: string | undefined;
	readonly previous?: string | undefined;
	readonly includes: readonly string[];
};

async function verify(path: string, options: VerifyOptions, progress: Progress): Promise<CommandResult> {
	const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
	return isFolder ? verifyFolder(path, options, progress) : verifyFile(path, options, progress);
}

async function verifyFolder(
	folder: string,
	options: VerifyOptions,
	progress: Progress,
): Promise<CommandResult> {
	const { circuit = (await readManifest(folder)).circuit } = options;
	const ground = await ceremonyGround({ ...options, circuit }, progress);
	const { manifest } = await progress.step("ceremony", (report) =>
		verifyFinishedKey({ ...ground, folder, onProgress: reporting(report) }),
	);
	const { transcript, circuitHash, r1csSha256, verificationKeyHash } = manifest;
	requireIncluded(options.includes, transcript.contributions);
	return {
		json: { holds: true, circuit, circuitHash, r1csSha256, verificationKeyHash, transcript },
		lines: [
			`the ceremony holds: this key comes from ${circuit} as compiled here, by these contributions alone`,
			`sources        SHA-256 ${circuitHash}`,
			`constraints    SHA-256 ${r1csSha256}`,
			powersLine(transcript.powersOfTau),
			...contributionLines(contributionsOf(transcript)),
			`verification key  SHA-256 ${verificationKeyHash}`,
			"sound if one of them forgot their secret: ask them whether these hashes are theirs",
		],
	};
}

async function verifyFile(
	zkeyPath: string,
	options: VerifyOptions,
	progress: Progress,
): Promise<CommandResult> {
	const { previous } = options;
	const circuit = requireCircuit(options.circuit);
	const ground = await ceremonyGround({ ...options, circuit }, progress);
	const { contributions, startHash } = await progress.step("contributions", (report) =>
		verifyContributedKey({ ...ground, zkeyPath, previousPath: previous, onProgress: reporting(report) }),
	);
	requireIncluded(options.includes, contributions);
	const isClosed = contributions.at(-1)?.beacon !== undefined;
	return {
		json: { holds: true, circuit, startHash, contributions, isClosed, powersOfTau: ground.powersOfTau },
		lines: [
			`the key holds: it comes from ${circuit} by these contributions alone`,
			powersLine(ground.powersOfTau),
			...contributionLines(contributions),
			isClosed
				? "closed by a beacon: next is `ceremony finish`"
				: "not closed: pass it on, or apply the beacon",
		],
	};
}

async function finish(
	zkeyPath: string,
	options: GroundOptions & { readonly out: string },
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const ground = await ceremonyGround(options, progress);
	const transcript = await progress.step("ceremony", (report) =>
		finishCeremony({ ...ground, zkeyPath, outFolder: options.out, onProgress: reporting(report) }),
	);
	return {
		json: { key: options.out, circuit: ground.circuit.name, transcript },
		lines: [
			`finished: ${options.out} is the key of ${ground.circuit.name}`,
			powersLine(transcript.powersOfTau),
			...contributionLines(contributionsOf(transcript)),
			`publish the folder; anybody checks it with: ceremony verify ${options.out}`,
		],
	};
}

function requireIncluded(
	hashes: readonly string[],
	contributions: readonly Pick<KeyContribution, "hash">[],
): void {
	const missing = hashes.find((hash) => contributions.every((contribution) => contribution.hash !== hash));
	if (missing === undefined) return;
	throw new InputError({
		code: "CONTRIBUTION_MISSING",
		message: `no contribution of this key has the hash ${missing.slice(0, 16)}…`,
		field: "includes",
		hint: "give the 128 hexadecimal digits that `ceremony contribute` printed; if they are right, it was left out",
	});
}
