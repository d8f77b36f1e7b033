/** An account file beside the risk folder that margins it, before and after any what-if trades. */
import { type Account, parseAccount } from "../../ledger/account-file.ts";
import { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
import { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { depositOf, type PricedTrade, priceTrade } from "./price-trades.ts";
import { type RiskFolder, readRiskFolder } from "./risk-folder.ts";

export type HeldAccount = SettledAccount & {
	readonly account: Account;
	readonly folder: RiskFolder;
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
	if (added.length + deposits.length === 0) return { ...settled(held), account: held, folder };
	const trades = [...deposits, ...added.map((trade) => priceTrade(trade, folder))];
	const account = trades.reduce((before, trade) => applyTrade({ account: before, listing, trade }), held);
	return { ...settled(account), account, folder, whatIf: { before: settled(held), trades } };
}
