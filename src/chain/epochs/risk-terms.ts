/** Under which parameters and for which listing a table may be posted. */
import type { ContractRunner } from "ethers";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { contractReader } from "../client/chain-call.ts";
import { fromChainSeconds, toChainSecondsDown } from "../client/chain-time.ts";

type TermsAt = { readonly runner: ContractRunner; readonly riskEpochs: string };

/** First snapshot time that may use a parameter set; `null` when it was never registered. */
export async function readParametersFrom(
	request: TermsAt & { readonly parameterSet: `0x${string}` },
): Promise<number | null> {
	const from = await reader(request)("parametersFrom", [request.parameterSet]);
	return from === 0n ? null : fromChainSeconds(from);
}

/** Hash of the listing that tables and ledgers of this time must have. */
export async function readListingAt(request: TermsAt & { readonly timeMs: number }): Promise<`0x${string}`> {
	const seconds = toChainSecondsDown(request.timeMs, "timeMs");
	return reader(request)("listingAt", [seconds]);
}

function reader({ runner, riskEpochs: address }: TermsAt) {
	return contractReader({ runner, address, abi: RISK_EPOCHS_ABI });
}
