/** Lets another process of this machine speak JSON-RPC with the in-process chain. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalChain } from "../../../src/node/hardhat/local-chain.ts";

type RpcRequest = { readonly id: unknown; readonly method: string; readonly params?: unknown[] };

export type RpcBridge = { readonly url: string; readonly close: () => Promise<void> };

export async function startRpcBridge({ provider }: Pick<LocalChain, "provider">): Promise<RpcBridge> {
	const answer = async ({ id, method, params = [] }: RpcRequest) => {
		try {
			return { jsonrpc: "2.0", id, result: await provider.send(method, params) };
		} catch (error) {
			const { message, data } = error as { message: string; data?: unknown };
			return { jsonrpc: "2.0", id, error: { code: -32000, message, data } };
		}
	};
	const server = createServer(async (request, response) => {
		let body = "";
		for await (const part of request) body += part;
		const asked = JSON.parse(body) as RpcRequest | RpcRequest[];
		const answers = Array.isArray(asked) ? await Promise.all(asked.map(answer)) : await answer(asked);
		response.setHeader("content-type", "application/json").end(JSON.stringify(answers));
	});
	await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}
