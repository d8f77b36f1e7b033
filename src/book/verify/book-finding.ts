/** What can be wrong with a published book. */
export type BookFindingCode =
	| "BOOK_EPOCH_DIFFERS"
	| "BOOK_LISTING_DIFFERS"
	| "BOOK_TABLE_DIFFERS"
	| "BOOK_TOTALS_COUNT"
	| "BOOK_TOTAL_TOO_LARGE"
	| "BOOK_DERIVATIVE_OPEN"
	| "BOOK_BATCH_ORDER"
	| "BOOK_BATCH_UNKNOWN"
	| "BOOK_TABLES_COUNT"
	| "BOOK_ROOT_DIFFERS"
	| "BOOK_CHALLENGE_UNFIT"
	| "BOOK_DEFICIT_TOO_LARGE"
	| "BOOK_NOT_CLOSED"
	| "BOOK_FUND_NOT_FOUND"
	| "BOOK_PROOF_FALSE";

export type BookFinding = { readonly code: BookFindingCode; readonly message: string };

export function finding(code: BookFindingCode, message: string): BookFinding {
	return { code, message };
}
