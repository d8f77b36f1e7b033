/** Medians of repeated runs; a ratio is only ever taken between two measurements of one process. */

export type Measurement = { readonly name: string; readonly medianMs: number; readonly runs: number };

/** Runs `work` once to warm up, then `runs` times. */
export async function measure(
	name: string,
	runs: number,
	work: () => unknown | Promise<unknown>,
): Promise<Measurement> {
	await work();
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		const startedMs = performance.now();
		await work();
		times.push(performance.now() - startedMs);
	}
	times.sort((a, b) => a - b);
	return { name, medianMs: times[Math.floor(times.length / 2)] ?? Number.NaN, runs };
}

/** One line: how many times as fast as the named baseline. */
export function comparison(subject: Measurement, baseline: Measurement): string {
	const times = (baseline.medianMs / subject.medianMs).toFixed(2);
	return `${row(subject)}  ${times} × as fast as ${baseline.name}`;
}

export function row({ name, medianMs, runs }: Measurement): string {
	const text = medianMs >= 1000 ? `${(medianMs / 1000).toFixed(2)} s ` : `${medianMs.toFixed(3)} ms`;
	return `${name.padEnd(46)} ${text.padStart(12)}  median of ${runs}`;
}
