/** A connection to a node, made only when the node answers. */
import { JsonRpcProvider } from "ethers";
import { InputError } from "../../errors/base.ts";
import { onChain } from "./chain-call.ts";

/**
 * Connects to a node over JSON-RPC. Call `destroy` when done.
 *
 * The chain is asked for first: a provider that starts without an answer asks again every second, for
 * ever, and says so on stdout.
 *
 * @throws InputError `RPC_URL_MALFORMED`; RetryableError `CHAIN_UNREACHABLE`
 */
export async function connectNode(url: string): Promise<JsonRpcProvider> {
	if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
		throw new InputError({
			code: "RPC_URL_MALFORMED",
			message: "this is not the address of a JSON-RPC node",
			field: "rpc",
			hint: "give an address such as http://127.0.0.1:8545",
		});
	}
	const probe = new JsonRpcProvider(url);
	try {
		const network = await onChain(() => probe._detectNetwork());
		// A remembered answer would give the second of two transactions the nonce of the first.
		return new JsonRpcProvider(url, network, { staticNetwork: network, cacheTimeout: -1 });
	} finally {
		probe.destroy();
	}
}
