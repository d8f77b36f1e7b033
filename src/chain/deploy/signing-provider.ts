/** A node that signs with a key of ours: what tools that expect an account in the node are given. */
import type { Provider, Wallet } from "ethers";

/** As EIP-1193 has it. */
export type RequestProvider = {
	readonly request: (request: {
		readonly method: string;
		readonly params?: readonly unknown[] | object;
	}) => Promise<unknown>;
};

/** The part of an ethers provider that passes requests on. */
export type RawProvider = Provider & {
	readonly send: (method: string, params: unknown[]) => Promise<unknown>;
};

/** A signed transaction, kept before it goes out: whoever is interrupted can find out what became of it. */
export type Outbox = {
	readonly keep: (nonce: number, rawTransaction: string) => Promise<void>;
};

/** The key never leaves this process: transactions are signed here and go out as raw ones. */
export function signingProvider(wallet: Wallet, provider: RawProvider, outbox: Outbox): RequestProvider {
	return {
		request: async ({ method, params = [] }) => {
			if (!Array.isArray(params)) throw new Error(`${method} with named parameters`);
			if (method === "eth_accounts") return [wallet.address];
			if (method !== "eth_sendTransaction") return asNodeError(provider.send(method, params));
			const { gas, from: _from, ...transaction } = params[0] as Record<string, string>;
			const { chainId } = await provider.getNetwork();
			const nonce = Number(transaction.nonce);
			const signed = await wallet.signTransaction({
				...transaction,
				nonce,
				gasLimit: gas ?? null,
				chainId: transaction.chainId ?? chainId,
			});
			await outbox.keep(nonce, signed);
			return asNodeError(provider.send("eth_sendRawTransaction", [signed]));
		},
	};
}

/** ethers wraps what a node answers; who reads revert data looks for it on the error itself. */
async function asNodeError(answer: Promise<unknown>): Promise<unknown> {
	try {
		return await answer;
	} catch (error) {
		const { info, error: inner } = error as { info?: { error?: NodeError }; error?: NodeError };
		const node = info?.error ?? inner;
		if (node?.message === undefined) throw error;
		throw Object.assign(new Error(node.message, { cause: error }), { code: node.code, data: node.data });
	}
}

type NodeError = { readonly message?: string; readonly code?: number; readonly data?: unknown };
