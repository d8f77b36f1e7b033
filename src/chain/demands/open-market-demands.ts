/** Demands for marks and scenarios that still wait for an answer. */
import { type ContractRunner, type Provider, toBeHex } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import type { Answer } from "../client/abi-types.ts";
import { contractReader } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { type BlockRange, type ContractEvent, contractEvents } from "../client/contract-events.ts";
import type { MarksPlace, ScenarioPlace } from "./market-demands.ts";

type MarketPlace =
	| (MarksPlace & { readonly kind: "marks" })
	| (ScenarioPlace & { readonly kind: "scenario" });

export type OpenMarketDemand = MarketPlace & { readonly depositWei: bigint; readonly answerByMs: number };

/** Those of these blocks, both included, the oldest first. */
export async function openMarketDemands(
	request: BlockRange & { readonly provider: Provider; readonly riskEpochs: string },
): Promise<OpenMarketDemand[]> {
	const { provider, riskEpochs: address, fromBlock, toBlock } = request;
	const open: OpenMarketDemand[] = [];
	for (const event of await contractEvents({ provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock })) {
		const place = placeOf(address, event);
		if (place === undefined) continue;
		const { settled, depositWei, answerBy } = await readMarketDemand(provider, place);
		if (!settled) open.push({ ...place, depositWei, answerByMs: fromChainSeconds(answerBy) });
	}
	return open;
}

/** Whether what is demanded was shown, or expired. */
export async function isMarketDemandSettled(request: {
	readonly runner: ContractRunner;
	readonly demand: MarketPlace;
}): Promise<boolean> {
	return (await readMarketDemand(request.runner, request.demand)).settled;
}

async function readMarketDemand(
	runner: ContractRunner,
	place: MarketPlace,
): Promise<Answer<typeof RISK_EPOCHS_ABI, "marketDemandOf">> {
	const read = contractReader({ runner, address: place.riskEpochs, abi: RISK_EPOCHS_ABI });
	const key =
		place.kind === "marks"
			? await read("marksKey", [place.epoch, place.id])
			: await read("scenarioKey", [place.epoch, place.lane, toBeHex(place.subject, 32)]);
	return read("marketDemandOf", [key]);
}

function placeOf(
	riskEpochs: string,
	{ name, args }: ContractEvent<typeof RISK_EPOCHS_ABI>,
): MarketPlace | undefined {
	if (name === "MarksDemanded") {
		return { kind: "marks", riskEpochs, epoch: Number(args.epoch), id: Number(args.id) };
	}
	if (name !== "ScenarioDemanded") return undefined;
	const { epoch, lane, subject } = args;
	return { kind: "scenario", riskEpochs, epoch: Number(epoch), lane: Number(lane), subject: BigInt(subject) };
}
