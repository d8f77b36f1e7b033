/**
 * A program that proves with the rapidsnark of its environment, with the key in its argument. Started by
 * `test/proof/provers/interrupted-proof.test.ts`, which does not let it come to an end.
 */
import { proveWitness } from "../../../src/proof/provers/groth16.ts";
import { readKeyDimensions } from "../../../src/proof/snarkjs/read-key-dimensions.ts";

const [zkeyPath = ""] = process.argv.slice(2);
const { wireCount } = await readKeyDimensions(zkeyPath);
process.on("SIGUSR2", () => process.exit(3));
await proveWitness({ zkeyPath, witness: new Array<bigint>(wireCount).fill(7n), prover: "rapidsnark" });
