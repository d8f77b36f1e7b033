import type { JsonRpcProvider } from "ethers";
import { connectNode } from "../../chain/client/connect-node.ts";

/** Runs work on a node and lets go of it afterwards, whatever happens. */
export async function withNode<T>(url: string, work: (provider: JsonRpcProvider) => Promise<T>): Promise<T> {
	const provider = await connectNode(url);
	try {
		return await work(provider);
	} finally {
		provider.destroy();
	}
}
