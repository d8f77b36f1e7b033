/** A tested state of the market: where each underlying stands, its volatilities, and when. */
import { MARK_SCENARIO, type Scenario, type VolShock } from "../../src/risk/model/scenario.ts";

export type VolState = "up" | "half-up" | "flat" | "down";

export type MarketState = {
	readonly hours: number;
	/** Relative moves by underlying. */
	readonly moves: Readonly<Record<string, number>>;
	readonly vols: Readonly<Record<string, VolState>>;
	readonly depegs?: Readonly<Record<string, number>>;
};

export function scenarioOf(state: MarketState, halfUp: VolShock): Scenario {
	const ppm = (moves: Readonly<Record<string, number>>) =>
		Object.fromEntries(Object.entries(moves).map(([name, move]) => [name, BigInt(Math.round(move * 1e6))]));
	return {
		...MARK_SCENARIO,
		name: "state",
		laterMs: Math.round(state.hours * 3_600_000),
		movesPpm: ppm(state.moves),
		depegsPpm: ppm(state.depegs ?? {}),
		vols: Object.fromEntries(
			Object.entries(state.vols).map(([name, vol]) => [name, vol === "half-up" ? halfUp : vol]),
		),
	};
}
