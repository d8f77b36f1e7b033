/** Under which name a venue signs receipts (EIP-712): for a contract of its own where it has one, else for people. */
import type { TypedDomain } from "../hashing/typed-digest.ts";
import type { LedgerContract } from "../ledger/ledger.ts";

export function receiptDomain(ledger: LedgerContract | undefined): TypedDomain {
	return { name: "zkmargin receipts", version: "1", contract: ledger };
}
