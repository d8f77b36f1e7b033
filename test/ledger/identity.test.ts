import { hkdfSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { loadFastPoseidon, type PoseidonHash } from "../../src/field/poseidon.ts";
import {
	createIdentity,
	type Identity,
	identityAt,
	identityToJson,
	ownerOf,
	parseEncryptionPublicKey,
	parseIdentity,
	parsePublicIdentity,
	pseudonymOf,
	publicIdentity,
	publicIdentityToJson,
} from "../../src/ledger/identity.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE, BOB, seededBytes } from "./ledger-fixtures.ts";

describe("an identity", () => {
	let circomlib: PoseidonHash;
	beforeAll(async () => {
		circomlib = await loadFastPoseidon();
	});

	test("has a secret in the field, and the same one from the same bytes", () => {
		expect(ALICE.secret).toBeGreaterThanOrEqual(1n << 128n);
		expect(ALICE.secret).toBeLessThan(FIELD_ORDER);
		expect(createIdentity(seededBytes(1))).toEqual(ALICE);
		expect(BOB.secret).not.toBe(ALICE.secret);
	});

	test("has the owner and the pseudonyms that circomlib's Poseidon gives", () => {
		expect(ALICE.owner).toBe(circomlib([1n, ALICE.secret]));
		expect(pseudonymOf(ALICE.secret, 77n)).toBe(circomlib([2n, 77n, ALICE.secret]));
	});

	test("keeps its golden owner and pseudonym", () => {
		const secret = (1n << 200n) + 12345n;
		expect(ownerOf(secret)).toBe(
			11064368884292698410090670287275021641116874015632478532972148870287501363964n,
		);
		expect(pseudonymOf(secret, 77n)).toBe(
			8295596316478478077308077384910467810525030849393506274628381485686372236928n,
		);
	});

	test("is another one at each venue, in nothing that the venue or anybody else sees", () => {
		const venues = ["sample venue", "Sample venue", "other", ""].map((venue) => identityAt(ALICE, venue));
		const all = [ALICE, ...venues];
		const views: readonly ((identity: Identity) => bigint | string)[] = [
			({ secret }) => secret,
			({ owner }) => owner,
			({ encryptionPublicKey }) => encryptionPublicKey,
			({ secret }) => pseudonymOf(secret, 77n),
		];
		for (const seen of views) {
			expect(new Set(all.map(seen)).size).toBe(all.length);
		}
		for (const { secret, owner } of venues) {
			expect(secret).toBeGreaterThanOrEqual(1n << 128n);
			expect(secret).toBeLessThan(FIELD_ORDER);
			expect(owner).toBe(circomlib([1n, secret]));
		}
		expect(identityAt(ALICE, "other")).toEqual(venues[2]);
		expect(identityAt(BOB, "other").owner).not.toBe(venues[2]?.owner);
	});

	test("derives what Node's own HKDF derives for a venue", () => {
		const bytes = hkdfSync(
			"sha256",
			Buffer.from(ALICE.secret.toString(16).padStart(64, "0"), "hex"),
			"zkmargin identity",
			"secret for one venue, version 1\0sample venue",
			48,
		);
		const secret = BigInt(`0x${Buffer.from(bytes).toString("hex")}`) % FIELD_ORDER;
		expect(identityAt(ALICE, "sample venue").secret).toBe(secret);
	});

	test("has another pseudonym in each scope, and scope 1 does not publish the owner", () => {
		expect(pseudonymOf(ALICE.secret, 1n)).not.toBe(pseudonymOf(ALICE.secret, 2n));
		expect(pseudonymOf(ALICE.secret, 1n)).not.toBe(ALICE.owner);
	});

	test("is not made from a source that returns too few bytes or only zeros", () => {
		expect(thrownBy(() => createIdentity(() => new Uint8Array(16))).code).toBe("RANDOMNESS_BROKEN");
		expect(thrownBy(() => createIdentity((count) => new Uint8Array(count))).code).toBe("RANDOMNESS_BROKEN");
	});
});

describe("an identity file", () => {
	const file = identityToJson(ALICE);

	test("reads back to the same identity, encryption key included", () => {
		expect(parseIdentity(JSON.parse(JSON.stringify(file)))).toEqual(ALICE);
	});

	test.each([
		["a secret that is not a field element", { ...file, secret: "0x12zz" }],
		["a secret beyond the field", { ...file, secret: `0x${"f".repeat(64)}` }],
		["another owner", { ...file, owner: identityToJson(BOB).owner }],
		["an unknown field", { ...file, note: "x" }],
		["no secret", { ...file, secret: undefined }],
		["another format", { ...file, format: "zkmargin-account/2" }],
	])("is refused with %s", (_what, value) => {
		expect(thrownBy(() => parseIdentity(value)).code).toBe("IDENTITY_MALFORMED");
	});

	test("is refused with a secret that somebody typed", () => {
		const weak = { ...file, secret: "123456789" };
		expect(thrownBy(() => parseIdentity(weak)).code).toBe("IDENTITY_WEAK");
	});

	test("never shows its secret in an error", () => {
		const secretDigits = file.secret.slice(2);
		for (const value of [
			{ ...file, owner: identityToJson(BOB).owner },
			{ ...file, secret: `${file.secret}0` },
			{ ...file, secret: [file.secret] },
			{ ...file, format: "zkmargin-identity/1" },
		]) {
			const error = thrownBy(() => parseIdentity(value));
			const shown = [error.message, error.hint, error.field, error.stack, String(error.cause)].join("\n");
			expect(shown).not.toContain(secretDigits);
			expect(shown).not.toContain(ALICE.secret.toString());
		}
	});
});

describe("a public identity", () => {
	test("reads back, and holds owner and encryption key only", () => {
		const json = publicIdentityToJson(publicIdentity(ALICE));
		expect(Object.keys(json).sort()).toEqual(["encryptionPublicKey", "format", "owner"]);
		expect(parsePublicIdentity(JSON.parse(JSON.stringify(json)))).toEqual(publicIdentity(ALICE));
		const forVenue = publicIdentity(ALICE, "sample venue");
		const { owner, encryptionPublicKey } = identityAt(ALICE, "sample venue");
		expect(forVenue).toEqual({ owner, encryptionPublicKey, venue: "sample venue" });
		const text = JSON.stringify(publicIdentityToJson(forVenue));
		expect(parsePublicIdentity(JSON.parse(text))).toEqual(forVenue);
	});

	test("is refused with an owner that is not a field element", () => {
		const json = { ...publicIdentityToJson(publicIdentity(ALICE)), owner: "-1" };
		expect(thrownBy(() => parsePublicIdentity(json)).code).toBe("IDENTITY_MALFORMED");
	});

	test.each([
		["too short", "0x1234"],
		["upper case", ALICE.encryptionPublicKey.toUpperCase()],
		["of small order (zero)", `0x${"0".repeat(64)}`],
		["of small order (one)", `0x01${"0".repeat(62)}`],
		["not text", 5],
	])("is refused with a key that is %s", (_what, key) => {
		expect(thrownBy(() => parseEncryptionPublicKey(key, "key")).code).toBe("ENCRYPTION_KEY_INVALID");
	});
});
