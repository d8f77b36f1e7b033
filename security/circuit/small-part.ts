/** Templates with small widths, over a small field, for proofs by exhaustion. */
import { compilePart, type SourceEdit } from "./circuit-part.ts";
import { SmallField, type Solution } from "./small-field.ts";

/** Compiling a template may have to wait for another process. */
export const COMPILE_MS = 240_000;

export const edit = (file: string, find: string, replace: string): SourceEdit => ({ file, find, replace });

/** Lanes of 2 bits, 3 bits apart, in place of 62 and 63. */
export const smallWidths = (file: string): SourceEdit[] => [
	edit(file, "62", "2"),
	edit(file, "63", "3"),
	edit(file, "126", "6"),
	edit(file, "189", "9"),
];

/** The constraints of a template as they are written, over the field of `order`. */
export async function smallPart(
	order: number,
	part: {
		readonly main: string;
		readonly file: string;
		readonly inputs: readonly string[];
		readonly signals: readonly string[];
		readonly templates?: string;
		readonly edits?: readonly SourceEdit[];
	},
): Promise<SmallField> {
	const { inputs, signals, ...rest } = part;
	const compiled = await compilePart({
		...rest,
		publicInputs: inputs,
		publicSignals: signals,
		simplification: "O0",
	});
	return SmallField.of(compiled, order);
}

/** The integer of an element, in (−order/2, order/2]. */
export function signed(value: number, order: number): number {
	return value > order / 2 ? value - order : value;
}

/** Lanes 3 bits apart. */
export function packSmall(lanes: readonly number[]): number {
	return lanes.reduce((sum, lane, at) => sum + lane * 8 ** at, 0);
}

export function read(solution: Solution, name: string): number {
	return solution.get(name) as number;
}

export function numbered(name: string, count: number): string[] {
	return Array.from({ length: count }, (_, at) => `${name}[${at}]`);
}

/** All lists of `length` values. */
export function tuples<T>(values: readonly T[], length: number): T[][] {
	if (length === 0) return [[]];
	return tuples(values, length - 1).flatMap((head) => values.map((value) => [...head, value]));
}
