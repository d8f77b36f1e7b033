/** A process that asks for the development key of a small circuit and prints what it got. Arguments: cache, circuits. */
import { compileCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { ensureProvingKey } from "../../../src/proof/keys/proving-key.ts";

const [cacheFolder, circuitFolder] = process.argv.slice(2);
const circuit = await compileCircuit({ name: "poseidon-link", circuitFolder, cacheFolder });
const { manifest } = await ensureProvingKey({ circuit, cacheFolder });
process.stdout.write(manifest.zkeySha256);
