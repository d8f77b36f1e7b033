import { describe, expect, test } from "vitest";
import { accountToJson, parseAccount, requireOwner, withOwner } from "../../src/ledger/account-file.ts";
import { publicIdentity } from "../../src/ledger/identity.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE, ALICE_ACCOUNT, accountOf } from "./ledger-fixtures.ts";

describe("an account file", () => {
	test("reads back to the same account, with and without an owner", () => {
		const owned = withOwner(ALICE_ACCOUNT, publicIdentity(ALICE));
		expect(parseAccount(JSON.parse(JSON.stringify(accountToJson(owned))))).toEqual(owned);
		expect(parseAccount(JSON.parse(JSON.stringify(accountToJson(ALICE_ACCOUNT))))).toEqual(ALICE_ACCOUNT);
	});

	test("without an owner can be margined but not put into a ledger", () => {
		expect(thrownBy(() => requireOwner(ALICE_ACCOUNT)).code).toBe("ACCOUNT_WITHOUT_OWNER");
		expect(requireOwner(withOwner(ALICE_ACCOUNT, publicIdentity(ALICE))).identity.owner).toBe(ALICE.owner);
	});

	test("names both parts of an identity or none", () => {
		const error = thrownBy(() => accountOf({ owner: "0x05" }));
		expect([error.code, error.field]).toEqual(["ACCOUNT_IDENTITY_INCOMPLETE", "encryptionPublicKey"]);
	});

	const balance = (amount: unknown) => ({ balances: [{ asset: "USD", amount }] });
	const position = (more: object) => ({ positions: [{ instrument: "BTC-PERPETUAL", size: "1", ...more }] });
	const hold = (amountUsd: unknown) => ({ holds: [{ reason: "lien", amountUsd }] });

	test.each([
		["an amount in scientific notation", balance("1e5"), "DECIMAL_MALFORMED", "balances[0].amount"],
		["an amount that is NaN", balance("NaN"), "DECIMAL_MALFORMED", "balances[0].amount"],
		[
			"a number that may not be what was written",
			balance(0.1 + 0.2),
			"ACCOUNT_MALFORMED",
			"balances[0].amount",
		],
		["an amount that is neither text nor number", balance(true), "ACCOUNT_MALFORMED", "balances[0].amount"],
		[
			"a position without a size",
			{ positions: [{ instrument: "BTC-PERPETUAL" }] },
			"POSITION_SIZE_AMBIGUOUS",
			"positions[0]",
		],
		["a size in coins and in USD", position({ sizeUsd: "5" }), "POSITION_SIZE_AMBIGUOUS", "positions[0]"],
		["a size beside legs", position({ legs: [{ size: "1" }] }), "POSITION_SIZE_AMBIGUOUS", "positions[0]"],
		[
			"an order without a price",
			{ orders: [{ instrument: "BTC-PERPETUAL", size: "1" }] },
			"ACCOUNT_MALFORMED",
			"orders[0].price",
		],
		[
			"parts that do not add up",
			{ balances: [{ asset: "USD", amount: "5", parts: [{ reason: "wallet", amount: "4" }] }] },
			"BALANCE_PARTS_DIFFER",
			"balances[0].parts",
		],
		["a zero balance", balance("0.00"), "AMOUNT_ZERO", "balances[0].amount"],
		["a zero size", position({ size: "-0" }), "AMOUNT_ZERO", "positions[0].size"],
		["a negative entry price", position({ entryPrice: "-1" }), "AMOUNT_NEGATIVE", "positions[0].entryPrice"],
		["a zero entry price", position({ entryPrice: "0" }), "AMOUNT_ZERO", "positions[0].entryPrice"],
		["a negative hold", hold("-1"), "AMOUNT_NEGATIVE", "holds[0].amountUsd"],
		["a zero hold", hold("0"), "AMOUNT_ZERO", "holds[0].amountUsd"],
		["a negative order margin", { orderMarginUsd: "-0.01" }, "AMOUNT_NEGATIVE", "orderMarginUsd"],
		["an unknown field", { leverage: "10" }, "ACCOUNT_MALFORMED", "account"],
		["an unknown field in a position", position({ side: "long" }), "ACCOUNT_MALFORMED", "positions[0]"],
		["a name that leaves the folder", { name: "../alice" }, "ACCOUNT_MALFORMED", "name"],
		["another version", { format: "zkmargin-account/1" }, "ACCOUNT_MALFORMED", "format"],
	])("is refused with %s", (_what, parts, code, field) => {
		const error = thrownBy(() => accountOf(parts));
		expect([error.code, error.field]).toEqual([code, field]);
	});

	test("is read in its first version, too", () => {
		const { format: _format, ...rest } = accountToJson(ALICE_ACCOUNT);
		const first = { format: "zkmargin-account", version: 1, ...rest };
		expect(parseAccount(first)).toEqual(ALICE_ACCOUNT);
		expect(thrownBy(() => parseAccount({ ...first, version: 3 })).code).toBe("ACCOUNT_MALFORMED");
	});

	test("takes JSON numbers where they say exactly what was written", () => {
		const account = accountOf({ ...balance(1e-7), ...position({ size: -0.5, entryPrice: 63000 }) });
		expect(account.balances).toEqual([{ asset: "USD", amount: "0.0000001" }]);
		expect(account.positions[0]).toMatchObject({ size: "-0.5", entryPrice: "63000" });
	});

	test("says everything that is wrong with it at once", () => {
		const shape = thrownBy(() => accountOf({ leverage: "10", balances: [{ asset: "USD" }] }));
		expect(shape.message).toContain("balances[0].amount");
		expect(shape.message).toContain("leverage");
		const amounts = thrownBy(() =>
			accountOf({ ...balance("1e5"), ...hold("-1"), ...position({ size: "0" }) }),
		);
		expect(amounts.message).toContain("3 problems:");
		for (const field of ["balances[0].amount", "positions[0].size", "holds[0].amountUsd"]) {
			expect(amounts.message).toContain(field);
		}
	});

	test("is refused when it names an instrument twice, in whatever section", () => {
		const twice = {
			balances: [
				{ asset: "BTC", amount: "1" },
				{ asset: "BTC", amount: "2" },
			],
		};
		expect(thrownBy(() => accountOf(twice)).code).toBe("INSTRUMENT_DUPLICATE");
		const split = {
			balances: [{ asset: "BTC", amount: "1" }],
			positions: [{ instrument: "BTC", size: "2" }],
		};
		expect(thrownBy(() => accountOf(split)).code).toBe("INSTRUMENT_DUPLICATE");
	});
});
