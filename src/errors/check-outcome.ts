/** What a check of somebody's claim says: three outcomes, and what they come from. Never an exception. */

export type CheckFinding = {
	/**
	 * A failure means that the claim does not hold. What is missing could not be checked, so that nobody can say whether
	 * it holds. A warning limits what it says.
	 */
	readonly severity: "failure" | "missing" | "warning";
	readonly code: string;
	readonly message: string;
};

/** `incomplete`: nothing that was checked fails, and something was not checked. */
export type CheckOutcome = "holds" | "fails" | "incomplete";

export function outcomeOf(findings: readonly CheckFinding[]): CheckOutcome {
	if (findings.some(({ severity }) => severity === "failure")) return "fails";
	return findings.some(({ severity }) => severity === "missing") ? "incomplete" : "holds";
}
