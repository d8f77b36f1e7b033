/**
 * Writes `test/invariants/SimulatorKit.sol`: the verifier that snarkjs exports for the simulator's key, as
 * bytecode, and what Solidity needs to make proofs under it. A test fails while the two differ.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../src/node/files/repository-root.ts";
import { simulatorKit } from "../test/support/venue/simulator-kit.ts";

if (import.meta.main) {
	await writeFile(join(REPOSITORY_ROOT, "test/invariants/SimulatorKit.sol"), simulatorKit());
}
