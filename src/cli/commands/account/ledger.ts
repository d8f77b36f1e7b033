import { randomBytes } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { formatFieldElement } from "../../../field/bn254.ts";
import { loadFastPoseidon, poseidon } from "../../../field/poseidon.ts";
import { type Account, parseAccount, requireOwner, withOwner } from "../../../ledger/account-file.ts";
import { DEFAULT_SIZE_CLASS, SIZE_CLASSES } from "../../../ledger/account-leaf.ts";
import { checkPackage } from "../../../ledger/check-package.ts";
import type { SizeClassChoice } from "../../../ledger/choose-size-class.ts";
import { parseIdentity } from "../../../ledger/identity.ts";
import {
	buildLedger,
	type LedgerContract,
	type TraderPackage,
	traderPackageOf,
} from "../../../ledger/ledger.ts";
import { openOwnPackage, sealPackage } from "../../../ledger/sealed-package.ts";
import { settleAccount } from "../../../ledger/settle-account.ts";
import type { Listing } from "../../../market/instruments/instrument.ts";
import { parseListing } from "../../../market/snapshot/listing.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { readSecretFile } from "../../../node/files/secret-file.ts";
import { jsonText, refuseExistingFolder, writeFolder } from "../../../node/files/write-folder.ts";
import { withStatement } from "../../../receipts/account-statement.ts";
import { lotsToSize } from "../../../units/lots.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { readLedgerEpoch, readLedgerFolder, writeLedgerFolder } from "../../folders/ledger-folder.ts";
import { isoTime } from "../../options/iso-time.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { registerLedgerPost } from "../chain/register-post.ts";
import {
	contractOption,
	keepStatement,
	type ReceiptOptions,
	readCustomer,
	receiptFindings,
	registerLedgerEnrol,
	signerOption,
	statementKey,
} from "./ledger-receipts.ts";

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

	ledger
		.command("check")
		.description("as a trader: is my record, as I know it, under the posted root?")
		.requiredOption("--package <file>", "the sealed package from the venue")
		.requiredOption("--identity <file>", "your secret identity file")
		.requiredOption("--epoch <file or folder>", "the ledger epoch, from a source other than the package")
		.requiredOption("--listing <file>", "listing.json of this epoch")
		.option("--account <file>", "what you believe to hold: compared position by position")
		.option("--receipt <file>", "your enrolment receipt: is this account the one that it promises?")
		.addOption(signerOption())
		.option(
			"--earlier <file>",
			"a statement that you kept: does the venue contradict itself? May be repeated",
			(text: string, before: readonly string[]) => [...before, text],
			[] as readonly string[],
		)
		.option("--keep <file>", "gets the venue's signed statement, which shows no position")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => check(options)));
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

const NOT_DERIVED =
	"  the venue has your identity as it is: give no other venue the same, but what `identity public --venue <name>` prints";

async function check(
	options: ReceiptOptions & {
		readonly package: string;
		readonly identity: string;
		readonly epoch: string;
		readonly listing: string;
		readonly account?: string | undefined;
	},
): Promise<CommandResult> {
	const file = parseIdentity(await readSecretFile(options.identity));
	const envelope = await readJsonFile(options.package);
	const { traderPackage, identity } = openOwnPackage({ envelope, identity: file });
	const isDerived = identity.owner !== file.owner;
	const listing = await readListing(options.listing);
	const account =
		options.account === undefined ? undefined : parseAccount(await readJsonFile(options.account));
	const ofPackage = checkPackage({
		traderPackage,
		epoch: await readLedgerEpoch(options.epoch),
		listing,
		owner: identity.owner,
		hash: poseidon,
		expectedHoldings:
			account === undefined ? undefined : settleAccount({ account, listing, sizeClass: "smallest" }).holdings,
	});
	const findings = [...ofPackage.findings, ...(await receiptFindings({ traderPackage, identity, options }))];
	const holds = findings.length === 0;
	if (options.keep !== undefined) await keepStatement(traderPackage, options.keep);
	return {
		json: {
			holds,
			findings,
			isDerivedForVenue: isDerived,
			holdings: describeHoldings(traderPackage, listing),
		},
		lines: [
			headline(traderPackage.venue, { isRecordRight: ofPackage.holds, holds }),
			...findings.map(({ code, message }) => `  ${code}: ${message}`),
			...(isDerived ? [] : [NOT_DERIVED]),
			...(ofPackage.holds ? [] : ["it says, and nothing confirms:"]),
			...describeHoldings(traderPackage, listing).map(
				({ instrument, size }) => `  ${instrument.padEnd(24)} ${size}`,
			),
		],
		exitCode: holds ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}

function headline(
	venue: string,
	check: { readonly isRecordRight: boolean; readonly holds: boolean },
): string {
	if (!check.isRecordRight) return "do not prove with this package:";
	const posted = `your record is under the root posted by ${venue}`;
	return check.holds ? `${posted}:` : `${posted}, and what the venue signed is not in order:`;
}

function describeHoldings({ record }: TraderPackage, listing: Listing) {
	return record.holdings.map(({ id, qtyLots }) => {
		const listed = listing.instruments[id - 1];
		if (listed === undefined) return { instrument: `id ${id}`, size: `${qtyLots} lots` };
		return { instrument: listed.name, size: lotsToSize(qtyLots, listed.lot) };
	});
}

async function readListing(path: string): Promise<Listing> {
	return parseListing(await readJsonFile(path));
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
