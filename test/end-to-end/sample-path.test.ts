/** The README's path, each command a process of its own, up to a registry that believes the proof. */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareVerifierCode } from "../../src/chain/deploy/verifier-code.ts";
import { publishLedgerEpoch } from "../../src/chain/epochs/publish-epochs.ts";
import {
	consentNonce,
	consentTypedData,
	signConsent,
	submitAttestation,
} from "../../src/chain/registry/attest.ts";
import { isSolvent } from "../../src/chain/registry/read-solvency.ts";
import type { DemoChain } from "../../src/cli/demo/demo-chain.ts";
import { readLedgerEpoch } from "../../src/cli/folders/ledger-folder.ts";
import { readRiskEpoch, readRiskFolder } from "../../src/cli/folders/risk-folder.ts";
import { compiledVerifier } from "../../src/cli/keys/compiled-verifier.ts";
import { parseLedgerEpoch } from "../../src/ledger/ledger-epoch.ts";
import { SAMPLE_TIME_MS } from "../../src/market/sample/sample-settings.ts";
import { type HealthCertificate, parseCertificate } from "../../src/proof/statements/health-certificate.ts";
import { verifyCertificate } from "../../src/proof/statements/verify-certificate.ts";
import { sharedCircuit, sharedKey, testCircuit } from "../support/circuits/shared-key.ts";
import type { CliSession, JsonNode } from "../support/session/cli-session.ts";
import { jsonLeaves, withChangedLeaf } from "../support/session/json-leaves.ts";
import {
	HOLDER_KEY,
	type ProvenPath,
	STRANGER_KEY,
	SURPLUS_USD,
	walkProvenPath,
} from "../support/venue/proven-path.ts";
import { LEDGER_TIME_MS } from "../support/venue/sample-path.ts";
import { refusalOf } from "../support/venue/venue-fixture.ts";

const SURPLUS_MICRO_USD = BigInt(SURPLUS_USD) * 1_000_000n;

let path: ProvenPath;
let session: CliSession;
let onChain: DemoChain;
let certificate: HealthCertificate;

beforeAll(async () => {
	path = await walkProvenPath();
	({ session, onChain, certificate } = path);
});
afterAll(() => path?.close());

const check = (identity: string, ...options: string[]) =>
	session.runJson(
		...["ledger", "check", "--package", "ledger-packages/hedged-options.sealed.json"],
		...["--identity", identity, "--epoch", "ledger", "--listing", "risk/listing.json", ...options],
	);

