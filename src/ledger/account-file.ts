/**
 * A margin account as the venue keeps it, in decimal text: balances, positions, holds, open orders. What it is
 * worth, and which instruments exist, is decided later against a listing (`settleAccount`). The file field by field:
 * docs/account.md.
 */
import { InputError } from "../errors/base.ts";
import { throwTogether } from "../errors/throw-together.ts";
import { formatFieldElement, parseFieldElement } from "../field/bn254.ts";
import { parseShape } from "../input/parse-shape.ts";
import { type Decimal, formatScaled, parseDecimal } from "../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, subtractDecimals } from "../units/decimal-arithmetic.ts";
import { ACCOUNT_FORMAT, accountSchema } from "./account-shape.ts";
import { type PublicIdentity, parseEncryptionPublicKey } from "./identity.ts";

export type Balance = {
	/** `USD`, `USDC`, `BTC` … */
	readonly asset: string;
	/** Units of the asset, decimal text, not zero; negative is a loan. */
	readonly amount: string;
	/** What the amount is made of, for people; adds up to it exactly. */
	readonly parts?: readonly { readonly reason: string; readonly amount: string }[] | undefined;
};

/** One entry into a contract: a size in coins or, of an inverse contract, in USD. */
export type PositionLeg = {
	/** Units of the underlying, decimal text, not zero; negative is short. */
	readonly size?: string | undefined;
	/** Inverse contracts, instead of `size`: USD, decimal text, not zero; negative is short. */
	readonly sizeUsd?: string | undefined;
	/** Perpetuals and futures: price at which variation was last settled, in the settlement currency. */
	readonly entryPrice?: string | undefined;
};

/** A single leg, or several in `legs`. */
export type Position = PositionLeg & {
	readonly instrument: string;
	readonly legs?: readonly PositionLeg[] | undefined;
};

/** An obligation: a pending withdrawal, accrued funding or fees, a firm lien. */
export type Hold = {
	readonly reason: string;
	/** USD, decimal text, positive. */
	readonly amountUsd: string;
};

export type OpenOrder = {
	readonly instrument: string;
	/** What is still to be filled in units of the underlying, decimal text; negative sells. */
	readonly size?: string | undefined;
	/** Inverse contracts, instead of `size`: USD. */
	readonly sizeUsd?: string | undefined;
	/** In the settlement currency, decimal text, positive. */
	readonly price: string;
};

export type Account = {
	/** Also the stem of the file that is delivered to the trader: lower-case letters, digits, `-`. */
	readonly name: string;
	/** Where it comes from, for people. */
	readonly source?: string | undefined;
	/** Absent in accounts that are only margined, never put into a ledger. */
	readonly identity?: PublicIdentity | undefined;
	readonly balances: readonly Balance[];
	readonly positions: readonly Position[];
	readonly holds: readonly Hold[];
	readonly orders?: readonly OpenOrder[] | undefined;
	/** Worst-side margin of open orders, USD, decimal text, not negative. */
	readonly orderMarginUsd?: string | undefined;
};

export type OwnedAccount = Account & { readonly identity: PublicIdentity };

const FIRST_FORMAT = { format: "zkmargin-account", version: 1 };

/** The entries into a position: its `legs`, or itself. */
export function legsOf(position: Position): readonly PositionLeg[] {
	return position.legs ?? [position];
}

/**
 * Reads an account that was parsed from JSON. The owner may be absent: see `requireOwner`. All that is wrong with
 * its amounts is said at once.
 *
 * @throws InputError `ACCOUNT_MALFORMED`, `ACCOUNT_IDENTITY_INCOMPLETE`, `DECIMAL_MALFORMED`,
 * `AMOUNT_ZERO`, `AMOUNT_NEGATIVE`, `POSITION_SIZE_AMBIGUOUS`, `BALANCE_PARTS_DIFFER`, `INSTRUMENT_DUPLICATE`,
 * `FIELD_ELEMENT_MALFORMED`, `ENCRYPTION_KEY_INVALID`
 */
