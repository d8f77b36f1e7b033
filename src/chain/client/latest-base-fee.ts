import type { Signer } from "ethers";
import { InputError } from "../../errors/base.ts";
import { onChain } from "./chain-call.ts";

/**
 * Base fee of the newest block, wei. Nodes answer views with a base fee of zero, so whoever needs what the
 * fee decides has to say it. It may rise before the next block.
 *
 * @throws InputError `SIGNER_WITHOUT_PROVIDER`
 */
export async function latestBaseFeeWei({ provider }: Signer): Promise<bigint> {
	if (provider === null) {
		throw new InputError({
			code: "SIGNER_WITHOUT_PROVIDER",
			message: "the sender is not connected to a node",
			field: "sender",
			hint: "connect the wallet to a provider first",
		});
	}
	const block = await onChain(() => provider.getBlock("latest"));
	return block?.baseFeePerGas ?? 0n;
}
