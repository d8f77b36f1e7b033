import { randomBytes } from "node:crypto";
import { unlink } from "node:fs/promises";
import type { Command } from "@commander-js/extra-typings";
import {
	createIdentity,
	identityToJson,
	publicIdentity,
	publicIdentityToJson,
} from "../../../ledger/identity.ts";
import { writeSecretFile } from "../../../node/files/secret-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

export function registerIdentityCommands(identity: Command): void {
	identity
		.command("new")
		.description("draw a new secret identity, and the public part that the venue gets")
		.requiredOption("--out <file>", "where the secret goes; the public part goes next to it as ….public.json")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => newIdentity(options.out)));
}

async function newIdentity(secretPath: string): Promise<CommandResult> {
	const publicPath = `${secretPath.replace(/\.json$/, "")}.public.json`;
	const identity = createIdentity((length) => new Uint8Array(randomBytes(length)));
	const shared = publicIdentityToJson(publicIdentity(identity));

	await writeSecretFile(secretPath, identityToJson(identity));
	try {
		await writeAtomically(publicPath, `${JSON.stringify(shared, null, "\t")}\n`);
	} catch (error) {
		// Both files or none. Nobody has seen this secret yet.
		await unlink(secretPath);
		throw error;
	}
	return {
		json: {
			owner: shared.owner,
			encryptionPublicKey: shared.encryptionPublicKey,
			secretFile: secretPath,
			publicFile: publicPath,
		},
		lines: [
			`owner                  ${shared.owner}`,
			`encryption public key  ${shared.encryptionPublicKey}`,
			`secret                 ${secretPath} (keep it: nobody can restore it)`,
			`for the venue          ${publicPath}`,
		],
	};
}
