/** The trader's side of a ledger: `ledger check`. */
import type { Command } from "@commander-js/extra-typings";
import { checkPlace } from "../../../book/verify/check-place.ts";
import { poseidon } from "../../../field/poseidon.ts";
import { parseAccount } from "../../../ledger/account-file.ts";
import { checkPackage } from "../../../ledger/check-package.ts";
import { parseIdentity } from "../../../ledger/identity.ts";
import type { TraderPackage } from "../../../ledger/ledger.ts";
import { openOwnPackage } from "../../../ledger/sealed-package.ts";
import { settleAccount } from "../../../ledger/settle-account.ts";
import type { Listing } from "../../../market/instruments/instrument.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { readSecretFile } from "../../../node/files/secret-file.ts";
import { lotsToSize } from "../../../units/lots.ts";
import { readBookRecord } from "../../folders/book-record-file.ts";
import { readLedgerEpoch, readListing } from "../../folders/ledger-folder.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { keepStatement, type ReceiptOptions, receiptFindings, signerOption } from "./ledger-receipts.ts";

export function registerLedgerCheck(ledger: Command): void {
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
		.option("--book <file or folder>", "the published book of this epoch: is my record in what it proves?")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => check(options)));
}

const NOT_DERIVED =
	"  the venue has your identity as it is: give no other venue the same, but what `identity public --venue <name>` prints";

const BOOK_NOT_VERIFIED =
	"  of the book only the place of your record was checked: its proofs are checked as a whole";

async function check(
	options: ReceiptOptions & {
		readonly package: string;
		readonly identity: string;
		readonly epoch: string;
		readonly listing: string;
		readonly account?: string | undefined;
		readonly book?: string | undefined;
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
	const findings: readonly { readonly code: string; readonly message: string }[] = [
		...ofPackage.findings,
		...(options.book === undefined
			? []
			: checkPlace({ traderPackage, book: await readBookRecord(options.book), hash: poseidon })),
		...(await receiptFindings({ traderPackage, identity, options })),
	];
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
			...(options.book === undefined ? [] : [BOOK_NOT_VERIFIED]),
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
	return check.holds ? `${posted}:` : `${posted}, and what it published or signed besides is not in order:`;
}

function describeHoldings({ record }: TraderPackage, listing: Listing) {
	return record.holdings.map(({ id, qtyLots }) => {
		const listed = listing.instruments[id - 1];
		if (listed === undefined) return { instrument: `id ${id}`, size: `${qtyLots} lots` };
		return { instrument: listed.name, size: lotsToSize(qtyLots, listed.lot) };
	});
}
