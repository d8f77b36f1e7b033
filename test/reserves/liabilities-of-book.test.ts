import { expect, test } from "vitest";
import { formatFieldElement } from "../../src/field/bn254.ts";
import { liabilitiesToJson, parseLiabilities } from "../../src/reserves/liabilities-file.ts";
import { liabilitiesOfBook } from "../../src/reserves/liabilities-of-book.ts";
import { idOf, LISTING, sampleLedger } from "../ledger/ledger-fixtures.ts";

const { epoch, accounts } = sampleLedger();
const totalsLots = LISTING.instruments.map(({ id }) =>
	accounts
		.flatMap(({ record }) => record.holdings)
		.filter((holding) => holding.id === id)
		.reduce((sum, { qtyLots }) => sum + qtyLots, 0n),
);

test("what a book owes is its cash and coins, exactly, whatever is held or traded", () => {
	const liabilities = liabilitiesOfBook({ epoch, totalsLots }, LISTING);
	// A hold of 250 USD stays owed; variation of the perpetual and premium are in the USD of alice.
	expect(Object.keys(liabilities.totals).sort()).toEqual(["BTC", "USD", "USDC", "WBTC"]);
	expect(liabilities.totals).toMatchObject({ BTC: "1.25", USDC: "5000", WBTC: "0" });
	expect(Number(liabilities.totals.USD)).toBe(Number(totalsLots[idOf("USD") - 1]) / 100);
	expect(totalsLots[idOf("USD-HOLD") - 1]).not.toBe(0n);
	expect(liabilities).toMatchObject({
		venue: "test venue",
		ledgerRoot: formatFieldElement(epoch.ledgerRoot),
	});
	expect(parseLiabilities(JSON.parse(JSON.stringify(liabilitiesToJson(liabilities))))).toEqual(liabilities);
});

test("BOOK_LISTING_DIFFERS: totals of another listing, or of fewer instruments", () => {
	const refused = { code: "BOOK_LISTING_DIFFERS" };
	const other = { ...epoch, listingHash: `0x${"00".repeat(32)}` as const };
	expect(() => liabilitiesOfBook({ epoch: other, totalsLots }, LISTING)).toThrow(
		expect.objectContaining(refused),
	);
	expect(() => liabilitiesOfBook({ epoch, totalsLots: totalsLots.slice(1) }, LISTING)).toThrow(
		expect.objectContaining(refused),
	);
});
