/**
 * A margin account as the venue keeps it, in decimal text: balances, positions, holds. What it is
 * worth, and which instruments exist, is decided later against a listing (`settleAccount`).
 */
import { z } from "zod";
import { InputError } from "../errors/base.ts";
import { formatFieldElement, parseFieldElement } from "../field/bn254.ts";
import { parseShape } from "../input/parse-shape.ts";
import { printableText, symbolText } from "../input/text-shape.ts";
import { type Decimal, parseDecimal } from "../units/decimal.ts";
import { type PublicIdentity, parseEncryptionPublicKey } from "./identity.ts";
import { accountNameSchema } from "./json-elements.ts";

export type Balance = {
	/** `USD`, `USDC`, `BTC` … */
	readonly asset: string;
	/** Units of the asset, decimal text, not zero; negative is a loan. */
	readonly amount: string;
};

export type Position = {
	readonly instrument: string;
	/** Units of the underlying, decimal text, not zero; negative is short. */
	readonly size: string;
	/** Perpetuals and futures: USD price at which variation was last settled. */
	readonly entryPrice?: string | undefined;
};

/** An obligation: a pending withdrawal, accrued funding or fees, a firm lien. */
export type Hold = {
	readonly reason: string;
	/** USD, decimal text, positive. */
	readonly amountUsd: string;
};

export type Account = {
	/** Also the stem of the file that is delivered to the trader: lower-case letters, digits, `-`. */
	readonly name: string;
	/** Absent in accounts that are only margined, never put into a ledger. */
	readonly identity?: PublicIdentity | undefined;
	readonly balances: readonly Balance[];
	readonly positions: readonly Position[];
	readonly holds: readonly Hold[];
	/** Worst-side margin of open orders, USD, decimal text, not negative. */
	readonly orderMarginUsd?: string | undefined;
};

export type OwnedAccount = Account & { readonly identity: PublicIdentity };

const ACCOUNT_FORMAT = "zkmargin-account/2";

const accountSchema = z.strictObject({
	format: z.literal(ACCOUNT_FORMAT),
	name: accountNameSchema,
	owner: z.string().optional(),
	encryptionPublicKey: z.string().optional(),
	balances: z.array(z.strictObject({ asset: symbolText, amount: z.string() })),
	positions: z.array(
		z.strictObject({
			instrument: symbolText,
			size: z.string(),
			entryPrice: z.string().optional(),
		}),
	),
	holds: z.array(z.strictObject({ reason: printableText(1000), amountUsd: z.string() })).default([]),
	orderMarginUsd: z.string().optional(),
});

/**
 * Reads an account that was parsed from JSON. The owner may be absent: see `requireOwner`.
 *
 * @throws InputError `ACCOUNT_MALFORMED`, `ACCOUNT_IDENTITY_INCOMPLETE`, `DECIMAL_MALFORMED`,
 * `AMOUNT_ZERO`, `AMOUNT_NEGATIVE`, `INSTRUMENT_DUPLICATE`, `FIELD_ELEMENT_MALFORMED`,
 * `ENCRYPTION_KEY_INVALID`
 */
export function parseAccount(value: unknown): Account {
	const file = parseShape({
		schema: accountSchema,
		value,
		code: "ACCOUNT_MALFORMED",
		what: "account",
		hint: 'amounts are decimal text, such as "1.5"; sample/accounts shows the form',
	});
	const { format: _format, owner, encryptionPublicKey, ...rest } = file;
	const account: Account = { ...rest, identity: parseOwner(owner, encryptionPublicKey) };
	checkAmounts(account);
	checkDistinctInstruments(account);
	return account;
}

/** The file form of an account. */
export function accountToJson(account: Account) {
	const { identity, name, balances, positions, holds, orderMarginUsd } = account;
	return {
		format: ACCOUNT_FORMAT,
		name,
		...(identity && {
			owner: formatFieldElement(identity.owner),
			encryptionPublicKey: identity.encryptionPublicKey,
		}),
		balances,
		positions,
		holds,
		...(orderMarginUsd !== undefined && { orderMarginUsd }),
	};
}

