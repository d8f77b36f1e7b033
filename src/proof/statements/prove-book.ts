/** Proves a whole book in this process, one proof after the other, and makes its public record. */

import { DEFICIT_COUNT_SHIFT } from "../../book/commitments/book-hashes.ts";
import { fundCircuitName } from "../../book/model/book-form.ts";
import type { BookClose, BookRecord, ProofText } from "../../book/record/book-record.ts";
import type { BookStep } from "../../book/rounds/book-steps.ts";
import { fundInput } from "../../book/rounds/fund-input.ts";
import type { PreparedBook } from "../../book/rounds/prepare-book.ts";
import { InputError, InternalError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import type { CircuitInput } from "../inputs/solvency-input.ts";
import type { ProvingKey } from "../keys/proving-key.ts";
import { proveGroth16, verifyGroth16 } from "../provers/groth16.ts";
import { proofToText } from "../provers/proof-text.ts";
import type { ProverName } from "../provers/witness-prover.ts";

/** A compiled circuit with its key. */
export type BookTool = { readonly circuit: CircuitProgram; readonly key: ProvingKey };

/** By circuit. */
export type BookTools = ReadonlyMap<string, BookTool>;

/**
 * Every proof is verified before it goes into the record.
 *
 * @param request.instrumentCount of the listing
 * @param request.fundPlace place in the ledger of an account that covers the deficits; without one, their sum and
 * the number of accounts are published
 * @throws InputError `BOOK_TOOL_MISSING`, `BOOK_NO_FUND`, `BOOK_FUND_TOO_SMALL`, and those of `proveGroth16`
 */
export async function proveBook(request: {
	readonly book: PreparedBook;
	readonly instrumentCount: number;
	readonly tools: BookTools;
	readonly fundPlace?: number | undefined;
	readonly prover?: ProverName | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<BookRecord> {
	const { book, instrumentCount, onProgress } = request;
	const { statement, batches, tables, steps } = book;
	const proofs: ProofText[] = [];
	for (const [at, step] of steps.entries()) {
		onProgress?.({ step: `proof ${at + 1} of ${steps.length}` });
		const proof = await proveStep(step, request);
		if (proof === undefined) throw refused(step.circuit);
		proofs.push(proof);
	}
	const { epoch, riskRoot, level, form, totalsLots } = statement;
	const stateAfter = (at: number) => (steps[at] as BookStep).stateAfter;
	return {
		epoch,
		riskRoot,
		level,
		form,
		totalsLots: totalsLots.slice(1, instrumentCount + 1),
		batches: batches.map(({ index, sizeClass, subtreeRoot, claims }, at) => ({
			index,
			sizeClass,
			subtreeRoot,
			claims,
			stateAfter: stateAfter(at),
			proof: proofs[at] as ProofText,
		})),
		tables: tables.map(({ sums }, table) => ({
			sums,
			stateAfter: stateAfter(batches.length + table),
			proof: proofs[batches.length + table] as ProofText,
		})),
		close: await closeBook(request),
	};
}

type CloseRequest = {
	readonly book: PreparedBook;
	readonly tools: BookTools;
	readonly fundPlace?: number | undefined;
	readonly prover?: ProverName | undefined;
};

/** @throws InputError `BOOK_TOOL_MISSING`, `BOOK_NO_FUND`, `BOOK_FUND_TOO_SMALL` */
export async function closeBook(request: CloseRequest): Promise<BookClose> {
	const { book, fundPlace } = request;
	const { batches, last, steps, statement } = book;
	const { shortfall } = last.sums;
	const deficitCount = Number(shortfall >> DEFICIT_COUNT_SHIFT);
	if (fundPlace === undefined) {
		const deficitMicroUsd = BigInt.asUintN(Number(DEFICIT_COUNT_SHIFT), shortfall);
		return { kind: "opened", deficitCount, deficitMicroUsd, salt: last.salt };
	}
	const { form } = statement;
	const state = (steps.at(-1) as BookStep).stateAfter;
	const input = fundInput({ batches, place: fundPlace, last, state, form });
	const batch = Math.floor(fundPlace / form.placesPerBatch);
	const { sizeClass } = batches.find(({ index }) => index === batch) as PreparedBook["batches"][number];
	const proof = await proveStep({ circuit: fundCircuitName(form, sizeClass), input }, request);
	if (proof !== undefined) return { kind: "fund", deficitCount, owner: input.fundOwner, batch, proof };
	throw new InputError({
		code: "BOOK_FUND_TOO_SMALL",
		message: `the account at place ${fundPlace} does not cover the deficits of the book`,
		field: "fund",
		hint: "name another account, or publish the deficits",
	});
}

/** `undefined` where the circuit refuses the input. */
async function proveStep(
	{ circuit: name, input }: { readonly circuit: string; readonly input: CircuitInput },
	{ tools, prover }: Pick<CloseRequest, "tools" | "prover">,
): Promise<ProofText | undefined> {
	const { circuit, key } = toolFor(tools, name);
	const { zkeyPath, verificationKey } = key;
	const result = await proveGroth16({ zkeyPath, wasmPath: circuit.wasmPath, input, prover });
	if (!result.satisfied) return undefined;
	const { proof, publicSignals } = result;
	if (await verifyGroth16({ verificationKey, proof, publicSignals })) return proofToText(proof);
	throw new InternalError({
		code: "PROOF_DOES_NOT_VERIFY",
		message: `a fresh proof of ${name} does not verify`,
	});
}

function toolFor(tools: BookTools, name: string): BookTool {
	const tool = tools.get(name);
	if (tool !== undefined) return tool;
	throw new InputError({
		code: "BOOK_TOOL_MISSING",
		message: `there is no circuit and key for ${name}`,
		field: "tools",
		hint: "give a compiled circuit and a proving key for every circuit of the book",
	});
}

function refused(circuit: string): InternalError {
	return new InternalError({
		code: "BOOK_STEP_REFUSED",
		message: `${circuit} refuses what was prepared for it`,
	});
}
