/** A certificate's statement in print: what was compared stands as it is, what was not is marked. */
import { formatFieldElement } from "../../field/bn254.ts";
import type { CertificateStatement } from "../../proof/statements/health-certificate.ts";
import { formatUsdDown } from "../../units/decimal.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";

/** What the certificate was compared with. */
export type Compared = { readonly ledger: boolean; readonly risk: boolean };

/** Fields of the statement that the proof does not bind and that nothing was compared with. */
export function uncheckedFields({ ledger, risk }: Compared): (keyof CertificateStatement)[] {
	return [
		...(ledger ? [] : (["venue", "ledgerTimeMs"] as const)),
		...(risk ? [] : (["level", "riskTimeMs"] as const)),
		...(ledger || risk ? [] : (["listingHash"] as const)),
	];
}

export function statementLines(statement: CertificateStatement, compared: Compared): string[] {
	const unchecked = new Set(uncheckedFields(compared));
	const said = (field: keyof CertificateStatement, text: string) =>
		unchecked.has(field) ? `${text} (its own word)` : text;
	return [
		`  some account of ${said("venue", statement.venue)} is solvent at ${said("level", statement.level)} level`,
		`  with ${formatUsdDown(statement.surplusMicroUsd)} USD to spare, for ${statement.holder}`,
		`  pseudonym ${formatFieldElement(statement.pseudonym)}`,
		`  ledger of ${said("ledgerTimeMs", formatIsoTime(statement.ledgerTimeMs))}, prices of ${said("riskTimeMs", formatIsoTime(statement.riskTimeMs))}`,
	];
}
