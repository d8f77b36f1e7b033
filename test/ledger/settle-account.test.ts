import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "../../src/ledger/account-file.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { formatScaled, parseScaled } from "../../src/units/decimal.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE_ACCOUNT, accountOf, idOf, LISTING } from "./ledger-fixtures.ts";

const SEED = 20260205;

function settle(parts: Record<string, unknown>) {
	return settleAccount({ account: accountOf(parts), listing: LISTING });
}

/** Signed lots by instrument name. */
function lotsOf(account: Account): Record<string, bigint> {
	const nameById = new Map(LISTING.instruments.map(({ id, name }) => [id, name]));
	const { holdings } = settleAccount({ account, listing: LISTING });
	return Object.fromEntries(holdings.map(({ id, qtyLots }) => [nameById.get(id), qtyLots]));
}

describe("settling an account", () => {
	test("gives whole lots by id, with variation in cash and obligations as quantities", () => {
		const settled = settleAccount({ account: ALICE_ACCOUNT, listing: LISTING });
		// −0.5 × (63720.25 − 63000) = −360.125, so cash is −1360.625 → −1360.63.
		expect(settled.variation).toEqual([{ instrument: "BTC-PERPETUAL", amountUsd: "-360.125" }]);
		expect(settled.dust).toEqual([{ instrument: "USD", amount: "0.005" }]);
		expect(lotsOf(ALICE_ACCOUNT)).toEqual({
			USD: -136063n,
			"USD-HOLD": 25000n,
			BTC: 125000n,
			"BTC-PERPETUAL": -5000n,
			"BTC-27MAR26-70000-C": -12n,
		});
		const ids = settled.holdings.map(({ id }) => id);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
		expect(settled.listingHash).toBe(LISTING.hash);
	});

	test("rounds assets down and what is owed up", () => {
		const { dust } = settle({
			balances: [
				{ asset: "BTC", amount: "0.000019" },
				{ asset: "WBTC", amount: "-0.000011" },
			],
			holds: [
				{ reason: "fee", amountUsd: "0.001" },
				{ reason: "fee", amountUsd: "0.002" },
			],
			orderMarginUsd: "0.011",
		});
		expect(dust).toEqual([
			{ instrument: "BTC", amount: "0.000009" },
			{ instrument: "WBTC", amount: "0.000009" },
			{ instrument: "USD-HOLD", amount: "0.007" },
			{ instrument: "USD-ORDER", amount: "0.009" },
		]);
	});

	test("leaves out what is less than a lot, and cash that variation has used up", () => {
		const empty = settle({
			balances: [
				{ asset: "USD", amount: "-720.25" },
				{ asset: "BTC", amount: "0.000001" },
			],
			positions: [{ instrument: "BTC-PERPETUAL", size: "1", entryPrice: "63000" }],
		});
		expect(empty.holdings.map(({ id }) => id)).toEqual([idOf("BTC-PERPETUAL")]);
	});

	test("is exact: lots and dust together are cash plus every variation", () => {
		const price = fc.bigInt({ min: 1n, max: 10n ** 13n });
		// Up to 10 000 BTC and 100 000 USD: all sums stay below the 2^40 lots of USD cash.
		const lots = fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }).filter((size) => size !== 0n);
		fc.assert(
			fc.property(
				fc.record({
					cashE9: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).filter((cash) => cash !== 0n),
					perpetualE4: lots,
					futureE4: lots,
					perpetualEntryE8: price,
					futureEntryE8: price,
				}),
				({ cashE9, perpetualE4, futureE4, perpetualEntryE8, futureEntryE8 }) => {
					const settled = settle({
						balances: [{ asset: "USD", amount: formatScaled(cashE9, 9) }],
						positions: [
							{
								instrument: "BTC-PERPETUAL",
								size: formatScaled(perpetualE4, 4),
								entryPrice: formatScaled(perpetualEntryE8, 8),
							},
							{
								instrument: "BTC-27MAR26",
								size: formatScaled(futureE4, 4),
								entryPrice: formatScaled(futureEntryE8, 8),
							},
						],
					});
					const variationE12 =
						perpetualE4 * (6372025000000n - perpetualEntryE8) + futureE4 * (6410050000000n - futureEntryE8);
					const reportedE12 = settled.variation.map(({ amountUsd }) =>
						parseScaled(amountUsd, 12, "variation"),
					);
					expect(reportedE12.reduce((sum, part) => sum + part, 0n)).toBe(variationE12);
					const cashLots = settled.holdings.find(({ id }) => id === idOf("USD"))?.qtyLots ?? 0n;
					const dust = settled.dust.find(({ instrument }) => instrument === "USD")?.amount ?? "0";
					const dustE12 = parseScaled(dust, 12, "dust");
					expect(dustE12).toBeGreaterThanOrEqual(0n);
					expect(dustE12).toBeLessThan(10n ** 10n);
					expect(cashLots * 10n ** 10n + dustE12).toBe(cashE9 * 1000n + variationE12);
				},
			),
			{ seed: SEED, verbose: 1 },
		);
	});

	test("never rounds in favour of the account", () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amountE9) => {
				fc.pre(amountE9 !== 0n);
				const { holdings, dust } = settle({
					balances: [{ asset: "BTC", amount: formatScaled(amountE9, 9) }],
				});
				const heldE9 = (holdings[0]?.qtyLots ?? 0n) * 10n ** 4n;
				const dustE9 = parseScaled(dust[0]?.amount ?? "0", 9, "dust");
				expect(dustE9).toBeGreaterThanOrEqual(0n);
				expect(dustE9).toBeLessThan(10n ** 4n);
				expect(heldE9 + dustE9).toBe(amountE9);
			}),
			{ seed: SEED, verbose: 1 },
		);
	});
});

