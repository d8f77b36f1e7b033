/** Instruments, named as on Deribit, and how a name is read. */

/**
 * - `cash`: USD itself, and stablecoins pegged to it.
 * - `coin`: a coin or a wrapped form of one.
 * - `perpetual`, `future`: marked to market each ledger epoch, so a row's value is price − settlement.
 * - `option`: European, cash-settled, premium paid up front.
 * - `hold`: `USD-HOLD`, worth −1 USD in every lane. `order`: `USD-ORDER`, worth −1 at initial level.
 */
export type InstrumentKind = "cash" | "coin" | "perpetual" | "future" | "option" | "hold" | "order";

export type Instrument = {
	readonly name: string;
	readonly kind: InstrumentKind;
	/** What its price follows: `BTC` for BTC, WBTC and every BTC derivative; `USD` for cash and holds. */
	readonly underlying: string;
	/**
	 * Derivatives that settle in a stablecoin: its ticker. Absent: the underlying's coin or USD, which a listing
	 * counts in USD alike.
	 */
	readonly settles?: string | undefined;
	/** Futures and options: milliseconds since the epoch; 08:00 UTC of the day in the name unless that says a time. */
	readonly expiryMs?: number | undefined;
	/** Options. */
	readonly strike?: string | undefined;
	readonly optionType?: "C" | "P" | undefined;
};

/** Ids are 1 … 4095: a table tree has 4096 leaves and 0 is the empty slot. */
export const MAX_LISTED_INSTRUMENTS = 4095;

/** An instrument with its place in a listing. */
export type ListedInstrument = Instrument & {
	/** 1 … 4095. */
	readonly id: number;
	/** Size of one lot in units of the instrument, decimal text. */
	readonly lot: string;
	/**
	 * Perpetuals and futures: the price at which this epoch's variation was settled, decimal, in USD or in the
	 * stablecoin that the contract settles in.
	 */
	readonly settlementPrice?: string | undefined;
};

/**
 * The ordered list of instruments behind a ledger epoch and a risk epoch. Sorted by (underlying,
 * expiry, strike, type), so that the members of every netting set are neighbours.
 */
export type Listing = {
	readonly instruments: readonly ListedInstrument[];
	/** keccak256 of the canonical bytes. */
	readonly hash: `0x${string}`;
};