describe("the commands of the README", () => {
	it("answer with JSON that says what was made", () => {
		const root = expect.stringMatching(/^0x[0-9a-f]{64}$/);
		expect(path.answers.get("market sample")).toMatchObject({
			file: "market.json",
			marketHash: root,
			dropped: [],
		});
		expect(path.answers.get("risk build")).toMatchObject({
			folder: "risk",
			listingHash: root,
			marketHash: path.answers.get("market sample")?.marketHash,
			parametersHash: root,
			maintenanceRoot: root,
			initialRoot: root,
		});
		expect(path.answers.get("identity new")).toMatchObject({ secretFile: "other.json", owner: root });
		expect(path.answers.get("ledger build")).toMatchObject({
			ledgerRoot: session.readJson("ledger/epoch.json").ledgerRoot,
			accounts: 2,
			snapshotTimeMs: LEDGER_TIME_MS,
		});
		expect(path.answers.get("ledger deliver")?.files).toHaveLength(2);
		expect(path.proved).toMatchObject({ code: 0, json: { holds: true, certificate: "certificate.json" } });
		expect(path.proved.json.publicSignals).toEqual(certificate.publicSignals);
	});

	it("keep files with secrets readable by their owner only", () => {
		const mode = (name: string) => statSync(session.path(name)).mode & 0o777;
		for (const name of ["me.json", "other.json", "ledger/ledger.json"]) expect(mode(name)).toBe(0o600);
		for (const name of ["me.public.json", "ledger/epoch.json", "certificate.json"]) {
			expect(mode(name) & 0o400).toBe(0o400);
		}
	});

	it("let no venue register a public identity that is for another", async () => {
		const built = await session.runJson(
			...["ledger", "build", "--accounts", "ledger-accounts/hedged-options.json"],
			...["--owner", "hedged-options=me.public.json", "--listing", "risk/listing.json"],
			...["--venue", "another venue", "--out", "another-ledger"],
		);
		expect(built).toMatchObject({ code: 2, json: { error: { code: "IDENTITY_OF_ANOTHER_VENUE" } } });
		expect(session.files()).not.toContain("another-ledger");
	});

	it("let a trader see that the venue committed to what they hold, or to something else", async () => {
		const held = await check("me.json", "--account", "hedged-options.json");
		expect(held).toMatchObject({ code: 0, json: { holds: true, findings: [] } });
		expect(held.json.holdings).toContainEqual({ instrument: "BTC-PERPETUAL", size: "-2.5" });
		expect(await check("me.json", "--account", "insolvent.json")).toMatchObject({
			code: 1,
			json: { holds: false },
		});
		expect(await check("other.json")).toMatchObject({
			code: 2,
			json: { error: { code: "PACKAGE_NOT_FOR_THIS_IDENTITY" } },
		});
		const ofLater = await check("me.json", "--epoch", "later-ledger");
		expect(ofLater).toMatchObject({ code: 1, json: { holds: false } });
		const codes = (ofLater.json.findings as unknown as { code: string }[]).map(({ code }) => code);
		expect(new Set(codes)).toEqual(new Set(["RECORD_NOT_IN_LEDGER", "EPOCH_MISMATCH"]));
	});

	it("margin an account, with a trade added, and say no with exit code 1", async () => {
		const margin = (account: string, ...options: string[]) =>
			session.runJson("margin", "--account", `${account}.json`, "--risk", "risk", ...options);
		const plain = await margin("hedged-options");
		const added = await margin("hedged-options", "--add", "BTC-PERPETUAL:-0.5");
		expect(plain).toMatchObject({ code: 0, json: { holds: true, level: "maintenance" } });
		expect(added.code).toBe(0);
		expect(added.json.freeCollateralUsd).not.toBe(plain.json.freeCollateralUsd);
		expect(await margin("insolvent")).toMatchObject({ code: 1, json: { holds: false } });
		expect(await margin("hedged-options", "--surplus", "9000000")).toMatchObject({
			code: 1,
			json: { holds: false, atZeroSurplus: { accepted: true }, atSurplus: { reason: "SHORTFALL" } },
		});
	});

	it("answer with exit code 1 and write nothing when the account is not solvent", async () => {
		const before = session.files();
		const insolvent = path.prove("ledger-packages/insolvent.sealed.json", "other.json", "never.json");
		expect(await session.runJson(...insolvent)).toMatchObject({
			code: 1,
			json: {
				holds: false,
				reason: "SHORTFALL",
				level: "initial",
				surplusMicroUsd: SURPLUS_MICRO_USD.toString(),
				shortfallMicroUsd: expect.stringMatching(/^[1-9][0-9]+$/),
				worstStress: { scenario: expect.stringContaining("%") },
			},
		});
		expect(session.files()).toEqual(before);
	});

	it("refuse to prove for a ledger that is newer than the prices, and to overwrite a certificate", async () => {
		const before = session.files();
		const text = session.readText("certificate.json");
		const sealed = "later-ledger-packages/hedged-options.sealed.json";
		expect(await session.runJson(...path.prove(sealed, "me.json", "never.json"))).toMatchObject({
			code: 2,
			json: { error: { code: "TABLE_BEFORE_LEDGER", field: "table" } },
		});
		expect(await session.runJson(...path.prove(sealed, "me.json", "certificate.json"))).toMatchObject({
			code: 2,
			json: { error: { code: "FILE_EXISTS", field: "certificate.json" } },
		});
		expect(session.files()).toEqual(before);
		expect(session.readText("certificate.json")).toBe(text);
	});
});

