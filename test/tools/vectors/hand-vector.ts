/** A vector whose every number can be checked on paper: its only option is at expiry. */
import type { VectorFile } from "../../../tools/vectors/vector-file.ts";

export const HAND_VECTOR: VectorFile = {
	name: "by hand",
	source: "on paper",
	market: {
		spot: 100,
		perpPrice: 101,
		expiries: [
			{
				secondsToExpiry: 0,
				forward: 100,
				// Half of the settlement average is known, so half of the forward moves.
				forwardFixedPart: 50,
				discountFactor: 0.5,
				options: [{ strike: 90, type: "call", iv: 0.6, size: -1 }],
			},
		],
	},
	portfolio: {
		cash: 1000,
		perp: -2,
		collateral: [
			{ size: 10, price: 100, haircut: 0.1, movesWithSpot: true },
			{ size: 50, price: 1, haircut: 0.05, movesWithSpot: false },
		],
	},
	params: {
		volShock: {
			rangeUp: 0.5,
			rangeDown: 0.275,
			shortTermPower: 0.3,
			longTermPower: 0.13,
			floorSeconds: 86400,
			minVolUp: 0.45,
		},
		scenarios: [
			{ spotFactor: 1.2, vol: "up", damp: 1 },
			{ spotFactor: 0.5, vol: "down", damp: 0.5 },
			{ spotFactor: 1, vol: "flat", damp: 1 },
		],
		scenarioMultiplier: 0.8,
		basis: { spotUp: 1.1, spotDown: 0.9, addFactor: 0.5, perYearFactor: 2 },
		nakedShortOptionRate: 0.003,
		perpRate: 0.015,
	},
	expected: {
		// 1000 + 10·100 + 50·1 − 0.5·(100 − 90)
		equity: 2045,
		scenarioPnl: [
			// option −0.5·(110 − 100), perpetual −2·101·0.2, collateral 1000·0.2
			-5 - 40.4 + 200,
			// 0.5·(option +5, perpetual +101, collateral −500)
			0.5 * (5 + 101 - 500),
			0,
		],
		worst: -197,
		// 0.5 of what the option loses when the moving half of its forward gains 10 %
		basisCharge: 0.5 * 2.5,
		nakedShortCharge: 0.3,
		perpCharge: 3,
		haircut: 102.5,
		margin: 2045 - 0.8 * 197 - 1.25 - 0.3 - 3 - 102.5,
	},
};
