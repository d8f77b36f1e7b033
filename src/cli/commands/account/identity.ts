import { randomBytes } from "node:crypto";
import { unlink } from "node:fs/promises";
import { type Command, Option } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import {
	createIdentity,
	identityToJson,
	type PublicIdentity,
	parseIdentity,
	publicIdentity,
	publicIdentityToJson,
} from "../../../ledger/identity.ts";
import { venueSchema } from "../../../ledger/json-elements.ts";
import { readSecretFile, writeSecretFile } from "../../../node/files/secret-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

export function registerIdentityCommands(identity: Command): void {
	identity
		.command("new")
		.description("draw a new secret identity, and the public part that a venue gets")
		.requiredOption("--out <file>", "where the secret goes; the public part goes next to it as ….public.json")
		.addOption(venueOption("venue that the public part is for; without one, give it to a single venue"))
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => newIdentity(options.out, options.venue)));

	identity
		.command("public")
		.description("the public part of your identity for a venue: another one for each")
		.requiredOption("--identity <file>", "your secret identity file")
		.addOption(venueOption("the venue's name, as in its epoch files, letter by letter").makeOptionMandatory())
		.option("--out <file>", "where it goes, for you to hand to the venue; left out, it is only printed")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => showPublic(options)));
}

function venueOption(description: string) {
	return new Option("--venue <name>", description).argParser(venueName);
}

function venueName(text: string): string {
	const { success, data } = venueSchema.safeParse(text);
	if (success) return data;
	throw new InputError({
		code: "VENUE_NAME_MALFORMED",
		message: "a venue's name is 1 to 100 printable characters",
		field: "venue",
		hint: "copy it from the venue's epoch file",
	});
}

async function newIdentity(secretPath: string, venue: string | undefined): Promise<CommandResult> {
	const publicPath = `${secretPath.replace(/\.json$/, "")}.public.json`;
	const identity = createIdentity((length) => new Uint8Array(randomBytes(length)));
	const shared = publicIdentity(identity, venue);

	await writeSecretFile(secretPath, identityToJson(identity));
	try {
		await writePublic(publicPath, shared);
	} catch (error) {
		// Both files or none. Nobody has seen this secret yet.
		await unlink(secretPath);
		throw error;
	}
	const others = "`zkmargin identity public --venue <name>` prints what another venue gets";
	return {
		json: { ...described(shared), secretFile: secretPath, publicFile: publicPath },
		lines: [
			...publicLines(shared),
			`secret                 ${secretPath} (keep it: nobody can restore it)`,
			`for ${venue === undefined ? "one venue only     " : "the venue          "}${publicPath}`,
			`                       ${others}`,
		],
	};
}

async function showPublic(options: {
	readonly identity: string;
	readonly venue: string;
	readonly out?: string | undefined;
}): Promise<CommandResult> {
	const shared = publicIdentity(parseIdentity(await readSecretFile(options.identity)), options.venue);
	if (options.out !== undefined) await writePublic(options.out, shared);
	return {
		json: { ...described(shared), publicFile: options.out ?? null },
		lines: [
			...publicLines(shared),
			...(options.out === undefined ? [] : [`for the venue          ${options.out}`]),
		],
	};
}

async function writePublic(path: string, shared: PublicIdentity): Promise<void> {
	await writeAtomically(path, `${JSON.stringify(publicIdentityToJson(shared), null, "\t")}\n`);
}

function described(shared: PublicIdentity) {
	const { owner, encryptionPublicKey } = publicIdentityToJson(shared);
	return { venue: shared.venue ?? null, owner, encryptionPublicKey };
}

function publicLines(shared: PublicIdentity): string[] {
	const { owner, encryptionPublicKey } = publicIdentityToJson(shared);
	return [
		...(shared.venue === undefined ? [] : [`venue                  ${shared.venue}`]),
		`owner                  ${owner}`,
		`encryption public key  ${encryptionPublicKey}`,
	];
}