describe("the certificate", () => {
	const verify = (...options: string[]) => session.runJson("verify", "certificate.json", ...options);
	const epochs = ["--ledger-epoch", "ledger/epoch.json", "--risk-epoch", "risk/epoch.json"];

	it("holds against the posted epochs, in JSON and in words", async () => {
		const { code, json } = await verify(...epochs);
		expect({ code, holds: json.holds }).toEqual({ code: 0, holds: true });
		expect(json.findings).toMatchObject([{ severity: "warning", code: "KEY_DEVELOPMENT" }]);
		expect(json.statement).toMatchObject({
			level: "initial",
			holder: onChain.holder.address,
			surplusMicroUsd: SURPLUS_MICRO_USD.toString(),
			venue: "sample venue",
		});
		const words = await session.run("verify", "certificate.json", ...epochs);
		expect(words.code).toBe(0);
		expect(words.stdout).toContain("some account of sample venue is solvent at initial level");
		expect(words.stdout).toContain("with 250,000.00 USD to spare");
	});

	it("is not fully checked without the posted epochs, unless only the proof is asked about", async () => {
		const alone = await verify();
		expect({ code: alone.code, outcome: alone.json.outcome }).toEqual({ code: 3, outcome: "incomplete" });
		expect(alone.json.findings).toMatchObject([
			{ severity: "warning", code: "KEY_DEVELOPMENT" },
			{ severity: "missing", code: "LEDGER_NOT_COMPARED" },
			{ severity: "missing", code: "TABLE_NOT_COMPARED" },
		]);
		const proofOnly = await verify("--proof-only");
		expect(proofOnly.code).toBe(0);
		expect(Object.values(proofOnly.json.unchecked ?? {})).toEqual([
			"venue",
			"ledgerTimeMs",
			"level",
			"riskTimeMs",
			"listingHash",
		]);
	});

	it("does not hold against another epoch, nor under another key", async () => {
		const otherEpoch = await verify("--ledger-epoch", "later-ledger", "--risk-epoch", "risk");
		expect(otherEpoch.code).toBe(1);
		expect(otherEpoch.json.findings).toContainEqual(expect.objectContaining({ code: "LEDGER_DIFFERS" }));
		const otherKey = await verify(...epochs, "--key-hash", "00".repeat(32));
		expect(otherKey.code).toBe(1);
		expect(otherKey.json.findings).toContainEqual(
			expect.objectContaining({ severity: "failure", code: "VERIFICATION_KEY_NOT_TRUSTED" }),
		);
	});

	it("does not hold with any signal, proof element or statement field changed by one character", async () => {
		const file = session.readJson("certificate.json");
		const known = {
			trustedVerificationKeyHash: certificate.circuit.verificationKeyHash,
			ledgerEpoch: await readLedgerEpoch(session.path("ledger")),
			riskEpoch: await readRiskEpoch(session.path("risk")),
		};
		expect((await verifyCertificate({ certificate, ...known })).holds).toBe(true);
		const leaves = jsonLeaves(file).filter(([part]) =>
			["statement", "publicSignals", "proof", "verificationKey"].includes(String(part)),
		);
		expect(leaves.length).toBeGreaterThan(40);
		const believed: string[] = [];
		for (const leaf of leaves) {
			const changed = withChangedLeaf(file, leaf);
			let holds: boolean;
			try {
				holds = (await verifyCertificate({ certificate: parseCertificate(changed), ...known })).holds;
			} catch (error) {
				expect(error).toMatchObject({ name: "InputError", code: expect.stringMatching(/_MALFORMED$/) });
				holds = false;
			}
			if (holds) believed.push(leaf.join("."));
		}
		expect(believed).toEqual([]);
	});
});

