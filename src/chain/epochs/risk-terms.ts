/** Under which parameters and for which listing a table may be posted. */
import type { ContractRunner } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract } from "../client/chain-call.ts";
import { fromChainSeconds, toChainSecondsDown } from "../client/chain-time.ts";

type TermsAt = { readonly runner: ContractRunner; readonly riskEpochs: string };

/** First snapshot time that may use a parameter set; `null` when it was never registered. */
export async function readParametersFrom(
	request: TermsAt & { readonly parameterSet: `0x${string}` },
): Promise<number | null> {
	const from = (await read(request, "parametersFrom", request.parameterSet)) as bigint;
	return from === 0n ? null : fromChainSeconds(from);
}

/** Hash of the listing that tables and ledgers of this time must have. */
export async function readListingAt(request: TermsAt & { readonly timeMs: number }): Promise<`0x${string}`> {
	const seconds = toChainSecondsDown(request.timeMs, "timeMs");
	return (await read(request, "listingAt", seconds)) as `0x${string}`;
}

function read(
	{ runner, riskEpochs }: TermsAt,
	method: string,
	...args: readonly unknown[]
): Promise<unknown> {
	return readContract({ runner, address: riskEpochs, abi: RISK_EPOCHS_ABI, method, args });
}
