import { randomBytes } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { formatFieldElement } from "../../../field/bn254.ts";
import { loadFastPoseidon } from "../../../field/poseidon.ts";
import { type Account, parseAccount, requireOwner, withOwner } from "../../../ledger/account-file.ts";
import { DEFAULT_SIZE_CLASS, SIZE_CLASSES } from "../../../ledger/account-leaf.ts";
import type { SizeClassChoice } from "../../../ledger/choose-size-class.ts";
import { buildLedger, type LedgerContract, traderPackageOf } from "../../../ledger/ledger.ts";
import { sealPackage } from "../../../ledger/sealed-package.ts";
import { settleAccount } from "../../../ledger/settle-account.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { jsonText, refuseExistingFolder, writeFolder } from "../../../node/files/write-folder.ts";
import { withStatement } from "../../../receipts/account-statement.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readLedgerFolder, readListing, writeLedgerFolder } from "../../folders/ledger-folder.ts";
import { isoTime } from "../../options/iso-time.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { registerLedgerPost } from "../chain/register-post.ts";
import { registerLedgerCheck } from "./ledger-check.ts";
import { contractOption, readCustomer, registerLedgerEnrol, statementKey } from "./ledger-receipts.ts";

const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

export function registerLedgerCommands(ledger: Command): void {
	ledger
		.command("build")
		.description("commit to accounts: settle variation, draw salts, build the tree")
		.requiredOption("--accounts <folder or file>", "account files (*.json) with owners")
		.requiredOption("--listing <file>", "listing.json of the risk folder of this epoch")
		.requiredOption("--out <folder>", "gets epoch.json (public) and ledger.json (the venue's own)")
		.option(
			"--owner <name=file>",
			"public identity file of an account whose file names no owner; may be repeated",
			(text: string, earlier: ReadonlyMap<string, string>) => new Map([...earlier, ownerPair(text)]),
			new Map<string, string>() as ReadonlyMap<string, string>,
		)
		.option(
			"--size-class <class>",
			"most lines of an account, seen in its proofs: 8, 16, 32, 64, or the smallest of each account",
			sizeClass,
			DEFAULT_SIZE_CLASS as SizeClassChoice,
		)
		.option("--venue <name>", "name in the epoch file", "venue")
		.option("--time <ISO time>", "when balances and positions were so; now by default", isoTime)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => build(options, progress)));

	ledger
		.command("deliver")
		.description("encrypt to each trader the record, salt and path that proving needs")
		.requiredOption("--ledger <folder>", "as `ledger build` wrote it")
		.requiredOption("--out <folder>", "gets one <account name>.sealed.json per trader")
		.option("--key <file>", "sign to each trader what its account is: a statement, sealed with the rest")
		.addOption(contractOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => deliver(options)));

	registerLedgerEnrol(ledger);
	registerLedgerPost(ledger);

	registerLedgerCheck(ledger);
}

type BuildOptions = {
	readonly accounts: string;
	readonly listing: string;
	readonly out: string;
	/** Account name → public identity file. */
	readonly owner: ReadonlyMap<string, string>;
	readonly sizeClass: SizeClassChoice;
	readonly venue: string;
	readonly time?: number | undefined;
};

async function build(options: BuildOptions, progress: Progress): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const listing = await readListing(options.listing);
	const accounts = await Promise.all(
		(await accountFiles(options.accounts)).map(async (path) => {
			const account = requireOwner(await withNamedOwner(parseAccount(await readJsonFile(path)), options));
			return { account, settled: settleAccount({ account, listing, sizeClass: options.sizeClass }) };
		}),
	);
	const ledger = await progress.step(`committing to ${accounts.length} accounts`, async () =>
		buildLedger({
			accounts,
			listing,
			snapshotTimeMs: options.time ?? Date.now(),
			venue: options.venue,
			sizeClass: options.sizeClass,
			hash: await loadFastPoseidon(),
			randomBytes: drawBytes,
		}),
	);
	await writeLedgerFolder(options.out, ledger);
	const { ledgerRoot, snapshotTimeMs } = ledger.epoch;
	const sizeClasses = [...new Set(ledger.accounts.map(({ record }) => record.sizeClass))].sort(
		(a, b) => a - b,
	);
	const dust = accounts.flatMap(({ account, settled }) =>
		settled.dust.map(({ instrument, amount }) => ({ account: account.name, instrument, amount })),
	);
	return {
		json: {
			ledgerRoot: formatFieldElement(ledgerRoot),
			accounts: accounts.length,
			snapshotTimeMs,
			sizeClasses,
			dust,
		},
		lines: [
			`ledger root  ${formatFieldElement(ledgerRoot)}`,
			`accounts     ${accounts.length} at ${formatIsoTime(snapshotTimeMs)}`,
			`size class   ${sizeClasses.join(", ")} lines`,
			...dust.map(({ account, instrument, amount }) => `dust         ${account}: ${amount} ${instrument}`),
			`written to   ${options.out} (epoch.json is public, ledger.json is not)`,
		],
	};
}

async function withNamedOwner(
	account: Account,
	{ owner, venue }: { readonly owner: ReadonlyMap<string, string>; readonly venue: string },
): Promise<Account> {
	const path = owner.get(account.name);
	if (path === undefined) return account;
	return withOwner(account, await readCustomer(path, venue));
}

async function deliver(options: {
	readonly ledger: string;
	readonly out: string;
	readonly key?: string | undefined;
	readonly contract?: LedgerContract | undefined;
}): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const ledger = await readLedgerFolder(options.ledger);
	const key = await statementKey(options.key);
	const hash = await loadFastPoseidon();
	const packageOf = (index: number) => {
		const traderPackage = traderPackageOf(ledger, index);
		if (key === undefined) return traderPackage;
		return withStatement({ traderPackage, hash, privateKey: key.privateKey, ledger: options.contract });
	};
	const files = ledger.accounts.map(({ name, encryptionPublicKey }, index) => ({
		name: `${name}.sealed.json`,
		content: jsonText(
			sealPackage({
				traderPackage: packageOf(index),
				encryptionPublicKey,
				randomBytes: drawBytes,
			}),
		),
	}));
	await writeFolder(options.out, files);
	return {
		json: { files: files.map(({ name }) => join(options.out, name)), signer: key?.signer ?? null },
		lines: [
			`${files.length} sealed packages in ${options.out}: each opens only for its trader`,
			...(key === undefined ? [] : [`each with a statement signed by ${key.signer}`]),
		],
	};
}

async function accountFiles(path: string): Promise<string[]> {
	const status = await stat(path).catch(() => undefined);
	if (status?.isDirectory() !== true) return [path];
	const names = (await readdir(path)).filter((name) => name.endsWith(".json")).sort();
	if (names.length > 0) return names.map((name) => join(path, name));
	throw new InputError({
		code: "NO_ACCOUNTS",
		message: `${path} holds no *.json account file`,
		field: "accounts",
		hint: "give a folder of account files or one account file",
	});
}

function ownerPair(text: string): [string, string] {
	const [, name, path] = /^([a-z0-9-]+)=(.+)$/.exec(text) ?? [];
	if (name === undefined || path === undefined) {
		throw new InvalidArgumentError("write the account's name, = and the file, such as carry=me.public.json");
	}
	return [name, path];
}

function sizeClass(text: string): SizeClassChoice {
	const found = text === "smallest" ? text : SIZE_CLASSES.find((known) => String(known) === text);
	if (found !== undefined) return found;
	throw new InvalidArgumentError(`give ${SIZE_CLASSES.join(", ")} or smallest`);
}
