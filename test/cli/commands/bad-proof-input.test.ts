/** What `prove`, `verify` and `attest` refuse before anything is proven or sent. By the real command. */
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { poseidon } from "../../../src/field/poseidon.ts";
import { createIdentity, identityToJson } from "../../../src/ledger/identity.ts";
import { commitLedger, type TraderPackage, traderPackageOf } from "../../../src/ledger/ledger.ts";
import { sealPackage } from "../../../src/ledger/sealed-package.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { marketSnapshotToJson } from "../../../src/market/snapshot/market-format.ts";
import { contextOf } from "../../../src/proof/inputs/solvency-input.ts";
import { verificationKeyHash } from "../../../src/proof/keys/verification-key.ts";
import {
	certificateToJson,
	type HealthCertificate,
} from "../../../src/proof/statements/health-certificate.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { expectCliRefusal } from "../../support/session/cli-refusal.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";
import { SIMULATOR_VERIFIER_KEY, simulateProof } from "../../support/venue/groth16-simulator.ts";

const session = new CliSession();
type Json = Record<string, unknown>;

const bytes = (seed: number) => (length: number) => new Uint8Array(length).fill(seed);
const me = createIdentity(bytes(1));
const LISTING = buildListing(SMALL_MARKET);
const REGISTRY = `0x${"1e".repeat(20)}`;
/** Of private key 1. */
const HOLDER = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

beforeAll(async () => {
	session.writeJson("market.json", marketSnapshotToJson(SMALL_MARKET));
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	session.writeJson("me.json", identityToJson(me));
	session.writeJson("stranger.json", identityToJson(createIdentity(bytes(2))));
	deliver("me.sealed.json", {});
});
afterAll(() => session.remove());

/** What a venue, honest or not, would deliver. */
function deliver(name: string, changes: Partial<TraderPackage>, sizeClass: 8 | 16 = 16): void {
	const holdings = [{ id: 1, qtyLots: 100_000n }];
	const { encryptionPublicKey, owner } = me;
	const ledger = commitLedger({
		accounts: [{ name: "me", encryptionPublicKey, record: { owner, salt: 2n ** 200n, holdings, sizeClass } }],
		listingHash: LISTING.hash,
		snapshotTimeMs: SMALL_MARKET.timeMs,
		venue: "a venue",
		hash: poseidon,
	});
	const traderPackage = { ...traderPackageOf(ledger, 0), ...changes };
	session.writeJson(name, sealPackage({ traderPackage, encryptionPublicKey, randomBytes: bytes(3) }));
}

const refused = (...commandLine: string[]) => expectCliRefusal(session, ...commandLine);

