/**
 * Which size class an account is committed in. A proof shows its class, so one class for all accounts
 * of a ledger hides how many lines each has; the smallest class of each proves fastest.
 */
import { aloneGroups } from "../risk/model/dimensions.ts";
import { SIZE_CLASSES, type SizeClass } from "./account-leaf.ts";

/** One class for all accounts, or for each the smallest that holds its lines. */
export type SizeClassChoice = SizeClass | "smallest";

/** What of an account a class must hold. */
export type AccountExtent = {
	readonly lineCount: number;
	/** Underlyings of which it holds an option: each is tested alone. */
	readonly optionUnderlyingCount: number;
};

/** The largest class when no class is large enough: callers refuse such an account by what does not fit. */
export function chooseSizeClass(choice: SizeClassChoice, extent: AccountExtent): SizeClass {
	if (choice !== "smallest") return choice;
	return smallestSizeClass(extent) ?? (SIZE_CLASSES.at(-1) as SizeClass);
}

/** `undefined` when the account does not fit into the largest class. */
export function smallestSizeClass(extent: AccountExtent): SizeClass | undefined {
	return SIZE_CLASSES.find((sizeClass) => fitsSizeClass(extent, sizeClass));
}

export function fitsSizeClass(
	{ lineCount, optionUnderlyingCount }: AccountExtent,
	sizeClass: SizeClass,
): boolean {
	return lineCount <= sizeClass && optionUnderlyingCount <= aloneGroups(sizeClass);
}
