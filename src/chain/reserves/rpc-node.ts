/** All that is asked of a node here: JSON-RPC, by the provider of ethers or any other. */
export type RpcNode = { readonly send: (method: string, params: unknown[]) => Promise<unknown> };
