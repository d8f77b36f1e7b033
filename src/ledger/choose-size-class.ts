/**
 * Which size class an account is committed in. A proof shows its class, so one class for all accounts
 * of a ledger hides how many lines each has; the smallest class of each proves fastest.
 */
import { SIZE_CLASSES, type SizeClass } from "./account-leaf.ts";

/** One class for all accounts, or for each the smallest that holds its lines. */
export type SizeClassChoice = SizeClass | "smallest";

/** The largest class when no class is large enough: callers refuse such an account by its line count. */
export function chooseSizeClass(choice: SizeClassChoice, lineCount: number): SizeClass {
	if (choice !== "smallest") return choice;
	return smallestSizeClass(lineCount) ?? (SIZE_CLASSES.at(-1) as SizeClass);
}

/** `undefined` when there are more lines than the largest class holds. */
export function smallestSizeClass(lineCount: number): SizeClass | undefined {
	return SIZE_CLASSES.find((sizeClass) => lineCount <= sizeClass);
}
