/** One account before all three judges: the engine, the circuit's witness program, and the registry with a real proof. */

import { ChainRefusal } from "../../src/chain/client/chain-refusal.ts";
import { ZkMarginError } from "../../src/errors/base.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import type { Groth16Proof } from "../../src/proof/provers/groth16.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import type { MarginLevel, RiskTable } from "../../src/risk/model/risk-table.ts";
import { expectedVerdict } from "../../test/support/circuits/circuit-agreement.ts";
import { refusedAt } from "../../test/support/circuits/circuit-setup.ts";
import { type ForgeableInput, restate, solvencyCase } from "../../test/support/circuits/solvency-case.ts";
import { type ChainBench, wiresOfStatement } from "./chain-bench.ts";

export type ChainStatement = {
	readonly sizeClass: SizeClass;
	/** The table of this level decides; the other one is on the chain, too. */
	readonly level: MarginLevel;
	readonly tables: Readonly<Record<MarginLevel, RiskTable>>;
	readonly holdings: readonly Holding[];
	readonly surplusMicroUsd: bigint;
};

export type ChainVerdict = {
	readonly accepted: boolean;
	/** What the engine says: "accepted", or where the circuit must refuse. */
	readonly engine: string;
	readonly input: ForgeableInput;
	/** Made from the wires of the statement, whether it is true or not. */
	readonly proof: Groth16Proof;
	/** Where they disagree. */
	readonly difference?: string;
};

/** Seconds after the venue's start at which ledger and tables are taken. */
export const LEDGER_AT = -60;
export const TABLES_AT = -30;

/** What the registry answers a false statement with a proof made from its wires. */
const REFUSES_PROOF = "ProofRejected";

/** Puts the statement on a fresh chain: ledger epoch 1, risk epoch 1, and a request of the holder, alice. */
export async function chainVerdict(bench: ChainBench, statement: ChainStatement): Promise<ChainVerdict> {
	const { fixture, hash } = bench;
	const { sizeClass, level, tables, holdings, surplusMicroUsd } = statement;
	const { input, assessment } = solvencyCase({
		hash,
		table: tables[level],
		holdings,
		sizeClass,
		surplusMicroUsd,
	});
	input.scope = fixture.venue.scope;
	input.holder = BigInt(fixture.roles.alice.address);
	restate(input);
	const engine = expectedVerdict(assessment, surplusMicroUsd);
	const prover = bench.proverOf(sizeClass);
	const circuit = refusedAt(await prover.calculate({ ...input }));
	const proof = await prover.prove(await wiresOfStatement(prover, { ...input }));
	await postStatement(bench, statement, input.ledgerRoot);
	const contract = await answerOf(() => fixture.attest(requestOf(bench, statement, input), { proof }));
	const accepted = engine === "accepted";
	const agreed = engine === circuit && contract === (accepted ? "accepted" : REFUSES_PROOF);
	const said = `engine: ${engine}, circuit: ${circuit}, contract: ${contract}`;
	return { accepted, engine, input, proof, ...(agreed ? {} : { difference: said }) };
}

export async function postStatement(
	{ fixture }: ChainBench,
	{ tables }: ChainStatement,
	ledgerRoot: bigint,
): Promise<void> {
	await fixture.reset();
	await fixture.postLedger(LEDGER_AT, { root: ledgerRoot });
	await fixture.postRisk(TABLES_AT, rootsOf(tables));
}

export function rootsOf(tables: ChainStatement["tables"]) {
	return { maintenanceRoot: tables.maintenance.tree.root, initialRoot: tables.initial.tree.root };
}

export function requestOf(
	{ fixture }: ChainBench,
	{ sizeClass, level, surplusMicroUsd }: ChainStatement,
	{ pseudonym }: ForgeableInput,
) {
	return fixture.request({ sizeClass, level, surplusMicroUsd, pseudonym });
}

/** "accepted", or the name of the error with which the contract, or our client before it, refuses. */
export async function answerOf(call: () => Promise<unknown>): Promise<string> {
	try {
		await call();
		return "accepted";
	} catch (error) {
		if (error instanceof ChainRefusal) return error.errorName;
		if (error instanceof ZkMarginError) return error.code;
		throw error;
	}
}
