/**
 * Past returns rescaled to tomorrow's forecast, and bounded. A return is divided by the volatility that
 * was forecast for its day. After a calm that divisor is small, and a jump out of it (XRP +73 % on
 * 2023-07-13, 19 forecasts) becomes a move that no market has made. So no rescaled return goes further than
 * so many forecasts, nor than so many times the largest real return of its side. Falls have the
 * wider bound: the history's largest (BTC −40 % on 2020-03-12, 15 forecasts) was one of all coins.
 */
import { ppmToNumber } from "../../units/exact-value.ts";
import type { TailParams } from "../params/risk-params.ts";
import type { FilteredReturns } from "./volatility-filter.ts";

/** Log returns by day, of one underlying; 0 on seed days. `logReturns` are the real ones. */
export function rescaledReturns(request: {
	readonly filtered: Pick<FilteredReturns, "standardised" | "forecast">;
	readonly logReturns: readonly number[];
	readonly params: Pick<TailParams, "moveBounds">;
}): number[] {
	const { filtered, logReturns, params } = request;
	const { standardised, forecast } = filtered;
	const { moveBounds } = params;
	const rescaled = standardised.map((value) => value * forecast);
	if (moveBounds === "off") return rescaled;
	const furthest = ({ forecasts, ofLargest }: SideBound, largest: number) =>
		Math.min(ppmToNumber(forecasts) * forecast, ppmToNumber(ofLargest) * largest);
	const rise = furthest(
		moveBounds.rise,
		logReturns.reduce((most, value) => Math.max(most, value), 0),
	);
	const fall = furthest(
		moveBounds.fall,
		logReturns.reduce((most, value) => Math.max(most, -value), 0),
	);
	return rescaled.map((value) => Math.min(rise, Math.max(-fall, value)));
}

type SideBound = Exclude<TailParams["moveBounds"], "off">["rise"];
