import { beforeAll, describe, expect, it } from "vitest";
import { poseidon } from "../../../src/field/poseidon.ts";
import { createIdentity, type Identity, pseudonymOf, publicIdentity } from "../../../src/ledger/identity.ts";
import { commitLedger, type TraderPackage, traderPackageOf } from "../../../src/ledger/ledger.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { contextOf } from "../../../src/proof/inputs/solvency-input.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { certifySolvency } from "../../../src/proof/statements/certify-solvency.ts";
import { certificateToJson, parseCertificate } from "../../../src/proof/statements/health-certificate.ts";
import { proveSolvency, type SolvencyProofRequest } from "../../../src/proof/statements/prove-solvency.ts";
import { verifyCertificate } from "../../../src/proof/statements/verify-certificate.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { sharedCircuit, sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

const HOLDER = `0x${"5a".repeat(20)}` as const;
const SCOPE = 0x5c09en;
const LISTING = buildListing(SMALL_MARKET);
const idOf = (name: string) => LISTING.instruments.find((listed) => listed.name === name)?.id as number;

/** A covered call on BTC, with USDC. */
const SOLVENT = [
	{ id: idOf("USDC"), qtyLots: 2_000_000n },
	{ id: idOf("BTC"), qtyLots: 100_000n },
	{ id: idOf("BTC-27MAR26-100000-C"), qtyLots: -100n },
].sort((a, b) => a.id - b.id);

let tables: RiskTables;
let circuit: CompiledCircuit;
let key: ProvingKey;
const me = identityFrom(1);
const stranger = identityFrom(2);

beforeAll(async () => {
	tables = await buildSmallTables();
	circuit = await sharedCircuit("solvency-16");
	key = await sharedKey(circuit);
});

function identityFrom(seed: number): Identity {
	return createIdentity((length) => new Uint8Array(length).fill(seed));
}

function packageOf(changes: Partial<TraderPackage["record"]> = {}): TraderPackage {
	const record = { owner: me.owner, salt: 2n ** 200n, holdings: SOLVENT, sizeClass: 16, ...changes } as const;
	const { encryptionPublicKey } = publicIdentity(me);
	const ledger = commitLedger({
		accounts: [{ name: "me", encryptionPublicKey, record }],
		listingHash: LISTING.hash,
		snapshotTimeMs: SMALL_MARKET.timeMs,
		venue: "a venue",
		hash: poseidon,
	});
	return traderPackageOf(ledger, 0);
}

const source = (changes: Partial<SolvencyProofRequest> = {}): SolvencyProofRequest => ({
	identity: me,
	traderPackage: packageOf(),
	table: tables.initial,
	request: { scope: SCOPE, holder: HOLDER, surplusMicroUsd: 0n },
	circuit,
	key,
	...changes,
});
const asking = (changes: Partial<SolvencyProofRequest["request"]>) => ({
	request: { scope: SCOPE, holder: HOLDER, surplusMicroUsd: 0n, ...changes },
});

describe("a solvent account", () => {
	it("is proven to the last µUSD, and its certificate says what was proven", async () => {
		const assessment = assessMargin(tables.initial.rows, SOLVENT);
		const surplusMicroUsd = assessment.freeCollateralMicroUsd;
		const steps: string[] = [];
		const asked = source({ ...asking({ surplusMicroUsd }), onProgress: ({ step }) => steps.push(step) });
		const result = await proveSolvency(asked);
		if (!result.holds) throw new Error(result.decision.reason);
		expect(result.assessment).toEqual(assessment);
		expect(steps).toEqual(["computing the witness", "proving", "checking the proof"]);
		expect(result.publicSignals.map(BigInt)).toEqual([
			pseudonymOf(me.secret, SCOPE),
			asked.traderPackage.ledgerRoot,
			tables.initial.tree.root,
			SCOPE,
			contextOf(HOLDER, surplusMicroUsd),
		]);

		const certificate = certifySolvency(asked, result);
		expect(certificate.statement).toMatchObject({ level: "initial", venue: "a venue", surplusMicroUsd });
		expect(parseCertificate(JSON.parse(JSON.stringify(certificateToJson(certificate))))).toEqual(certificate);
		const trustedVerificationKeyHash = key.manifest.verificationKeyHash;
		expect(
			await verifyCertificate({ certificate, trustedVerificationKeyHash, proofOnly: true }),
		).toMatchObject({
			holds: true,
		});
	});
});

