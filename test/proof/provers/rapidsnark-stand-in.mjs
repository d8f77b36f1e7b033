#!/usr/bin/env node
// Speaks rapidsnark's command line, with snarkjs inside: prover <zkey> <wtns> <proof.json> <public.json>
import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { groth16 } from "snarkjs";

const [zkey, witness, proofPath, signalsPath] = process.argv.slice(2);
if (signalsPath === undefined) {
	console.error("Invalid number of parameters");
	console.error("Usage: prover <circuit.zkey> <witness.wtns> <proof.json> <public.json>");
	process.exit(1);
}
// For the test: where the witness lay, and who could read it.
const log = process.env.STAND_IN_LOG;
if (log !== undefined) {
	const mode = (path) => (statSync(path).mode & 0o777).toString(8);
	appendFileSync(log, `${witness} ${mode(witness)} ${mode(dirname(witness))} ${process.pid}\n`);
}
// For the test: a proof that never ends, of a program that does not listen.
if (process.env.STAND_IN_HANGS !== undefined) {
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
	appendFileSync(log, "hangs\n");
	setInterval(() => {}, 1_000_000);
	await new Promise(() => {});
}
if (process.env.STAND_IN_FAILS !== undefined) process.exit(1);
const { proof, publicSignals } = await groth16.prove(zkey, witness);
const { curve: _leftOut, ...rest } = proof;
writeFileSync(proofPath, JSON.stringify(rest));
writeFileSync(signalsPath, JSON.stringify(publicSignals));
process.exit(0);
