import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import {
	type BookForm,
	bookCircuits,
	fundCircuitName,
	IDS_PER_TABLE,
	type IdsPerTable,
	PLACES_PER_BATCH,
	type PlacesPerBatch,
} from "../../../book/model/book-form.ts";
import { BOOK_LEVELS, type BookLevel, lotValues } from "../../../book/model/lot-values.ts";
import { prepareBook } from "../../../book/rounds/prepare-book.ts";
import type { BookFinding } from "../../../book/verify/book-finding.ts";
import { type BookVerdict, checkTotals, verifyBook } from "../../../book/verify/verify-book.ts";
import { InputError, InternalError } from "../../../errors/base.ts";
import { loadFastPoseidon } from "../../../field/poseidon.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText, refuseExistingFolder } from "../../../node/files/write-folder.ts";
import { verificationKeyHash } from "../../../proof/keys/verification-key.ts";
import { bookJudge } from "../../../proof/statements/book-judge.ts";
import { type BookTools, proveBook } from "../../../proof/statements/prove-book.ts";
import { liabilitiesToJson } from "../../../reserves/liabilities-file.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { readBookFolder, writeBookFolder } from "../../folders/book-folder.ts";
import { readLedgerEpoch, readLedgerFolder } from "../../folders/ledger-folder.ts";
import { type RiskFolder, readRiskFolder } from "../../folders/risk-folder.ts";
import { bookTools, type JudgedKey, judgeKeys, type TrustedKeyHash } from "../../keys/book-keys.ts";
import { trustedHashOption } from "../../keys/circuit-and-key.ts";
import {
	EXIT_DOES_NOT_HOLD,
	EXIT_HOLDS,
	EXIT_NOT_FULLY_CHECKED,
	type ExitCode,
} from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { liabilitiesOfBook } from "../../reports/book-liabilities.ts";
import { bookLines } from "../../reports/book-text.ts";

const EPOCH_SECRET_BYTES = 32;
const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

export function registerBookCommands(book: Command): void {
	book
		.command("prove")
		.description("prove what all accounts of a ledger add up to, without showing one")
		.requiredOption("--ledger <folder>", "as `ledger build` wrote it")
		.requiredOption("--risk <folder>", "as `risk build` wrote it, of the same listing")
		.requiredOption("--out <folder>", "gets book.json and keys.json, both public")
		.addOption(
			new Option("--level <level>", "positions at their marks, or less the first haircut of their side")
				.choices(BOOK_LEVELS)
				.default("mark" as BookLevel),
		)
		.addOption(
			new Option("--table <level>", "whose haircuts are taken")
				.choices(["maintenance", "initial"] as const)
				.default("maintenance" as MarginLevel),
		)
		.option("--fund <account>", "account whose equity covers the deficits, instead of showing them")
		.option(
			"--places-per-batch <count>",
			"accounts to a proof: 8, 64 or 512",
			oneOf(PLACES_PER_BATCH),
			64 as PlacesPerBatch,
		)
		.option(
			"--ids-per-table <count>",
			"instruments to a proof: 32 or 512",
			oneOf(IDS_PER_TABLE),
			512 as IdsPerTable,
		)
		.option("--keys <folder>", "with a folder for each circuit; by default this machine's development keys")
		.addOption(trustedHashOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => prove(options, progress)));

	book
		.command("verify")
		.description("check a book against the posted ledger epoch and the risk tables")
		.argument("<folder>", "as `book prove` wrote it")
		.requiredOption(
			"--ledger-epoch <file>",
			"the venue's posted epoch.json, from another source than the book",
		)
		.requiredOption("--risk <folder>", "the risk tables that you trust")
		.option(
			"--key-hash <circuit=sha256>",
			"verification key that you trust for a circuit, besides those that come with zkmargin and this machine's own; may be repeated",
			(text: string, earlier: readonly TrustedKeyHash[]) => [...earlier, trustedKeyHash(text)],
			[] as readonly TrustedKeyHash[],
		)
		.option("--liabilities <file>", "gets what is owed by asset, if the book holds, for `reserves check`")
		.addOption(jsonOption())
		.action((folder, options) => runCommand(options, (progress) => verify(folder, options, progress)));
}

