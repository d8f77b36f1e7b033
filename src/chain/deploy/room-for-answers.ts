/** Whether a chain has room for the largest transaction: where a row cannot be shown every epoch dies by silence. */
import type { Provider } from "ethers";
import { InputError } from "../../errors/base.ts";
import { onChain } from "../client/chain-call.ts";

/** What every call stays below at its worst shape (`snapshots/deepest-gas.json`). */
const LARGEST_GAS = 16_000_000n;

/** @throws InputError `BLOCK_GAS_TOO_LOW`; what `onChain` throws */
export async function requireRoomForAnswers(provider: Pick<Provider, "getBlock">): Promise<void> {
	const block = await onChain(() => provider.getBlock("latest"));
	const gasLimit = block?.gasLimit ?? 0n;
	if (gasLimit >= LARGEST_GAS) return;
	throw new InputError({
		code: "BLOCK_GAS_TOO_LOW",
		message: `blocks of this chain take ${gasLimit} gas, and showing a row takes more than 10 million`,
		field: "rpc",
		hint: "choose a chain with room for 16 million gas in one transaction: here no demand could be answered",
	});
}
