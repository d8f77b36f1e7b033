/** Expiry dates as Deribit lists them: days, Fridays, month ends, quarter ends, all at 08:00 UTC. */
import { DAY_MS } from "../../units/time.ts";
import { EXPIRY_TIME_OF_DAY_MS } from "../instruments/parse-instrument-name.ts";

const DAYS_PER_WEEK = 7;
/** 2 January 1970, the day after the epoch, was a Friday. */
const FIRST_FRIDAY = 1;

const DAILY_COUNT = 3;
const WEEKLY_COUNT = 4;
const MONTHLY_COUNT = 3;
const QUARTERLY_COUNT = 4;
const FUTURE_COUNT = 3;

export type SampleExpiries = {
	/** Ascending, milliseconds since the epoch. */
	readonly optionsMs: readonly number[];
	/** The next month end and the quarter ends after it. */
	readonly futuresMs: readonly number[];
};

/**
 * Expiries after `timeMs`: three days, four Fridays, three month ends and four quarter ends, each
 * date once; a month ends on its last Friday.
 */
export function sampleExpiries(timeMs: number): SampleExpiries {
	const firstDay = Math.floor((timeMs - EXPIRY_TIME_OF_DAY_MS) / DAY_MS) + 1;
	const dailies = Array.from({ length: DAILY_COUNT }, (_, at) => firstDay + at);
	const firstFriday = firstDay + modulo(FIRST_FRIDAY - firstDay, DAYS_PER_WEEK);
	const weeklies = Array.from({ length: WEEKLY_COUNT }, (_, at) => firstFriday + at * DAYS_PER_WEEK);
	const monthEnds = nextMonthEnds(firstDay, MONTHLY_COUNT, 1);
	const quarterEnds = nextMonthEnds(firstDay, QUARTERLY_COUNT, 3);
	return {
		optionsMs: expiryTimes([...dailies, ...weeklies, ...monthEnds, ...quarterEnds]),
		futuresMs: expiryTimes([...monthEnds.slice(0, 1), ...quarterEnds]).slice(0, FUTURE_COUNT),
	};
}

/** Last Fridays from `firstDay` on, of the months whose number divides by `everyMonths`. */
function nextMonthEnds(firstDay: number, count: number, everyMonths: number): number[] {
	const start = new Date(firstDay * DAY_MS);
	const out: number[] = [];
	for (let month = start.getUTCMonth() + 1; out.length < count; month++) {
		if (month % everyMonths !== 0) continue;
		const lastDay = Date.UTC(start.getUTCFullYear(), month, 0) / DAY_MS;
		const lastFriday = lastDay - modulo(lastDay - FIRST_FRIDAY, DAYS_PER_WEEK);
		if (lastFriday >= firstDay) out.push(lastFriday);
	}
	return out;
}

function expiryTimes(days: readonly number[]): number[] {
	return [...new Set(days)].sort((a, b) => a - b).map((day) => day * DAY_MS + EXPIRY_TIME_OF_DAY_MS);
}

function modulo(value: number, divisor: number): number {
	return ((value % divisor) + divisor) % divisor;
}
