import type { Provider } from "ethers";
import { onChain } from "./chain-call.ts";
import { fromChainSeconds } from "./chain-time.ts";

/**
 * Time of the newest block, milliseconds: what contracts compare deadlines with. This machine's clock
 * may differ.
 */
export async function readChainTimeMs(provider: Provider): Promise<number> {
	const block = await onChain(() => provider.getBlock("latest"));
	return fromChainSeconds(BigInt(block?.timestamp ?? 0));
}
