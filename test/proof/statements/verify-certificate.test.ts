import { beforeAll, describe, expect, it } from "vitest";
import type { LedgerEpoch } from "../../../src/ledger/ledger-epoch.ts";
import { contextOf } from "../../../src/proof/inputs/solvency-input.ts";
import { proveGroth16 } from "../../../src/proof/provers/groth16.ts";
import {
	certificateToJson,
	type HealthCertificate,
	parseCertificate,
} from "../../../src/proof/statements/health-certificate.ts";
import {
	type CertificateCheck,
	verifyCertificate,
} from "../../../src/proof/statements/verify-certificate.ts";
import type { RiskEpoch } from "../../../src/risk/table/risk-epoch.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const HOLDER = `0x${"ab".repeat(20)}` as const;
const LISTING = `0x${"11".repeat(32)}` as const;
const HASH = `0x${"22".repeat(32)}` as const;
const LEDGER_TIME_MS = 1_770_000_000_000;

/** A circuit with the public signals of a solvency proof that accepts anything: the checks here are around it. */
const SIGNALS = { ledgerRoot: 11n, riskRoot: 12n, scope: 13n, context: contextOf(HOLDER, 5_000_000n) };

let certificate: HealthCertificate;
let keyHash: string;

const ledgerEpoch: LedgerEpoch = {
	venue: "test venue",
	ledgerRoot: 11n,
	listingHash: LISTING,
	snapshotTimeMs: LEDGER_TIME_MS,
};
const riskEpoch: RiskEpoch = {
	listingHash: LISTING,
	marketHash: HASH,
	parametersHash: HASH,
	snapshotTimeMs: LEDGER_TIME_MS + 60_000,
	nextExpiryMs: null,
	maintenanceRoot: 12n,
	initialRoot: 99n,
	indexPrices: {},
};

beforeAll(async () => {
	const circuit = await testCircuit("statement-shape");
	const key = await sharedKey(circuit);
	const result = await proveGroth16({
		zkeyPath: key.zkeyPath,
		wasmPath: circuit.wasmPath,
		input: { pseudonym: 10n, ...SIGNALS },
	});
	if (!result.satisfied) throw new Error(result.refused.message);
	keyHash = key.manifest.verificationKeyHash;
	certificate = {
		statement: {
			level: "maintenance",
			holder: HOLDER,
			surplusMicroUsd: 5_000_000n,
			scope: 13n,
			pseudonym: 10n,
			ledgerRoot: 11n,
			riskRoot: 12n,
			listingHash: LISTING,
			ledgerTimeMs: ledgerEpoch.snapshotTimeMs,
			riskTimeMs: riskEpoch.snapshotTimeMs,
			venue: ledgerEpoch.venue,
		},
		circuit: { name: circuit.name, circuitHash: circuit.circuitHash, verificationKeyHash: keyHash },
		keyKind: key.manifest.kind,
		verificationKey: key.verificationKey,
		proof: result.proof,
		publicSignals: result.publicSignals,
	};
});

const check = (changes: Partial<CertificateCheck> = {}) =>
	verifyCertificate({ certificate, trustedVerificationKeyHash: keyHash, ledgerEpoch, riskEpoch, ...changes });
const stating = (changes: Partial<HealthCertificate["statement"]>) => ({
	certificate: { ...certificate, statement: { ...certificate.statement, ...changes } },
});
const codes = (verdict: Awaited<ReturnType<typeof check>>) => verdict.findings.map(({ code }) => code);

