/** The real registry with the verifiers of real keys, and provers that do not ask whether a statement is true. */

import type { VerifierChoice } from "../../src/chain/deploy/venue-plan.ts";
import { compiledVerifier } from "../../src/cli/keys/compiled-verifier.ts";
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import type { ContractArtifact } from "../../src/node/hardhat/contract-artifact.ts";
import type { CircuitInput } from "../../src/proof/inputs/solvency-input.ts";
import { type Groth16Proof, proveWitness } from "../../src/proof/provers/groth16.ts";
import { type CircuitBench, openCircuitBench } from "../../test/support/circuits/circuit-setup.ts";
import { sharedKey } from "../../test/support/circuits/shared-key.ts";
import { VenueFixture } from "../../test/support/venue/venue-fixture.ts";
import { openUncheckedProgram, type UncheckedProgram } from "./unchecked-witness.ts";

export type ClassProver = {
	readonly calculate: CircuitBench["calculate"];
	readonly uncheckedProgram: UncheckedProgram;
	readonly prove: (witness: readonly bigint[]) => Promise<Groth16Proof>;
};

export type ChainBench = {
	readonly hash: PoseidonHash;
	readonly fixture: VenueFixture;
	/** A second registry of the same venue and publishers: another scope. */
	readonly otherRegistry: VenueFixture;
	readonly sizeClasses: readonly SizeClass[];
	readonly proverOf: (sizeClass: SizeClass) => ClassProver;
	/** Address and ABI of a class's verifier. */
	readonly verifierOf: (sizeClass: SizeClass) => {
		readonly address: string;
		readonly abi: ContractArtifact["abi"];
	};
	readonly close: () => Promise<void>;
};

export async function openChainBench(sizeClasses: readonly SizeClass[]): Promise<ChainBench> {
	const provers = new Map<SizeClass, ClassProver>();
	const choices: (VerifierChoice & { readonly artifact: ContractArtifact })[] = [];
	let hash: PoseidonHash | undefined;
	for (const sizeClass of sizeClasses) {
		const bench = await openCircuitBench(sizeClass);
		const key = await sharedKey(bench.compiled);
		const { artifact } = await compiledVerifier(key);
		hash = bench.hash;
		provers.set(sizeClass, {
			calculate: bench.calculate,
			uncheckedProgram: await openUncheckedProgram(sizeClass, bench.compiled),
			prove: async (witness) => (await proveWitness({ zkeyPath: key.zkeyPath, witness })).proof,
		});
		const verifierKey = { kind: key.manifest.kind, verificationKey: key.verificationKey };
		choices.push({ sizeClass, verifierName: artifact.contractName, verifierKey, artifact });
	}
	if (hash === undefined) throw new Error("no size classes");
	const exported = Object.fromEntries(choices.map(({ artifact }) => [artifact.contractName, artifact]));
	const fixture = await VenueFixture.deploy({ verifiers: choices }, exported);
	const otherRegistry = await fixture.withSecondRegistry({ sizeClasses });
	await fixture.keep();
	return {
		hash,
		fixture,
		otherRegistry,
		sizeClasses,
		proverOf: (sizeClass) => of(provers, sizeClass),
		verifierOf: (sizeClass) => {
			const at = sizeClasses.indexOf(sizeClass);
			return {
				address: fixture.venue.verifiers[at] as string,
				abi: (choices[at] as { artifact: ContractArtifact }).artifact.abi,
			};
		},
		close: () => fixture.chain.close(),
	};
}

/** The wires of a statement, true or false. */
export async function wiresOfStatement(prover: ClassProver, input: CircuitInput): Promise<readonly bigint[]> {
	const result = await prover.calculate(input);
	return result.satisfied ? result.witness : prover.uncheckedProgram(input);
}

function of<K, V>(map: ReadonlyMap<K, V>, key: K): V {
	const value = map.get(key);
	if (value === undefined) throw new Error(`this bench was not opened for ${key}`);
	return value;
}
