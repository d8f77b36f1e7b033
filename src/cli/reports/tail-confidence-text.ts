import type { TailConfidence } from "../../risk/calibration/tail-confidence.ts";

/** For people: the least confidence over the reference books and the middle one; nothing without a tail set. */
export function confidenceLines(confidences: readonly TailConfidence[]): string[] {
	const sorted = confidences.toSorted((a, b) => a.confidence - b.confidence);
	const least = sorted[0];
	const middle = sorted[Math.floor(sorted.length / 2)];
	if (least === undefined || middle === undefined) return [];
	return [
		`tail set: mean of the worst 3 of 120 days, over the whole history at least ` +
			`${percent(least.confidence)} (${least.book}), mostly ${percent(middle.confidence)}`,
	];
}

export function confidencesToJson(confidences: readonly TailConfidence[]): unknown[] {
	return confidences.map(({ book, shortfall, worstDays, historyDays, confidence }) => ({
		book,
		shortfall: shortfall.toFixed(6),
		worstDays,
		historyDays,
		confidence: confidence.toFixed(6),
	}));
}

export function percent(share: number): string {
	return `${(100 * share).toFixed(2)} %`;
}
