/** How much one contract of OKX is: coins of linear ones and options, USD of inverse ones. */
import type { SpelledInstrument } from "../../market/spellings/venue-spelling.ts";
import type { Decimal } from "../../units/decimal.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import type { OkxContract } from "./okx-answers.ts";

/** Of `public/instruments`, 2026; anything else has to come from that answer. */
const LINEAR: Readonly<Record<string, Decimal>> = {
	BTC: { units: 1n, decimals: 2 },
	ETH: { units: 1n, decimals: 1 },
	SOL: { units: 1n, decimals: 0 },
	LTC: { units: 1n, decimals: 0 },
	XRP: { units: 100n, decimals: 0 },
	DOGE: { units: 1000n, decimals: 0 },
};
const OPTION: Readonly<Record<string, Decimal>> = {
	BTC: { units: 1n, decimals: 2 },
	ETH: { units: 1n, decimals: 1 },
};

/** Size of one contract in coins, or in USD of inverse ones; `undefined` where nobody says it. */
export function okxContractSize(
	instId: string,
	{ instrument, isInverse }: SpelledInstrument,
	listed: readonly OkxContract[],
): Decimal | undefined {
	const said = listed.find((contract) => contract.instId === instId);
	if (said?.ctVal !== undefined) {
		return said.ctMult === undefined ? said.ctVal : multiplyDecimals(said.ctVal, said.ctMult);
	}
	const { underlying, kind } = instrument;
	if (kind === "option") return OPTION[underlying];
	if (isInverse) return { units: underlying === "BTC" ? 100n : 10n, decimals: 0 };
	return LINEAR[underlying];
}
