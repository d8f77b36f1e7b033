/**
 * `npm run bench`: how long the pieces take on this machine, each beside a named baseline where there
 * is one. Medians; nothing here decides whether a test passes.
 */
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { wtns } from "snarkjs";
import { circuitAndKey } from "../src/cli/circuit-and-key.ts";
import { sampleMarket, sampleTables, sampleVenue } from "../src/cli/demo/sample-venue.ts";
import { createProgress } from "../src/cli/progress.ts";
import { loadFastPoseidon, poseidon } from "../src/field/poseidon.ts";
import { SAMPLE_TIME_MS } from "../src/market/sample-settings.ts";
import { calculateWitness } from "../src/proof/calculate-witness.ts";
import { proveWitness, verifyGroth16 } from "../src/proof/groth16.ts";
import { solvencyInput } from "../src/proof/solvency-input.ts";
import { assessMargin } from "../src/risk/margin-engine.ts";
import { comparison, measure, row } from "./measure.ts";

const RUNS = 5;
const MEBIBYTE = 1024 * 1024;

const progress = createProgress({ stream: process.stderr, enabled: true });
const { circuit, key } = await circuitAndKey("solvency-16", progress);
const market = sampleMarket();
const tables = await progress.step("risk tables", (report) => sampleTables(market, report));
const venue = await sampleVenue(market);
const traderPackage = venue.deliver(await venue.closeLedger(SAMPLE_TIME_MS), "hedged-options");
const { holdings } = traderPackage.record;
const rows = tables.maintenance.rows;

console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}\n`);

const fast = await loadFastPoseidon();
const block = Array.from({ length: 16 }, (_, at) => BigInt(at + 1) ** 60n);
const portableHash = await measure("ten Poseidon hashes of 16, poseidon-lite", RUNS, () =>
	repeat(10, () => poseidon(block)),
);
const fastHash = await measure("ten Poseidon hashes of 16, circomlibjs", RUNS, () =>
	repeat(10, () => fast(block)),
);
console.log(row(portableHash));
console.log(comparison(fastHash, portableHash));

const tableBuild = await measure(`two risk tables, ${rows.length - 1} instruments`, RUNS, () =>
	sampleTables(market, () => {}),
);
console.log(row(tableBuild));
console.log(
	row(await measure(`margin of ${holdings.length} positions`, 200, () => assessMargin(rows, holdings))),
);

const request = { scope: 1n, holder: `0x${"11".repeat(20)}`, surplusMicroUsd: 0n } as const;
const input = solvencyInput({
	secret: venue.identities["hedged-options"].secret,
	record: traderPackage.record,
	accountIndex: traderPackage.index,
	accountPath: traderPackage.path,
	ledgerRoot: traderPackage.ledgerRoot,
	table: tables.maintenance,
	assessment: assessMargin(rows, holdings),
	request,
});
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
console.log(`\n${circuit.constraintCount} constraints, ${circuit.wireCount} wires`);
console.log(`peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
console.log(`key file ${Math.round((await readFile(key.zkeyPath)).byteLength / MEBIBYTE)} MiB`);

function repeat(times: number, work: () => unknown): void {
	for (let at = 0; at < times; at++) work();
}
