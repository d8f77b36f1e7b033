/** The trader of a development network: long coins, a collar on them, dollars beside. */
import { InternalError } from "../../errors/base.ts";
import type { Account } from "../../ledger/account-file.ts";
import type { PublicIdentity } from "../../ledger/identity.ts";
import { formatInstrumentName } from "../../market/instruments/parse-instrument-name.ts";
import type { MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { DAY_MS } from "../../units/time.ts";

const UNDERLYING = "BTC";
const DAYS_OUT = 30;

/** Strikes and expiry follow the market, so that they are listed on every day. */
export function devnetAccount(market: MarketSnapshot, identity: PublicIdentity): Account {
	const expiry = nearest(
		market.optionExpiries.filter(({ underlying }) => underlying === UNDERLYING),
		({ expiryMs }) => expiryMs - (market.timeMs + DAYS_OUT * DAY_MS),
	);
	const option = (type: "C" | "P", moneyness: number, size: string) => {
		const listed = expiry.options.filter(({ optionType }) => optionType === type);
		const { strike } = nearest(listed, (mark) => Number(mark.strike) - moneyness * Number(expiry.forwardUsd));
		const instrument = formatInstrumentName({
			kind: "option",
			underlying: UNDERLYING,
			expiryMs: expiry.expiryMs,
			strike,
			optionType: type,
		});
		return { instrument, size };
	};
	return {
		name: "trader",
		identity,
		balances: [
			{ asset: "USD", amount: "100000" },
			{ asset: "BTC", amount: "4" },
		],
		positions: [option("P", 0.9, "4"), option("C", 1.15, "-4")],
		holds: [],
	};
}

function nearest<T>(items: readonly T[], distance: (item: T) => number): T {
	const [first, ...rest] = items;
	if (first === undefined) {
		throw new InternalError({ code: "DEVNET_MARKET_EMPTY", message: "the sample market lists no options" });
	}
	return rest.reduce(
		(best, item) => (Math.abs(distance(item)) < Math.abs(distance(best)) ? item : best),
		first,
	);
}
