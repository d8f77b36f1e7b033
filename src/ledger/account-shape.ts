/**
 * The shape of an account file. The descriptions are docs/account.md: `scripts/write-account-docs.ts` writes its
 * tables from them.
 */
import { z } from "zod";
import { decimalText } from "../input/decimal-text.ts";
import { printableText, symbolText } from "../input/text-shape.ts";
import { accountNameSchema } from "./json-elements.ts";

export const ACCOUNT_FORMAT = "zkmargin-account/2";

const legFields = {
	size: decimalText
		.optional()
		.describe(
			"Signed size in units of the underlying (coins, not contracts and not USD); negative is short; not zero. A traded size has to be whole lots of the listing and is never rounded.",
		),
	sizeUsd: decimalText
		.optional()
		.describe(
			"Instead of `size`, for inverse contracts: signed size in USD, as Deribit, Bybit and OKX show it. N USD entered at E are exactly N/E coins of the linear contract; what is less than a lot of it becomes coins and USD.",
		),
	entryPrice: decimalText
		.optional()
		.describe(
			"Perpetuals and futures only, and needed there: price at which variation was last settled, in the currency that the contract settles in. Not the venue's settlement price of the day, unless profit up to it is already in the balance: then it is. Options have none: their premium was paid up front.",
		),
};

export const legSchema = z.strictObject(legFields);

export const balanceSchema = z.strictObject({
	asset: symbolText.describe("`USD`, `USDC`, `BTC` … as the listing calls it."),
	amount: decimalText.describe("Signed amount in units of the asset; negative is a loan; not zero."),
	parts: z
		.array(
			z.strictObject({
				reason: printableText(200).describe(
					"What it is, for people: `wallet`, `borrowed`, `accrued interest`.",
				),
				amount: decimalText.describe("Signed amount in units of the asset."),
			}),
		)
		.optional()
		.describe(
			"What the amount is made of, where the venue shows it gross: what is held, borrowed, accrued. Adds up to `amount` exactly. Only `amount` is margined.",
		),
});

export const positionSchema = z.strictObject({
	instrument: symbolText.describe(
		"Name in the listing: `BTC-PERPETUAL`, `BTC_USDC-PERPETUAL` (settles in USDC), `BTC-27MAR26-90000-C`.",
	),
	...legFields,
	legs: z
		.array(legSchema)
		.min(1)
		.max(1000)
		.optional()
		.describe(
			"Instead of `size` and `sizeUsd`: several entries into one contract, such as long and short in hedge mode. Each has the three fields above. They net exactly; their profits are added up leg by leg.",
		),
});

export const orderSchema = z.strictObject({
	instrument: symbolText.describe("Name in the listing."),
	size: decimalText
		.optional()
		.describe("Signed size that is still to be filled, units of the underlying; negative sells."),
	sizeUsd: decimalText.optional().describe("Instead of `size`, for inverse contracts: USD."),
	price: decimalText.describe(
		"Price at which it would be filled, in the currency that the contract settles in.",
	),
});

export const accountSchema = z.strictObject({
	format: z
		.literal(ACCOUNT_FORMAT)
		.describe(
			`\`"${ACCOUNT_FORMAT}"\`. Files with \`"zkmargin-account"\` and \`"version": 1\` are read as well.`,
		),
	name: accountNameSchema.describe(
		"Lower-case letters, digits and `-`; also the name of the file that the trader is sent.",
	),
	source: printableText(200)
		.optional()
		.describe("Where the account comes from, for people: venue, answers, time."),
	owner: z
		.string()
		.optional()
		.describe("From the trader's public identity file. Needed in a ledger, not for margin alone."),
	encryptionPublicKey: z.string().optional().describe("From the same file; both or neither."),
	balances: z
		.array(balanceSchema)
		.describe("Cash and coins, one line per asset. Locked and staked coins count: they are the account's."),
	positions: z.array(positionSchema).describe("Perpetuals, futures and options, one line per contract."),
	holds: z
		.array(
			z.strictObject({
				reason: printableText(1000).describe(
					"What is owed: a pending withdrawal, accrued funding or fees, a lien.",
				),
				amountUsd: decimalText.describe("USD, greater than zero."),
			}),
		)
		.default([])
		.describe("What the account owes and has not paid yet. Counts in full against equity."),
	orders: z
		.array(orderSchema)
		.max(200)
		.optional()
		.describe("Open orders. `margin` asks for the worst set of fills."),
	orderMarginUsd: decimalText
		.optional()
		.describe(
			"USD, not negative: what open orders reserve, where somebody has computed it. Counts at initial margin, not at maintenance. `margin` computes it when there are `orders` and this is left out; a ledger needs it.",
		),
});
