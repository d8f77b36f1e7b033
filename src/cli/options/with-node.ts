import type { JsonRpcProvider } from "ethers";
import { connectNode } from "../../chain/client/connect-node.ts";
import { requireDeploymentChain } from "./contract-address.ts";

/**
 * Runs work on a node and lets go of it afterwards, whatever happens.
 *
 * @param deployment file whose addresses are used: the node must be of its chain
 * @throws InputError `CHAIN_MISMATCH` and what `connectNode` and `work` throw
 */
export async function withNode<T>(
	url: string,
	work: (provider: JsonRpcProvider) => Promise<T>,
	deployment?: string,
): Promise<T> {
	const provider = await connectNode(url);
	try {
		await requireDeploymentChain(provider, deployment);
		return await work(provider);
	} finally {
		provider.destroy();
	}
}
