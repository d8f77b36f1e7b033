/** Collects what an answer says into one account: balances with their parts, several entries into one contract. */

import { isZero, textOf } from "../../input/foreign-amount.ts";
import type { Account, Balance, Hold, OpenOrder, Position, PositionLeg } from "../../ledger/account-file.ts";
import type { Decimal } from "../../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO } from "../../units/decimal-arithmetic.ts";

type Part = { readonly reason: string; readonly amount: Decimal };

export class AccountDraft {
	readonly #parts = new Map<string, Part[]>();
	readonly #legs = new Map<string, PositionLeg[]>();
	readonly #orders: OpenOrder[] = [];
	readonly #holds: Hold[] = [];

	/** Adds to the balance of an asset; nothing happens at zero. */
	addBalance(asset: string, amount: Decimal | undefined, reason: string): void {
		if (amount === undefined || isZero(amount)) return;
		this.#parts.set(asset, [...(this.#parts.get(asset) ?? []), { reason, amount }]);
	}

	/** Adds an entry into a contract. */
	addLeg(instrument: string, leg: PositionLeg): void {
		this.#legs.set(instrument, [...(this.#legs.get(instrument) ?? []), leg]);
	}

	addOrder(order: OpenOrder): void {
		this.#orders.push(order);
	}

	addHold(hold: Hold): void {
		this.#holds.push(hold);
	}

	/** Sum of all that was added to an asset. */
	balanceOf(asset: string): Decimal {
		return sumOf(this.#parts.get(asset) ?? []);
	}

	get isEmpty(): boolean {
		return this.#parts.size === 0 && this.#legs.size === 0;
	}

	/** The account, in the order in which things were added; what adds up to nothing is left out. */
	finish(terms: { readonly name: string; readonly source: string }): Account {
		return {
			...terms,
			balances: [...this.#parts].flatMap(([asset, parts]) => balanceOf(asset, parts)),
			positions: [...this.#legs].map(([instrument, legs]) => positionOf(instrument, legs)),
			holds: this.#holds,
			...(this.#orders.length > 0 && { orders: this.#orders }),
		};
	}
}

function balanceOf(asset: string, parts: readonly Part[]): Balance[] {
	const amount = sumOf(parts);
	if (isZero(amount)) return [];
	if (parts.length === 1) return [{ asset, amount: textOf(amount) }];
	const shown = parts.map((part) => ({ reason: part.reason, amount: textOf(part.amount) }));
	return [{ asset, amount: textOf(amount), parts: shown }];
}

function positionOf(instrument: string, legs: readonly PositionLeg[]): Position {
	const [only] = legs;
	return legs.length === 1 && only !== undefined ? { instrument, ...only } : { instrument, legs };
}

function sumOf(parts: readonly Part[]): Decimal {
	return parts.reduce((sum, { amount }) => addDecimals(sum, amount), DECIMAL_ZERO);
}
