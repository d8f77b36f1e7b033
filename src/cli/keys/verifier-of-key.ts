/** The verifier contract of a key and what a deployment has to know of it. */

import type { RowWordVerifierChoice } from "../../chain/deploy/venue-plan.ts";
import type { ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import type { CircuitAndKey } from "./circuit-and-key.ts";
import { compiledVerifier } from "./compiled-verifier.ts";

export async function verifierOfKey({ key }: CircuitAndKey): Promise<{
	readonly artifacts: ContractArtifacts;
	readonly choice: RowWordVerifierChoice;
}> {
	const { artifact } = await compiledVerifier(key);
	const { contractName: verifierName } = artifact;
	const { verificationKey, kind } = key;
	return {
		artifacts: { [verifierName]: artifact },
		choice: { verifierName, verifierKey: { kind, verificationKey } },
	};
}
