/** Every defence that is taken out, class by class. */
import { CHOICE_REMOVALS } from "./choice-removals.ts";
import { COMMITMENT_REMOVALS } from "./commitment-removals.ts";
import { CONTRACT_REMOVALS } from "./contract-removals.ts";
import { KEY_REMOVALS } from "./key-removals.ts";
import { NUMBER_REMOVALS } from "./number-removals.ts";
import type { Removal } from "./removal.ts";

export const REMOVALS: readonly Removal[] = [
	...NUMBER_REMOVALS,
	...CHOICE_REMOVALS,
	...COMMITMENT_REMOVALS,
	...CONTRACT_REMOVALS,
	...KEY_REMOVALS,
].sort((one, other) => one.attackClass - other.attackClass);
