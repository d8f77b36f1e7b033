/**
 * `npm run build:circuits -- [names]`: compiles circuits of `circuits/circuits.json` (all that travel with the
 * package without names), makes their development keys and exports their Solidity verifiers. Does nothing, quickly,
 * when all of that is there already.
 */
import { ZkMarginError } from "../src/errors/base.ts";
import type { Progress } from "../src/node/threads/progress.ts";
import { loadCircuitList } from "../src/proof/circuit/circuit-list.ts";
import { compileCircuit } from "../src/proof/circuit/compile-circuit.ts";
import { exportVerifier } from "../src/proof/keys/export-verifier.ts";
import { ensureProvingKey } from "../src/proof/keys/proving-key.ts";

const BAD_INPUT = 2;

async function buildCircuit(name: string): Promise<void> {
	const startedMs = performance.now();
	const elapsed = () => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
	let lastStep = "";
	const onProgress = ({ step }: Progress) => {
		if (step !== lastStep) console.log(`  ${name}: ${step} (${elapsed()})`);
		lastStep = step;
	};
	const circuit = await compileCircuit({ name, onProgress });
	const key = await ensureProvingKey({ circuit, onProgress });
	const verifier = await exportVerifier({ key });
	const size = `${circuit.constraintCount} constraints, ${circuit.wireCount} wires`;
	const exported = verifier.written ? "verifier exported" : "verifier unchanged";
	console.log(`${name}: ${size}, ${key.manifest.kind} key, ${exported} (${elapsed()})`);
}

try {
	const named = process.argv.slice(2);
	const travelling = (await loadCircuitList()).filter(({ inPackage }) => inPackage);
	const names = named.length > 0 ? named : travelling.map(({ name }) => name);
	for (const name of names) await buildCircuit(name);
} catch (error) {
	if (!(error instanceof ZkMarginError)) throw error;
	console.error(`${error.code}: ${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`);
	process.exitCode = BAD_INPUT;
}