describe("an account that cannot be settled", () => {
	const perpetual = (more: object) => ({
		positions: [{ instrument: "BTC-PERPETUAL", size: "1", entryPrice: "1", ...more }],
	});
	const option = (more: object) => ({
		positions: [{ instrument: "BTC-27MAR26-70000-C", size: "1", ...more }],
	});

	test.each([
		["an unknown instrument", option({ instrument: "BTC-6FEB26-70000-C" }), "INSTRUMENT_UNKNOWN"],
		["an unknown asset", { balances: [{ asset: "DOGE", amount: "1" }] }, "INSTRUMENT_UNKNOWN"],
		["a size that is not whole lots", option({ size: "0.15" }), "SIZE_NOT_WHOLE_LOTS"],
		["a size of 2^40 lots", option({ size: "109951162777.6" }), "SIZE_TOO_LARGE"],
		["a balance of 2^40 lots", { balances: [{ asset: "USD", amount: "10995116277.76" }] }, "SIZE_TOO_LARGE"],
		["a perpetual without entry price", perpetual({ entryPrice: undefined }), "ENTRY_PRICE_MISSING"],
		["an option with entry price", option({ entryPrice: "10" }), "ENTRY_PRICE_UNUSED"],
		["a coin as a position", option({ instrument: "BTC" }), "INSTRUMENT_MISPLACED"],
		[
			"a perpetual as a balance",
			{ balances: [{ asset: "BTC-PERPETUAL", amount: "1" }] },
			"INSTRUMENT_MISPLACED",
		],
		[
			"a hold as a negative balance",
			{ balances: [{ asset: "USD-HOLD", amount: "-1" }] },
			"INSTRUMENT_MISPLACED",
		],
	])("is refused for %s", (_what, parts, code) => {
		expect(thrownBy(() => settle(parts)).code).toBe(code);
	});

	test("is refused for an instrument that comes twice, however the account was made", () => {
		const position = { instrument: "BTC-27MAR26-70000-C", size: "1" };
		const account = { ...ALICE_ACCOUNT, positions: [position, position] };
		const error = thrownBy(() => settleAccount({ account, listing: LISTING }));
		expect(error.code).toBe("INSTRUMENT_DUPLICATE");
	});

	test("is refused for the seventeenth line, naming all of them", () => {
		const names = LISTING.instruments.filter(({ kind }) => kind === "option").map(({ name }) => name);
		const positions = names.slice(0, 16).map((instrument) => ({ instrument, size: "1" }));
		expect(settle({ positions }).holdings).toHaveLength(16);
		const error = thrownBy(() => settle({ positions, balances: [{ asset: "USD", amount: "1" }] }));
		expect(error.code).toBe("TOO_MANY_POSITIONS");
		for (const name of ["USD", ...names.slice(0, 16)]) expect(error.message).toContain(name);
	});
});
