/**
 * A program that proves and verifies a full account of the size class in its argument, all in this one
 * process, and prints whether the proof verifies and how much memory it took. Started by
 * `test/proof/statements/size-class-proofs.test.ts`.
 */
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { SIZE_CLASSES } from "../../../src/ledger/account-leaf.ts";
import { solvencyCircuitName } from "../../../src/proof/circuit/circuit-list.ts";
import { proveGroth16, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { fullAccount } from "../../support/circuits/full-account.ts";
import { sharedCircuit, sharedKey } from "../../support/circuits/shared-key.ts";

const sizeClass = SIZE_CLASSES.find((known) => String(known) === process.argv[2]);
if (sizeClass === undefined) throw new Error(`${process.argv[2]} is not a size class`);
const circuit = await sharedCircuit(solvencyCircuitName(sizeClass));
const { zkeyPath, verificationKey } = await sharedKey(circuit);
const { input } = fullAccount(await loadFastPoseidon(), sizeClass);
const proved = await proveGroth16({ zkeyPath, wasmPath: circuit.wasmPath, input: { ...input } });
if (!proved.satisfied) throw new Error(proved.refused.message);
const verifies = await verifyGroth16({ verificationKey, ...proved });
const changed = await verifyGroth16({
	verificationKey,
	proof: proved.proof,
	publicSignals: proved.publicSignals.with(
		4,
		String(BigInt(proved.publicSignals[4] as string) + (1n << 160n)),
	),
});
const peakMebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
const { witnessMs, provingMs } = proved;
console.log(JSON.stringify({ verifies, changed, peakMebibytes, witnessMs, provingMs }));
