/** From a history of volatility surfaces to what each day did: the moves that tail scenarios repeat. */
import { type FourTenors, IV_TENOR_DAYS, type IvDay } from "../../market/history/iv-history.ts";
import { ln } from "../../math/deterministic-math.ts";
import { decimalTextToNumber } from "../../units/exact-value.ts";
import { DAY_MS, HOUR_MS } from "../../units/time.ts";

/** Rows of two days that lie further from a day apart than this are no daily move. */
const TOLERANCE_MS = 6 * HOUR_MS;
const THIRTY_DAYS = IV_TENOR_DAYS.indexOf(30);

/** Relative numbers, so that a move fits any level of volatility. */
export type SurfaceChange = {
	/** Relative change of volatility at the money, at `IV_TENOR_DAYS`. */
	readonly level: FourTenors<number>;
	/** Change of risk reversal over volatility at the money, at 30 days. */
	readonly riskReversal: number;
	/** Change of fly over volatility at the money, at 30 days. */
	readonly fly: number;
	/** Change of the yearly basis; 0.01 is one percentage point a year. */
	readonly basisPerYear: number;
};

export type SurfaceDay = SurfaceChange & {
	/** Date of the later row. */
	readonly date: string;
	/** Log return of spot between the same two moments. */
	readonly logReturn: number;
};

/** Moves between neighbouring days, up to the last row known at `knownAtMs`: a table never looks ahead. */
export function surfaceDays(days: readonly IvDay[], knownAtMs: number): SurfaceDay[] {
	const known = days.filter(({ timeMs }) => timeMs <= knownAtMs);
	return known.slice(1).flatMap((after, at) => {
		const before = known[at] as IvDay;
		const isNext = Date.parse(after.date) - Date.parse(before.date) === DAY_MS;
		const isADay = Math.abs(after.timeMs - before.timeMs - DAY_MS) <= TOLERANCE_MS;
		return isNext && isADay ? [changeBetween(before, after)] : [];
	});
}

function changeBetween(before: IvDay, after: IvDay): SurfaceDay {
	const level = before.atmIvPercent.map(
		(text, at) => decimalTextToNumber(after.atmIvPercent[at] as string) / decimalTextToNumber(text) - 1,
	);
	return {
		date: after.date,
		logReturn: ln(decimalTextToNumber(after.indexUsd) / decimalTextToNumber(before.indexUsd)),
		level: level as unknown as FourTenors<number>,
		riskReversal: overMoney(after, after.riskReversalPoints) - overMoney(before, before.riskReversalPoints),
		fly: overMoney(after, after.flyPoints) - overMoney(before, before.flyPoints),
		basisPerYear:
			(decimalTextToNumber(after.basisPercentPerYear) - decimalTextToNumber(before.basisPercentPerYear)) /
			100,
	};
}

function overMoney(day: IvDay, points: string): number {
	return decimalTextToNumber(points) / decimalTextToNumber(day.atmIvPercent[THIRTY_DAYS] as string);
}
