/** The made-up market that ships with the repository. Prices are invented; they follow no real day. */

export const SAMPLE_SEED = 20_261_120;
/** Half an hour after the expiry of that Friday. */
export const SAMPLE_TIME_MS = Date.UTC(2026, 10, 20, 8, 30);
export const SAMPLE_CLOSE_DAYS = 1600;
export const SAMPLE_IV_DAYS = 180;

/** Spot prices in USD; the daily closes end at these. */
export const SAMPLE_SPOT_USD = { BTC: "94318.42", ETH: "3287.65", SOL: "176.38" } as const;
export type SampleCoin = keyof typeof SAMPLE_SPOT_USD;
export const SAMPLE_COINS: readonly SampleCoin[] = ["BTC", "ETH", "SOL"];
