/** Judges the proofs of a published book with the auditor's own verification keys. */
import type { ProofClaim } from "../../book/verify/book-claims.ts";
import type { ProofJudge } from "../../book/verify/verify-book.ts";
import type { RandomBytes } from "../../ledger/random-field.ts";
import { type VerificationKey, verificationKeyHash } from "../keys/verification-key.ts";
import { proofFromText } from "../provers/proof-text.ts";
import { falseProofs, type ProofToVerify } from "../provers/verify-together.ts";

/**
 * @param request.keys by circuit; a claim of a circuit without a key does not hold
 * @param request.randomBytes a cryptographic source that the venue cannot foresee
 */
export function bookJudge(request: {
	readonly keys: Readonly<Record<string, VerificationKey>>;
	readonly randomBytes: RandomBytes;
}): ProofJudge {
	const { keys, randomBytes } = request;
	return {
		keyHashes: Object.fromEntries(
			Object.entries(keys).map(([circuit, key]) => [circuit, verificationKeyHash(key)]),
		),
		falseAmong: async (claims) => {
			const opened = claims.flatMap((claim) => {
				const proof = toVerify(claim, keys);
				return proof === undefined ? [] : [{ claim, proof }];
			});
			const failed = falseProofs({ proofs: opened.map(({ proof }) => proof), randomBytes });
			const holding = new Set(opened.map(({ claim }) => claim));
			for (const at of failed) holding.delete((opened[at] as (typeof opened)[number]).claim);
			return claims.filter((claim) => !holding.has(claim));
		},
	};
}

function toVerify(
	{ circuit, publicSignals, proof: text }: ProofClaim,
	keys: Readonly<Record<string, VerificationKey>>,
): ProofToVerify | undefined {
	const key = keys[circuit];
	const proof = proofFromText(text);
	if (key === undefined || proof === undefined) return undefined;
	return { key, proof, publicSignals };
}
