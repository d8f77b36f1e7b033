/** Lets other processes of this machine, and nobody else, speak JSON-RPC with the in-process chain. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { InputError } from "../../errors/base.ts";
import type { LocalChain } from "./local-chain.ts";

type RpcRequest = { readonly id: unknown; readonly method: string; readonly params?: unknown[] };

export type JsonRpcServer = { readonly url: string; readonly close: () => Promise<void> };

/** Larger than any transaction that a block takes. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const PARSE_ERROR = { jsonrpc: "2.0", id: null, error: { code: -32_700, message: "not a JSON-RPC request" } };

/**
 * @param port of 127.0.0.1; a free one when left out
 * @throws InputError `PORT_TAKEN`
 */
export async function startJsonRpcServer(
	{ provider }: Pick<LocalChain, "provider">,
	port = 0,
): Promise<JsonRpcServer> {
	const answer = async ({ id, method, params = [] }: RpcRequest) => {
		try {
			return { jsonrpc: "2.0", id, result: await provider.send(method, params) };
		} catch (error) {
			const { message, data } = error as { message: string; data?: unknown };
			return { jsonrpc: "2.0", id, error: { code: -32_000, message, data } };
		}
	};
	const server = createServer(async (request, response) => {
		const asked = await readRequest(request);
		const answers =
			asked === undefined
				? PARSE_ERROR
				: Array.isArray(asked)
					? await Promise.all(asked.map(answer))
					: await answer(asked);
		response.setHeader("content-type", "application/json").end(JSON.stringify(answers));
	});
	await new Promise<void>((listening, failed) => {
		server.once("error", (cause) => failed(portTaken(port, cause)));
		server.listen(port, "127.0.0.1", listening);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}

async function readRequest(body: AsyncIterable<Buffer>): Promise<RpcRequest | RpcRequest[] | undefined> {
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of body) {
		bytes += part.length;
		if (bytes > MAX_BODY_BYTES) return undefined;
		parts.push(part);
	}
	try {
		return JSON.parse(Buffer.concat(parts).toString("utf8")) as RpcRequest | RpcRequest[];
	} catch {
		return undefined;
	}
}

function portTaken(port: number, cause: unknown): InputError {
	return new InputError({
		code: "PORT_TAKEN",
		message: `nothing can listen on port ${port} of 127.0.0.1`,
		field: "port",
		hint: "give another one with --port, or 0 for any that is free",
		cause,
	});
}
