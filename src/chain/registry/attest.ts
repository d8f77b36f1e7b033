/** Putting a proof on record: by the holder, or by anybody with the holder's signed consent. */
import type { Signer, TypedDataDomain, TypedDataField } from "ethers";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { contextOf } from "../../proof/inputs/solvency-input.ts";
import type { Groth16Proof } from "../../proof/provers/groth16.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import { onChain, readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds, toChainSecondsDown } from "../client/chain-time.ts";
import { chainLevel } from "../client/risk-level.ts";
import { type EpochContents, readEpochContents } from "../epochs/epoch-contents.ts";

export type AttestationRequest = {
	/** The venue's ledger contract. */
	readonly venue: string;
	readonly ledgerEpoch: number;
	readonly riskEpoch: number;
	readonly level: MarginLevel;
	/** Of the circuit that made the proof. */
	readonly sizeClass: SizeClass;
	readonly pseudonym: bigint;
	readonly holder: string;
	readonly surplusMicroUsd: bigint;
	/** Last moment at which the request may be executed. */
	readonly deadlineMs: number;
};

/** EIP-712 message for a wallet: what `HolderConsent` in `SolvencyRegistry` is. */
export type ConsentTypedData = {
	readonly domain: TypedDataDomain;
	readonly types: Record<string, TypedDataField[]>;
	readonly primaryType: "HolderConsent";
	readonly message: Readonly<Record<string, bigint | number | string>>;
};

const CONSENT_FIELDS: TypedDataField[] = [
	{ name: "pseudonym", type: "uint256" },
	{ name: "context", type: "uint256" },
	{ name: "venue", type: "address" },
	{ name: "ledgerEpoch", type: "uint32" },
	{ name: "riskEpoch", type: "uint32" },
	{ name: "level", type: "uint8" },
	{ name: "nonce", type: "uint256" },
	{ name: "deadline", type: "uint40" },
];

/**
 * Sends a proof to a registry.
 *
 * @returns also until when the attestation counts
 * @throws ChainRefusal with the registry's reason; nothing is on record then
 */
export async function submitAttestation(request: {
	/** The holder, or a relayer. */
	readonly sender: Signer;
	readonly registry: string;
	readonly attestation: AttestationRequest;
	readonly proof: Groth16Proof;
	/** The holder's consent; not needed when the holder sends. */
	readonly signature?: string | undefined;
	/** What the named epochs hold; read from their contracts when left out. */
	readonly contents?: EpochContents | undefined;
}): Promise<Sent & { readonly validUntilMs: number }> {
	const { sender, registry, attestation } = request;
	const struct = solidityRequest(attestation, request.signature ?? "0x");
	const contents =
		request.contents ?? (await readEpochContents({ runner: sender, registry, ...attestation }));
	const sent = await writeContract({
		signer: sender,
		address: registry,
		abi: SOLVENCY_REGISTRY_ABI,
		method: "attest",
		args: [struct, contents, solidityProof(request.proof)],
	});
	const { validUntil } = sentEvent(sent, SOLVENCY_REGISTRY_ABI, "Attested");
	return { ...sent, validUntilMs: fromChainSeconds(validUntil) };
}

/** The message that a holder signs to let somebody else send the request. `nonce` from `consentNonce`. */
export function consentTypedData(request: {
	readonly chainId: bigint;
	readonly registry: string;
	readonly attestation: AttestationRequest;
	readonly nonce: bigint;
}): ConsentTypedData {
	const { attestation } = request;
	return {
		domain: {
			name: "zkmargin SolvencyRegistry",
			version: "1",
			chainId: request.chainId,
			verifyingContract: request.registry,
		},
		types: { HolderConsent: CONSENT_FIELDS },
		primaryType: "HolderConsent",
		message: {
			pseudonym: attestation.pseudonym,
			context: contextOf(attestation.holder, attestation.surplusMicroUsd),
			venue: attestation.venue,
			ledgerEpoch: attestation.ledgerEpoch,
			riskEpoch: attestation.riskEpoch,
			level: chainLevel(attestation.level),
			nonce: request.nonce,
			deadline: toChainSecondsDown(attestation.deadlineMs, "deadlineMs"),
		},
	};
}

/** Signs the consent with the holder's own key. */
export function signConsent(holder: Signer, data: ConsentTypedData): Promise<string> {
	return onChain(() => holder.signTypedData(data.domain, data.types, { ...data.message }));
}

/** The nonce that the holder's next consent must carry. Each relayed attestation uses one up. */
export function consentNonce(request: {
	readonly runner: Signer;
	readonly registry: string;
	readonly holder: string;
}): Promise<bigint> {
	const { runner, registry, holder } = request;
	return readContract({
		...{ runner, address: registry, abi: SOLVENCY_REGISTRY_ABI },
		method: "nonces",
		args: [holder],
	});
}

/** Makes every consent that this holder has signed so far worthless. */
export function cancelConsents(request: {
	readonly holder: Signer;
	readonly registry: string;
}): Promise<Sent> {
	const { holder: signer, registry: address } = request;
	return writeContract({ signer, address, abi: SOLVENCY_REGISTRY_ABI, method: "cancelConsents", args: [] });
}

/** snarkjs's proof in the order of the pairing precompile: G2 coordinates imaginary part first. */
export function solidityProof({ pi_a, pi_b, pi_c }: Groth16Proof) {
	const [[xReal, xImaginary], [yReal, yImaginary]] = pi_b;
	return {
		a: [pi_a[0], pi_a[1]],
		b: [
			[xImaginary, xReal],
			[yImaginary, yReal],
		],
		c: [pi_c[0], pi_c[1]],
	};
}

/** A request as the contract takes it. */
export function solidityRequest(attestation: AttestationRequest, signature: string) {
	const { deadlineMs, level, ...rest } = attestation;
	// Refuses a malformed holder or surplus by name, before a node says something obscure.
	contextOf(attestation.holder, attestation.surplusMicroUsd);
	return {
		...rest,
		level: chainLevel(level),
		deadline: toChainSecondsDown(deadlineMs, "deadlineMs"),
		signature,
	};
}
