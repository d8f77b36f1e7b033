/** Every template that is attacked as a circuit of its own. */

import type { Tally } from "../tally.ts";
import { WEAKENED_COPIES, type WeakenedCopy } from "../weakened-copies.ts";
import { ALONE_PARTS } from "./alone-parts.ts";
import { BOOK_PARTS } from "./book-parts.ts";
import { HASH_PARTS } from "./hash-parts.ts";
import { LINE_PARTS } from "./line-parts.ts";
import { NETTING_PARTS } from "./netting-parts.ts";
import type { Part } from "./part.ts";
import { attackPart } from "./part-attack.ts";
import { SLOT_PARTS } from "./slot-parts.ts";

export const PARTS: readonly Part[] = [
	...SLOT_PARTS,
	...NETTING_PARTS,
	...LINE_PARTS,
	...ALONE_PARTS,
	...HASH_PARTS,
	...BOOK_PARTS,
];

export function partNamed(name: string): Part {
	const part = PARTS.find((candidate) => candidate.name === name);
	if (part === undefined) throw new Error(`no part ${name}`);
	return part;
}

/** Attacks a weakened copy until the first bug shows. A copy without one was not caught. */
export function attackCopy(copy: WeakenedCopy, seed: number, inputs: number): Promise<Tally> {
	return attackPart({ part: partNamed(copy.part), seed, inputs, edits: copy.edits, untilFirstBug: true });
}

export function copyNamed(name: string): WeakenedCopy {
	const copy = WEAKENED_COPIES.find((candidate) => candidate.name === name);
	if (copy === undefined) throw new Error(`no weakened copy "${name}"`);
	return copy;
}