describe("prove", () => {
	const options: Record<string, string> = {
		"--package": "me.sealed.json",
		"--identity": "me.json",
		"--risk": "risk",
		"--holder": HOLDER,
		"--registry": REGISTRY,
		"--chain-id": "31337",
		"--out": "certificate.json",
	};
	const prove = (changes: Record<string, string | undefined>) =>
		refused(
			"prove",
			...Object.entries({ ...options, ...changes }).flatMap(([name, value]) =>
				value === undefined ? [] : [name, value],
			),
		);

	it.each([
		["a holder that is not an address", { "--holder": "alice.eth" }, "HOLDER_MALFORMED", "holder"],
		["a holder that is too short", { "--holder": HOLDER.slice(0, -1) }, "HOLDER_MALFORMED", "holder"],
		["a negative surplus", { "--surplus": "-0.000001" }, "SURPLUS_OUT_OF_RANGE", "surplus"],
		["a surplus of 2^61 µUSD", { "--surplus": "2305843009213.693952" }, "SURPLUS_OUT_OF_RANGE", "surplus"],
		["a surplus in scientific notation", { "--surplus": "1e3" }, "DECIMAL_MALFORMED", "surplus"],
		["a registry that is not an address", { "--registry": "0x1e" }, "ADDRESS_MALFORMED", "registry"],
		[
			"a mistyped holder, by its checksum",
			{ "--holder": HOLDER.replace("7E5F", "7E5f") },
			"ADDRESS_MALFORMED",
			"holder",
		],
		["nobody to prove to", { "--registry": undefined }, "SCOPE_UNCLEAR", "scope"],
		["two scopes", { "--scope": `0x${"00".repeat(32)}` }, "SCOPE_UNCLEAR", "scope"],
		[
			"an identity that the package is not for",
			{ "--identity": "stranger.json" },
			"PACKAGE_NOT_FOR_THIS_IDENTITY",
			"recipientTag",
		],
		[
			"an identity file that is none",
			{ "--identity": "market.json" },
			"IDENTITY_MALFORMED",
			expect.any(String),
		],
		["a package file that is none", { "--package": "market.json" }, "PACKAGE_MALFORMED", expect.any(String)],
		[
			"a folder without tables",
			{ "--risk": "nowhere" },
			"FILE_NOT_FOUND",
			expect.stringContaining("nowhere"),
		],
		["a prover that is not installed", { "--prover": "rapidsnark" }, "PROVER_UNAVAILABLE", "prover"],
	])("is refused with %s", async (_what, changes, code, field) => {
		expect(await prove(changes)).toMatchObject({ code, field });
	});

	it.each<[string, Parameters<typeof deliver>[1], Parameters<typeof deliver>[2], string, string]>([
		["a record that is not in its ledger", { index: 1 }, 16, "RECORD_NOT_IN_LEDGER", "package"],
		["a record of another root", { ledgerRoot: 7n }, 16, "RECORD_NOT_IN_LEDGER", "package"],
		[
			"a record of another listing",
			{ listingHash: `0x${"22".repeat(32)}` },
			16,
			"LISTING_MISMATCH",
			"listing",
		],
		[
			"a ledger newer than the table",
			{ snapshotTimeMs: SMALL_MARKET.timeMs + 1 },
			16,
			"TABLE_BEFORE_LEDGER",
			"table",
		],
	])("is refused with %s", async (_what, changes, sizeClass, code, field) => {
		deliver("odd.sealed.json", changes, sizeClass);
		expect(await prove({ "--package": "odd.sealed.json" })).toMatchObject({ code, field });
	});

	it("is refused with a truncated or changed package", async () => {
		const text = session.readText("me.sealed.json");
		writeFileSync(session.path("odd.sealed.json"), text.slice(0, -10));
		expect(await prove({ "--package": "odd.sealed.json" })).toMatchObject({ code: "JSON_MALFORMED" });
		const sealed = session.readJson("me.sealed.json");
		const ciphertext = `0x${String(sealed.ciphertext).slice(4)}`;
		session.writeJson("odd.sealed.json", { ...sealed, ciphertext });
		expect(await prove({ "--package": "odd.sealed.json" })).toMatchObject({ code: "PACKAGE_TAMPERED" });
	});

	it("is refused with an identity that others may read", async () => {
		session.writeJson("exposed.json", identityToJson(me), 0o644);
		expect(await prove({ "--identity": "exposed.json" })).toMatchObject({
			code: "SECRET_FILE_EXPOSED",
			hint: "chmod 600 exposed.json",
		});
	});
});

/** Well-formed, and a proof of nothing: its key is a simulator's. */
function certificate(): Json {
	const { verificationKey } = SIMULATOR_VERIFIER_KEY;
	const signals = [2n, 3n, 4n, 5n, contextOf(HOLDER, 0n)];
	const [pseudonym, ledgerRoot, riskRoot, scope] = signals as [bigint, bigint, bigint, bigint];
	const value: HealthCertificate = {
		statement: {
			...{ level: "initial", holder: HOLDER, surplusMicroUsd: 0n, pseudonym, ledgerRoot, riskRoot, scope },
			...{ listingHash: LISTING.hash, ledgerTimeMs: 1, riskTimeMs: 2, venue: "a venue" },
		},
		circuit: {
			name: "solvency-16",
			circuitHash: "00".repeat(32),
			verificationKeyHash: verificationKeyHash(verificationKey),
		},
		keyKind: "ceremony",
		verificationKey,
		proof: simulateProof(signals),
		publicSignals: signals.map(String),
	};
	return JSON.parse(JSON.stringify(certificateToJson(value))) as Json;
}

