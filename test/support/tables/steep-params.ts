/** The sample parameters with haircuts up to 100 % and no free net delta. */
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { SAMPLE_PARAMS } from "./small-tables.ts";

const { charges } = SAMPLE_PARAMS;

const TIERS = [
	{ fromUsd: 0n, haircut: 20_000n },
	{ fromUsd: 1_000_000_000n, haircut: 300_000n },
	{ fromUsd: 50_000_000_000n, haircut: 700_000n },
	{ fromUsd: 400_000_000_000n, haircut: 1_000_000n },
];

export const STEEP_PARAMS: RiskParams = {
	...SAMPLE_PARAMS,
	charges: {
		...charges,
		haircuts: { stable: TIERS, coin: TIERS, wrapped: TIERS, assets: {} },
		concentration: { ...charges.concentration, allowanceUsd: {}, allowanceUsdOther: 0n },
	},
};
