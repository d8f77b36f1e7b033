import { x25519 } from "@noble/curves/ed25519.js";
import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, test } from "vitest";
import { identityAt } from "../../src/ledger/identity.ts";
import { type LedgerAccount, traderPackageOf } from "../../src/ledger/ledger.ts";
import { openOwnPackage, openPackage, sealPackage } from "../../src/ledger/sealed-package.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE, BOB, sampleLedger, seededBytes } from "./ledger-fixtures.ts";

const LEDGER = sampleLedger();
const PACKAGE = traderPackageOf(LEDGER, 0);

function seal(seed: number, encryptionPublicKey = ALICE.encryptionPublicKey, traderPackage = PACKAGE) {
	return sealPackage({ traderPackage, encryptionPublicKey, randomBytes: seededBytes(seed) });
}

/** Flips the lowest bit of the last digit. */
function flipLast(hex: string): string {
	return hex.slice(0, -1) + (Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16);
}

describe("a sealed package", () => {
	const envelope = seal(1);
	const open = (value: unknown, identity = ALICE) => openPackage({ envelope: value, identity });

	test("opens for the identity that it was sealed to", () => {
		expect(open(JSON.parse(JSON.stringify(envelope)))).toEqual(PACKAGE);
	});

	test("does not open for another identity", () => {
		expect(thrownBy(() => open(envelope, BOB)).code).toBe("PACKAGE_NOT_FOR_THIS_IDENTITY");
	});

	test.each([
		["ledgerRoot", "PACKAGE_TAMPERED"],
		["nonce", "PACKAGE_TAMPERED"],
		["ciphertext", "PACKAGE_TAMPERED"],
		// A changed header cannot be told from a package to somebody else.
		["recipientTag", "PACKAGE_NOT_FOR_THIS_IDENTITY"],
		["ephemeralPublicKey", "PACKAGE_NOT_FOR_THIS_IDENTITY"],
	] as const)("with one bit of its %s flipped is refused", (field, code) => {
		const changed = { ...envelope, [field]: flipLast(envelope[field]) };
		expect(thrownBy(() => open(changed)).code).toBe(code);
	});

	test("with another venue in its header is refused", () => {
		expect(thrownBy(() => open({ ...envelope, venue: "another" })).code).toBe("PACKAGE_TAMPERED");
	});

	test("with an ephemeral key of small order is refused", () => {
		const changed = { ...envelope, ephemeralPublicKey: `0x${"0".repeat(64)}` };
		expect(thrownBy(() => open(changed)).code).toBe("PACKAGE_TAMPERED");
	});

	test("that is cut short is refused", () => {
		const cut = { ...envelope, ciphertext: envelope.ciphertext.slice(0, 100) };
		expect(thrownBy(() => open(cut)).code).toBe("PACKAGE_TAMPERED");
		const tiny = { ...envelope, ciphertext: "0x00" };
		expect(thrownBy(() => open(tiny)).code).toBe("PACKAGE_TAMPERED");
	});

	test.each([
		["no nonce", { ...envelope, nonce: undefined }],
		["a short nonce", { ...envelope, nonce: "0x00" }],
		["text instead of hexadecimal", { ...envelope, ciphertext: "hello" }],
		["an unknown field", { ...envelope, note: "x" }],
		["another version", { ...envelope, format: "zkmargin-sealed-package/1" }],
		["nothing in it", {}],
	])("with %s is refused", (_what, value) => {
		expect(thrownBy(() => open(value)).code).toBe("PACKAGE_MALFORMED");
	});

	test("takes the ciphertext of another package for tampering", () => {
		const other = seal(2);
		expect(thrownBy(() => open({ ...envelope, ciphertext: other.ciphertext })).code).toBe("PACKAGE_TAMPERED");
	});

	describe("opened with the secret that the trader has for all venues", () => {
		const here = identityAt(ALICE, PACKAGE.venue);

		test("opens with what that is at the package's venue, and says so", () => {
			const own = openOwnPackage({ envelope: seal(4, here.encryptionPublicKey), identity: ALICE });
			expect(own).toEqual({ traderPackage: PACKAGE, identity: here });
		});

		test("opens as it is for a venue that got it as it is", () => {
			expect(openOwnPackage({ envelope, identity: ALICE })).toEqual({
				traderPackage: PACKAGE,
				identity: ALICE,
			});
		});

		test("does not open what another venue sealed to its customer of that secret", () => {
			const there = seal(5, identityAt(ALICE, "another").encryptionPublicKey);
			const opening = () => openOwnPackage({ envelope: there, identity: ALICE });
			expect(thrownBy(opening).code).toBe("PACKAGE_NOT_FOR_THIS_IDENTITY");
		});
	});

	test("cannot be sealed to a key of small order", () => {
		expect(thrownBy(() => seal(1, `0x${"0".repeat(64)}`)).code).toBe("ENCRYPTION_KEY_INVALID");
	});

	test("tells neither its recipient nor the number of positions", () => {
		expect(JSON.stringify(envelope)).not.toContain(ALICE.encryptionPublicKey.slice(2));
		expect(seal(3).recipientTag).not.toBe(envelope.recipientTag);
		const { record } = LEDGER.accounts[0] as LedgerAccount;
		const full = Array.from({ length: 16 }, (_, at) => ({ id: 4000 + at, qtyLots: -((1n << 40n) - 1n) }));
		const fullBook = { ...PACKAGE, record: { ...record, holdings: full } };
		expect(seal(4, ALICE.encryptionPublicKey, fullBook).ciphertext).toHaveLength(envelope.ciphertext.length);
	});

	test("uses the x25519 key pair of the identity", () => {
		const publicKey = x25519.getPublicKey(ALICE.encryptionSecretKey);
		expect(publicKey).toEqual(hexToBytes(ALICE.encryptionPublicKey.slice(2)));
	});
});
