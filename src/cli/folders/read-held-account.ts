/** An account file beside the risk folder that margins it, after any what-if trades. */
import { type Account, parseAccount } from "../../ledger/account-file.ts";
import { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
import { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
import { type WorstFills, worstFills } from "../../ledger/worst-fills.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { type RiskFolder, readRiskFolder } from "./risk-folder.ts";

export type HeldAccount = SettledAccount & {
	readonly account: Account;
	readonly folder: RiskFolder;
	/** Of open orders whose margin the account did not say. */
	readonly fills?: WorstFills | undefined;
};

/** @throws InputError those of the files, `parseTrade`, `applyTrade` and `settleAccount` */
export async function readHeldAccount(paths: {
	readonly account: string;
	readonly risk: string;
	/** Trades as `parseTrade` reads them, applied in order. */
	readonly add: readonly string[];
}): Promise<HeldAccount> {
	const trades = paths.add.map(parseTrade);
	const folder = await readRiskFolder(paths.risk);
	const { listing } = folder;
	const held = parseAccount(await readJsonFile(paths.account));
	const traded = trades.reduce((before, trade) => applyTrade({ account: before, listing, trade }), held);
	const { account, fills } = await withOrderMargin(traded, folder);
	return { fills, ...settleAccount({ account, listing, sizeClass: "smallest" }), account, folder };
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
