/**
 * A health certificate: one file with a solvency proof and the statement that it proves, which anybody
 * can check later, offline. This file is its shape; `verify-certificate.ts` checks one.
 */
import { z } from "zod";
import { FIELD_ORDER, formatFieldElement } from "../../field/bn254.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { printableText, symbolText } from "../../input/text-shape.ts";
import { parseVerificationKeyShape, type VerificationKey } from "../keys/verification-key.ts";
import { type Groth16Proof, parseProof, parsePublicSignals } from "../provers/groth16.ts";

const CERTIFICATE_FORMAT = "zkmargin-certificate/2";

const fieldElement = z
	.string()
	.regex(/^0x[0-9a-f]{64}$/, "not 0x and 64 lower-case hexadecimal digits")
	.transform((text) => BigInt(text))
	.refine((value) => value < FIELD_ORDER, "not below the field order");
const hash32 = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const microUsd = z
	.string()
	.regex(/^(?:0|[1-9][0-9]{0,18})$/)
	.transform((text) => BigInt(text))
	.refine((value) => value < 1n << 61n, "not below 2^61");

const statementSchema = z.strictObject({
	level: z.enum(["maintenance", "initial"]),
	holder: z.templateLiteral(["0x", z.string().regex(/^[0-9a-fA-F]{40}$/)]),
	surplusMicroUsd: microUsd,
	scope: fieldElement,
	pseudonym: fieldElement,
	ledgerRoot: fieldElement,
	riskRoot: fieldElement,
	listingHash: hash32,
	ledgerTimeMs: z.int().positive(),
	riskTimeMs: z.int().positive(),
	venue: printableText(100),
});

const certificateSchema = z.strictObject({
	format: z.literal(CERTIFICATE_FORMAT),
	statement: statementSchema,
	circuit: z.strictObject({ name: symbolText, circuitHash: sha256, verificationKeyHash: sha256 }),
	keyKind: z.enum(["development", "ceremony"]),
	verificationKey: z.unknown(),
	proof: z.unknown(),
	publicSignals: z.unknown(),
});

export type CertificateStatement = z.infer<typeof statementSchema>;

export type HealthCertificate = Pick<
	z.infer<typeof certificateSchema>,
	"statement" | "circuit" | "keyKind"
> & {
	readonly verificationKey: VerificationKey;
	readonly proof: Groth16Proof;
	readonly publicSignals: readonly string[];
};

/** @throws InputError `CERTIFICATE_MALFORMED`, `VERIFICATION_KEY_MALFORMED`, `PROOF_MALFORMED` */
export function parseCertificate(value: unknown): HealthCertificate {
	const file = parseShape({
		schema: certificateSchema,
		value,
		code: "CERTIFICATE_MALFORMED",
		what: "health certificate",
		hint: "a certificate is written by `zkmargin prove`; ask its sender for the whole file",
	});
	return {
		statement: file.statement,
		circuit: file.circuit,
		keyKind: file.keyKind,
		verificationKey: parseVerificationKeyShape(file.verificationKey),
		proof: parseProof(file.proof),
		publicSignals: parsePublicSignals(file.publicSignals),
	};
}

/** The file form, for `JSON.stringify`. */
export function certificateToJson(certificate: HealthCertificate): unknown {
	const { statement, ...rest } = certificate;
	return {
		format: CERTIFICATE_FORMAT,
		statement: {
			...statement,
			surplusMicroUsd: statement.surplusMicroUsd.toString(),
			scope: formatFieldElement(statement.scope),
			pseudonym: formatFieldElement(statement.pseudonym),
			ledgerRoot: formatFieldElement(statement.ledgerRoot),
			riskRoot: formatFieldElement(statement.riskRoot),
		},
		...rest,
	};
}
