import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { refuseExistingFile } from "../../../node/files/write-atomically.ts";
import { HERMEZ_MAX_POWER } from "../../../proof/ceremony/hermez-files.ts";
import { applyBeacon, contributeToKey, startCeremony } from "../../../proof/ceremony/run-ceremony.ts";
import {
	type CeremonyGround,
	ceremonyGround,
	checkedPowers,
	type GroundOptions,
	type PowersOptions,
	requireCircuit,
} from "../../keys/ceremony-ground.ts";
import type { Progress } from "../../output/progress.ts";
import { reporting } from "../../output/reporting.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { contributionLines, powersLine } from "../../reports/ceremony-text.ts";
import { registerCeremonyChecks } from "./ceremony-checks.ts";

const ORDER = `
In this order, each on a machine of their own:
  coordinator   ceremony ptau        get and check the public powers of tau (once per size)
  coordinator   ceremony start       make the key that everybody starts from
  contributor   ceremony contribute  add a secret, forget it, publish the hash, pass the key on
  coordinator   ceremony verify      check each key that comes back, with --previous
  … the next contributor, and so on; one honest one is enough
  coordinator   ceremony beacon      close it with a public random value announced before
  coordinator   ceremony finish      check everything, write the folder with key and transcript
  anybody       ceremony verify      check that folder again, from the sources
docs/ceremony.md says what remains trusted.`;

export function registerCeremonyCommands(ceremony: Command): void {
	ceremony.addHelpText("after", ORDER);
	ceremony
		.command("ptau")
		.description("get the public powers of tau of a size, or check a file that you have")
		.option("--circuit <name>", "circuit that they must be enough for")
		.option("--circuit-folder <folder>", "folder with a circuits.json of your own")
		.option("--power <number>", "instead of a circuit: enough for 2^number constraints", power)
		.option("--ptau <file>", "check this file; by default the Hermez file is downloaded into the cache")
		.option("--ptau-hash <blake2b>", "hash published by another ceremony than Hermez's")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => ptau(options, progress)));

	ceremony
		.command("start")
		.description("make the key that a ceremony starts from: the same one on every machine")
		.requiredOption("--circuit <name>", "such as solvency-16")
		.requiredOption("--out <file>", "where the key goes, such as key-0.zkey")
		.option("--circuit-folder <folder>", "folder with a circuits.json of your own")
		.option("--ptau <file>", "powers of tau; by default the Hermez file is downloaded into the cache")
		.option("--ptau-hash <blake2b>", "hash published by another ceremony than Hermez's")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => start(options, progress)));

	ceremony
		.command("contribute")
		.description("add your secret to a key and forget it; needs nothing but the key")
		.argument("<key>", "the newest key, from the coordinator")
		.requiredOption("--name <text>", "who you are: public, at most 64 bytes")
		.requiredOption("--out <file>", "where your key goes, such as key-1.zkey")
		.option(
			"--entropy <text>",
			"mixed into this machine's random numbers, if you do not trust them alone; your shell may remember it",
		)
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => contribute(path, options, progress)));

	ceremony
		.command("beacon")
		.description("close a ceremony with a public value that nobody knew while people contributed")
		.argument("<key>", "the last contributor's key")
		.requiredOption("--value <hex>", "32 to 255 bytes, such as the hash of a block announced before")
		.requiredOption("--source <text>", "where everybody can look the value up: at most 64 bytes")
		.requiredOption("--out <file>", "where the closed key goes")
		.option("--iterations <exponent>", "SHA-256 is applied 2^exponent times, 10 to 24", wholeNumber, 10)
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => beacon(path, options, progress)));

	registerCeremonyChecks(ceremony);
}

type PtauOptions = PowersOptions & {
	readonly circuit?: string | undefined;
	readonly circuitFolder?: string | undefined;
	readonly power?: number | undefined;
};

async function ptau(options: PtauOptions, progress: Progress): Promise<CommandResult> {
	const { circuit } = options;
	const powersOfTau =
		options.power === undefined
			? (await ceremonyGround({ ...options, circuit: requireCircuit(circuit) }, progress)).powersOfTau
			: await checkedPowers(options, options.power, progress);
	return { json: powersOfTau, lines: [powersLine(powersOfTau), `file  ${powersOfTau.path}`] };
}

async function start(
	options: GroundOptions & { readonly out: string },
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFile(options.out);
	const ground: CeremonyGround = await ceremonyGround(options, progress);
	const { startHash } = await progress.step("starting key", (report) =>
		startCeremony({ ...ground, outPath: options.out, onProgress: reporting(report) }),
	);
	const { circuit, powersOfTau } = ground;
	return {
		json: { key: options.out, circuit: circuit.name, r1csSha256: circuit.r1csSha256, startHash, powersOfTau },
		lines: [
			`started: ${options.out} for ${circuit.name}, ${circuit.constraintCount} constraints`,
			`constraints    SHA-256 ${circuit.r1csSha256}`,
			powersLine(powersOfTau),
			`start hash\n     ${startHash}`,
			"nobody has contributed yet: pass it to the first contributor",
		],
	};
}

async function contribute(
	zkeyPath: string,
	options: { readonly name: string; readonly out: string; readonly entropy?: string | undefined },
	progress: Progress,
): Promise<CommandResult> {
	const { name, out, entropy } = options;
	const { contributions, added } = await progress.step("contribution", (report) =>
		contributeToKey({ zkeyPath, outPath: out, name, extraEntropy: entropy, onProgress: reporting(report) }),
	);
	return {
		json: { key: out, number: contributions.length, ...added, contributions },
		lines: [
			`contributed as ${added.name}, number ${contributions.length} of ${out}; the secret is forgotten`,
			"publish this hash where people know that it is you, and pass the key on:",
			`     ${added.hash}`,
			"all contributions so far, to compare with what the others published:",
			...contributionLines(contributions),
		],
	};
}

async function beacon(
	zkeyPath: string,
	options: {
		readonly value: string;
		readonly source: string;
		readonly iterations: number;
		readonly out: string;
	},
	progress: Progress,
): Promise<CommandResult> {
	const { value: valueHex, source, iterations: iterationsExponent, out } = options;
	const { contributions, added } = await progress.step("beacon", (report) =>
		applyBeacon({
			zkeyPath,
			outPath: out,
			source,
			valueHex,
			iterationsExponent,
			onProgress: reporting(report),
		}),
	);
	return {
		json: { key: out, ...added, contributions },
		lines: [`closed: ${out}`, ...contributionLines(contributions), "next: `ceremony finish`"],
	};
}

function wholeNumber(text: string): number {
	if (/^[0-9]{1,3}$/.test(text)) return Number(text);
	throw new InvalidArgumentError("give a whole number");
}

function power(text: string): number {
	const found = wholeNumber(text);
	if (found >= 1 && found <= HERMEZ_MAX_POWER) return found;
	throw new InvalidArgumentError(`give 1 to ${HERMEZ_MAX_POWER}`);
}
