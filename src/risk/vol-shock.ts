/** Volatility under a scenario: shocks are stated at 30 days and grow toward short tenors. */
import { pow } from "../market/deterministic-math.ts";
import { ppmToNumber } from "./exact-value.ts";
import type { RiskParams } from "./risk-params.ts";
import type { VolShock } from "./scenario.ts";

const REFERENCE_DAYS = 30;

/** `(30 d / max(days, floor))^power`, one power up to 30 days and one beyond. */
export function tenorScale(params: RiskParams, days: number): number {
	const { tenorFloorDays, shortPower, longPower } = params.stress.vol;
	const counted = Math.max(days, ppmToNumber(tenorFloorDays));
	const power = ppmToNumber(counted <= REFERENCE_DAYS ? shortPower : longPower);
	return pow(REFERENCE_DAYS / counted, power);
}

/** The shocked volatility; an up shock never lowers it and ends at `upFloor` or above. */
export function shockedVolatility(request: {
	readonly params: RiskParams;
	readonly volatility: number;
	readonly tenorScale: number;
	readonly shock: VolShock;
}): number {
	const { params, volatility, tenorScale: scale, shock } = request;
	const { rangeUp, rangeDown, upFloor } = params.stress.vol;
	if (shock === "flat") return volatility;
	if (shock === "up") {
		return Math.max(volatility * (1 + ppmToNumber(rangeUp) * scale), ppmToNumber(upFloor));
	}
	if (shock === "down") return volatility * Math.max(0, 1 - ppmToNumber(rangeDown) * scale);
	return volatility * Math.max(0, 1 + ppmToNumber(shock.shiftPpm) * scale);
}
