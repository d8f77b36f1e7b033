/** "Did you mean": the names that take the fewest edits to become the one that was asked for. */

/** Up to `count` names by edit distance, nearest first; ties keep their order. */
export function closestNames(wanted: string, names: readonly string[], count: number): string[] {
	// Long input is not a misspelt name, and the distance costs the product of the lengths.
	const target = wanted.slice(0, 40).toUpperCase();
	return names
		.map((name) => ({ name, distance: editDistance(target, name) }))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({ name }) => name);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const substitute = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(substitute, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}
