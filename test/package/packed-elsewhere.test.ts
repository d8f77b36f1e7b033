/** What else takes the package: linters of packages, Solidity projects, Vite and a browser. */
import { createReadStream, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	assessMargin,
	decodeTable,
	loadFastPoseidon,
	parseAccount,
	parseListing,
	settleAccount,
} from "../../src/doors/margin/index.ts";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { verifyGroth16 } from "../../src/proof/provers/groth16.ts";
import { sharedKey, testCircuit } from "../support/circuits/shared-key.ts";
import { findChromium } from "../support/session/browser-page.ts";
import { installedProject, linkPackages, type Packed, packRepository, runIn } from "./packed-install.ts";

const require = createRequire(import.meta.url);
const CHROMIUM = findChromium();
if (CHROMIUM === undefined)
	console.warn("SKIPPED: no Chromium is installed, the package is not tried in a browser's page");

let packed: Packed;
let project: string;

beforeAll(async () => {
	packed = await packRepository();
	project = await installedProject(packed, "elsewhere");
}, 600_000);
afterAll(() => rmSync(packed.root, { recursive: true, force: true }));

describe("linters of packages", () => {
	it("publint finds nothing", async () => {
		const { messages } = await publint({
			pkgDir: join(project, "node_modules/zkmargin"),
			strict: true,
			pack: false,
		});
		expect(messages).toEqual([]);
	});

	it("are-the-types-wrong finds nothing", () => {
		const attw = join(REPOSITORY_ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
		const { status, stdout } = runIn(project, [attw, packed.tarball, "--profile", "esm-only", "--no-emoji"]);
		expect({ status, stdout: status === 0 ? "" : stdout }).toEqual({ status: 0, stdout: "" });
	});
});

const LENDER = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import {ISolvencyRegistry} from "zkmargin/contracts/interfaces/ISolvencyRegistry.sol";
import {RiskLevel} from "zkmargin/contracts/interfaces/IRiskEpochs.sol";

contract Lender {
    ISolvencyRegistry internal immutable REGISTRY;

    constructor(ISolvencyRegistry registry) {
        REGISTRY = registry;
    }

    function mayBorrow(address borrower) external view returns (bool) {
        return REGISTRY.isSolvent(borrower, RiskLevel.Initial, 50_000e6, 1 hours);
    }
}
`;

describe("in an empty Solidity project", () => {
	it("compiles against the interfaces with Hardhat", () => {
		linkPackages(project, ["hardhat", "solc"]);
		mkdirSync(join(project, "contracts"));
		writeFileSync(join(project, "contracts/Lender.sol"), LENDER);
		const config = `import { createRequire } from "node:module";
const path = createRequire(import.meta.url).resolve("solc/soljson.js");
export default { solidity: { version: "0.8.37", path } };
`;
		writeFileSync(join(project, "hardhat.config.js"), config);
		const built = runIn(project, ["node_modules/hardhat/dist/src/cli.js", "build"]);
		expect({ status: built.status, stderr: built.status === 0 ? "" : built.stderr + built.stdout }).toEqual({
			status: 0,
			stderr: "",
		});
		const artifact = join(project, "artifacts/contracts/Lender.sol/Lender.json");
		expect(JSON.parse(readFileSync(artifact, "utf8")).bytecode).toMatch(/^0x60/);
	});

	it("compiles with a remapping of node_modules, as Foundry's layout has it", () => {
		const solc = require("solc");
		const remapping = "zkmargin/=node_modules/zkmargin/";
		const input = {
			language: "Solidity",
			sources: { "src/Lender.sol": { content: LENDER } },
			settings: { remappings: [remapping], outputSelection: { "*": { "*": ["evm.bytecode.object"] } } },
		};
		const read = (path: string) => ({ contents: readFileSync(join(project, path), "utf8") });
		const { errors, contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
		expect(errors ?? []).toEqual([]);
		expect(contracts["src/Lender.sol"].Lender.evm.bytecode.object).toMatch(/^60/);
	});
});

const PAGE = `import { assessMargin, decodeTable, loadFastPoseidon } from "zkmargin/margin";
import { parseAccount, parseListing, settleAccount } from "zkmargin/margin";
import { blobKeySource, canShareMemory, openProver, runWitnessProgram, startWebThread, witnessBytes } from "zkmargin/prover";

const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const json = async (name) => (await fetch(name)).json();

window.marginHere = async () => {
	const table = decodeTable(await bytes("initial.table"), { hash: await loadFastPoseidon(), verify: "leaves" });
	const account = parseAccount(await json("account.json"));
	const { holdings } = settleAccount({ account, listing: parseListing(await json("listing.json")), sizeClass: "smallest" });
	return String(assessMargin(table.rows, holdings).freeCollateralMicroUsd);
};

window.proveHere = async () => {
	const program = await WebAssembly.compile(await bytes("circuit.wasm"));
	const { witness } = await runWitnessProgram({ program, input: { limit: 100n, value: 99n, salt: 123456789n } });
	const prover = await openProver({
		source: blobKeySource(await (await fetch("key.zkey")).blob()),
		startThread: canShareMemory() ? startWebThread : undefined,
		threadCount: 2,
	});
	const proof = await prover.prove(witnessBytes(witness));
	await prover.close();
	return { proof, publicSignals: witness.slice(1, 3).map(String), threads: canShareMemory() };
};
`;

describe.skipIf(CHROMIUM === undefined)("in a Vite page in Chromium", () => {
	it("margins an account and makes a proof on threads, bundled without configuration", async () => {
		const circuit = await testCircuit("poseidon-link");
		const key = await sharedKey(circuit);
		const page = join(project, "page");
		mkdirSync(page);
		writeFileSync(join(page, "index.html"), '<!doctype html><script type="module" src="/main.js"></script>');
		writeFileSync(join(page, "main.js"), PAGE);
		const zkmargin = join(project, "node_modules/zkmargin/bin/zkmargin.js");
		const risk = ["risk", "build", "--market", "market.json", "--out", "risk"];
		for (const command of [["market", "sample", "--out", "market.json"], risk]) {
			expect(runIn(project, [zkmargin, ...command])).toMatchObject({ status: 0 });
		}
		const vite = join(REPOSITORY_ROOT, "node_modules/vite/bin/vite.js");
		const built = runIn(page, [vite, "build", "--logLevel", "error"]);
		expect(built).toMatchObject({ status: 0, stderr: "" });
		const account = join(project, "node_modules/zkmargin/sample/accounts/hedged-options.json");
		const data: Record<string, string> = {
			"/initial.table": join(project, "risk/initial.table"),
			"/listing.json": join(project, "risk/listing.json"),
			"/account.json": account,
			"/circuit.wasm": circuit.wasmPath,
			"/key.zkey": key.zkeyPath,
		};
		const { origin, close } = await serve(join(page, "dist"), data);
		const browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox"] });
		try {
			const tab = await browser.newPage();
			await tab.goto(`${origin}/`);
			expect(await tab.evaluate("marginHere()")).toBe(await freeCollateralHere(project, account));
			const { proof, publicSignals, threads } = (await tab.evaluate("proveHere()")) as Record<
				string,
				unknown
			>;
			expect(threads).toBe(true);
			expect(await verifyGroth16({ verificationKey: key.verificationKey, proof, publicSignals })).toBe(true);
		} finally {
			await browser.close();
			await close();
		}
	}, 180_000);
});

/** The same margin by this repository's sources, in Node. */
async function freeCollateralHere(folder: string, accountPath: string): Promise<string> {
	const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
	const table = decodeTable(readFileSync(join(folder, "risk/initial.table")), {
		hash: await loadFastPoseidon(),
		verify: "leaves",
	});
	const listing = parseListing(json(join(folder, "risk/listing.json")));
	const { holdings } = settleAccount({
		account: parseAccount(json(accountPath)),
		listing,
		sizeClass: "smallest",
	});
	return String(assessMargin(table.rows, holdings).freeCollateralMicroUsd);
}

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

/** Files of a folder and others by address, to a page that may share memory. */
async function serve(folder: string, data: Readonly<Record<string, string>>) {
	const server = createServer((request, response) => {
		const url = request.url === "/" ? "/index.html" : (request.url ?? "/");
		const path = data[url] ?? join(folder, url);
		response.writeHead(200, {
			"content-type": TYPES[extname(path)] ?? "application/octet-stream",
			"cross-origin-opener-policy": "same-origin",
			"cross-origin-embedder-policy": "require-corp",
		});
		createReadStream(path)
			.on("error", () => response.end())
			.pipe(response);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const close = () => {
		server.closeAllConnections();
		return new Promise<void>((resolve) => server.close(() => resolve()));
	};
	return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