/** The account with the identity of its trader, as a venue registers it. */
export function withOwner(account: Account, identity: PublicIdentity): OwnedAccount {
	return { ...account, identity };
}

/** @throws InputError `ACCOUNT_WITHOUT_OWNER` */
export function requireOwner(account: Account): OwnedAccount {
	if (account.identity !== undefined) return { ...account, identity: account.identity };
	throw new InputError({
		code: "ACCOUNT_WITHOUT_OWNER",
		message: `account ${account.name} has no owner`,
		field: "owner",
		hint: "add owner and encryptionPublicKey from the trader's public identity file",
	});
}

/**
 * Parses a decimal that must be greater than zero.
 *
 * @throws InputError `DECIMAL_MALFORMED`, `AMOUNT_ZERO`, `AMOUNT_NEGATIVE`
 */
export function parsePositive(text: unknown, field: string): Decimal {
	const value = parseNonZero(text, field);
	if (value.units < 0n) throw negative(field);
	return value;
}

/**
 * Parses a decimal of either sign. Zero is refused: a line that says nothing is a mistake.
 *
 * @throws InputError `DECIMAL_MALFORMED`, `AMOUNT_ZERO`
 */
export function parseNonZero(text: unknown, field: string): Decimal {
	const value = parseDecimal(text, field);
	if (value.units === 0n) {
		throw new InputError({
			code: "AMOUNT_ZERO",
			message: `${field} is zero`,
			field,
			hint: "leave the line out",
		});
	}
	return value;
}

function checkAmounts(account: Account): void {
	for (const [at, { amount }] of account.balances.entries()) parseNonZero(amount, `balances[${at}].amount`);
	for (const [at, { size, entryPrice }] of account.positions.entries()) {
		parseNonZero(size, `positions[${at}].size`);
		if (entryPrice !== undefined) parsePositive(entryPrice, `positions[${at}].entryPrice`);
	}
	for (const [at, { amountUsd }] of account.holds.entries()) {
		parsePositive(amountUsd, `holds[${at}].amountUsd`);
	}
	if (account.orderMarginUsd === undefined) return;
	if (parseDecimal(account.orderMarginUsd, "orderMarginUsd").units < 0n) throw negative("orderMarginUsd");
}

/**
 * One line per instrument, balances and positions together: two would be two answers to one question.
 *
 * @throws InputError `INSTRUMENT_DUPLICATE`
 */
export function checkDistinctInstruments(account: Account): void {
	const lines = [
		...account.balances.map(({ asset }, at) => ({ name: asset, field: `balances[${at}].asset` })),
		...account.positions.map(({ instrument }, at) => ({
			name: instrument,
			field: `positions[${at}].instrument`,
		})),
	];
	const seen = new Set<string>();
	for (const { name, field } of lines) {
		if (seen.has(name)) {
			throw new InputError({
				code: "INSTRUMENT_DUPLICATE",
				message: `${field}: ${name} is in this account twice`,
				field,
				hint: "add the two amounts up into one line",
			});
		}
		seen.add(name);
	}
}

function parseOwner(
	owner: string | undefined,
	encryptionPublicKey: string | undefined,
): PublicIdentity | undefined {
	if (owner === undefined && encryptionPublicKey === undefined) return undefined;
	if (owner === undefined || encryptionPublicKey === undefined) {
		const field = owner === undefined ? "owner" : "encryptionPublicKey";
		throw new InputError({
			code: "ACCOUNT_IDENTITY_INCOMPLETE",
			message: `the account names an identity without its ${field}`,
			field,
			hint: "copy both owner and encryptionPublicKey from the trader's public identity file",
		});
	}
	return {
		owner: parseFieldElement(owner, "owner"),
		encryptionPublicKey: parseEncryptionPublicKey(encryptionPublicKey, "encryptionPublicKey"),
	};
}

function negative(field: string): InputError {
	return new InputError({
		code: "AMOUNT_NEGATIVE",
		message: `${field} is negative`,
		field,
		hint: "write what is owed as a positive amount; only balances and sizes may be negative",
	});
}
