/**
 * Replays a registry's history: every attestation's public signals are built again from what venues and publishers
 * posted, and its proof, found in the calldata of its transaction, is verified again, off the chain.
 */
import type { Provider } from "ethers";
import { InputError, RetryableError } from "../../errors/base.ts";
import { contextOf } from "../../proof/inputs/solvency-input.ts";
import type { VerificationKey } from "../../proof/keys/verification-key.ts";
import { type Groth16Proof, verifyGroth16 } from "../../proof/provers/groth16.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { onChain, requireContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import type { MalformedLog } from "../client/contract-events.ts";
import { marginLevelOf } from "../client/risk-level.ts";
import { type AttestCall, attestCallsIn } from "./attest-calls.ts";
import { type AuditRecords, KEY_CHANGES, readAuditRecords } from "./audit-records.ts";
import type { ProtocolEvent } from "./protocol-events.ts";

export type AuditFinding = {
	readonly transactionHash: string;
	readonly code: string;
	readonly message: string;
};

export type AuditedAttestation = {
	readonly blockNumber: number;
	readonly transactionHash: string;
	readonly venue: string;
	readonly holder: string;
	readonly level: MarginLevel;
	readonly surplusMicroUsd: bigint;
	readonly ledgerEpoch: bigint;
	readonly riskEpoch: bigint;
	/** From the ledger's snapshot to the newest block; `undefined` when the ledger was not found. */
	readonly ledgerAgeSeconds: bigint | undefined;
	/** The venue's operator when the ledger was posted, as far as the blocks that were read say. */
	readonly ledgerPostedBy: string | undefined;
	/** Its proof was found and verifies for what was posted, and nothing about it was found wrong. */
	readonly verified: boolean;
};

/** What was read: nothing is said of other blocks. */
export type AuditCoverage = {
	/** First and last block whose attestations were checked. */
	readonly fromBlock: number;
	readonly toBlock: number;
	/** From which block on posted roots, verifiers and roles were looked for. */
	readonly recordsFromBlock: number;
	/** The newest block of the chain when the audit began. */
	readonly headBlock: number;
	readonly headTimeMs: number;
};

export type AuditReport = {
	readonly attestations: number;
	/** Those whose proof was found in their transaction and verifies. */
	readonly verified: number;
	readonly covered: readonly AuditedAttestation[];
	readonly coverage: AuditCoverage;
	/** Who may do what from then on: venues, verifiers, owners, operators, guardians, roles of the timelock. */
	readonly keyChanges: readonly ProtocolEvent[];
	readonly findings: readonly AuditFinding[];
};