describe("an account that is not solvent", () => {
	/** Nothing may be proven, so nothing of this may be needed. */
	const noProver = () => ({ circuit: { ...circuit, wasmPath: "none" }, key: { ...key, zkeyPath: "none" } });

	it("is a result with what is missing, one µUSD past the free collateral too", async () => {
		const { freeCollateralMicroUsd } = assessMargin(tables.initial.rows, SOLVENT);
		const justOver = asking({ surplusMicroUsd: freeCollateralMicroUsd + 1n });
		expect(await proveSolvency(source({ ...justOver, ...noProver() }))).toMatchObject({
			holds: false,
			decision: { accepted: false, reason: "SHORTFALL", shortfallMicroUsd: 1n },
		});
	});

	it("is a result when it has only debts", async () => {
		const traderPackage = packageOf({ holdings: [{ id: idOf("USD"), qtyLots: -1n }] });
		expect(await proveSolvency(source({ traderPackage, ...noProver() }))).toMatchObject({
			holds: false,
			decision: { reason: "SHORTFALL" },
			assessment: { equityMicroUsd: -10_000n },
		});
	});

	it("is a result when it is too large for the circuit", async () => {
		const holdings = [{ id: idOf("BTC-27MAR26-60000-C"), qtyLots: 2n ** 40n - 1n }];
		const traderPackage = packageOf({ holdings });
		expect(await proveSolvency(source({ traderPackage, ...noProver() }))).toMatchObject({
			holds: false,
			decision: { reason: "GROSS_TOO_LARGE" },
		});
	});
});

describe("parts that do not belong together are bad input", () => {
	const tableFrom = (changes: Partial<RiskTables["initial"]["origin"]>) => ({
		table: { ...tables.initial, origin: { ...tables.initial.origin, ...changes } },
	});

	it.each<[string, string, () => Partial<SolvencyProofRequest>]>([
		["RECORD_NOT_YOURS", "record", () => ({ identity: stranger })],
		["LISTING_MISMATCH", "listing", () => tableFrom({ listingHash: `0x${"11".repeat(32)}` })],
		["TABLE_BEFORE_LEDGER", "table", () => tableFrom({ snapshotTimeMs: SMALL_MARKET.timeMs - 1 })],
		["RECORD_NOT_IN_LEDGER", "package", () => ({ traderPackage: { ...packageOf(), ledgerRoot: 1n } })],
		["RECORD_NOT_IN_LEDGER", "package", () => ({ traderPackage: { ...packageOf(), index: 1 } })],
		[
			"RECORD_NOT_IN_LEDGER",
			"package",
			() => {
				const honest = packageOf();
				const holdings = [{ id: idOf("USDC"), qtyLots: 2_000_001n }];
				return { traderPackage: { ...honest, record: { ...honest.record, holdings } } };
			},
		],
		["SIZE_CLASS_MISMATCH", "circuit", () => ({ traderPackage: packageOf({ sizeClass: 8 }) })],
		["SIZE_CLASS_MISMATCH", "circuit", () => ({ circuit: { ...circuit, name: "solvency-32" } })],
		["HOLDER_MALFORMED", "holder", () => asking({ holder: "0x5a" })],
		["HOLDER_MALFORMED", "holder", () => asking({ holder: `0x${"5a".repeat(21)}` })],
		["SURPLUS_OUT_OF_RANGE", "surplus", () => asking({ surplusMicroUsd: -1n })],
		["SURPLUS_OUT_OF_RANGE", "surplus", () => asking({ surplusMicroUsd: 2n ** 61n })],
		[
			"INSTRUMENT_NOT_IN_TABLE",
			"holdings[0].id",
			() => ({ traderPackage: packageOf({ holdings: [{ id: 4_000, qtyLots: 1n }] }) }),
		],
	])("%s (%s, %#)", async (code, field, changes) => {
		const error = await proveSolvency(source(changes())).catch((caught: unknown) => caught);
		expect(error).toMatchObject({ name: "InputError", code, field, hint: expect.stringMatching(/\w/) });
	});

	it("RECORD_MALFORMED for a record that no leaf can hold", async () => {
		const honest = packageOf();
		const holdings = [...SOLVENT].reverse();
		const traderPackage = { ...honest, record: { ...honest.record, holdings } };
		await expect(proveSolvency(source({ traderPackage }))).rejects.toMatchObject({
			code: "RECORD_MALFORMED",
		});
	});

	it("KEY_WITNESS_MISMATCH for a key of another circuit", async () => {
		const { zkeyPath } = await sharedKey(await testCircuit("poseidon-link"));
		await expect(proveSolvency(source({ key: { ...key, zkeyPath } }))).rejects.toMatchObject({
			name: "InputError",
			code: "KEY_WITNESS_MISMATCH",
		});
	});

	it("and a table whose rows are not those of its root is a defect that names the template", async () => {
		const id = idOf("BTC");
		const row = tables.initial.rows[id] as RiskTables["initial"]["rows"][number];
		const richer = { ...row, stressMicroUsd: row.stressMicroUsd.map((value) => value + 1n) };
		const table = { ...tables.initial, rows: tables.initial.rows.with(id, richer) };
		await expect(proveSolvency(source({ table }))).rejects.toMatchObject({
			name: "InternalError",
			code: "ENGINE_CIRCUIT_DISAGREE",
			message: expect.stringContaining("AssertTreePath"),
		});
	});
});
