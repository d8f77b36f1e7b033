/** Every value of a JSON file, one at a time, changed as little as possible. */

type Path = readonly (string | number)[];

/** The paths to all texts and numbers. */
export function jsonLeaves(value: unknown, path: Path = []): Path[] {
	if (typeof value !== "object" || value === null) return [path];
	return Object.entries(value).flatMap(([key, inner]) => jsonLeaves(inner, [...path, key]));
}

/** A copy in which one leaf differs: a number by one, a text in its last character. */
export function withChangedLeaf(value: unknown, [key, ...rest]: Path): unknown {
	if (key === undefined) return changed(value);
	const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
	copy[key] = withChangedLeaf(copy[key], rest);
	return copy;
}

function changed(leaf: unknown): unknown {
	if (typeof leaf === "number") return leaf + 1;
	const text = String(leaf);
	const last = text.at(-1);
	return `${text.slice(0, -1)}${last === "1" ? "2" : "1"}`;
}
