/** A demand of any kind: its deposit asked for, paid, and the time until which an answer may come. */
import type { Signer } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import type { Arguments } from "../client/abi-types.ts";
import { readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { latestBaseFeeWei } from "../client/latest-base-fee.ts";

export type Demanded = Sent & { readonly depositWei: bigint; readonly answerByMs: number };

/** By the function that demands: the one that says what it costs, and the event that it leaves. */
const KINDS = {
	demandRow: { deposit: "rowDeposit", event: "RowDemanded" },
	demandNode: { deposit: "nodeDeposit", event: "NodeDemanded" },
	demandMarks: { deposit: "showDeposit", event: "MarksDemanded" },
	demandScenario: { deposit: "showDeposit", event: "ScenarioDemanded" },
} as const;

/** The deposit is twice what the newest block asks for, because fees may rise before the next. */
export async function placeDemand<Kind extends keyof typeof KINDS>(demand: {
	readonly demander: Signer;
	readonly riskEpochs: string;
	readonly method: Kind;
	readonly args: Arguments<typeof RISK_EPOCHS_ABI, Kind>;
}): Promise<Demanded> {
	const { demander, riskEpochs: address, method, args } = demand;
	const { deposit, event } = KINDS[method];
	const baseFeeWei = await latestBaseFeeWei(demander);
	const contract = { address, abi: RISK_EPOCHS_ABI };
	const leastWei = await readContract({
		...contract,
		runner: demander,
		method: deposit,
		args: [baseFeeWei],
	});
	const depositWei = 2n * leastWei;
	const sent = await writeContract({ ...contract, signer: demander, valueWei: depositWei, method, args });
	const { answerBy } = sentEvent(sent, RISK_EPOCHS_ABI, event);
	return { ...sent, depositWei, answerByMs: fromChainSeconds(answerBy) };
}
