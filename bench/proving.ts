/** Witness, proof and verification of the largest circuit that the sample accounts need. */
import { readFile } from "node:fs/promises";
import { wtns } from "snarkjs";
import { circuitAndKey } from "../src/cli/circuit-and-key.ts";
import { sampleMarket, sampleTables, sampleVenue } from "../src/cli/demo/sample-venue.ts";
import { createProgress } from "../src/cli/progress.ts";
import { SAMPLE_TIME_MS } from "../src/market/sample-settings.ts";
import { calculateWitness } from "../src/proof/calculate-witness.ts";
import { proveWitness, verifyGroth16 } from "../src/proof/groth16.ts";
import { type CircuitInput, solvencyInput } from "../src/proof/solvency-input.ts";
import { assessMargin } from "../src/risk/margin-engine.ts";
import { comparison, measure, row } from "./measure.ts";

const RUNS = 5;
const MEBIBYTE = 1024 * 1024;

export async function benchProving(): Promise<void> {
	const progress = createProgress({ stream: process.stderr, enabled: true });
	const { circuit, key } = await circuitAndKey("solvency-16", progress);
	const input = await sampleInput();
	const wasm = await readFile(circuit.wasmPath);
	const theirs = await measure("witness, snarkjs", RUNS, () =>
		wtns.calculate(input as never, wasm, { type: "mem" }),
	);
	const ours = await measure("witness, ours (same program)", RUNS, () =>
		calculateWitness({ wasmPath: circuit.wasmPath, input }),
	);
	console.log(row(theirs));
	console.log(comparison(ours, theirs));

	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(`the circuit refuses: ${result.refused.message}`);
	const proved = await proveWitness({ zkeyPath: key.zkeyPath, witness: result.witness });
	const proof = await measure("proof, snarkjs", RUNS, () =>
		proveWitness({ zkeyPath: key.zkeyPath, witness: result.witness }),
	);
	console.log(row(proof));
	const verify = await measure("verification, offline", RUNS, () =>
		verifyGroth16({ verificationKey: key.verificationKey, ...proved }),
	);
	console.log(row(verify));
	console.log(`${circuit.constraintCount} constraints, ${circuit.wireCount} wires`);
	console.log(`peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
	console.log(`key file ${Math.round((await readFile(key.zkeyPath)).byteLength / MEBIBYTE)} MiB`);
}

async function sampleInput(): Promise<CircuitInput> {
	const market = sampleMarket();
	const { maintenance } = await sampleTables(market, () => {});
	const venue = await sampleVenue(market);
	const traderPackage = venue.deliver(await venue.closeLedger(SAMPLE_TIME_MS), "hedged-options");
	const { record } = traderPackage;
	return solvencyInput({
		secret: venue.identities["hedged-options"].secret,
		record,
		accountIndex: traderPackage.index,
		accountPath: traderPackage.path,
		ledgerRoot: traderPackage.ledgerRoot,
		table: maintenance,
		assessment: assessMargin(maintenance.rows, record.holdings),
		request: { scope: 1n, holder: `0x${"11".repeat(20)}`, surplusMicroUsd: 0n },
	});
}
