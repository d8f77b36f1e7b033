/**
 * An account at Paradex from its own answers: `GET /v1/positions`, `/v1/balances`, `/v1/account`, `/v1/orders`.
 * Everything settles in USDC; sizes are in coins, `side` has the sign. Funding that has not been paid yet is a
 * profit or a debt in USDC beside the position.
 */
import { z } from "zod";
import { absolute, foreignAmount, foreignName, isZero, orZero, textOf } from "../../input/foreign-amount.ts";
import { readVenueAsset, readVenueName } from "../../market/spellings/read-venue-name.ts";
import type { Decimal } from "../../units/decimal.ts";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../../units/decimal-arithmetic.ts";
import { AccountDraft } from "../answers/account-draft.ts";
import { unknownAnswer, venueError } from "../answers/answer-shapes.ts";
import { compareFigure, type VenueFigure } from "../answers/venue-figure.ts";
import type { LeftOut, VenueImport } from "../answers/venue-import.ts";

const POSITION = z.object({
	market: foreignName,
	side: foreignName,
	size: foreignAmount,
	status: foreignName.optional(),
	average_entry_price: foreignAmount,
	unrealized_pnl: foreignAmount,
	unrealized_funding_pnl: foreignAmount,
});
const BALANCE = z.object({ token: foreignName, size: foreignAmount });
const ORDER = z.object({
	market: foreignName,
	side: foreignName,
	type: foreignName.optional(),
	remaining_size: foreignAmount,
	price: foreignAmount,
});
const ACCOUNT = z.object({
	account_value: foreignAmount,
	settlement_asset: foreignName.optional(),
	margin_methodology: foreignName.optional(),
});

class ParadexImport {
	readonly draft = new AccountDraft();
	readonly figures: VenueFigure[] = [];
	readonly leftOut: LeftOut[] = [];
	readonly kinds = new Set<string>();
	/** Profit of perpetuals and value of options as printed, USDC. */
	worth: Decimal = DECIMAL_ZERO;
	value: Decimal | undefined;
	mode = "not said";
}

/**
 * @param answers of one moment, in any order
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`
 */
export function importParadex(answers: readonly unknown[], accountName: string): VenueImport {
	const into = new ParadexImport();
	for (const answer of answers) readAnswer(answer, into);
	const missing = into.kinds.has("balances") ? [] : ["balances: GET /v1/balances has them"];
	if (!into.kinds.has("positions")) missing.push("positions: GET /v1/positions has them");
	if (into.value !== undefined && missing.length === 0) {
		into.figures.push(
			compareFigure({
				what: "account value",
				unit: "USDC",
				ofVenue: into.value,
				ours: addDecimals(into.draft.balanceOf("USDC"), into.worth),
				roundedTerms: 3,
			}),
		);
	}
	return {
		venue: "paradex",
		mode: into.mode,
		account: into.draft.finish({ name: accountName, source: `Paradex: ${[...into.kinds].join(", ")}` }),
		isolated: [],
		figures: into.figures,
		leftOut: into.leftOut,
		missing,
	};
}

function readAnswer(answer: unknown, into: ParadexImport): void {
	const failure = z.object({ error: foreignName }).safeParse(answer);
	if (failure.success) throw venueError("Paradex", failure.data.error);
	const account = ACCOUNT.safeParse(answer);
	if (account.success && account.data.account_value !== undefined) {
		into.kinds.add("account");
		into.value = account.data.account_value;
		into.mode = account.data.margin_methodology ?? into.mode;
		return;
	}
	const read = z.object({ results: z.array(z.unknown()) }).safeParse(answer);
	if (!read.success) throw unknownAnswer("Paradex");
	const { results } = read.data;
	const positions = z.array(POSITION).safeParse(results);
	const isList = (key: string) => results.length > 0 && results.every((item) => key in Object(item));
	if (positions.success && isList("average_entry_price")) {
		into.kinds.add("positions");
		for (const position of positions.data) addPosition(position, into);
		return;
	}
	const balances = z.array(BALANCE).safeParse(results);
	if (balances.success && isList("token")) {
		into.kinds.add("balances");
		for (const { token, size } of balances.data)
			into.draft.addBalance(readVenueAsset(token), size, "balance");
		return;
	}
	const orders = z.array(ORDER).safeParse(results);
	if (orders.success && isList("remaining_size")) {
		into.kinds.add("orders");
		for (const order of orders.data) addOrder(order, into);
		return;
	}
	if (results.length > 0) throw unknownAnswer("Paradex");
}

function addPosition(position: z.output<typeof POSITION>, into: ParadexImport): void {
	const { market, side, size, average_entry_price: entry, unrealized_funding_pnl: funding } = position;
	if (size === undefined || isZero(size) || position.status === "CLOSED") return;
	const spelled = readVenueName("paradex", market);
	if (spelled === undefined || entry === undefined) {
		into.leftOut.push({ what: market, reason: "no perpetual and no dated option" });
		return;
	}
	const signed = side === "SHORT" || side === "SELL" ? negateDecimal(absolute(size)) : size;
	into.draft.addBalance("USDC", funding, `funding of ${market} that is not paid yet`);
	// Printed with the funding; an option's premium was paid up front, so its value is cost and profit.
	const profit = subtractDecimals(orZero(position.unrealized_pnl), orZero(funding));
	if (spelled.instrument.kind === "option") {
		into.draft.addLeg(spelled.instrument.name, { size: textOf(signed) });
		into.worth = addDecimals(into.worth, addDecimals(multiplyDecimals(signed, entry), profit));
		return;
	}
	into.draft.addLeg(spelled.instrument.name, { size: textOf(signed), entryPrice: textOf(entry) });
	into.worth = addDecimals(into.worth, profit);
}

function addOrder(order: z.output<typeof ORDER>, into: ParadexImport): void {
	const { market, side, remaining_size: open, price } = order;
	const spelled = readVenueName("paradex", market);
	const what = `${side} order of ${market}`;
	if (spelled === undefined || open === undefined || isZero(open)) {
		into.leftOut.push({ what, reason: "no perpetual and no dated option, or nothing left to fill" });
	} else if (price === undefined || isZero(price)) {
		into.leftOut.push({ what, reason: "it has no limit price" });
	} else {
		const size = textOf(side === "SELL" ? negateDecimal(open) : open);
		into.draft.addOrder({ instrument: spelled.instrument.name, size, price: textOf(price) });
	}
}