type ProveOptions = {
	readonly ledger: string;
	readonly risk: string;
	readonly out: string;
	readonly level: BookLevel;
	readonly table: MarginLevel;
	readonly fund?: string | undefined;
	readonly placesPerBatch: PlacesPerBatch;
	readonly idsPerTable: IdsPerTable;
	readonly keys?: string | undefined;
	readonly trustKeyHash: readonly string[];
};

async function prove(options: ProveOptions, progress: Progress): Promise<CommandResult> {
	await refuseExistingFolder(options.out);
	const { level, placesPerBatch, idsPerTable } = options;
	const form: BookForm = { placesPerBatch, idsPerTable };
	const ledger = await readLedgerFolder(options.ledger);
	const risk = await readRiskFolder(options.risk);
	if (ledger.epoch.listingHash !== risk.listing.hash) throw listingsDiffer();
	const table = await risk.readTable(options.table);
	const fundPlace = options.fund === undefined ? undefined : placeOf(ledger, options.fund);
	const places = ledger.accounts.map(({ record }) => record);
	const circuits = bookCircuits(
		form,
		places.map(({ sizeClass }) => sizeClass),
	);
	const fundRecord = fundPlace === undefined ? undefined : places[fundPlace];
	const fundCircuits = fundRecord === undefined ? [] : [fundCircuitName(form, fundRecord.sizeClass)];
	const tools = await bookTools({
		circuits: [...circuits, ...fundCircuits],
		folder: options.keys,
		trustedHashes: options.trustKeyHash,
		progress,
	});
	const { listing } = risk;
	const instrumentCount = listing.instruments.length;
	const hash = await loadFastPoseidon();
	const book = await progress.step(`claims and sums of ${places.length} accounts`, () =>
		prepareBook({
			places,
			epoch: ledger.epoch,
			riskRoot: table.tree.root,
			level,
			instrumentCount,
			values: lotValues({ level, listing, rows: table.rows, form }),
			form,
			keyHashes: Object.fromEntries(circuits.map((name) => [name, keyHashIn(tools, name)])),
			epochSecret: drawBytes(EPOCH_SECRET_BYTES),
			hash,
		}),
	);
	const open = checkTotals(book.statement.totalsLots.slice(1, instrumentCount + 1), listing);
	if (open.length > 0) return notProven(open);
	const record = await progress.step("proofs", (report) =>
		proveBook({ book, instrumentCount, tools, fundPlace, onProgress: ({ step }) => report(step) }),
	);
	const keys = Object.fromEntries([...tools].map(([name, { key }]) => [name, key.verificationKey]));
	const { epoch } = ledger;
	const judge = bookJudge({ keys, randomBytes: drawBytes });
	const verdict = await progress.step("verifying", () =>
		verifyBook({ record, epoch, listing, table, judge, hash }),
	);
	if (!verdict.holds) throw ownBookFails(verdict.findings);
	await writeBookFolder(options.out, { record, keys });
	return {
		json: { ...verdict, folder: options.out, proofs: book.steps.length },
		lines: ["the book is proven:", ...bookLines(verdict.report, listing), `written to   ${options.out}`],
	};
}

/** Nothing is proven, and nothing written, of accounts that do not add up. */
function notProven(findings: readonly BookFinding[]): CommandResult {
	return {
		json: { holds: false, findings },
		lines: ["these accounts do not make a book; nothing was proven:", ...findingLines(findings)],
		exitCode: EXIT_DOES_NOT_HOLD,
	};
}

type VerifyOptions = {
	readonly ledgerEpoch: string;
	readonly risk: string;
	readonly keyHash: readonly TrustedKeyHash[];
	readonly liabilities?: string | undefined;
};

