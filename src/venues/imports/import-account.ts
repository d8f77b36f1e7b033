/** The importer of each venue, and what a listing does not know of an imported account. */
import type { Account } from "../../ledger/account-file.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { nearestInstruments } from "../../market/instruments/nearest-instruments.ts";
import type { Venue } from "../../market/spellings/read-venue-name.ts";
import type { VenueImport } from "../answers/venue-import.ts";
import { importBinance } from "../binance/import-binance.ts";
import { importBybit } from "../bybit/import-bybit.ts";
import { importDeribit } from "../deribit/import-deribit.ts";
import { importHyperliquid } from "../hyperliquid/import-hyperliquid.ts";
import { importOkx } from "../okx/import-okx.ts";
import { importParadex } from "../paradex/import-paradex.ts";

const IMPORTERS: Readonly<
	Record<Venue, (answers: readonly unknown[], name: string, user?: string) => VenueImport>
> = {
	deribit: importDeribit,
	bybit: importBybit,
	okx: importOkx,
	binance: importBinance,
	hyperliquid: importHyperliquid,
	paradex: importParadex,
};

/**
 * Reads a venue's own API answers, all of one account and one moment. Fields that are not known are ignored.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`, `ACCOUNT_NOT_CHOSEN`
 */
export function importAccount(request: {
	readonly venue: Venue;
	/** Parsed JSON. */
	readonly answers: readonly unknown[];
	/** The name of the account file. */
	readonly name: string;
	/** Which account, where an answer holds several. */
	readonly user?: string | undefined;
}): VenueImport {
	const { venue, answers, name, user } = request;
	return IMPORTERS[venue](answers, name, user);
}

export type UnlistedName = { readonly name: string; readonly nearest: readonly string[] };

/** What of an account a listing does not have, with the nearest names that it has. */
export function unlistedNames(account: Account, listing: Listing): UnlistedName[] {
	const known = new Set(listing.instruments.map(({ name }) => name));
	const names = [
		...account.balances.map(({ asset }) => asset),
		...account.positions.map(({ instrument }) => instrument),
		...(account.orders ?? []).map(({ instrument }) => instrument),
	];
	return [...new Set(names)]
		.filter((name) => !known.has(name))
		.map((name) => ({ name, nearest: nearestInstruments(name, listing.instruments, 3) }));
}
