/** Checks a reserves file against what the checker knows from elsewhere. Whatever does not hold is a finding. */
import { type CheckFinding, type CheckOutcome, outcomeOf } from "../errors/check-outcome.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import type { ListedSource } from "./asset-source.ts";
import { type ChainCheck, checkChain, type NodeAnswers, repeated } from "./check-chain.ts";
import { type AssetCoverage, coverageOf } from "./check-coverage.ts";
import type { Liabilities } from "./liabilities-file.ts";
import { DEFAULT_MAX_CLAIM_AGE_DAYS } from "./ownership.ts";
import { type Reserves, reservesSigner } from "./reserves-file.ts";

const DAY_MS = 86_400_000;
/** Further apart, one side may have moved while the other was counted. */
const TIMES_APART_MS = 3_600_000;

export type ReservesCheck = Pick<ChainCheck, "openTrie" | "nowMs"> & {
	readonly reserves: Reserves;
	/** Chain → hash of the file's block, from a source other than the file. */
	readonly blockHashes: ReadonlyMap<bigint, Hex>;
	/** Chain → what a node of it says. */
	readonly answers: ReadonlyMap<bigint, NodeAnswers>;
	/** The auditor's own list. */
	readonly assets?: readonly ListedSource[] | undefined;
	/** The address whose key signs for the venue. */
	readonly signer?: Hex | undefined;
	readonly liabilities?: Liabilities | undefined;
	readonly maxClaimAgeMs?: number | undefined;
};

export type CheckedBlock = {
	readonly chainId: bigint;
	readonly number: bigint;
	readonly hash: Hex;
	readonly timeMs: number;
	readonly ageMs: number;
	readonly comparedWith: "given hash" | "node" | "nothing";
};

export type ReservesVerdict = {
	readonly outcome: CheckOutcome;
	/** Whether `outcome` is `holds`. */
	readonly holds: boolean;
	readonly findings: readonly CheckFinding[];
	readonly blocks: readonly CheckedBlock[];
	readonly assets: readonly AssetCoverage[];
	/** Who signed the file; nothing when nobody did. */
	readonly signedBy: Hex | undefined;
};

export async function checkReserves(check: ReservesCheck): Promise<ReservesVerdict> {
	const { reserves, blockHashes, answers, assets, liabilities, nowMs, openTrie } = check;
	const { venue } = reserves;
	const maxClaimAgeMs = check.maxClaimAgeMs ?? DEFAULT_MAX_CLAIM_AGE_DAYS * DAY_MS;
	const chains = await Promise.all(
		reserves.chains.map(async (chain) => {
			const { chainId } = chain;
			const known = { blockHash: blockHashes.get(chainId), answers: answers.get(chainId) };
			return {
				chainId,
				...known,
				...(await checkChain({ openTrie, nowMs, assets, ...known, venue, chain, maxClaimAgeMs })),
			};
		}),
	);
	const blocks = chains.flatMap(({ chainId, block, blockHash, answers: asked }): CheckedBlock[] => {
		if (block === undefined) return [];
		const { number, hash, timeMs } = block;
		const comparedWith = blockHash !== undefined ? "given hash" : asked !== undefined ? "node" : "nothing";
		return [{ chainId, number, hash, timeMs, ageMs: nowMs - timeMs, comparedWith }];
	});
	const amounts = chains.flatMap((chain) => chain.amounts);
	const coverage = coverageOf({ amounts, stated: reserves.stated, liabilities });
	const findings = [
		...emptiness(reserves),
		...chainRepetitions(reserves),
		...chains.flatMap((chain) => chain.findings),
		...signatureFindings(check),
		...liabilityFindings(check, blocks),
		...coverage.findings,
	];
	const outcome = outcomeOf(findings);
	return {
		outcome,
		holds: outcome === "holds",
		findings,
		blocks,
		assets: coverage.assets,
		signedBy: reservesSigner(reserves),
	};
}

/** All of nothing is true. */
function emptiness({ chains, stated }: Reserves): CheckFinding[] {
	if (stated.length > 0 || chains.some(({ accounts }) => accounts.length > 0)) return [];
	return [
		{ severity: "missing", code: "NOTHING_SHOWN", message: "the file has no address and states nothing" },
	];
}

function chainRepetitions({ chains }: Reserves): CheckFinding[] {
	return repeated(chains.map(({ chainId }) => chainId.toString())).map((chainId) => ({
		severity: "failure",
		code: "CHAIN_TWICE",
		message: `chain ${chainId} is in the file more than once`,
	}));
}

/** What is only stated is worth the name of whoever states it. */
function signatureFindings({ reserves, signer }: ReservesCheck): CheckFinding[] {
	const { stated, signature } = reserves;
	if (signature === undefined) {
		if (stated.length === 0) return [];
		return [
			{ severity: "failure", code: "STATEMENT_UNSIGNED", message: "what is stated is signed by nobody" },
		];
	}
	const signedBy = reservesSigner(reserves);
	if (signedBy === undefined || (signer !== undefined && signedBy !== signer)) {
		const message = `the file is signed by ${signedBy ?? "no key"}${signer === undefined ? "" : `, not by ${signer}`}`;
		return [{ severity: "failure", code: "SIGNER_DIFFERS", message }];
	}
	if (signer !== undefined || stated.length === 0) return [];
	const message = `what is stated is signed by ${signedBy}: whether that is the venue's key was not compared`;
	return [{ severity: "missing", code: "SIGNER_NOT_COMPARED", message }];
}

function liabilityFindings(
	{ liabilities, reserves }: ReservesCheck,
	blocks: readonly CheckedBlock[],
): CheckFinding[] {
	if (liabilities === undefined) return [];
	const findings: CheckFinding[] = [];
	if (liabilities.venue !== reserves.venue) {
		const message = `the liabilities are of ${liabilities.venue}, the reserves of ${reserves.venue}`;
		findings.push({ severity: "failure", code: "LIABILITIES_OF_ANOTHER_VENUE", message });
	}
	const moments = [
		...blocks.map(({ chainId, timeMs }) => ({ what: `chain ${chainId}'s block`, timeMs })),
		...(reserves.stated.length === 0 ? [] : [{ what: "what is stated", timeMs: reserves.timeMs }]),
	];
	for (const { what, timeMs } of moments) {
		const apartMs = Math.abs(timeMs - liabilities.snapshotTimeMs);
		if (apartMs <= TIMES_APART_MS) continue;
		const message = `${Math.round(apartMs / 60_000)} minutes lie between ${what} and the liabilities`;
		findings.push({ severity: "warning", code: "TIMES_APART", message });
	}
	return findings;
}
