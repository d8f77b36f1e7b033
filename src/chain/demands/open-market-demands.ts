/** Demands for marks and scenarios that still wait for an answer. */
import { type ContractRunner, type Provider, type Result, toBeHex } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { type ContractEvent, contractEvents } from "../client/contract-events.ts";
import type { MarksPlace, ScenarioPlace } from "./market-demands.ts";

type MarketPlace =
	| (MarksPlace & { readonly kind: "marks" })
	| (ScenarioPlace & { readonly kind: "scenario" });

export type OpenMarketDemand = MarketPlace & { readonly depositWei: bigint; readonly answerByMs: number };

/** Those of these blocks, both included, the oldest first. */
export async function openMarketDemands(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<OpenMarketDemand[]> {
	const { provider, riskEpochs: address, fromBlock, toBlock } = request;
	const open: OpenMarketDemand[] = [];
	for (const event of await contractEvents({ provider, address, abi: RISK_EPOCHS_ABI, fromBlock, toBlock })) {
		const place = placeOf(address, event);
		if (place === undefined) continue;
		const demand = await readMarketDemand(provider, place);
		if (demand.settled as boolean) continue;
		const { depositWei, answerBy } = demand as unknown as { depositWei: bigint; answerBy: bigint };
		open.push({ ...place, depositWei, answerByMs: fromChainSeconds(answerBy) });
	}
	return open;
}

/** Whether what is demanded was shown, or expired. */
export async function isMarketDemandSettled(request: {
	readonly runner: ContractRunner;
	readonly demand: MarketPlace;
}): Promise<boolean> {
	return (await readMarketDemand(request.runner, request.demand)).settled as boolean;
}

async function readMarketDemand(runner: ContractRunner, place: MarketPlace): Promise<Result> {
	const read = (method: string, ...args: readonly unknown[]) =>
		readContract({ runner, address: place.riskEpochs, abi: RISK_EPOCHS_ABI, method, args });
	const key =
		place.kind === "marks"
			? await read("marksKey", place.epoch, place.id)
			: await read("scenarioKey", place.epoch, place.lane, toBeHex(place.subject, 32));
	return (await read("marketDemandOf", key)) as Result;
}

function placeOf(riskEpochs: string, { name, args }: ContractEvent): MarketPlace | undefined {
	const epoch = Number(args.epoch);
	if (name === "MarksDemanded") return { kind: "marks", riskEpochs, epoch, id: Number(args.id) } as const;
	if (name !== "ScenarioDemanded") return undefined;
	const subject = BigInt(args.subject as string);
	return { kind: "scenario", riskEpochs, epoch, lane: Number(args.lane), subject } as const;
}
