/** What can be tried with an accepted proof, and with its bytes. The registry must refuse every one of them. */
import { bn254 } from "@noble/curves/bn254.js";
import { readByName } from "../../src/chain/client/chain-call.ts";
import { solidityProof } from "../../src/chain/registry/attest.ts";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { contextOf } from "../../src/proof/inputs/solvency-input.ts";
import type { Groth16Proof } from "../../src/proof/provers/groth16.ts";
import { AMOUNT_LIMIT } from "../../src/risk/model/dimensions.ts";
import type { ChainBench } from "./chain-bench.ts";
import {
	answerOf,
	type ChainStatement,
	type ChainVerdict,
	LEDGER_AT,
	requestOf,
	rootsOf,
	TABLES_AT,
} from "./chain-verdict.ts";

/** Order of the field that the curve's coordinates are in. */
const COORDINATES = bn254.fields.Fp.ORDER;

export type Abuse = {
	readonly name: string;
	/** The error's name; anything else is a difference. */
	readonly refusal: string;
	readonly answer: () => Promise<string>;
};

/** Every way to use the proof for something else, in this order, on a chain where the statement has been accepted. */
export function abusesOf(bench: ChainBench, statement: ChainStatement, verdict: ChainVerdict): Abuse[] {
	const [points, signals] = [otherPoints(bench, statement, verdict), otherSignals(bench, statement, verdict)];
	// The last of these post other epochs, so they stand at the end.
	return [...points, ...signals, ...otherStatements(bench, statement, verdict)];
}

function otherStatements(
	bench: ChainBench,
	statement: ChainStatement,
	{ input, proof }: ChainVerdict,
): Abuse[] {
	const { fixture, otherRegistry } = bench;
	const { bob } = fixture.roles;
	const request = requestOf(bench, statement, input);
	const abuse = (name: string, call: () => Promise<unknown>, refusal = "ProofRejected"): Abuse => ({
		name,
		refusal,
		answer: () => answerOf(call),
	});
	const more = request.surplusMicroUsd + 1n;
	const tooMuch = more < AMOUNT_LIMIT ? "ProofRejected" : "SURPLUS_OUT_OF_RANGE";
	const { tables } = statement;
	const swapped = rootsOf({ maintenance: tables.initial, initial: tables.maintenance });
	return [
		abuse("one µUSD more", () => fixture.attest({ ...request, surplusMicroUsd: more }, { proof }), tooMuch),
		abuse("another pseudonym", () =>
			fixture.attest({ ...request, pseudonym: request.pseudonym + 1n }, { proof }),
		),
		abuse("another holder", () =>
			fixture.attest({ ...request, holder: bob.address }, { sender: bob, proof }),
		),
		abuse("the other level", () =>
			fixture.attest(
				{ ...request, level: request.level === "initial" ? "maintenance" : "initial" },
				{ proof },
			),
		),
		abuse("another registry", () => otherRegistry.attest(request, { proof })),
		abuse(
			"a verifier of another size class",
			() =>
				fixture.attest(
					{ ...request, sizeClass: bench.sizeClasses.find((other) => other !== request.sizeClass) ?? 64 },
					{ proof },
				),
			bench.sizeClasses.length > 1 ? "ProofRejected" : "UnknownSizeClass",
		),
		abuse("the other level's root under the same level", async () => {
			await fixture.postRisk(TABLES_AT + 1, swapped);
			await fixture.attest({ ...request, riskEpoch: 2 }, { proof });
		}),
		abuse("another ledger", async () => {
			await fixture.postLedger(LEDGER_AT + 1, { root: input.ledgerRoot + 1n });
			await fixture.attest({ ...request, ledgerEpoch: 2 }, { proof });
		}),
	];
}