describe("the registry", () => {
	const request = () => ({
		venue: onChain.venue.venueLedger,
		ledgerEpoch: 1,
		riskEpoch: 1,
		level: "initial" as const,
		pseudonym: certificate.statement.pseudonym,
		holder: onChain.holder.address,
		sizeClass: 16 as const,
		surplusMicroUsd: SURPLUS_MICRO_USD,
		deadlineMs: SAMPLE_TIME_MS + 4 * 3_600_000,
	});
	const submit = (sender = onChain.holder, changes: object = {}, signature?: string) =>
		submitAttestation({
			sender,
			registry: onChain.venue.registry,
			attestation: { ...request(), ...changes },
			proof: certificate.proof,
			signature,
		});
	const ask = (holder: string) =>
		isSolvent({
			runner: onChain.chain.provider,
			registry: onChain.venue.registry,
			holder,
			level: "initial",
			minSurplusMicroUsd: SURPLUS_MICRO_USD,
			maxAgeSeconds: 4 * 3_600,
		});
	const postLedger = (name: string) =>
		publishLedgerEpoch({
			operator: onChain.chain.signers[1] as DemoChain["holder"],
			venueLedger: onChain.venue.venueLedger,
			ledger: parseLedgerEpoch(session.readJson(`${name}/epoch.json`)),
		});

	it("is not asked while its node is away or the roots are not posted", async () => {
		expect(await session.runJson(...path.attest("holder-key.json", "http://127.0.0.1:9"))).toMatchObject({
			code: 75,
			json: { error: { code: "CHAIN_UNREACHABLE" } },
		});
		expect(await session.runJson(...path.attest("holder-key.json"))).toMatchObject({
			code: 2,
			json: { error: { code: "LEDGER_ROOT_NOT_POSTED" } },
		});
	});

	it("takes the proof from a relayer only with the holder's signature", async () => {
		await postLedger("ledger");
		const { readTable, readEpochCommitments } = await readRiskFolder(session.path("risk"));
		const tables = { maintenance: await readTable("maintenance"), initial: await readTable("initial") };
		await onChain.postTables(tables, await readEpochCommitments());
		const restore = await onChain.chain.snapshot();
		const { registry } = onChain.venue;
		expect(await refusalOf(submit(onChain.stranger))).toMatchObject({ errorName: "HolderConsentInvalid" });

		const nonce = await consentNonce({ runner: onChain.stranger, registry, holder: onChain.holder.address });
		const attestation = request();
		const consent = consentTypedData({ chainId: onChain.chain.chainId, registry, attestation, nonce });
		await submit(onChain.stranger, {}, await signConsent(onChain.holder, consent));
		expect(await ask(onChain.holder.address)).toBe(true);
		expect(await ask(onChain.stranger.address)).toBe(false);
		await restore();
		expect(await ask(onChain.holder.address)).toBe(false);
	});

	it("refuses a changed surplus, and the proof in another holder's hands", async () => {
		const flipped = { surplusMicroUsd: SURPLUS_MICRO_USD + 1n };
		expect(await refusalOf(submit(onChain.holder, flipped))).toMatchObject({ errorName: "ProofRejected" });
		const stolen = { holder: onChain.stranger.address };
		expect(await refusalOf(submit(onChain.stranger, stolen))).toMatchObject({ errorName: "ProofRejected" });
		expect(await session.runJson(...path.attest("stranger-key.json"))).toMatchObject({
			code: 2,
			json: { error: { code: "HOLDER_NOT_SENDER", field: "sender-key" } },
		});
	});

	it("accepts it from the holder, by the command, and then answers", async () => {
		expect(await ask(onChain.holder.address)).toBe(false);
		const { code, json } = await session.runJson(...path.attest("holder-key.json"));
		expect(json).toEqual({
			holds: true,
			transactionHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
			gasUsed: expect.stringMatching(/^[0-9]+$/),
			validUntilMs: LEDGER_TIME_MS + 4 * 3_600_000,
		});
		expect(code).toBe(0);
		expect(await ask(onChain.holder.address)).toBe(true);
		expect(await ask(onChain.stranger.address)).toBe(false);
	});

	it("stands up to an audit: the command verifies the recorded attestation again, from the chain alone", async () => {
		const audited = await session.runJson(...path.audit(await onChain.chain.provider.getBlockNumber()));
		expect(audited).toMatchObject({
			code: 0,
			json: {
				...{ holds: true, attestations: 1, verified: 1, findings: [] },
				covered: [{ holder: onChain.holder.address, verified: true }],
			},
		});
		expect(await session.runJson(...path.audit(0), "--key", "certificate.json")).toMatchObject({ code: 2 });
	});

	it("refuses a ledger newer than the table, and the ledger before it as stale", async () => {
		// The clock of the chain has long passed its snapshot: each block is at least a second later.
		await postLedger("later-ledger");
		const newer = await refusalOf(submit(onChain.holder, { ledgerEpoch: 2 }));
		expect(newer).toMatchObject({ errorName: "TableBeforeLedger" });
		expect(await refusalOf(submit())).toMatchObject({ errorName: "LedgerEpochNotNewest" });
		expect(await session.runJson(...path.attest("holder-key.json"))).toMatchObject({
			code: 2,
			json: { error: { code: "LEDGER_ROOT_NOT_POSTED" } },
		});
	});
});

