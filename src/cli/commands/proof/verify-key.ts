import { join } from "node:path";
import type { Command } from "@commander-js/extra-typings";
import { connectNode } from "../../../chain/client/connect-node.ts";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { compareVerifierCode, type VerifierCodeVerdict } from "../../../chain/deploy/verifier-code.ts";
import { verifyFinishedKey } from "../../../proof/ceremony/finish-ceremony.ts";
import { compileCircuit } from "../../../proof/circuit/compile-circuit.ts";
import { KEY_FILE, type KeyManifest, readManifest } from "../../../proof/keys/key-manifest.ts";
import { loadProvingKey, type SuppliedKey } from "../../../proof/keys/proving-key.ts";
import { ceremonyGround, type PowersOptions } from "../../keys/ceremony-ground.ts";
import { compiledVerifier } from "../../keys/compiled-verifier.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { reporting } from "../../output/reporting.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { contributionLines, contributionsOf, powersLine } from "../../reports/ceremony-text.ts";

type VerifyKeyOptions = PowersOptions & {
	readonly rpc: string;
	readonly verifier: string;
	readonly circuitFolder?: string | undefined;
};

export function registerVerifyKeyCommand(command: Command): void {
	command
		.argument("<folder>", "key as `ceremony finish` wrote it, with its manifest")
		.requiredOption("--rpc <url>", "JSON-RPC address of a node")
		.requiredOption("--verifier <address>", "the verifier contract, which a registry names as `verifier()`")
		.option("--circuit-folder <folder>", "folder with a circuits.json of your own")
		.option("--ptau <file>", "powers of tau; by default the Hermez file is downloaded into the cache")
		.option("--ptau-hash <blake2b>", "hash published by another ceremony than Hermez's")
		.addOption(jsonOption())
		.action((folder, options) => runCommand(options, (progress) => verifyKey(folder, options, progress)));
}

async function verifyKey(
	folder: string,
	options: VerifyKeyOptions,
	progress: Progress,
): Promise<CommandResult> {
	const address = requireAddress(options.verifier, "verifier");
	const key = await checkedKey(folder, options, progress);
	const { runtimeCode } = await progress.step("verifier of this key", () => compiledVerifier(key));
	const provider = await progress.step("asking the node for its chain", () => connectNode(options.rpc));
	try {
		const verdict = await progress.step("code of the contract", () =>
			compareVerifierCode({ provider, address, expectedCode: runtimeCode }),
		);
		const { manifest } = key;
		const isCeremony = manifest.kind === "ceremony";
		const holds = isCeremony && verdict.matches;
		const findings = [
			...(isCeremony ? [] : [DEVELOPMENT]),
			...(verdict.matches ? [] : [{ code: verdict.code, message: verdict.message }]),
		];
		return {
			json: { holds, ...resultOf(manifest), verifier: address, findings },
			lines: [
				holds
					? "sources, key and contract belong together:"
					: "sources, key and contract do NOT belong together:",
				`  sources   ${manifest.circuit}, SHA-256 ${manifest.circuitHash}`,
				`  key       ${manifest.kind}, verification key SHA-256 ${manifest.verificationKeyHash}`,
				`  contract  ${address} ${contractText(verdict)}`,
				...ceremonyLines(manifest),
				...findings.map(({ code, message }) => `  failure ${code}: ${message}`),
			],
			exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
		};
	} finally {
		provider.destroy();
	}
}

function contractText(verdict: VerifierCodeVerdict): string {
	if (!verdict.matches) return "is another";
	if (verdict.metadata === "same") return "is this key's verifier, byte for byte";
	return "is this key's verifier, apart from the compiler's metadata, which never runs";
}

const DEVELOPMENT = {
	code: "KEY_DEVELOPMENT",
	message: "a development key: only its maker can know that nobody can forge proofs for it",
};

/** A ceremony's key from the ground up; of a development key only that it is whole and for this circuit. */
async function checkedKey(
	folder: string,
	options: VerifyKeyOptions,
	progress: Progress,
): Promise<SuppliedKey> {
	const { kind, circuit: name } = await readManifest(folder);
	if (kind === "ceremony") {
		const ground = await ceremonyGround({ ...options, circuit: name }, progress);
		return progress.step("ceremony", (report) =>
			verifyFinishedKey({ ...ground, folder, onProgress: reporting(report) }),
		);
	}
	const circuit = await progress.step(`circuit ${name}`, (report) =>
		compileCircuit({ name, circuitFolder: options.circuitFolder, onProgress: reporting(report) }),
	);
	return progress.step(`key of ${name}`, () => loadProvingKey(join(folder, KEY_FILE), circuit));
}

function resultOf(manifest: KeyManifest) {
	const { circuit, circuitHash, kind, verificationKeyHash } = manifest;
	return { circuit, circuitHash, kind, verificationKeyHash };
}

function ceremonyLines(manifest: KeyManifest): string[] {
	if (manifest.kind !== "ceremony") return [];
	const { transcript } = manifest;
	return [powersLine(transcript.powersOfTau), ...contributionLines(contributionsOf(transcript))];
}
