/** What a book shows, for people. */
import type { BookReport } from "../../book/verify/verify-book.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { lotsToSize } from "../../units/lots.ts";
import { sizeText, usdUp } from "../output/amount-text.ts";

const LEVELS = { mark: "at marks", haircut: "at marks less the first haircut of each side" } as const;

/** Totals of cash and coins are what the venue owes; those of contracts are zero. */
export function bookLines(report: BookReport, listing: Listing): string[] {
	const { level, totals, deficitCount, deficitMicroUsd } = report;
	const owed = listing.instruments.filter(({ kind }) => kind === "cash" || kind === "coin");
	const contracts = listing.instruments.filter(
		({ kind }) => kind === "perpetual" || kind === "future" || kind === "option",
	);
	const covered =
		deficitMicroUsd === undefined
			? "which the fund's equity covers"
			: `${usdUp(deficitMicroUsd)} USD together`;
	return [
		`values       ${LEVELS[level]}`,
		...owed.map(({ id, name, lot }) => {
			const size = lotsToSize(totals[id - 1]?.totalLots ?? 0n, lot);
			return `owes         ${sizeText(size)} ${name}`;
		}),
		`contracts    ${contracts.length}, every long has its short`,
		`in deficit   ${deficitCount} accounts, ${covered}`,
	];
}