describe("a health certificate", () => {
	it("survives being written and read", () => {
		const text = JSON.stringify(certificateToJson(certificate));
		expect(parseCertificate(JSON.parse(text))).toEqual(certificate);
	});

	it("holds, with a warning about its development key", async () => {
		const verdict = await check();
		expect(verdict.holds).toBe(true);
		expect(verdict.findings).toMatchObject([{ severity: "warning", code: "KEY_DEVELOPMENT" }]);
	});

	it("is not fully checked without the posted epochs: its maker may have chosen the accounts", async () => {
		const unknown = { ledgerEpoch: undefined, riskEpoch: undefined };
		const verdict = await check(unknown);
		expect(verdict).toMatchObject({ holds: false, outcome: "incomplete" });
		expect(codes(verdict)).toEqual(["KEY_DEVELOPMENT", "LEDGER_NOT_COMPARED", "TABLE_NOT_COMPARED"]);
		const aboutTheProof = await check({ ...unknown, proofOnly: true });
		expect(aboutTheProof.holds).toBe(true);
		expect(codes(aboutTheProof)).toEqual(codes(verdict));
	});

	it("warns of a development key that calls itself another kind, when the checker knows better", async () => {
		const relabelled = { ...certificate, keyKind: "ceremony" } as const;
		const verdict = await check({ certificate: relabelled, trustedKeyKind: "development" });
		expect(codes(verdict)).toEqual(["KEY_DEVELOPMENT"]);
	});

	it("does not hold under another key than the trusted one", async () => {
		const verdict = await check({ trustedVerificationKeyHash: "00".repeat(32) });
		expect(verdict.outcome).toBe("fails");
		expect(codes(verdict)).toContain("VERIFICATION_KEY_NOT_TRUSTED");
	});

	it("is not fully checked when nothing vouches for the key, and fails all the same when a check fails", async () => {
		const other = { verificationKeyHash: "00".repeat(32), kind: "ceremony" } as const;
		for (const knownKeys of [undefined, [], [other]]) {
			const unknown = { trustedVerificationKeyHash: undefined, knownKeys };
			const verdict = await check(unknown);
			expect(verdict).toMatchObject({ holds: false, outcome: "incomplete" });
			expect(verdict.findings).toContainEqual(
				expect.objectContaining({ severity: "missing", code: "VERIFICATION_KEY_UNKNOWN" }),
			);
			const proof = { ...certificate.proof, pi_a: certificate.proof.pi_c };
			expect((await check({ ...unknown, certificate: { ...certificate, proof } })).outcome).toBe("fails");
		}
	});

	it("holds under a known key, whose kind the checker knows", async () => {
		const verdict = await check({
			trustedVerificationKeyHash: undefined,
			knownKeys: [{ verificationKeyHash: keyHash, kind: "ceremony" }],
		});
		expect(verdict).toEqual({ outcome: "holds", holds: true, findings: [] });
	});

	it.each<[string, () => Partial<CertificateCheck>]>([
		["SIGNAL_DIFFERS", () => stating({ surplusMicroUsd: 5_000_001n })],
		["SIGNAL_DIFFERS", () => stating({ holder: `0x${"cd".repeat(20)}` })],
		["SIGNAL_DIFFERS", () => stating({ pseudonym: 1n })],
		["SIGNAL_DIFFERS", () => stating({ scope: 1n })],
		["LEDGER_DIFFERS", () => ({ ledgerEpoch: { ...ledgerEpoch, ledgerRoot: 1n } })],
		["LEDGER_DIFFERS", () => ({ ledgerEpoch: { ...ledgerEpoch, listingHash: HASH } })],
		["LEDGER_DIFFERS", () => stating({ venue: "another venue" })],
		["TABLE_DIFFERS", () => stating({ level: "initial" })],
		["TABLE_DIFFERS", () => ({ riskEpoch: { ...riskEpoch, listingHash: HASH } })],
		["TABLE_DIFFERS", () => stating({ riskTimeMs: riskEpoch.snapshotTimeMs + 1 })],
		["LEDGER_NEWER_THAN_TABLE", () => stating({ ledgerTimeMs: riskEpoch.snapshotTimeMs + 1 })],
		["LEDGER_TOO_OLD", () => ({ maxSkewMs: 59_999 })],
		[
			"PROOF_INVALID",
			() => ({
				certificate: { ...certificate, proof: { ...certificate.proof, pi_a: certificate.proof.pi_c } },
			}),
		],
		[
			"PROOF_INVALID",
			() => ({ certificate: { ...certificate, publicSignals: certificate.publicSignals.with(0, "1") } }),
		],
		[
			"SIGNAL_COUNT",
			() => ({ certificate: { ...certificate, publicSignals: certificate.publicSignals.slice(1) } }),
		],
		[
			"VERIFICATION_KEY_HASH_WRONG",
			() => ({
				certificate: {
					...certificate,
					circuit: { ...certificate.circuit, verificationKeyHash: "00".repeat(32) },
				},
			}),
		],
		[
			"VERIFICATION_KEY_UNSOUND",
			() => ({
				certificate: {
					...certificate,
					verificationKey: {
						...certificate.verificationKey,
						vk_delta_2: certificate.verificationKey.vk_gamma_2,
					},
				},
			}),
		],
	])("does not hold: %s (%#)", async (code, changes) => {
		const verdict = await check(changes());
		expect(verdict.holds).toBe(false);
		expect(codes(verdict)).toContain(code);
	});

	it("accepts a skew of exactly the limit", async () => {
		expect((await check({ maxSkewMs: 60_000 })).holds).toBe(true);
	});

	it.each<[string, string, (file: Record<string, unknown>) => unknown]>([
		["an empty file", "CERTIFICATE_MALFORMED", () => ({})],
		["another format", "CERTIFICATE_MALFORMED", (file) => ({ ...file, format: "other" })],
		[
			"a surplus of 2^61",
			"CERTIFICATE_MALFORMED",
			(file) => ({
				...file,
				statement: { ...(file.statement as object), surplusMicroUsd: (1n << 61n).toString() },
			}),
		],
		["a truncated proof", "PROOF_MALFORMED", (file) => ({ ...file, proof: {} })],
		["a truncated key", "VERIFICATION_KEY_MALFORMED", (file) => ({ ...file, verificationKey: {} })],
	])("is malformed as %s", (_what, code, change) => {
		const file = certificateToJson(certificate) as Record<string, unknown>;
		expect(() => parseCertificate(change(file))).toThrow(
			expect.objectContaining({ name: "InputError", code }),
		);
	});
});
