/** A tested state of the market: where each underlying stands, its volatility, and when; as a scenario. */
import { formatMove, MARK_SCENARIO, type Scenario, type VolShock } from "../../src/risk/model/scenario.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { halfUpShock } from "../../src/risk/pricing/vol-shock.ts";
import type { ScenarioMoments } from "../../src/risk/scenarios/scenario-moments.ts";

export type VolState = "flat" | "halfUp" | "up" | "down";

export type Moment = { readonly name: string; readonly laterMs: number };

/** One underlying's part of a state. */
export type UnderlyingState = { readonly movePpm: bigint; readonly vol: VolState };

export type MarketState = {
	readonly name: string;
	readonly scenario: Scenario;
};

const HOUR_MS = 3_600_000;

/** At once, 6, 12 and 24 hours later, and a minute after the next expiry, if that lies within the day. */
export function testedMoments({ nextExpiry, horizon }: ScenarioMoments): Moment[] {
	const hours = [0, 6, 12, 24].map((hour) => ({
		name: hour === 0 ? "now" : `${hour} h`,
		laterMs: hour * HOUR_MS,
	}));
	return nextExpiry < horizon ? [...hours, { name: "next expiry", laterMs: nextExpiry }] : hours;
}

export function marketState(request: {
	readonly params: RiskParams;
	readonly moment: Moment;
	readonly underlyings: Readonly<Record<string, UnderlyingState>>;
	readonly depegsPpm?: Readonly<Record<string, bigint>>;
}): MarketState {
	const { params, moment, underlyings, depegsPpm = {} } = request;
	const entries = Object.entries(underlyings);
	const shock = (vol: VolState): VolShock => (vol === "halfUp" ? halfUpShock(params) : vol);
	const parts = [
		...entries.map(([name, { movePpm, vol }]) => `${name} ${formatMove(movePpm)} vol ${vol}`),
		...Object.entries(depegsPpm).map(([name, ppm]) => `${name} off its peg by ${formatMove(ppm)}`),
	];
	return {
		name: `${moment.name}: ${parts.join(", ")}`,
		scenario: {
			...MARK_SCENARIO,
			name: "tested state",
			laterMs: moment.laterMs,
			movesPpm: Object.fromEntries(entries.map(([name, { movePpm }]) => [name, movePpm])),
			vols: Object.fromEntries(entries.map(([name, { vol }]) => [name, shock(vol)])),
			depegsPpm,
		},
	};
}
