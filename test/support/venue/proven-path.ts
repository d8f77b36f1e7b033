/** The README's path up to a certificate, beside a local chain that its registry lives on. */
import { type DemoChain, startDemoChain } from "../../../src/cli/demo/demo-chain.ts";
import { SAMPLE_TIME_MS } from "../../../src/market/sample/sample-settings.ts";
import { startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import {
	type HealthCertificate,
	parseCertificate,
} from "../../../src/proof/statements/health-certificate.ts";
import { parseRiskParams } from "../../../src/risk/params/risk-params.ts";
import { localKey } from "../circuits/local-key.ts";
import { sharedCircuit, sharedKey, sharedRowWord } from "../circuits/shared-key.ts";
import type { JsonNode } from "../session/cli-session.ts";
import { type SamplePath, walkSamplePath } from "./sample-path.ts";

export const SURPLUS_USD = "250000";
/** `holder` is the local chain's fourth account, `stranger` the fifth. */
export const HOLDER_KEY = localKey(3);
export const STRANGER_KEY = localKey(4);

export type ProvenPath = SamplePath & {
	readonly onChain: DemoChain;
	/** What `prove` answered; it wrote `certificate.json`. */
	readonly proved: { readonly code: number | null; readonly json: JsonNode };
	readonly certificate: HealthCertificate;
	/** `prove` at initial level for the registry and its holder. */
	readonly prove: (sealed: string, identity: string, out: string) => string[];
	/** `attest` of `certificate.json`, by default at the local chain. */
	readonly attest: (keyFile: string, rpc?: string) => string[];
	/** `audit` of the registry up to a block, as a node of today sees it. */
	readonly audit: (toBlock: number) => string[];
	readonly close: () => Promise<void>;
};

export async function walkProvenPath(): Promise<ProvenPath> {
	const { session, answers } = await walkSamplePath();
	const circuit = await sharedCircuit("solvency-16");
	const onChain = await startDemoChain(
		{ solvency: { circuit, key: await sharedKey(circuit) }, rowWord: await sharedRowWord() },
		{
			timeMs: SAMPLE_TIME_MS,
			listingHash: String(session.readJson("risk/epoch.json").listingHash) as `0x${string}`,
			params: parseRiskParams(session.readText("risk/parameters.json")),
		},
	);
	const bridge = await startJsonRpcServer(onChain.chain);
	const { registry, venueLedger } = onChain.venue;
	session.writeJson("holder-key.json", { privateKey: HOLDER_KEY });
	session.writeJson("stranger-key.json", { privateKey: STRANGER_KEY });

	const prove = (sealed: string, identity: string, out: string) => [
		...["prove", "--package", sealed, "--identity", identity, "--risk", "risk", "--out", out],
		...["--holder", onChain.holder.address, "--registry", registry, "--chain-id", "31337"],
		...["--level", "initial", "--surplus", SURPLUS_USD],
	];
	const attest = (keyFile: string, rpc = bridge.url) => [
		...["attest", "certificate.json", "--rpc", rpc, "--sender-key", keyFile],
		...["--registry", registry, "--venue", venueLedger],
	];
	const audit = (toBlock: number) => [
		...["audit", "--rpc", bridge.url, "--registry", registry],
		...["--from", "0", "--to", String(toBlock)],
	];
	const proved = await session.runJson(
		...prove("ledger-packages/hedged-options.sealed.json", "me.json", "certificate.json"),
	);
	const certificate = parseCertificate(session.readJson("certificate.json"));
	const close = async () => {
		session.remove();
		await bridge.close();
		await onChain.chain.close();
	};
	return { session, answers, onChain, proved, certificate, prove, attest, audit, close };
}
