/** What a proven book says a venue owes, in the form that reserves are set beside. */
import type { BookReport } from "../../book/verify/verify-book.ts";
import { formatFieldElement } from "../../field/bn254.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import type { Liabilities } from "../../reserves/liabilities-file.ts";
import { lotsToSize } from "../../units/lots.ts";

/** Cash and coins; contracts add up to nothing, and holds are owed by the accounts. */
export function liabilitiesOfBook(request: {
	readonly epoch: LedgerEpoch;
	readonly report: BookReport;
	readonly listing: Listing;
}): Liabilities {
	const { epoch, report, listing } = request;
	const { venue, ledgerRoot, snapshotTimeMs } = epoch;
	const owed = listing.instruments.filter(({ kind }) => kind === "cash" || kind === "coin");
	const totals = owed.map(({ id, name, lot }) => [
		name,
		lotsToSize(report.totals[id - 1]?.totalLots ?? 0n, lot),
	]);
	return {
		venue,
		ledgerRoot: formatFieldElement(ledgerRoot),
		snapshotTimeMs,
		totals: Object.fromEntries(totals),
	};
}
