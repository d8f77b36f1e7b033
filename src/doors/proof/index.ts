/**
 * `zkmargin/proof`: prove, certify and verify solvency, in Node. Verifying needs nothing else. Proving with a development
 * key, which is made on this machine and convinces nobody but you, compiles a circuit and needs the optional packages
 * that the error `PACKAGE_MISSING` names.
 */

export { requireAddress } from "../../chain/client/require-address.ts";
export { scopeOf } from "../../chain/client/scope-of.ts";
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export type { CheckFinding as CertificateFinding } from "../../errors/check-outcome.ts";
export { parseLedgerEpoch } from "../../ledger/ledger-epoch.ts";
export { solvencyCircuitName } from "../../proof/circuit/circuit-list.ts";
export {
	type CompiledCircuit,
	type CompileRequest,
	compileCircuit,
} from "../../proof/circuit/compile-circuit.ts";
export { shippedCircuit, shippedOrCompiledCircuit } from "../../proof/circuit/shipped-circuits.ts";
export { contextOf, type SolvencyRequest } from "../../proof/inputs/solvency-input.ts";
export type { KeyKind, KeyPin, KeyTrust } from "../../proof/keys/key-kind.ts";
export { type KeyManifest, readManifest } from "../../proof/keys/key-manifest.ts";
export { requireTrustedKey, type TrustRequest } from "../../proof/keys/key-trust.ts";
export {
	ensureProvingKey,
	findDevelopmentKey,
	type KeyRequest,
	loadProvingKey,
	type ProvingKey,
	type SuppliedKey,
} from "../../proof/keys/proving-key.ts";
export {
	parseVerificationKey,
	type VerificationKey,
	verificationKeyHash,
} from "../../proof/keys/verification-key.ts";
export { startNodeThread } from "../../proof/prover/threads/node-threads.ts";
export { type Groth16Proof, proveGroth16, verifyGroth16 } from "../../proof/provers/groth16.ts";
export { PROVER_NAMES, type ProverName } from "../../proof/provers/witness-prover.ts";
export { certifySolvency } from "../../proof/statements/certify-solvency.ts";
export {
	type CertificateStatement,
	certificateToJson,
	type HealthCertificate,
	parseCertificate,
} from "../../proof/statements/health-certificate.ts";
export {
	proveSolvency,
	type SolvencyProofRequest,
	type SolvencyProofResult,
} from "../../proof/statements/prove-solvency.ts";
export type { KnownKey } from "../../proof/statements/verify-certificate.ts";
export {
	type CertificateCheck,
	type CertificateVerdict,
	verifyCertificate,
} from "../../proof/statements/verify-certificate.ts";
export { parseRiskEpoch } from "../../risk/table/risk-epoch.ts";
