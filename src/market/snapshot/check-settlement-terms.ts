/** What an option expiry may say beyond its forward: settlement averaging and discounting. */
import { InputError } from "../../errors/base.ts";
import { canonicalDecimal, compareDecimalText } from "../../units/canonical-decimal.ts";
import { SETTLEMENT_WINDOW_MS } from "../pricing/settlement-forward.ts";
import type { OptionExpiry } from "./market-snapshot.ts";

/** One USD at expiry is worth more than nothing, and more than this only by a slip of the pen. */
const LARGEST_DISCOUNT_FACTOR = "2";

type SettlementTerms = Pick<OptionExpiry, "fixedForwardUsd" | "discountFactor">;

/**
 * Canonical decimals; a fixed part of 0 and a discount factor of 1 say nothing and are left out, so
 * that equal markets have equal hashes.
 *
 * @throws InputError `FIXED_FORWARD_OUT_OF_RANGE`, `DISCOUNT_OUT_OF_RANGE`, `DECIMAL_MALFORMED`,
 * `DECIMAL_TOO_PRECISE`
 */
export function checkSettlementTerms(
	chain: SettlementTerms & {
		readonly forwardUsd: string;
		readonly expiryMs: number;
		readonly expiryName: string;
		readonly timeMs: number;
	},
): SettlementTerms {
	const fixedForwardUsd = checkFixedForward(chain);
	const discountFactor = checkDiscount(chain);
	return {
		...(fixedForwardUsd === "0" ? {} : { fixedForwardUsd }),
		...(discountFactor === "1" ? {} : { discountFactor }),
	};
}

function checkFixedForward(chain: Parameters<typeof checkSettlementTerms>[0]): string {
	const { expiryName, forwardUsd, expiryMs, timeMs } = chain;
	const field = `${expiryName}.fixedForwardUsd`;
	const fixed = canonicalDecimal(chain.fixedForwardUsd ?? "0", field);
	const inWindow = expiryMs - timeMs < SETTLEMENT_WINDOW_MS;
	const fits = !fixed.startsWith("-") && compareDecimalText(fixed, forwardUsd) < 0;
	if (fits && (inWindow || fixed === "0")) return fixed;
	throw new InputError({
		code: "FIXED_FORWARD_OUT_OF_RANGE",
		message: `${expiryName}: a fixed part of ${fixed} USD in a forward of ${forwardUsd} USD`,
		field,
		hint: "it is what the settlement average has collected: below the forward, and only in the last half hour",
	});
}

function checkDiscount({
	discountFactor = "1",
	expiryName,
}: Parameters<typeof checkSettlementTerms>[0]): string {
	const field = `${expiryName}.discountFactor`;
	const factor = canonicalDecimal(discountFactor, field);
	if (compareDecimalText(factor, "0") > 0 && compareDecimalText(factor, LARGEST_DISCOUNT_FACTOR) <= 0) {
		return factor;
	}
	throw new InputError({
		code: "DISCOUNT_OUT_OF_RANGE",
		message: `${expiryName}: discount factor ${factor} is not above 0 and at most ${LARGEST_DISCOUNT_FACTOR}`,
		field,
		hint: "it is the present value of 1 USD at expiry: about 0.98 for 4 % and half a year",
	});
}
