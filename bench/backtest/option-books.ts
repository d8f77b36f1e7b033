/** Books of options, made anew every day of the IV history at the same distances and tenors. */
import { exp } from "../../src/math/deterministic-math.ts";
import { expiryIn, type SurfaceMarket, type SurfaceOption } from "./surface-market.ts";

/** Distance of a 25-delta strike from the forward, in standard deviations: Φ⁻¹(0.75). */
const QUARTER_DELTA = 0.6745;

type OptionLeg = {
	readonly days: number;
	/** Standard deviations from the forward. */
	readonly distance: number;
	readonly optionType: "C" | "P";
	/** Signed units of the coin. */
	readonly units: number;
};

export type OptionBook = { readonly name: string; readonly legs: readonly OptionLeg[] };

const leg = (days: number, distance: number, optionType: "C" | "P", units: number): OptionLeg => ({
	days,
	distance,
	optionType,
	units,
});

export const OPTION_BOOKS: readonly OptionBook[] = [
	{
		name: "short strangle, 30 d",
		legs: [leg(30, -QUARTER_DELTA, "P", -1), leg(30, QUARTER_DELTA, "C", -1)],
	},
	{ name: "short straddle, 30 d", legs: [leg(30, 0, "P", -1), leg(30, 0, "C", -1)] },
	{ name: "short far put, 30 d", legs: [leg(30, -1.5, "P", -1)] },
	{ name: "calendar, 7 d against 90 d", legs: [leg(7, 0, "C", -1), leg(90, 0, "C", 1)] },
	{
		name: "iron condor, 30 d",
		legs: [
			leg(30, -1.5, "P", 1),
			leg(30, -QUARTER_DELTA, "P", -1),
			leg(30, QUARTER_DELTA, "C", -1),
			leg(30, 1.5, "C", 1),
		],
	},
	{
		name: "short put, long call, 90 d",
		legs: [leg(90, -QUARTER_DELTA, "P", -1), leg(90, QUARTER_DELTA, "C", 1)],
	},
];

export type OptionPosition = { readonly option: SurfaceOption; readonly units: number };

/** The options of a book at today's prices; strikes to three digits, as venues list them. */
export function positionsOn(book: OptionBook, market: SurfaceMarket): OptionPosition[] {
	return book.legs.map(({ days, distance, optionType, units }) => {
		const expiryMs = expiryIn(days, market.timeMs);
		const forward = market.forwardUsd(expiryMs);
		const atm = market.volatility({ expiryMs, strikeUsd: forward });
		const strike = forward * exp(distance * atm * Math.sqrt(days / 365));
		return { option: { expiryMs, strikeUsd: Number(strike.toPrecision(3)), optionType }, units };
	});
}
