/** How hard a requirement pulls when markets are already falling. */

export type Procyclicality = {
	/** Largest requirement over the smallest one. */
	readonly peakToTrough: number;
	/** Largest rise over five days, as a share of the requirement before it. */
	readonly largestWeekRise: number;
};

const WEEK = 5;

/** @param requirements of one unchanged book, one a day, positive */
export function procyclicality(requirements: readonly number[]): Procyclicality {
	let largestWeekRise = 0;
	requirements.forEach((requirement, day) => {
		const before = requirements[day - WEEK];
		if (before !== undefined) largestWeekRise = Math.max(largestWeekRise, requirement / before - 1);
	});
	return { peakToTrough: Math.max(...requirements) / Math.min(...requirements), largestWeekRise };
}