describe("a key given by its folder", () => {
	const hedged = ["ledger-packages/hedged-options.sealed.json", "me.json"] as const;
	let keyFolder: string;
	beforeAll(async () => {
		keyFolder = dirname((await sharedKey(await sharedCircuit("solvency-16"))).zkeyPath);
	});

	it("proves, and is what `verify` trusts", async () => {
		const proved = await session.runJson(...path.prove(...hedged, "given-key.json"), "--key", keyFolder);
		expect(proved).toMatchObject({ code: 0, json: { holds: true } });
		const verify = (...options: string[]) =>
			session.runJson("verify", "given-key.json", "--proof-only", ...options);
		expect(await verify("--key", keyFolder)).toMatchObject({ code: 0, json: { holds: true } });
		expect(await verify("--key", keyFolder, "--key-hash", "00".repeat(32))).toMatchObject({
			code: 2,
			json: { error: { code: "USAGE" } },
		});
	});

	it("is refused when it is missing or of another circuit", async () => {
		const other = dirname((await sharedKey(await testCircuit("poseidon-link"))).zkeyPath);
		for (const [folder, code] of [
			["nowhere", "FILE_UNREADABLE"],
			[other, "KEY_CIRCUIT_MISMATCH"],
		] as const) {
			const proving = [...path.prove(...hedged, "refused.json"), "--key", folder];
			expect(await session.runJson(...proving)).toMatchObject({ code: 2, json: { error: { code } } });
		}
		expect(session.files()).not.toContain("refused.json");
	});

	it("gives the code of the verifier that was deployed, byte for byte", async () => {
		const key = await sharedKey(await sharedCircuit("solvency-16"));
		const verdict = await compareVerifierCode({
			provider: onChain.chain.provider,
			address: onChain.venue.verifiers[0] as `0x${string}`,
			expectedCode: (await compiledVerifier(key)).runtimeCode,
		});
		expect(verdict).toEqual({ matches: true, metadata: "same" });
	});
});

describe("after all of this", () => {
	it("no secret was printed or written into a public file", () => {
		const salts = session.readJson("ledger/ledger.json").accounts as unknown as JsonNode[];
		const secrets = [
			...["me.json", "other.json"].map((name) => String(session.readJson(name).secret)),
			...salts.map((account) => String(account.record?.salt)),
			HOLDER_KEY,
			STRANGER_KEY,
		];
		const publicFiles = session
			.files()
			.filter((name) => /public|epoch|certificate|sealed/.test(name) && name.endsWith(".json"))
			.map((name) => session.readText(name));
		expect(publicFiles.length).toBeGreaterThan(6);
		for (const secret of secrets) {
			for (const form of [secret.replace(/^0x0*/, ""), BigInt(secret).toString()]) {
				for (const text of [session.printed, ...publicFiles]) expect(text.includes(form)).toBe(false);
			}
		}
	});

	it("nothing half-written is left behind", () => {
		expect(session.files().filter((name) => name.includes(".tmp") || name.startsWith("never"))).toEqual([]);
	});
});
