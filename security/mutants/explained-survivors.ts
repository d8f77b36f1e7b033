/** Mutants that no test can notice, by contract, kind and line, and why. */
export const EXPLAINED_SURVIVORS: Readonly<Record<string, string>> = {
	"VenueLedger: comparison off by one: uint32 oldest = newest > HISTORY ? newest - HISTORY + 1 : 1;":
		"at the limit both branches give 1",
};
