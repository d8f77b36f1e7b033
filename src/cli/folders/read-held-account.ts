/** An account file beside the risk folder that margins it, after any what-if trades. */
import { type Account, parseAccount } from "../../ledger/account-file.ts";
import { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
import { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { type RiskFolder, readRiskFolder } from "./risk-folder.ts";

export type HeldAccount = SettledAccount & { readonly account: Account; readonly folder: RiskFolder };

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
	const account = trades.reduce((before, trade) => applyTrade({ account: before, listing, trade }), held);
	return { ...settleAccount({ account, listing, sizeClass: "smallest" }), account, folder };
}
