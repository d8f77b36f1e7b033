/**
 * The trader's path: sealed package + public table → a checked proof, or the reason why there is none.
 * "Not solvent" is a result; only inputs that do not belong together are errors.
 */

import { InputError, InternalError } from "../../errors/base.ts";
import { poseidon } from "../../field/poseidon.ts";
import { rootOfPath } from "../../field/tree.ts";
import type { AccountRecord } from "../../ledger/account-leaf.ts";
import { hashLeaf } from "../../ledger/account-leaf.ts";
import type { Identity } from "../../ledger/identity.ts";
import type { TraderPackage } from "../../ledger/ledger.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import {
	assessMargin,
	decideSolvency,
	type MarginAssessment,
	type SolvencyDecision,
} from "../../risk/margin/margin-engine.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import { solvencyCircuitName } from "../circuit/circuit-list.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import { contextOf, type SolvencyRequest, solvencyInput } from "../inputs/solvency-input.ts";
import type { ProvingKey } from "../keys/proving-key.ts";
import { type Groth16Proof, proveGroth16, verifyGroth16 } from "../provers/groth16.ts";
import type { ProverName, ProvingCores } from "../provers/witness-prover.ts";

export type SolvencyProofRequest = {
	readonly identity: Identity;
	readonly traderPackage: TraderPackage;
	readonly table: RiskTable;
	readonly request: SolvencyRequest;
	readonly circuit: CircuitProgram;
	readonly key: ProvingKey;
	readonly cores?: ProvingCores | undefined;
	/** Left out: the fastest that runs here. */
	readonly prover?: ProverName | undefined;
	readonly onProgress?: OnProgress | undefined;
};

export type SolvencyProofResult =
	| {
			readonly holds: true;
			readonly assessment: MarginAssessment;
			readonly proof: Groth16Proof;
			readonly publicSignals: readonly string[];
			readonly witnessMs: number;
			readonly provingMs: number;
	  }
	| {
			readonly holds: false;
			readonly assessment: MarginAssessment;
			readonly decision: Extract<SolvencyDecision, { accepted: false }>;
	  };

/**
 * Proves that an account is solvent under a table with a surplus to spare. The proof is verified
 * before it is returned.
 *
 * @throws InputError `RECORD_NOT_YOURS`, `LISTING_MISMATCH`, `TABLE_BEFORE_LEDGER`,
 * `RECORD_NOT_IN_LEDGER`,
 * `SIZE_CLASS_MISMATCH`, `HOLDER_MALFORMED`, `SURPLUS_OUT_OF_RANGE`, `INSTRUMENT_NOT_IN_TABLE`,
 * `PROVER_UNAVAILABLE`, `RAPIDSNARK_NOT_FOUND`
 */
export async function proveSolvency(source: SolvencyProofRequest): Promise<SolvencyProofResult> {
	const { traderPackage, table, request, key, circuit, cores, prover, onProgress } = source;
	const { assessment, decision } = decideStatement(source);
	requireCircuitOf(traderPackage.record, circuit);
	if (!decision.accepted) return { holds: false, assessment, decision };

	const input = solvencyInput({
		secret: source.identity.secret,
		record: traderPackage.record,
		accountIndex: traderPackage.index,
		accountPath: traderPackage.path,
		ledgerRoot: traderPackage.ledgerRoot,
		table,
		assessment,
		request,
	});
	const result = await proveGroth16({
		zkeyPath: key.zkeyPath,
		wasmPath: circuit.wasmPath,
		input,
		cores,
		prover,
		onProgress,
	});
	if (!result.satisfied) throw refusedByCircuit(result.refused.template);
	const { proof, publicSignals, witnessMs, provingMs } = result;
	onProgress?.({ step: "checking the proof" });
	if (!(await verifyGroth16({ verificationKey: key.verificationKey, proof, publicSignals }))) {
		throw new InternalError({ code: "PROOF_DOES_NOT_VERIFY", message: "a fresh proof does not verify" });
	}
	return { holds: true, assessment, proof, publicSignals, witnessMs, provingMs };
}

/** What decides a statement: neither circuit nor key. */
type Statement = Pick<SolvencyProofRequest, "identity" | "traderPackage" | "table" | "request">;

/**
 * Whether there is something to prove, before a circuit is loaded or a key is made.
 *
 * @throws InputError those of `proveSolvency` that do not concern circuit and prover
 */
export function decideStatement(statement: Statement): {
	readonly assessment: MarginAssessment;
	readonly decision: SolvencyDecision;
} {
	const { traderPackage, table, request } = statement;
	requireMatchingParts(statement);
	contextOf(request.holder, request.surplusMicroUsd);
	const assessment = assessMargin(table.rows, traderPackage.record.holdings);
	return { assessment, decision: decideSolvency(assessment, request.surplusMicroUsd) };
}

function requireCircuitOf({ sizeClass }: AccountRecord, { name }: SolvencyProofRequest["circuit"]): void {
	if (name === solvencyCircuitName(sizeClass)) return;
	throw mismatch(
		"SIZE_CLASS_MISMATCH",
		"circuit",
		`a record of ${sizeClass} positions cannot be proven with ${name}`,
		"use the circuit of the record's size class",
	);
}

function requireMatchingParts({ identity, traderPackage, table }: Statement): void {
	if (traderPackage.record.owner !== identity.owner) {
		throw mismatch(
			"RECORD_NOT_YOURS",
			"record",
			"the record belongs to another identity",
			"use the identity that the venue has on file for this account",
		);
	}
	if (traderPackage.listingHash !== table.origin.listingHash) {
		throw mismatch(
			"LISTING_MISMATCH",
			"listing",
			"ledger and risk table are made from different listings",
			"use the risk folder that was built for this ledger epoch's listing",
		);
	}
	if (table.origin.snapshotTimeMs < traderPackage.snapshotTimeMs) {
		throw mismatch(
			"TABLE_BEFORE_LEDGER",
			"table",
			"the risk table is older than the ledger",
			"use a risk table of the ledger's time or later: with an older one, what was bought after a price broke would count at the price before",
		);
	}
	const { record, index, path, ledgerRoot } = traderPackage;
	if (rootOfPath(poseidon, hashLeaf(poseidon, record), index, path) !== ledgerRoot) {
		throw mismatch(
			"RECORD_NOT_IN_LEDGER",
			"package",
			"the record does not lie under the ledger root of its package",
			"run `zkmargin ledger check`, and ask the venue for the package of this epoch",
		);
	}
}

function mismatch(code: string, field: string, message: string, hint: string): InputError {
	return new InputError({ code, field, message, hint });
}

/** The engine accepted and every part was checked, so a refusal is a defect of ours. */
function refusedByCircuit(template: string): InternalError {
	return new InternalError({
		code: "ENGINE_CIRCUIT_DISAGREE",
		message: `the engine accepts what the circuit refuses in ${template}`,
		hint: "please report this with the table and without the account",
	});
}
