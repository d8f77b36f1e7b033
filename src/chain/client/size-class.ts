/** How many positions a circuit has room for; a registry has one verifier for each. */

import { InputError } from "../../errors/base.ts";
import { SIZE_CLASSES, type SizeClass } from "../../ledger/account-leaf.ts";

/**
 * `solvency-16` → 16.
 *
 * @throws InputError `SIZE_CLASS_UNKNOWN`
 */
export function sizeClassOf(circuitName: string): SizeClass {
	const sizeClass = SIZE_CLASSES.find((size) => circuitName === `solvency-${size}`);
	if (sizeClass !== undefined) return sizeClass;
	throw new InputError({
		code: "SIZE_CLASS_UNKNOWN",
		message: `${circuitName} is no solvency circuit that a registry verifies`,
		field: "circuit",
		hint: `registries verify solvency circuits for ${SIZE_CLASSES.join(", ")} positions`,
	});
}
