/** What importing an account has to say, whatever the venue. */
import type { Account } from "../../ledger/account-file.ts";
import type { Venue } from "../../market/spellings/read-venue-name.ts";
import type { VenueFigure } from "./venue-figure.ts";

export type LeftOut = { readonly what: string; readonly reason: string };

export type VenueImport = {
	readonly venue: Venue;
	/** `cross_pm`, `UNIFIED`, `portfolioMargin` …, as the venue calls it. */
	readonly mode: string;
	readonly account: Account;
	/** Isolated positions: each has its own margin and is an account of its own. */
	readonly isolated: readonly Account[];
	readonly figures: readonly VenueFigure[];
	/** What is in the answers and not in the account, each with its reason. */
	readonly leftOut: readonly LeftOut[];
	/** What must exist by the answers' own figures and is in none of them: the account is not whole. */
	readonly missing: readonly string[];
};