/** Bytes of the proof changed; two points negated together would be the same proof again. */
function otherPoints(bench: ChainBench, statement: ChainStatement, { input, proof }: ChainVerdict): Abuse[] {
	const { fixture } = bench;
	const request = requestOf(bench, statement, input);
	const { pi_a, pi_b, pi_c } = proof;
	const negated = (y: string) => String(COORDINATES - BigInt(y));
	const oversized = (x: string) => String(BigInt(x) + COORDINATES);
	const next = (x: string) => String(BigInt(x) + 1n);
	const changes: Readonly<Record<string, Partial<Groth16Proof>>> = {
		"π_a zero": { pi_a: ["0", "0", "1"] },
		"π_b zero": {
			pi_b: [
				["0", "0"],
				["0", "0"],
				["1", "0"],
			],
		},
		"π_c zero": { pi_c: ["0", "0", "1"] },
		"every point zero": {
			pi_a: ["0", "0", "1"],
			pi_b: [
				["0", "0"],
				["0", "0"],
				["1", "0"],
			],
			pi_c: ["0", "0", "1"],
		},
		"π_a and π_c exchanged": { pi_a: pi_c, pi_c: pi_a },
		"π_a negated": { pi_a: [pi_a[0], negated(pi_a[1]), "1"] },
		"π_b negated": { pi_b: [pi_b[0], [negated(pi_b[1][0]), negated(pi_b[1][1])], ["1", "0"]] },
		"π_c negated": { pi_c: [pi_c[0], negated(pi_c[1]), "1"] },
		"coordinates of π_a exchanged": { pi_a: [pi_a[1], pi_a[0], "1"] },
		"parts of π_b exchanged": {
			pi_b: [
				[pi_b[0][1], pi_b[0][0]],
				[pi_b[1][1], pi_b[1][0]],
				["1", "0"],
			],
		},
		"π_a off the curve": { pi_a: [next(pi_a[0]), pi_a[1], "1"] },
		"π_b off the curve": { pi_b: [[next(pi_b[0][0]), pi_b[0][1]], pi_b[1], ["1", "0"]] },
		"π_c off the curve": { pi_c: [pi_c[0], next(pi_c[1]), "1"] },
		"π_a beyond the coordinates' field": { pi_a: [oversized(pi_a[0]), pi_a[1], "1"] },
		"π_b beyond the coordinates' field": { pi_b: [pi_b[0], [oversized(pi_b[1][0]), pi_b[1][1]], ["1", "0"]] },
		"π_c beyond the coordinates' field": { pi_c: [pi_c[0], oversized(pi_c[1]), "1"] },
	};
	return Object.entries(changes).map(([name, change]) => ({
		name,
		refusal: "ProofRejected",
		answer: () => answerOf(() => fixture.attest(request, { proof: { ...proof, ...change } })),
	}));
}

/** The same field elements as other numbers: by the registry where it takes one, by the verifier for all five. */
function otherSignals(bench: ChainBench, statement: ChainStatement, { input, proof }: ChainVerdict): Abuse[] {
	const { fixture } = bench;
	const request = requestOf(bench, statement, input);
	const { pseudonym, ledgerRoot, riskRoot, scope } = input;
	const signals = [
		pseudonym,
		ledgerRoot,
		riskRoot,
		scope,
		contextOf(request.holder, request.surplusMicroUsd),
	];
	const { a, b, c } = solidityProof(proof);
	const runner = fixture.chain.provider;
	const verify = async (claimed: readonly bigint[]) => {
		const { address, abi } = bench.verifierOf(statement.sizeClass);
		const verified = await readByName({
			runner,
			address,
			abi: [...abi],
			method: "verifyProof",
			args: [a, b, c, claimed],
		});
		return verified === true ? "accepted" : "refused";
	};
	const shifted = (by: bigint) =>
		signals.map((signal, at) => ({
			name: `signal ${at} + ${by === FIELD_ORDER ? "r" : by}`,
			refusal: "refused",
			answer: () => verify(signals.with(at, signal + by)),
		}));
	return [
		{ name: "the signals themselves", refusal: "accepted", answer: () => verify(signals) },
		...shifted(FIELD_ORDER),
		...shifted(1n),
		{
			name: "pseudonym + r",
			refusal: "PseudonymOutOfField",
			answer: () =>
				answerOf(() => fixture.attest({ ...request, pseudonym: pseudonym + FIELD_ORDER }, { proof })),
		},
	];
}
