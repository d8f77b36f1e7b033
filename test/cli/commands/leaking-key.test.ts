/** A proving key that would read positions out of proofs, and one that only hash or transcript tell apart, by the real commands. */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { poseidon } from "../../../src/field/poseidon.ts";
import { createIdentity, identityToJson } from "../../../src/ledger/identity.ts";
import { commitLedger, traderPackageOf } from "../../../src/ledger/ledger.ts";
import { sealPackage } from "../../../src/ledger/sealed-package.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { fileHash } from "../../../src/node/cache/file-hash.ts";
import { KEY_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { writeLeakingKey } from "../../support/circuits/leaking-key.ts";
import { sharedCircuit, TEST_CIRCUIT_FOLDER, testCircuit } from "../../support/circuits/shared-key.ts";
import { type SmallPowersOfTau, smallPowersOfTau } from "../../support/circuits/small-powers-of-tau.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { expectCliRefusal } from "../../support/session/cli-refusal.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

const session = new CliSession();
const HOLDER = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
const ADDRESS = `0x${"1e".repeat(20)}`;
const bytes = (seed: number) => (length: number) => new Uint8Array(length).fill(seed);
const refused = (...commandLine: string[]) => expectCliRefusal(session, ...commandLine);
let small: SmallPowersOfTau;

beforeAll(async () => {
	const solvency = await sharedCircuit("solvency-8");
	const link = await testCircuit("poseidon-link");
	const wires = new Map([[solvency.publicSignals.length + 1, 1n]]);
	for (const header of ["shows", "hides"] as const) {
		await writeLeakingKey({ circuit: solvency, folder: session.path(header), wires, header });
		const linkWires = new Map([[link.publicSignals.length + 1, 1n]]);
		await writeLeakingKey({
			circuit: link,
			folder: session.path(`link-${header}`),
			wires: linkWires,
			header,
		});
	}
	small = await smallPowersOfTau(9);
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	const me = createIdentity(bytes(1));
	session.writeJson("me.json", identityToJson(me));
	const { encryptionPublicKey, owner } = me;
	const holdings = [{ id: 1, qtyLots: 100_000n }];
	const record = { owner, salt: 2n ** 200n, holdings, sizeClass: 8 } as const;
	const ledger = commitLedger({
		accounts: [{ name: "me", encryptionPublicKey, record }],
		listingHash: buildListing(SMALL_MARKET).hash,
		snapshotTimeMs: SMALL_MARKET.timeMs,
		venue: "a venue",
		hash: poseidon,
	});
	const traderPackage = traderPackageOf(ledger, 0);
	session.writeJson(
		"me.sealed.json",
		sealPackage({ traderPackage, encryptionPublicKey, randomBytes: bytes(3) }),
	);
	session.writeJson("sender.json", { privateKey: `0x${"00".repeat(31)}01` });
});
afterAll(() => session.remove());

const refusedProof = (folder: string) =>
	refused(
		...["prove", "--package", "me.sealed.json", "--identity", "me.json", "--risk", "risk"],
		...["--holder", HOLDER, "--registry", ADDRESS, "--chain-id", "31337"],
		...["--key", folder, "--out", "certificate.json"],
	);

describe.each([
	["that shows a wire", "shows", "PROVING_KEY_UNSOUND"],
	["with an honest header and sections of its maker's choice", "hides", "PROVING_KEY_NOT_TRUSTED"],
])("a key %s", (_what, folder, code) => {
	it("is refused by `prove`", async () => {
		expect(await refusedProof(folder)).toMatchObject({ code });
	});

	it("is refused by `deploy`, on a local chain too", async () => {
		session.writeJson("terms.json", {
			format: "zkmargin-deployment-terms/2",
			operator: ADDRESS,
			guardian: ADDRESS,
			publishers: [ADDRESS],
			threshold: 1,
			timelockDelaySeconds: 172_800,
			maxSkewSeconds: 600,
			ttlSeconds: 14_400,
			challengeWindowSeconds: 43_200,
			rowWindowSeconds: 21_600,
			keys: { "solvency-8": session.path(folder) },
			rowWordKey: null,
		});
		const error = await refused(
			...["deploy", "terms.json", "--risk", "risk", "--out", "deployed", "--dry-run"],
			...["--rpc", "http://127.0.0.1:1", "--sender-key", "sender.json"],
		);
		expect(error).toMatchObject({ code });
	});
});

describe.each([
	["that shows a wire", "link-shows", "PROVING_KEY_UNSOUND"],
	["with an honest header and sections of its maker's choice", "link-hides", "TRANSCRIPT_MISMATCH"],
])("a folder with a key %s", (_what, folder, code) => {
	const ground = () => [
		...["--circuit-folder", TEST_CIRCUIT_FOLDER],
		...["--ptau", small.path, "--ptau-hash", small.blake2b512],
	];

	it("is refused by `ceremony verify`", async () => {
		expect(await refused("ceremony", "verify", folder, ...ground())).toMatchObject({ code });
	});

	it("is refused by `verify-key`", async () => {
		const chain = ["--rpc", "http://127.0.0.1:1", "--verifier", ADDRESS];
		expect(await refused("verify-key", folder, ...chain, ...ground())).toMatchObject({ code });
	});
});

it("an unknown format version is malformed for `prove` and `ceremony contribute`, whatever the manifest says", async () => {
	await cp(session.path("hides"), session.path("version"), { recursive: true });
	const key = session.path("version", KEY_FILE);
	const bytes = await readFile(key);
	bytes.writeUInt32LE(2, 4);
	await writeFile(key, bytes);
	const manifest = session.readJson("version/manifest.json");
	await rm(session.path("version/manifest.json"));
	expect(await refusedProof("version")).toMatchObject({ code: "KEY_FILE_MALFORMED" });
	session.writeJson("version/manifest.json", { ...manifest, zkeySha256: await fileHash(key) });
	expect(await refusedProof("version")).toMatchObject({ code: "KEY_FILE_MALFORMED" });
	const contributing = ["ceremony", "contribute", join("version", KEY_FILE), "--name", "Ada"];
	expect(await refused(...contributing, "--out", "mine.zkey")).toMatchObject({ code: "KEY_FILE_MALFORMED" });
});

it("`ceremony verify` and `ceremony contribute` refuse the file of such a key", async () => {
	const file = join("link-shows", KEY_FILE);
	const verifying = ["ceremony", "verify", file, "--circuit", "poseidon-link"];
	const ground = [
		"--circuit-folder",
		TEST_CIRCUIT_FOLDER,
		"--ptau",
		small.path,
		"--ptau-hash",
		small.blake2b512,
	];
	expect(await refused(...verifying, ...ground)).toMatchObject({ code: "PROVING_KEY_UNSOUND" });
	const contributing = ["ceremony", "contribute", file, "--name", "Ada", "--out", "mine.zkey"];
	expect(await refused(...contributing)).toMatchObject({ code: "PROVING_KEY_UNSOUND" });
});