export type AuditRequest = {
	readonly provider: Provider;
	readonly registry: string;
	/** Attestations of these blocks, both included, are checked. */
	readonly fromBlock: number;
	/** The newest when left out, or when the chain does not reach so far yet. */
	readonly toBlock?: number | undefined;
	/** Where to look for posted roots from: a block not after the deployment. 0 when left out. */
	readonly deploymentBlock?: number | undefined;
	/** By size class: the keys that the auditor trusts; several where the key was changed. */
	readonly verificationKeys: ReadonlyMap<number, VerificationKey | readonly VerificationKey[]>;
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

type Replay = {
	readonly provider: Provider;
	readonly trustedKeys: ReadonlyMap<number, readonly VerificationKey[]>;
	readonly records: AuditRecords;
};

/**
 * What does not hold is a finding, never an exception.
 *
 * @throws InputError `AUDIT_RANGE_EMPTY`, `CONTRACT_NOT_THERE`; RetryableError `NODE_LACKS_TRANSACTION`; what
 * `readContract` throws
 */
export async function auditRegistry(request: AuditRequest): Promise<AuditReport> {
	const { provider, registry, onProgress } = request;
	await requireContract(provider, registry);
	const coverage = await coverageOf(request);
	const trustedKeys = new Map(
		[...request.verificationKeys].map(([sizeClass, keys]) => [sizeClass, [keys].flat()]),
	);
	const findings: AuditFinding[] = [];
	const onMalformed = (log: MalformedLog) => findings.push(malformed(log));
	const range = { fromBlock: coverage.recordsFromBlock, toBlock: coverage.toBlock };
	const records = await readAuditRecords({ provider, registry, ...range, trustedKeys, onMalformed });
	const inRange = records.events.filter(({ blockNumber }) => blockNumber >= coverage.fromBlock);
	const attested = inRange.filter((event) => event.name === "Attested");
	const covered: AuditedAttestation[] = [];
	for (const event of attested) {
		const found = await checkAttestation({ provider, trustedKeys, records }, event);
		findings.push(...found.map((finding) => ({ transactionHash: event.transactionHash, ...finding })));
		covered.push(described(event, records, coverage, found.length === 0));
		onProgress?.(covered.length, attested.length);
	}
	return {
		attestations: covered.length,
		verified: covered.filter(({ verified }) => verified).length,
		covered,
		coverage,
		keyChanges: inRange.filter(({ name }) => KEY_CHANGES.has(name)),
		findings,
	};
}

/** A node answers for blocks that are not there yet with no logs: what the chain has not reached was not read. */
async function coverageOf({ provider, ...request }: AuditRequest): Promise<AuditCoverage> {
	const head = await onChain(() => provider.getBlock("latest"));
	const [headBlock, headTimeMs] = [head?.number ?? 0, fromChainSeconds(BigInt(head?.timestamp ?? 0))];
	const { fromBlock, deploymentBlock = 0 } = request;
	const toBlock = Math.min(request.toBlock ?? headBlock, headBlock);
	if (fromBlock > toBlock) {
		throw new InputError({
			code: "AUDIT_RANGE_EMPTY",
			message: `blocks ${fromBlock} to ${toBlock} are none; the newest one is ${headBlock}`,
			field: "from",
			hint: "give the first and the last block, the first not after the last",
		});
	}
	const recordsFromBlock = Math.min(deploymentBlock, fromBlock);
	return { fromBlock, toBlock, recordsFromBlock, headBlock, headTimeMs };
}

type Attested = Extract<ProtocolEvent<"registry">, { readonly name: "Attested" }>;
type Found = Omit<AuditFinding, "transactionHash">;

async function checkAttestation(
	{ provider, trustedKeys, records }: Replay,
	{ args, transactionHash, address: registry }: Attested,
): Promise<Found[]> {
	const sizeClass = Number(args.sizeClass);
	const trusted = trustedKeys.get(sizeClass) ?? [];
	if (trusted.length === 0) {
		return [finding("KEY_NOT_GIVEN", `no trusted key for ${sizeClass} positions: the proof was not checked`)];
	}
	const verifier = records.verifiers.get(`${sizeClass} ${args.verifierVersion}`);
	const found =
		verifier !== undefined && verifier.key === undefined
			? [finding("VERIFIER_NOT_OF_KEY", `verifier ${verifier.address} is not of the trusted key`)]
			: [];
	const ledger = records.ledgers.get(`${args.venue} ${args.ledgerEpoch}`);
	const table = records.tables.get(`${args.riskEpoch} ${args.level}`);
	if (ledger === undefined)
		return [...found, finding("LEDGER_NOT_POSTED", "its ledger epoch was never posted")];
	if (table === undefined) return [...found, finding("TABLE_NOT_POSTED", "its risk epoch never went live")];
	if (ledger.listingHash !== table.listingHash) {
		found.push(finding("LISTING_MISMATCH", "ledger and table are of different listings"));
	}
	const skew = table.timeSeconds - ledger.timeSeconds;
	if (skew < 0n || skew > records.maxSkewSeconds) {
		found.push(finding("TIMES_WRONG", `the table is ${skew} s newer than the ledger`));
	}
	const calls = await callsOf(provider, transactionHash);
	const proofs = calls.filter(({ request }) => isOfEvent(request, args)).map(({ proof }) => proof);
	if (proofs.length === 0) return [...found, proofNotFound(registry)];
	const context = contextOf(args.holder, args.surplusMicroUsd);
	const signals = [args.pseudonym, ledger.root, table.root, records.scope, context];
	const keys = verifier?.key === undefined ? trusted : [verifier.key];
	if (!(await someHolds({ proofs, keys, publicSignals: signals.map(String) }))) {
		found.push(finding("PROOF_INVALID", "the proof does not verify for what was posted"));
	}
	return found;
}

/** Calldata may hold bytes that only look like the call: one proof that holds is enough, whichever was sent on. */
async function someHolds(request: {
	readonly proofs: readonly Groth16Proof[];
	readonly keys: readonly VerificationKey[];
	readonly publicSignals: readonly string[];
}): Promise<boolean> {
	const { proofs, keys, publicSignals } = request;
	for (const proof of proofs) {
		for (const verificationKey of keys) {
			const holds = verifyGroth16({ verificationKey, proof, publicSignals });
			if (await holds.catch(refusedAsMalformed)) return true;
		}
	}
	return false;
}

function refusedAsMalformed(error: unknown): boolean {
	if (error instanceof InputError && error.code === "PROOF_MALFORMED") return false;
	throw error;
}

/** What the registry said of an attestation is what the call asked for. */
function isOfEvent(request: AttestCall["request"], args: Attested["args"]): boolean {
	return NAMED_BY_BOTH.every((name) => request[name] === args[name]);
}

const NAMED_BY_BOTH = [
	"venue",
	"pseudonym",
	"holder",
	"level",
	"sizeClass",
	"ledgerEpoch",
	"riskEpoch",
	"surplusMicroUsd",
] as const;

async function callsOf(provider: Provider, transactionHash: string): Promise<readonly AttestCall[]> {
	const transaction = await onChain(() => provider.getTransaction(transactionHash));
	if (transaction !== null) return attestCallsIn(transaction.data);
	throw new RetryableError({
		code: "NODE_LACKS_TRANSACTION",
		message: `this node has the event of transaction ${transactionHash} and lacks the transaction`,
		hint: "ask a node that keeps old transactions: without it nothing can be said of the proof",
	});
}

function described(
	{ args, blockNumber, transactionHash }: Attested,
	records: AuditRecords,
	{ headTimeMs }: AuditCoverage,
	verified: boolean,
): AuditedAttestation {
	const ledger = records.ledgers.get(`${args.venue} ${args.ledgerEpoch}`);
	return {
		blockNumber,
		transactionHash,
		venue: args.venue,
		holder: args.holder,
		level: marginLevelOf(args.level),
		surplusMicroUsd: args.surplusMicroUsd,
		ledgerEpoch: args.ledgerEpoch,
		riskEpoch: args.riskEpoch,
		ledgerAgeSeconds:
			ledger === undefined ? undefined : BigInt(Math.floor(headTimeMs / 1000)) - ledger.timeSeconds,
		ledgerPostedBy: ledger?.postedBy,
		verified,
	};
}

function proofNotFound(registry: string): Found {
	const message =
		`no call of attest with its values stands in the transaction's calldata: a contract made the call to ${registry} ` +
		"from storage, or from a packed form";
	return finding("PROOF_NOT_FOUND", message);
}

function malformed({ address, blockNumber, transactionHash }: MalformedLog): AuditFinding {
	const message = `${address} wrote a log in block ${blockNumber} that does not decode: it counts as no event`;
	return { transactionHash, code: "EVENT_MALFORMED", message };
}

function finding(code: string, message: string): Found {
	return { code, message };
}