describe("verify", () => {
	const proof = certificate().proof as Json;

	it("does not believe a key that somebody made for the occasion", async () => {
		session.writeJson("simulated.json", certificate());
		const { code, json } = await session.runJson("verify", "simulated.json", "--proof-only");
		expect({ code, outcome: json.outcome, holds: json.holds }).toEqual({
			code: 3,
			outcome: "incomplete",
			holds: false,
		});
		const missing = (json.findings as unknown as Json[]).filter(({ severity }) => severity === "missing");
		expect(missing).toMatchObject([{ code: "VERIFICATION_KEY_UNKNOWN" }]);
		const words = await session.run("verify", "simulated.json", "--proof-only");
		expect(words.stdout).toContain("NOT FULLY CHECKED");
		expect(words.stdout).toContain("give --key-hash <sha256> or --key <folder>");
	});

	it.each<[string, string, string]>([
		["a truncated file", JSON.stringify(certificate()).slice(0, -100), "JSON_MALFORMED"],
		["a file of another kind", JSON.stringify(identityToJson(me)), "CERTIFICATE_MALFORMED"],
		["an empty file", "", "JSON_MALFORMED"],
		[
			"a proof that lacks a point",
			JSON.stringify({ ...certificate(), proof: { pi_a: ["1", "2", "1"] } }),
			"PROOF_MALFORMED",
		],
		[
			"a proof with a coordinate that is no number",
			JSON.stringify({ ...certificate(), proof: { ...proof, pi_a: ["NaN", "2", "1"] } }),
			"PROOF_MALFORMED",
		],
		["a proof without signals", JSON.stringify({ ...certificate(), publicSignals: null }), "PROOF_MALFORMED"],
		[
			"a truncated key",
			JSON.stringify({ ...certificate(), verificationKey: {} }),
			"VERIFICATION_KEY_MALFORMED",
		],
		["more than 64 kB", JSON.stringify({ padding: "x".repeat(65_536) }), "FILE_TOO_LARGE"],
	])("is refused with %s", async (_what, text, code) => {
		writeFileSync(session.path("bad.json"), text);
		expect(await refused("verify", "bad.json")).toMatchObject({ code, field: expect.stringMatching(/\w/) });
	});

	it("is refused for a circuit that does not exist, in whatever folder", async () => {
		for (const name of ["solvency-17", "../../solvency-16"]) {
			session.writeJson("bad.json", {
				...certificate(),
				circuit: { ...(certificate().circuit as Json), name },
			});
			expect(await refused("verify", "bad.json")).toMatchObject({
				code: "CIRCUIT_UNKNOWN",
				field: "circuit",
			});
		}
	});

	it("is refused with an epoch file of another kind", async () => {
		session.writeJson("simulated.json", certificate());
		const ledger = ["--ledger-epoch", "risk/epoch.json"];
		expect(await refused("verify", "simulated.json", ...ledger)).toMatchObject({
			code: "LEDGER_EPOCH_MALFORMED",
		});
		const risk = ["--risk-epoch", "me.sealed.json"];
		expect(await refused("verify", "simulated.json", ...risk)).toMatchObject({
			code: "RISK_EPOCH_MALFORMED",
		});
	});
});

describe("attest", () => {
	const privateKey = `0x${"1".padStart(64, "0")}`;
	const attest = (rpc: string, keyFile: string, venue = REGISTRY) =>
		refused(
			...["attest", "simulated.json", "--rpc", rpc, "--sender-key", keyFile],
			...["--registry", REGISTRY, "--venue", venue],
		);

	it("is refused with a key file that is none, is another's, or may be read by others", async () => {
		session.writeJson("simulated.json", certificate());
		session.writeJson("key.json", { privateKey: "0x01" });
		session.writeJson("other-key.json", { privateKey: `0x${"2".padStart(64, "0")}` });
		session.writeJson("exposed-key.json", { privateKey }, 0o640);
		const node = "http://127.0.0.1:9";
		expect(await attest(node, "key.json")).toMatchObject({
			code: "SENDER_KEY_MALFORMED",
			field: "sender-key",
		});
		expect(await attest(node, "other-key.json")).toMatchObject({ code: "HOLDER_NOT_SENDER" });
		expect(await attest(node, "exposed-key.json")).toMatchObject({ code: "SECRET_FILE_EXPOSED" });
		expect(session.printed).not.toContain(privateKey.slice(2));
	});

	it("is refused with a venue that is a name", async () => {
		session.writeJson("my-key.json", { privateKey });
		expect(await attest("http://127.0.0.1:9", "my-key.json", "venue.eth")).toMatchObject({
			code: "ADDRESS_MALFORMED",
			field: "venue",
		});
	});

	it("is refused with an address that is no node's", async () => {
		session.writeJson("my-key.json", { privateKey });
		expect(await attest("localhost", "my-key.json")).toMatchObject({
			code: "RPC_URL_MALFORMED",
			field: "rpc",
		});
	});
});
