/** Whether an epoch's marks lose by themselves: the folder's when they are the epoch's, else those that were shown. */
import type { Provider } from "ethers";
import { toChainSecondsDown } from "../../chain/client/chain-time.ts";
import { shownEvidence } from "../../chain/demands/shown-evidence.ts";
import { isWrong } from "../../chain/disputes/dispute-row.ts";
import {
	findMarksBreach,
	type MarksSearch,
	type RegisteredSet,
} from "../../chain/disputes/find-marks-breach.ts";
import type { PostedEpoch } from "../../chain/disputes/posted-epoch.ts";
import { readPostedPrices } from "../../chain/disputes/posted-prices.ts";
import type { MarketTree } from "../../market/snapshot/market-tree.ts";
import type { PostedRows } from "./posted-rows.ts";

/** @param request.posted the posted table, where there is a file of it: rows may be missing in it */
export async function searchMarks(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly epoch: PostedEpoch;
	readonly fromBlock: number;
	/** `null` when the epoch committed to another. */
	readonly market: MarketTree | null;
	/** Parameters that the timelock registered for the epoch; `null` for others. */
	readonly registered: RegisteredSet | null;
	readonly posted: PostedRows | null;
}): Promise<MarksSearch> {
	const { provider, riskEpochs, epoch, fromBlock, market, registered, posted } = request;
	const { commitments, rowDispute, number } = epoch;
	const { level, riskRoot: root, nextExpiryMs } = commitments;
	const range = { fromBlock, toBlock: await provider.getBlockNumber() };
	const place = { provider, riskEpochs, epoch: number, ...range };
	const shown = await shownEvidence({ ...place, level, root });
	return findMarksBreach({
		market,
		registered,
		shown: shown.marks,
		scenarios: shown.scenarios,
		emptyPlaces: new Map([...(posted?.emptyPlaces ?? []), ...shown.emptyPlaces]),
		nextExpirySeconds: nextExpiryMs === null ? 0 : toChainSecondsDown(nextExpiryMs, "nextExpiryMs"),
		prices: await readPostedPrices(place),
		isWrong: (dispute) => isWrong({ runner: provider, rowDispute, commitments, dispute }),
	});
}
