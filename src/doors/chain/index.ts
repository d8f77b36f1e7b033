/**
 * `zkmargin/chain`: the contracts through ethers, which is an optional package: `npm install ethers`.
 *
 * Amounts are `bigint` µUSD unless a name says wei, times on chains are whole seconds since 1970 (UTC).
 */

export { ChainRefusal } from "../../chain/client/chain-refusal.ts";
export { connectNode } from "../../chain/client/connect-node.ts";
export { requireAddress } from "../../chain/client/require-address.ts";
export { scopeOf } from "../../chain/client/scope-of.ts";
export {
	type Deployment,
	formatDeployment,
	loadDeployment,
	parseDeployment,
} from "../../chain/deploy/deployment-file.ts";
export { withdrawCredit } from "../../chain/epochs/credits.ts";
export { findPostedEpochs } from "../../chain/epochs/find-posted-epochs.ts";
export { publishLedgerEpoch, publishRiskEpoch, riskEpochContent } from "../../chain/epochs/publish-epochs.ts";
export {
	announceExit,
	depositBond,
	readPublisher,
	withdrawBond,
} from "../../chain/epochs/publisher-bonds.ts";
export {
	type AttestationRequest,
	consentTypedData,
	signConsent,
	submitAttestation,
} from "../../chain/registry/attest.ts";
export {
	type AuditCoverage,
	type AuditedAttestation,
	type AuditReport,
	type AuditRequest,
	auditRegistry,
} from "../../chain/registry/audit-registry.ts";
export { challengeHolder, lapseHolder } from "../../chain/registry/challenges.ts";
export { acknowledgeLien, allowLien, placeLien, readLien, reduceLien } from "../../chain/registry/liens.ts";
export { type ProtocolEvent, protocolEvents, watchProtocol } from "../../chain/registry/protocol-events.ts";
export {
	isSolvent,
	readAccount,
	readScope,
	readSolvency,
	type SolvencyStatus,
} from "../../chain/registry/read-solvency.ts";
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
