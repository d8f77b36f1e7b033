/** From a proof to the file that others check: `HealthCertificate`. */
import { pseudonymOf } from "../../ledger/identity.ts";
import { verificationKeyHash } from "../keys/verification-key.ts";
import type { HealthCertificate } from "./health-certificate.ts";
import type { SolvencyProofRequest, SolvencyProofResult } from "./prove-solvency.ts";

/** Encloses a proof with its statement in words and the key that verifies it. */
export function certifySolvency(
	source: SolvencyProofRequest,
	{ proof, publicSignals }: Pick<Extract<SolvencyProofResult, { holds: true }>, "proof" | "publicSignals">,
): HealthCertificate {
	const { identity, traderPackage, table, request, circuit, key } = source;
	return {
		statement: {
			level: table.origin.level,
			holder: request.holder,
			surplusMicroUsd: request.surplusMicroUsd,
			scope: request.scope,
			pseudonym: pseudonymOf(identity.secret, request.scope),
			ledgerRoot: traderPackage.ledgerRoot,
			riskRoot: table.tree.root,
			listingHash: traderPackage.listingHash,
			ledgerTimeMs: traderPackage.snapshotTimeMs,
			riskTimeMs: table.origin.snapshotTimeMs,
			venue: traderPackage.venue,
		},
		circuit: {
			name: circuit.name,
			circuitHash: circuit.circuitHash,
			verificationKeyHash: verificationKeyHash(key.verificationKey),
		},
		keyKind: key.kind,
		verificationKey: key.verificationKey,
		proof,
		publicSignals,
	};
}
