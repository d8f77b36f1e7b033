/** The mean of everything seen so far: the long-run level that models fall back to. */
export type RunningMean = { readonly sum: number; readonly count: number };

export function runningMeanOf(values: readonly number[]): RunningMean {
	return values.reduce(withValue, { sum: 0, count: 0 });
}

export function withValue(mean: RunningMean, value: number): RunningMean {
	return { sum: mean.sum + value, count: mean.count + 1 };
}

export function meanOf({ sum, count }: RunningMean): number {
	return count === 0 ? 0 : sum / count;
}
