/** Medians of repeated runs; a ratio is only ever taken between two measurements of one process. */

export type Measurement = {
	readonly name: string;
	readonly medianMs: number;
	/** Median processor time of all threads: what a busy machine does not stretch. */
	readonly medianCpuMs: number;
	readonly runs: number;
};

/** Runs `work` once to warm up, then `runs` times. */
export async function measure(
	name: string,
	runs: number,
	work: () => unknown | Promise<unknown>,
): Promise<Measurement> {
	await work();
	const times: number[] = [];
	const cpuTimes: number[] = [];
	for (let run = 0; run < runs; run++) {
		const cpuBefore = process.cpuUsage();
		const startedMs = performance.now();
		await work();
		times.push(performance.now() - startedMs);
		const { user, system } = process.cpuUsage(cpuBefore);
		cpuTimes.push((user + system) / 1000);
	}
	return { name, medianMs: median(times), medianCpuMs: median(cpuTimes), runs };
}

/** One line: how many times as fast as the named baseline. */
export function comparison(subject: Measurement, baseline: Measurement): string {
	const times = (baseline.medianMs / subject.medianMs).toFixed(2);
	return `${row(subject)}  ${times} × as fast as ${baseline.name}`;
}

export function row({ name, medianMs, medianCpuMs, runs }: Measurement): string {
	const times = `${inUnits(medianMs).padStart(12)}  ${inUnits(medianCpuMs).padStart(12)} of processor time`;
	return `${name.padEnd(46)} ${times}  median of ${runs}`;
}

/** Runs `work` many times within one measurement, for what takes less than a millisecond. */
export function repeat(times: number, work: () => unknown): void {
	for (let at = 0; at < times; at++) work();
}

function inUnits(ms: number): string {
	return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s ` : `${ms.toFixed(3)} ms`;
}

export function median(values: number[]): number {
	values.sort((a, b) => a - b);
	return values[Math.floor(values.length / 2)] ?? Number.NaN;
}
