/** What a venue signs for its customers at the command line, and what a customer does with it. */
import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { poseidon } from "../../../field/poseidon.ts";
import { addressOfKey, type Hex } from "../../../hashing/eth-signature.ts";
import { addressSchema } from "../../../input/ethereum-shape.ts";
import { parseShape } from "../../../input/parse-shape.ts";
import { type Identity, type PublicIdentity, parsePublicIdentity } from "../../../ledger/identity.ts";
import { venueSchema } from "../../../ledger/json-elements.ts";
import type { LedgerContract, TraderPackage } from "../../../ledger/ledger.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import {
	accountStatementToJson,
	parseAccountStatement,
	signedStatementOf,
} from "../../../receipts/account-statement.ts";
import { checkReceipts, type ReceiptFinding } from "../../../receipts/check-receipts.ts";
import {
	enrolmentSigner,
	enrolmentToJson,
	NO_CUSTOMER,
	parseEnrolment,
	signEnrolment,
} from "../../../receipts/enrolment.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { isoTime } from "../../options/iso-time.ts";
import { readPrivateKey } from "../../options/read-private-key.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

export function registerLedgerEnrol(ledger: Command): void {
	ledger
		.command("enrol")
		.description("sign to a customer that its account is kept, and from when")
		.requiredOption("--owner <file>", "the customer's public identity")
		.requiredOption("--venue <name>", "your name, as in your epoch files")
		.requiredOption("--key <file>", 'your key: JSON {"privateKey": "0x…"}, readable by you alone')
		.requiredOption("--out <file>", "gets the receipt, for the customer to keep")
		.option("--from <ISO time>", "ledgers of this time and later have the customer; now by default", isoTime)
		.option("--customer <address>", "who may say for the customer that the account is closed", address)
		.addOption(contractOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => enrol(options)));
}

/** The venue's ledger contract, for everything that it signs. */
export function contractOption() {
	return new Option(
		"--contract <chain=address>",
		"your ledger contract, where you have one: 1=0x…",
	).argParser((text): LedgerContract => {
		const [, chainId, contract] = /^([1-9][0-9]{0,18})=(0x[0-9a-fA-F]{40})$/.exec(text) ?? [];
		if (chainId !== undefined && contract !== undefined) {
			return { chainId: BigInt(chainId), address: contract.toLowerCase() as Hex };
		}
		throw new InvalidArgumentError("write the chain's number, = and the address, such as 1=0x…");
	});
}

/** @throws InputError `IDENTITY_OF_ANOTHER_VENUE` and those of reading it */
export async function readCustomer(path: string, venue: string): Promise<PublicIdentity> {
	const identity = parsePublicIdentity(await readJsonFile(path));
	if (identity.venue === undefined || identity.venue === venue) return identity;
	throw new InputError({
		code: "IDENTITY_OF_ANOTHER_VENUE",
		message: `${path} is a public identity for ${identity.venue}, not for ${venue}`,
		field: "owner",
		hint: "ask the trader for what `zkmargin identity public --venue <your name>` writes, or give that name with --venue",
	});
}

async function enrol(options: {
	readonly owner: string;
	readonly venue: string;
	readonly key: string;
	readonly out: string;
	readonly from?: number | undefined;
	readonly customer?: Hex | undefined;
	readonly contract?: LedgerContract | undefined;
}): Promise<CommandResult> {
	const venue = parseShape({
		schema: venueSchema,
		value: options.venue,
		code: "VENUE_NAME_MALFORMED",
		what: "venue's name",
		hint: "give it as in your epoch files",
	});
	const { owner, encryptionPublicKey } = await readCustomer(options.owner, venue);
	const receipt = signEnrolment(
		{
			venue,
			owner,
			encryptionPublicKey,
			customer: options.customer ?? NO_CUSTOMER,
			fromTimeMs: options.from ?? Date.now(),
			ledger: options.contract,
		},
		await readPrivateKey(options.key, "key"),
	);
	const json = enrolmentToJson(receipt);
	await writeAtomically(options.out, jsonText(json));
	const signer = enrolmentSigner(receipt);
	return {
		json: { ...json, signer, file: options.out },
		lines: [
			`owner        ${json.owner}`,
			`from         ${formatIsoTime(receipt.fromTimeMs)}`,
			`signed by    ${signer}: say publicly that this is your address`,
			`receipt      ${options.out}, for the customer`,
		],
	};
}

/** Signs a package at its delivery, where the venue gave a key. */
export async function statementKey(path: string | undefined) {
	if (path === undefined) return undefined;
	const privateKey = await readPrivateKey(path, "key");
	return { privateKey, signer: addressOfKey(privateKey) };
}

export type ReceiptOptions = {
	readonly receipt?: string | undefined;
	readonly signer?: Hex | undefined;
	readonly earlier: readonly string[];
	readonly keep?: string | undefined;
};

export function signerOption() {
	return new Option(
		"--signer <address>",
		"the venue's, from a source other than its files: its signatures are asked for",
	).argParser(address);
}

/** The customer's side of `ledger check`. */
export async function receiptFindings(request: {
	readonly traderPackage: TraderPackage;
	readonly identity: Identity;
	readonly options: ReceiptOptions;
}): Promise<readonly ReceiptFinding[]> {
	const { traderPackage, identity, options } = request;
	const { receipt, signer, earlier } = options;
	return checkReceipts({
		traderPackage,
		identity,
		hash: poseidon,
		enrolment: receipt === undefined ? undefined : parseEnrolment(await readJsonFile(receipt)),
		signer,
		earlier: await Promise.all(earlier.map(async (path) => parseAccountStatement(await readJsonFile(path)))),
	});
}

/**
 * Writes the statement that came in a package, also when it is false: that is what it is kept for.
 *
 * @throws InputError `STATEMENT_MISSING`
 */
export async function keepStatement(traderPackage: TraderPackage, path: string): Promise<void> {
	const statement = signedStatementOf(traderPackage, poseidon);
	if (statement === undefined) {
		throw new InputError({
			code: "STATEMENT_MISSING",
			message: "the venue signed no statement of this record, so there is none to keep",
			field: "keep",
			hint: "ask the venue to deliver with --key",
		});
	}
	await writeAtomically(path, jsonText(accountStatementToJson(statement)));
}

function address(text: string): Hex {
	const { success, data } = addressSchema.safeParse(text);
	if (success) return data;
	throw new InvalidArgumentError("give 0x and 40 hexadecimal digits");
}
