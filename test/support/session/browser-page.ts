/**
 * A page in a real Chromium that can import this repository's sources. They are served as they are, with
 * types stripped, so what runs there is what runs in Node.
 */
import { createReadStream, existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { REPOSITORY_ROOT } from "../../../src/node/files/repository-root.ts";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

/** Path of an installed Chromium, if there is one. */
export function findChromium(): string | undefined {
	const folders = (process.env.PATH ?? "").split(":");
	const paths = folders.flatMap((folder) => PROGRAMS.map((program) => join(folder, program)));
	return process.env.ZKMARGIN_CHROMIUM ?? paths.find((path) => existsSync(path));
}

export type BrowserPage = {
	readonly page: Page;
	/** Lets the page fetch a file; returns its address. */
	readonly share: (path: string) => string;
	readonly close: () => Promise<void>;
};

/** @param isolated whether the page may share memory between threads */
export async function openPage(executablePath: string, isolated = true): Promise<BrowserPage> {
	const shared = new Map<string, string>();
	const server = createServer((request, response) => {
		respond(request.url ?? "/", response, shared, isolated).catch((error: unknown) => {
			response.writeHead(404).end(String(error));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const browser: Browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
	const page = await browser.newPage();
	await page.goto(`${origin}/`);
	return {
		page,
		share: (path) => {
			const url = `/shared/${shared.size}`;
			shared.set(url, path);
			return url;
		},
		close: async () => {
			await browser.close();
			await closeServer(server);
		},
	};
}

async function respond(
	url: string,
	response: ServerResponse,
	shared: ReadonlyMap<string, string>,
	isolated: boolean,
): Promise<void> {
	const headers: Record<string, string> = isolated
		? {
				"cross-origin-opener-policy": "same-origin",
				"cross-origin-embedder-policy": "require-corp",
				"cross-origin-resource-policy": "same-origin",
			}
		: {};
	const file = shared.get(url);
	if (url === "/") {
		response
			.writeHead(200, { ...headers, "content-type": "text/html" })
			.end("<!doctype html><title>zkmargin</title>");
	} else if (file !== undefined) {
		const { size } = await stat(file);
		response.writeHead(200, { ...headers, "content-length": String(size) });
		createReadStream(file).pipe(response);
	} else {
		const source = await moduleSource(url);
		response.writeHead(200, { ...headers, "content-type": "text/javascript" }).end(source);
	}
}

async function moduleSource(url: string): Promise<string> {
	const path = normalize(url);
	if (!/^\/(?:src|test\/support|node_modules\/@noble)\/[\w@./-]+\.[jt]s$/.test(path))
		throw new Error(`no module ${path}`);
	const text = await readFile(join(REPOSITORY_ROOT, path), "utf8");
	const source = path.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
	return source.replace(/(from\s*|import\s*)(["'])(@noble\/)/g, "$1$2/node_modules/$3");
}

function closeServer(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}
