/**
 * Witness, proof and verification for every size class: our prover, snarkjs, rapidsnark where it is
 * installed, and ours in Chromium where that is. Each prover runs in a process of its own.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { wtns } from "snarkjs";
import { sampleMarket } from "../src/cli/demo/sample-venue.ts";
import { circuitAndKey } from "../src/cli/keys/circuit-and-key.ts";
import { createProgress } from "../src/cli/output/progress.ts";
import type { SizeClass } from "../src/ledger/account-leaf.ts";
import { calculateWitness } from "../src/proof/circuit/calculate-witness.ts";
import { loadCircuitList } from "../src/proof/circuit/circuit-list.ts";
import { type ProofWithSignals, proveWitness, verifyGroth16 } from "../src/proof/provers/groth16.ts";
import { findRapidsnark } from "../src/proof/provers/rapidsnark-binary.ts";
import type { ProverName } from "../src/proof/provers/witness-prover.ts";
import { witnessBytes } from "../src/proof/snarkjs/witness-file.ts";
import { findChromium, openPage } from "../test/support/session/browser-page.ts";
import { proveInPage } from "../test/support/session/prove-in-page.ts";
import { comparison, measure, median, row } from "./measure.ts";
import type { ProverRuns } from "./prove-repeatedly.ts";
import { provingInputs } from "./proving-input.ts";

const RUNS = 5;
const MEBIBYTE = 1024 * 1024;
const CIRCUIT = /^solvency-(\d+)$/;

/** @param only one size class */
export async function benchProving(only?: number): Promise<void> {
	const inputOf = await provingInputs(sampleMarket());
	const names = (await loadCircuitList()).map(({ name }) => name);
	for (const name of names) {
		const sizeClass = Number(CIRCUIT.exec(name)?.[1]);
		if (Number.isNaN(sizeClass) || (only !== undefined && only !== sizeClass)) continue;
		await benchCircuit(name, await inputOf(sizeClass as SizeClass));
	}
}

async function benchCircuit(
	name: string,
	input: Parameters<typeof calculateWitness>[0]["input"],
): Promise<void> {
	const progress = createProgress({ stream: process.stderr, enabled: true });
	const { circuit, key } = await circuitAndKey(name, progress);
	const keyBytes = (await readFile(key.zkeyPath)).byteLength;
	console.log(
		`${name}: ${circuit.constraintCount} constraints, ${circuit.wireCount} wires, key ${Math.round(keyBytes / MEBIBYTE)} MiB`,
	);
	const wasm = await readFile(circuit.wasmPath);
	const theirs = await measure("witness, snarkjs", RUNS, () =>
		wtns.calculate(input as never, wasm, { type: "mem" }),
	);
	console.log(row(theirs));
	const request = { wasmPath: circuit.wasmPath, input };
	console.log(
		comparison(await measure("witness, ours (same program)", RUNS, () => calculateWitness(request)), theirs),
	);
	const result = await calculateWitness(request);
	if (!result.satisfied) throw new Error(`the circuit refuses: ${result.refused.message}`);

	const folder = await mkdtemp(join(tmpdir(), "zkmargin-bench-"));
	try {
		const witnessPath = join(folder, "witness");
		await writeFile(witnessPath, witnessBytes(result.witness));
		await benchProvers(key.zkeyPath, witnessPath);
		const proved = await proveWitness({ zkeyPath: key.zkeyPath, witness: result.witness });
		const { verificationKey } = key;
		const verify = (proof: ProofWithSignals) => verifyGroth16({ verificationKey, ...proof });
		console.log(row(await measure("verification, offline", RUNS, () => verify(proved))));
		await benchBrowser(key.zkeyPath, witnessPath, async (proof) =>
			verify({ ...proved, proof: proof as ProofWithSignals["proof"] }),
		);
	} finally {
		await rm(folder, { recursive: true });
	}
}

async function benchProvers(zkeyPath: string, witnessPath: string): Promise<void> {
	const names: ProverName[] = ["snarkjs", "wasm"];
	if ((await findRapidsnark()) !== undefined) names.push("rapidsnark");
	else console.log("rapidsnark is not installed");
	let baseline: ProverRuns | undefined;
	for (const name of names) {
		const runs = await runProver(name, zkeyPath, witnessPath);
		baseline ??= runs;
		const ratio = (of: (runs: ProverRuns) => number) =>
			`${(of(baseline as ProverRuns) / of(runs)).toFixed(1)} ×`;
		const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
		const typical = ({ timesMs }: ProverRuns) => median([...timesMs]);
		console.log(
			`${`proof, ${name}`.padEnd(20)} first ${seconds(runs.firstMs)} (${ratio((r) => r.firstMs)}), ` +
				`then ${seconds(typical(runs))} (${ratio(typical)}), ` +
				`${seconds(median([...runs.cpuMs]))} of processor time, ` +
				`peak ${runs.firstPeakMebibytes} MiB after one, ${runs.peakMebibytes} MiB after ${RUNS + 1} ` +
				`(${ratio((r) => r.firstPeakMebibytes)}, ${ratio((r) => r.peakMebibytes)})`,
		);
	}
}

async function runProver(prover: ProverName, zkeyPath: string, witnessPath: string): Promise<ProverRuns> {
	const script = join(import.meta.dirname, "prove-repeatedly.ts");
	const { stdout } = await promisify(execFile)(process.execPath, [
		...process.execArgv,
		...[script, prover, zkeyPath, witnessPath, String(RUNS)],
	]);
	return JSON.parse(stdout);
}

async function benchBrowser(
	zkeyPath: string,
	witnessPath: string,
	verify: (proof: unknown) => Promise<boolean>,
): Promise<void> {
	const program = findChromium();
	if (program === undefined) {
		console.log("Chromium is not installed");
		return;
	}
	const page = await openPage(program);
	try {
		const { proof, openMs, provingMs, threads } = await proveInPage(page, {
			zkeyPath,
			witnessPath,
			runs: RUNS + 1,
		});
		const [firstMs = Number.NaN, ...otherMs] = provingMs;
		console.log(
			`proof, ours in Chromium ${page.page.context().browser()?.version()} with ${threads} threads: key ${(openMs / 1000).toFixed(2)} s, ` +
				`first ${(firstMs / 1000).toFixed(2)} s, then ${(median([...otherMs]) / 1000).toFixed(2)} s, ` +
				`verifies: ${await verify(proof)}`,
		);
	} finally {
		await page.close();
	}
}
