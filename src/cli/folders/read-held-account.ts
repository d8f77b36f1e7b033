/** An account file beside the risk folder that margins it, before and after any what-if trades. */
import { type Account, parseAccount } from "../../ledger/account-file.ts";
import { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
import { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
import { type WorstFills, worstFills } from "../../ledger/worst-fills.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { depositOf, type PricedTrade, priceTrade } from "./price-trades.ts";
import { type RiskFolder, readRiskFolder } from "./risk-folder.ts";

export type HeldAccount = SettledAccount & {
	readonly account: Account;
	readonly folder: RiskFolder;
	/** Of open orders whose margin the account did not say. */
	readonly fills?: WorstFills | undefined;
	/** Only with trades. */
	readonly whatIf?: { readonly before: SettledAccount; readonly trades: readonly PricedTrade[] } | undefined;
};

/** @throws InputError those of the files, `parseTrade`, `priceTrade`, `applyTrade` and `settleAccount` */
export async function readHeldAccount(paths: {
	readonly account: string;
	readonly risk: string;
	/** Trades as `parseTrade` reads them, applied in order. */
	readonly add: readonly string[];
	/** Balances that move without being paid for, before the trades. */
	readonly deposit?: readonly string[] | undefined;
}): Promise<HeldAccount> {
	const added = paths.add.map(parseTrade);
	const deposits = (paths.deposit ?? []).map((text) => depositOf(parseTrade(text)));
	const folder = await readRiskFolder(paths.risk);
	const { listing } = folder;
	const held = parseAccount(await readJsonFile(paths.account));
	const settled = (account: Account) => settleAccount({ account, listing, sizeClass: "smallest" });
	const before = await withOrderMargin(held, folder);
	if (added.length + deposits.length === 0) return { ...settled(before.account), ...before, folder };
	const trades = [...deposits, ...added.map((trade) => priceTrade(trade, folder))];
	const traded = trades.reduce((earlier, trade) => applyTrade({ account: earlier, listing, trade }), held);
	// What orders reserve depends on what is held, so it is asked again.
	const after = await withOrderMargin(traded, folder);
	const whatIf = { before: settled(before.account), trades };
	return { ...settled(after.account), ...after, folder, whatIf };
}

/**
 * The account with what its open orders reserve, from the initial table; as it is where it has none, or says it.
 *
 * @throws InputError those of `worstFills`
 */
export async function withOrderMargin(
	account: Account,
	folder: RiskFolder,
): Promise<{ readonly account: Account; readonly fills?: WorstFills | undefined }> {
	if ((account.orders ?? []).length === 0 || account.orderMarginUsd !== undefined) return { account };
	const { rows } = await folder.readTable("initial", "remembered");
	const fills = worstFills({ account, listing: folder.listing, rows });
	return { account: { ...account, orderMarginUsd: fills.orderMarginUsd }, fills };
}