export function parseAccount(value: unknown): Account {
	const file = parseShape({
		schema: accountSchema,
		value: inTodaysForm(value),
		code: "ACCOUNT_MALFORMED",
		what: "account",
		hint: 'amounts are decimal text, such as "1.5"; docs/account.md says what each field means',
	});
	const { format: _format, owner, encryptionPublicKey, ...rest } = file;
	const account: Account = { ...rest, identity: parseOwner(owner, encryptionPublicKey) };
	throwTogether([...amountChecks(account), () => checkDistinctInstruments(account)]);
	return account;
}

/** The file form of an account. */
export function accountToJson(account: Account) {
	const { identity, name, source, balances, positions, holds, orders, orderMarginUsd } = account;
	return {
		format: ACCOUNT_FORMAT,
		name,
		...(source !== undefined && { source }),
		...(identity && {
			owner: formatFieldElement(identity.owner),
			encryptionPublicKey: identity.encryptionPublicKey,
		}),
		balances,
		positions,
		holds,
		...(orders !== undefined && { orders }),
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

/** Files of the first version say it in a field of its own, and nothing else differently. */
function inTodaysForm(value: unknown): unknown {
	const isFirst = typeof value === "object" && value !== null && "format" in value && "version" in value;
	if (!isFirst || value.format !== FIRST_FORMAT.format || value.version !== FIRST_FORMAT.version)
		return value;
	const { version: _version, ...rest } = value;
	return { ...rest, format: ACCOUNT_FORMAT };
}

function amountChecks(account: Account): (() => unknown)[] {
	const { balances, positions, holds, orders = [], orderMarginUsd = "0" } = account;
	return [
		...balances.map((balance, at) => () => checkBalance(balance, `balances[${at}]`)),
		...positions.map((position, at) => () => checkPosition(position, `positions[${at}]`)),
		...holds.map(
			({ amountUsd }, at) =>
				() =>
					parsePositive(amountUsd, `holds[${at}].amountUsd`),
		),
		...orders.map(({ size, sizeUsd, price }, at) => () => {
			checkLeg({ size, sizeUsd }, `orders[${at}]`);
			parsePositive(price, `orders[${at}].price`);
		}),
		() => {
			if (parseDecimal(orderMarginUsd, "orderMarginUsd").units < 0n) throw negative("orderMarginUsd");
		},
	];
}

function checkBalance({ amount, parts }: Balance, field: string): void {
	const total = parseNonZero(amount, `${field}.amount`);
	if (parts === undefined) return;
	const sum = parts.reduce(
		(before, part, at) => addDecimals(before, parseDecimal(part.amount, `${field}.parts[${at}].amount`)),
		DECIMAL_ZERO,
	);
	if (subtractDecimals(sum, total).units === 0n) return;
	throw new InputError({
		code: "BALANCE_PARTS_DIFFER",
		message: `${field}: its parts add up to ${formatScaled(sum.units, sum.decimals)}, its amount is ${amount}`,
		field: `${field}.parts`,
		hint: "amount is what is margined: the parts only say what it is made of",
	});
}

function checkPosition(position: Position, field: string): void {
	const { legs, size, sizeUsd, entryPrice } = position;
	if (legs === undefined) checkLeg(position, field);
	else if (size ?? sizeUsd ?? entryPrice) throw ambiguousSize(field);
	for (const [at, leg] of (legs ?? []).entries()) checkLeg(leg, `${field}.legs[${at}]`);
}

function checkLeg({ size, sizeUsd, entryPrice }: PositionLeg, field: string): void {
	if ((size === undefined) === (sizeUsd === undefined)) throw ambiguousSize(field);
	if (size !== undefined) parseNonZero(size, `${field}.size`);
	if (sizeUsd !== undefined) parseNonZero(sizeUsd, `${field}.sizeUsd`);
	if (entryPrice !== undefined) parsePositive(entryPrice, `${field}.entryPrice`);
}

function ambiguousSize(field: string): InputError {
	return new InputError({
		code: "POSITION_SIZE_AMBIGUOUS",
		message: `${field} needs exactly one of size, sizeUsd and legs`,
		field,
		hint: "size is in coins, sizeUsd is for inverse contracts, legs hold several entries with their own prices",
	});
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
				hint: "add balances up into one line; write two entries into one contract as legs of one position",
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
