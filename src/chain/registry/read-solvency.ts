/** Reading a registry: what a consumer asks, and what is behind the answer. */
import { type ContractRunner, ZeroAddress } from "ethers";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import { contractReader } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { chainLevel } from "../client/risk-level.ts";

/** Whether an attestation counts now, and if not, why; in the order of `ISolvencyRegistry.Standing`. */
const STANDINGS = [
	"none",
	"live",
	"expired",
	"venue-frozen",
	"venue-not-accepted",
	"risk-epoch-dead",
	"delinquent",
	"revoked",
] as const;
export type Standing = (typeof STANDINGS)[number];

export type SolvencyStatus = {
	readonly standing: Standing;
	/** Outlives a release. */
	readonly riskEpoch: number;
	readonly ledgerTimeMs: number;
	/** First moment at which it no longer counts. */
	readonly validUntilMs: number;
	/** Surplus per level, `null` where the level was not proven for these epochs. */
	readonly surplusMicroUsd: Readonly<Record<MarginLevel, bigint | null>>;
	/** Which verifier accepted it: size class and version; `undefined` when nothing is on record. */
	readonly verifier: { readonly sizeClass: number; readonly version: number } | undefined;
};

type RegistryAt = { readonly runner: ContractRunner; readonly registry: string };

/** Whether the holder has a live attestation that shows at least this: at `venue`, or at some accepted venue. */
export async function isSolvent(
	request: RegistryAt & {
		readonly venue?: string | undefined;
		readonly holder: string;
		readonly level: MarginLevel;
		readonly minSurplusMicroUsd: bigint;
		/** Oldest acceptable ledger, seconds before the newest block. */
		readonly maxAgeSeconds: number;
	},
): Promise<boolean> {
	const { venue, holder, level, minSurplusMicroUsd, maxAgeSeconds } = request;
	const args = [holder, chainLevel(level), minSurplusMicroUsd, maxAgeSeconds] as const;
	const read = reader(request);
	return venue === undefined ? read("isSolvent", args) : read("isSolventAt", [venue, ...args]);
}

/** What is on record for a holder at one venue. */
export async function readSolvency(
	request: RegistryAt & { readonly venue: string; readonly holder: string },
): Promise<SolvencyStatus> {
	const { standing, attestation } = await reader(request)("status", [request.venue, request.holder]);
	return {
		standing: STANDINGS[Number(standing)] ?? "none",
		riskEpoch: Number(attestation.riskEpoch),
		ledgerTimeMs: fromChainSeconds(attestation.ledgerTime),
		validUntilMs: fromChainSeconds(attestation.validUntil),
		surplusMicroUsd: {
			maintenance: provenOrNull(attestation.maintenanceProven, attestation.maintenanceSurplusMicroUsd),
			initial: provenOrNull(attestation.initialProven, attestation.initialSurplusMicroUsd),
		},
		verifier: verifierOf(Number(attestation.sizeClass), Number(attestation.verifierVersion)),
	};
}

export type AccountOnRecord = {
	/** `undefined` when nobody stands for the account now. */
	readonly holder: string | undefined;
	/** No proof for it under an older risk epoch is taken, from anybody. */
	readonly riskEpoch: number;
};

/** What a registry remembers of an account, and who stands for it. */
export async function readAccount(
	request: RegistryAt & { readonly venue: string; readonly pseudonym: bigint },
): Promise<AccountOnRecord> {
	const account = await reader(request)("accountOf", [request.venue, request.pseudonym]);
	return {
		holder: account.holder === ZeroAddress ? undefined : account.holder,
		riskEpoch: Number(account.riskEpoch),
	};
}

/** The scope to prove in, from the registry itself; `scopeOf` computes the same without a node. */
export function readScope(request: RegistryAt): Promise<bigint> {
	return reader(request)("scope", []);
}

function reader({ runner, registry: address }: RegistryAt) {
	return contractReader({ runner, address, abi: SOLVENCY_REGISTRY_ABI });
}

function verifierOf(sizeClass: number, version: number): SolvencyStatus["verifier"] {
	return sizeClass === 0 ? undefined : { sizeClass, version };
}

function provenOrNull(proven: boolean, surplusMicroUsd: bigint): bigint | null {
	return proven ? surplusMicroUsd : null;
}