async function verify(folder: string, options: VerifyOptions, progress: Progress): Promise<CommandResult> {
	const { liabilities } = options;
	if (liabilities !== undefined) await refuseExistingFile(liabilities);
	const { record, keys } = await readBookFolder(folder);
	const risk = await readRiskFolder(options.risk);
	const { listing } = risk;
	const table = await risk.readTable(tableOf(record.riskRoot, risk));
	const judged = await judgeKeys(keys, options.keyHash);
	const epoch = await readLedgerEpoch(options.ledgerEpoch);
	const hash = await loadFastPoseidon();
	const judge = bookJudge({ keys, randomBytes: drawBytes });
	const verdict = await progress.step(
		`verifying ${record.batches.length + record.tables.length} proofs`,
		() => verifyBook({ record, epoch, listing, table, judge, hash }),
	);
	const unknown = judged.filter(({ kind }) => kind === undefined);
	const exitCode = exitCodeOf(verdict, unknown);
	if (liabilities !== undefined && exitCode === EXIT_HOLDS) {
		const owed = liabilitiesOfBook({ epoch, report: verdict.report, listing });
		await writeAtomically(liabilities, jsonText(liabilitiesToJson(owed)));
	}
	return {
		json: { ...verdict, unknownKeys: unknown.map(({ circuit, hash: keyHash }) => ({ circuit, keyHash })) },
		lines: [
			headline(verdict, unknown),
			...bookLines(verdict.report, listing),
			...findingLines(verdict.findings),
			...unknown.map(({ circuit, hash: keyHash }) => `  nobody vouches for the key ${circuit}=${keyHash}`),
			...(unknown.length > 0 ? ["  give it with --key-hash, if you trust it for that circuit"] : []),
		],
		exitCode,
	};
}

function exitCodeOf({ holds }: BookVerdict, unknown: readonly JudgedKey[]): ExitCode {
	if (!holds) return EXIT_DOES_NOT_HOLD;
	return unknown.length === 0 ? EXIT_HOLDS : EXIT_NOT_FULLY_CHECKED;
}

function headline({ holds }: BookVerdict, unknown: readonly JudgedKey[]): string {
	if (!holds) return "the book does NOT hold; it says:";
	return unknown.length === 0
		? "the book holds:"
		: "the book was NOT FULLY CHECKED, so whether it holds is open:";
}

function findingLines(findings: readonly BookFinding[]): string[] {
	return findings.map(({ code, message }) => `  ${code}: ${message}`);
}

/** The table that the book says it was made on, where it is one of these. */
function tableOf(riskRoot: bigint, { epoch }: RiskFolder): MarginLevel {
	return riskRoot === epoch.initialRoot ? "initial" : "maintenance";
}

function keyHashIn(tools: BookTools, name: string): string {
	const tool = tools.get(name) as NonNullable<ReturnType<BookTools["get"]>>;
	return verificationKeyHash(tool.key.verificationKey);
}

function ownBookFails([first]: readonly BookFinding[]): InternalError {
	const { code, message } = first as BookFinding;
	return new InternalError({
		code: "BOOK_FAILS",
		message: `a fresh book does not verify: ${code}: ${message}`,
	});
}

function placeOf({ accounts }: Ledger, fund: string): number {
	const place = accounts.findIndex(({ name }) => name === fund);
	if (place >= 0) return place;
	throw new InputError({
		code: "BOOK_NO_FUND",
		message: `the ledger has no account ${fund}`,
		field: "fund",
		hint: "name an account of the ledger",
	});
}

function listingsDiffer(): InputError {
	return new InputError({
		code: "LISTING_MISMATCH",
		message: "ledger and risk tables were made on different listings",
		field: "risk",
		hint: "give the risk folder whose listing the ledger was built with",
	});
}

function trustedKeyHash(text: string): TrustedKeyHash {
	const [, circuit, hash] = /^(book-[a-z0-9-]+)=([0-9a-f]{64})$/.exec(text) ?? [];
	if (circuit !== undefined && hash !== undefined) return { circuit, hash };
	throw new InvalidArgumentError("write the circuit, = and the SHA-256 of its verification key");
}

function oneOf<Choice extends number>(choices: readonly Choice[]): (text: string) => Choice {
	return (text) => {
		const found = choices.find((choice) => String(choice) === text);
		if (found !== undefined) return found;
		throw new InvalidArgumentError(`give ${choices.join(" or ")}`);
	};
}
