/**
 * Replays a registry's history: every attestation is taken from its transaction, its public signals are
 * built again from what venues and publishers posted, and its proof is verified again, off the chain.
 */
import type { Provider } from "ethers";
import { InputError, RetryableError } from "../../errors/base.ts";
import { contextOf } from "../../proof/inputs/solvency-input.ts";
import type { VerificationKey } from "../../proof/keys/verification-key.ts";
import { type Groth16Proof, verifyGroth16 } from "../../proof/provers/groth16.ts";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import type { Answer, EventArguments } from "../client/abi-types.ts";
import { callIn, contractReader, onChain, requireContract } from "../client/chain-call.ts";
import {
	type BlockRange,
	type ContractEvent,
	contractEvents,
	type MalformedLog,
} from "../client/contract-events.ts";
import { scopeOf } from "../client/scope-of.ts";

export type AuditFinding = {
	readonly transactionHash: string;
	readonly code: string;
	readonly message: string;
};

export type AuditReport = {
	readonly attestations: number;
	/** Those whose proof was found in their transaction and verifies. */
	readonly verified: number;
	readonly findings: readonly AuditFinding[];
};

export type AuditRequest = {
	readonly provider: Provider;
	readonly registry: string;
	/** Attestations of these blocks, both included, are checked. */
	readonly fromBlock: number;
	readonly toBlock: number;
	/** Where to look for posted roots from: a block not after the deployment. 0 when left out. */
	readonly deploymentBlock?: number | undefined;
	/** By size class: the keys that the auditor trusts. */
	readonly verificationKeys: ReadonlyMap<number, VerificationKey>;
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

type Posted = { readonly root: bigint; readonly listingHash: string; readonly timeSeconds: bigint };
type Records = {
	readonly scope: bigint;
	readonly maxSkewSeconds: bigint;
	readonly ledgers: ReadonlyMap<string, Posted>;
	readonly tables: ReadonlyMap<string, Posted>;
	readonly verifierFindings: ReadonlyMap<number, string>;
};

/**
 * What does not hold is a finding, never an exception.
 *
 * @throws InputError `AUDIT_RANGE_EMPTY`, `CONTRACT_NOT_THERE`; RetryableError `NODE_LACKS_TRANSACTION`; what
 * `readContract` throws
 */
export async function auditRegistry(request: AuditRequest): Promise<AuditReport> {
	const { provider, registry, fromBlock, toBlock } = request;
	if (fromBlock > toBlock) {
		throw new InputError({
			code: "AUDIT_RANGE_EMPTY",
			message: `blocks ${fromBlock} to ${toBlock} are none`,
			field: "from",
			hint: "give the first and the last block, the first not after the last",
		});
	}
	await requireContract(provider, registry);
	const findings: AuditFinding[] = [];
	const onMalformed = (log: MalformedLog) => findings.push(malformed(log));
	const source = { provider, address: registry, abi: SOLVENCY_REGISTRY_ABI };
	const events = await contractEvents({ ...source, fromBlock, toBlock });
	const attested = events.filter((event) => event.name === "Attested");
	const venues = new Set<string>(attested.map(({ args }) => args.venue));
	const records = await readRecords(request, venues, onMalformed);
	let verified = 0;
	for (const [done, event] of attested.entries()) {
		const found = await checkAttestation(request, records, event);
		findings.push(...found.map((finding) => ({ transactionHash: event.transactionHash, ...finding })));
		if (found.length === 0) verified++;
		request.onProgress?.(done + 1, attested.length);
	}
	return { attestations: attested.length, verified, findings };
}

type Attested = {
	readonly transactionHash: string;
	readonly args: EventArguments<typeof SOLVENCY_REGISTRY_ABI, "Attested">;
};
type Found = Omit<AuditFinding, "transactionHash">;

async function checkAttestation(
	request: AuditRequest,
	records: Records,
	{ args, transactionHash }: Attested,
): Promise<Found[]> {
	const sizeClass = Number(args.sizeClass);
	const verificationKey = request.verificationKeys.get(sizeClass);
	if (verificationKey === undefined) {
		return [finding("KEY_NOT_GIVEN", `no trusted key for ${sizeClass} positions: the proof was not checked`)];
	}
	const verifierFinding = records.verifierFindings.get(sizeClass);
	const found = verifierFinding === undefined ? [] : [finding("VERIFIER_NOT_OF_KEY", verifierFinding)];
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
	const proof = await proofInTransaction(request, transactionHash);
	if (proof === undefined) {
		const message = "the transaction does not call the registry directly: its proof was not found";
		return [...found, finding("PROOF_NOT_FOUND", message)];
	}
	const context = contextOf(args.holder, args.surplusMicroUsd);
	const signals = [args.pseudonym, ledger.root, table.root, records.scope, context];
	const publicSignals = signals.map(String);
	if (!(await verifyGroth16({ verificationKey, proof, publicSignals }))) {
		found.push(finding("PROOF_INVALID", "the proof does not verify for what was posted"));
	}
	return found;
}

function malformed({ address, blockNumber, transactionHash }: MalformedLog): AuditFinding {
	const message = `${address} wrote a log in block ${blockNumber} that does not decode: it counts as no event`;
	return { transactionHash, code: "EVENT_MALFORMED", message };
}

function finding(code: string, message: string): Found {
	return { code, message };
}

async function proofInTransaction(
	{ provider, registry }: AuditRequest,
	transactionHash: string,
): Promise<Groth16Proof | undefined> {
	const transaction = await onChain(() => provider.getTransaction(transactionHash));
	if (transaction === null) {
		throw new RetryableError({
			code: "NODE_LACKS_TRANSACTION",
			message: `this node has the event of transaction ${transactionHash} and lacks the transaction`,
			hint: "ask a node that keeps old transactions: without it nothing can be said of the proof",
		});
	}
	if (transaction.to?.toLowerCase() !== registry.toLowerCase()) return undefined;
	const call = callIn(transaction, SOLVENCY_REGISTRY_ABI, "attest");
	if (call === undefined) return undefined;
	const { a, b, c } = call.proof;
	const [[xImaginary, xReal] = [], [yImaginary, yReal] = []] = b;
	return {
		pi_a: [String(a[0]), String(a[1]), "1"],
		pi_b: [
			[String(xReal), String(xImaginary)],
			[String(yReal), String(yImaginary)],
			["1", "0"],
		],
		pi_c: [String(c[0]), String(c[1]), "1"],
		protocol: "groth16",
		curve: "bn128",
	};
}

async function readRecords(
	request: AuditRequest,
	venues: ReadonlySet<string>,
	onMalformed: (log: MalformedLog) => void,
): Promise<Records> {
	const { provider, registry, toBlock, deploymentBlock = 0 } = request;
	const read = contractReader({ runner: provider, address: registry, abi: SOLVENCY_REGISTRY_ABI });
	const range = { provider, fromBlock: deploymentBlock, toBlock, onMalformed };
	const { chainId } = await onChain(() => provider.getNetwork());
	const ledgers = new Map<string, Posted>();
	for (const venue of venues) {
		for (const { name, args } of await contractEvents({ ...range, address: venue, abi: VENUE_LEDGER_ABI })) {
			if (name !== "LedgerPosted") continue;
			ledgers.set(`${venue} ${args.epoch}`, {
				root: args.ledgerRoot,
				listingHash: args.listingHash,
				timeSeconds: args.snapshotTime,
			});
		}
	}
	return {
		scope: scopeOf({ chainId, registry }),
		maxSkewSeconds: await read("maxSkew", []),
		ledgers,
		tables: await tablesOf(range, registry, await read("riskEpochs", [])),
		verifierFindings: await compareVerifiers(request, range),
	};
}

type Range = BlockRange & { readonly onMalformed: (log: MalformedLog) => void };

/** Of all contracts that the registry ever took tables from, each for its own numbers. */
async function tablesOf(
	range: Range & { readonly provider: Provider },
	registry: string,
	present: string,
): Promise<Map<string, Posted>> {
	const events = await contractEvents({ ...range, address: registry, abi: SOLVENCY_REGISTRY_ABI });
	const named = events.filter((event) => event.name === "RiskEpochsSet").map(({ args }) => args);
	const sources = named.length === 0 ? [{ riskEpochs: present, firstEpoch: 0n }] : named;
	const tables = new Map<string, Posted>();
	for (const [at, { riskEpochs }] of sources.entries()) {
		const next = sources[at + 1]?.firstEpoch;
		const source = { ...range, address: riskEpochs, abi: RISK_EPOCHS_ABI };
		for (const [key, table] of liveTables(await contractEvents(source))) {
			const [epoch = "0"] = key.split(" ");
			if (next === undefined || BigInt(epoch) < next) tables.set(key, table);
		}
	}
	return tables;
}

/** By epoch and level: what publishers posted for the epochs that went live. */
function liveTables(events: readonly ContractEvent<typeof RISK_EPOCHS_ABI>[]): Map<string, Posted> {
	const contents = new Map<string, Answer<typeof RISK_EPOCHS_ABI, "epochAt">>();
	const tables = new Map<string, Posted>();
	for (const { name, args } of events) {
		if (name === "RiskTablePosted") contents.set(args.contentHash, args.content);
		if (name !== "RiskEpochLive") continue;
		const content = contents.get(args.contentHash);
		if (content === undefined) continue;
		const shared = { listingHash: content.listingHash, timeSeconds: content.snapshotTime };
		tables.set(`${args.epoch} 0`, { ...shared, root: content.maintenanceRoot });
		tables.set(`${args.epoch} 1`, { ...shared, root: content.initialRoot });
	}
	return tables;
}

/** Whether every contract that ever verified a size class was exported from the key that the auditor trusts. */
async function compareVerifiers(
	{ provider, registry, verificationKeys }: AuditRequest,
	range: Range,
): Promise<Map<number, string>> {
	const findings = new Map<number, string>();
	const source = { provider, address: registry, abi: SOLVENCY_REGISTRY_ABI, ...range };
	for (const { name, args } of await contractEvents(source)) {
		if (name !== "VerifierSet") continue;
		const key = verificationKeys.get(Number(args.sizeClass));
		if (key === undefined) continue;
		const code = (await onChain(() => provider.getCode(args.verifier))).toLowerCase();
		const coordinates = [key.vk_delta_2[0], key.vk_delta_2[1]].flat();
		if (coordinates.every((coordinate) => code.includes(BigInt(coordinate).toString(16)))) continue;
		findings.set(Number(args.sizeClass), `verifier ${args.verifier} is not of the trusted key`);
	}
	return findings;
}
