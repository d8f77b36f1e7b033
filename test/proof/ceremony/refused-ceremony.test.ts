import { copyFile, mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { inverseOf } from "../../../src/field/modular-power.ts";
import { finishCeremony, verifyFinishedKey } from "../../../src/proof/ceremony/finish-ceremony.ts";
import { checkPowersOfTau, type PowersOfTau } from "../../../src/proof/ceremony/powers-of-tau.ts";
import { applyBeacon, contributeToKey } from "../../../src/proof/ceremony/run-ceremony.ts";
import { verifyContributedKey } from "../../../src/proof/ceremony/verify-ceremony.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { KEY_FILE } from "../../../src/proof/keys/key-manifest.ts";
import { requireTrustedKey } from "../../../src/proof/keys/key-trust.ts";
import { loadProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { readBytes, withFile } from "../../../src/proof/snarkjs/iden3-file.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { BASE_FIELD_ORDER, ZKEY_SECTION } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { coordinate, writeMatchingManifest } from "../../support/circuits/leaking-key.ts";
import { testCircuit } from "../../support/circuits/shared-key.ts";
import { damagedCopy, smallPowersOfTau } from "../../support/circuits/small-powers-of-tau.ts";
import {
	BEACON,
	CONTRIBUTION_BYTES,
	expectInputError,
	LINK_POWER,
	NAMES,
	offsetOfContribution,
	runSmallCeremony,
	type SmallCeremony,
	sectionOf,
	swapFirstPoints,
} from "./small-ceremony.ts";

let ceremony: SmallCeremony;
let circuit: CompiledCircuit;
let powersOfTau: PowersOfTau;
let cacheFolder: string;

beforeAll(async () => {
	ceremony = await runSmallCeremony();
	({ circuit, powersOfTau, cacheFolder } = ceremony);
});

afterAll(() => ceremony.remove());

const key = (steps: number) => ceremony.key(steps);
const path = (name: string) => ceremony.path(name);
const verify = (zkeyPath: string, previousPath?: string) => ceremony.verify(zkeyPath, previousPath);

/** Two coordinates of a key file. */
async function readCoordinates(zkeyPath: string, offset: number): Promise<bigint[]> {
	const bytes = await withFile(zkeyPath, (file) => readBytes(file, offset, 64));
	const inverseRadix = inverseOf((1n << 256n) % BASE_FIELD_ORDER, BASE_FIELD_ORDER);
	return [bytes.subarray(0, 32), bytes.subarray(32)].map(
		(half) => (BigInt(`0x${Buffer.from(half).reverse().toString("hex")}`) * inverseRadix) % BASE_FIELD_ORDER,
	);
}

describe("a ceremony is refused", () => {
	it("when nobody contributed", async () => {
		await expectInputError(verify(key(0)), "KEY_UNCONTRIBUTED");
		await expectInputError(
			applyBeacon({ zkeyPath: key(0), outPath: path("x.zkey"), ...BEACON }),
			"KEY_UNCONTRIBUTED",
		);
	});

	it("when a contribution was damaged, at any of its parts", async () => {
		const damaged = path("damaged.zkey");
		const names = ["deltaAfter", "s", "sx", "spx", "transcript"];
		for (const number of [1, 2, 3]) {
			const start = await offsetOfContribution(key(4), number);
			for (const [i, at] of [0, 64, 128, 192, 320].entries()) {
				await damagedCopy(key(4), damaged, start + at);
				await expect(verify(damaged), `${names[i]} of ${number}`).rejects.toMatchObject({
					code: "CONTRIBUTION_INVALID",
				});
			}
		}
	});

	it("when a contribution was replaced by another valid one, and says whose it was", async () => {
		const other = path("other.zkey");
		await contributeToKey({ zkeyPath: key(0), outPath: other, name: "Mallory" });
		const from = await offsetOfContribution(other, 1);
		const to = await offsetOfContribution(key(4), 1);
		const forged = path("forged.zkey");
		await copyFile(key(4), forged);
		const bytes = (await readFile(other)).subarray(from, from + 388);
		const file = await open(forged, "r+");
		await file.write(bytes, 0, bytes.length, to);
		await file.close();
		await expect(verify(forged)).rejects.toMatchObject({
			code: "CONTRIBUTION_INVALID",
			message: expect.stringContaining('of "Blaise" (number 2)'),
		});
	});

	it("in a folder whose manifest lists that contribution too, and such a key is not proven with", async () => {
		const other = path("eve.zkey");
		await contributeToKey({ zkeyPath: key(0), outPath: other, name: "Eve" });
		const from = await offsetOfContribution(other, 1);
		const to = await offsetOfContribution(key(4), 1);
		const folder = path("not-in-the-chain");
		await mkdir(folder);
		const bytes = await readFile(key(4));
		// Names are as long, so that the contribution of Eve takes the place of Ada's.
		bytes.set((await readFile(other)).subarray(from, from + CONTRIBUTION_BYTES + "12Eve".length), to);
		await writeFile(join(folder, KEY_FILE), bytes);
		const { source, power, blake2b512 } = powersOfTau;
		await writeMatchingManifest(folder, circuit, { source, power, blake2b512 });
		const loaded = await loadProvingKey(join(folder, KEY_FILE), circuit);
		expect(loaded.manifest).toMatchObject({
			kind: "ceremony",
			transcript: { contributions: [{ name: "Eve" }, {}, {}] },
		});
		const trusting = () => requireTrustedKey({ key: loaded, circuit, cacheFolder });
		await expectInputError(trusting(), "PROVING_KEY_NOT_TRUSTED");
		await expectInputError(
			verifyFinishedKey({ folder, circuit, powersOfTau, cacheFolder }),
			"CONTRIBUTION_INVALID",
		);
		await expectInputError(trusting(), "PROVING_KEY_NOT_TRUSTED");
	});

	it("when the key's points do not follow from the contributions", async () => {
		for (const section of [ZKEY_SECTION.privatePoints, ZKEY_SECTION.h, ZKEY_SECTION.a]) {
			const swapped = path(`swapped-${section}.zkey`);
			await swapFirstPoints(key(4), swapped, section);
			await expectInputError(verify(swapped), "CONTRIBUTION_INVALID");
		}
	});

	it("when the beacon is not what its value gives", async () => {
		const start = await offsetOfContribution(key(4), 4);
		const forged = path("beacon-forged.zkey");
		// The last byte of the file is the last of the beacon's value.
		await damagedCopy(key(4), forged, -1);
		expect((await readFile(forged)).length).toBeGreaterThan(start);
		await expect(verify(forged)).rejects.toMatchObject({
			code: "CONTRIBUTION_INVALID",
			message: expect.stringContaining("beacon"),
		});
	});

	it("when a contribution is missing, replaced or not added", async () => {
		await expectInputError(verify(key(2), key(2)), "CONTRIBUTION_NOT_NEXT");
		await expectInputError(verify(key(2), key(3)), "CONTRIBUTION_NOT_NEXT");
		const replaced = path("replaced.zkey");
		await contributeToKey({ zkeyPath: key(0), outPath: replaced, name: NAMES[0] });
		await expectInputError(verify(replaced, key(1)), "CONTRIBUTION_NOT_NEXT");
	});

	it("when it is not finished, or closed already", async () => {
		const request = { circuit, powersOfTau, outFolder: path("not-finished"), cacheFolder };
		await expectInputError(finishCeremony({ ...request, zkeyPath: key(3) }), "CEREMONY_UNFINISHED");
		await expectInputError(finishCeremony({ ...request, zkeyPath: key(0) }), "KEY_UNCONTRIBUTED");
		const outPath = path("late.zkey");
		await expectInputError(contributeToKey({ zkeyPath: key(4), outPath, name: "Late" }), "CEREMONY_CLOSED");
		await expectInputError(applyBeacon({ zkeyPath: key(4), outPath, ...BEACON }), "CEREMONY_CLOSED");
	});

	it("when snarkjs put a beacon in the middle or alone", async () => {
		const request = { circuit, powersOfTau, outFolder: path("odd"), cacheFolder };
		const { source, valueHex } = BEACON;
		const [alone, middle] = [path("alone.zkey"), path("middle.zkey")];
		await withSnarkjs(async ({ zKey }) => {
			await zKey.beacon(key(0), alone, source, valueHex, 10);
			await zKey.contribute(key(4), path("after.zkey"), "late", "entropy");
			await zKey.beacon(path("after.zkey"), middle, source, valueHex, 10);
		});
		await expectInputError(finishCeremony({ ...request, zkeyPath: alone }), "CEREMONY_UNFINISHED");
		await expectInputError(finishCeremony({ ...request, zkeyPath: middle }), "CEREMONY_UNFINISHED");
	});

	it.each([1, 31])("when snarkjs closed it with a beacon of %i bytes", async (bytes) => {
		const weak = path(`weak-${bytes}.zkey`);
		await withSnarkjs(({ zKey }) => zKey.beacon(key(3), weak, BEACON.source, "ab".repeat(bytes), 10));
		await expectInputError(verify(weak), "BEACON_WEAK");
		const request = { circuit, powersOfTau, outFolder: path("weak"), cacheFolder };
		await expectInputError(finishCeremony({ ...request, zkeyPath: weak }), "BEACON_WEAK");
	});

	it.each([0, 9])("when its beacon says that it was hashed 2^%i times", async (exponent) => {
		const weak = path(`weak-iterations-${exponent}.zkey`);
		const bytes = await readFile(key(4));
		// Before the value's 32 bytes stand its kind and length.
		const at = bytes.length - 32 - 2 - 1;
		expect(bytes[at]).toBe(BEACON.iterationsExponent);
		bytes[at] = exponent;
		await writeFile(weak, bytes);
		await expectInputError(verify(weak), "BEACON_WEAK");
	});

	it("for another circuit or other powers of tau", async () => {
		const shape = await testCircuit("square-chain");
		await expectInputError(
			verifyContributedKey({ circuit: shape, powersOfTau, zkeyPath: key(4), cacheFolder }),
			"KEY_CIRCUIT_MISMATCH",
		);
		const others = await smallPowersOfTau(LINK_POWER, "second");
		const trustedBlake2b512 = others.blake2b512;
		const other = await checkPowersOfTau({ path: others.path, neededPower: LINK_POWER, trustedBlake2b512 });
		const check = { circuit, powersOfTau: other, cacheFolder };
		await expectInputError(verifyContributedKey({ ...check, zkeyPath: key(4) }), "KEY_CIRCUIT_MISMATCH");
	});

	it("when a key would give its next contributor's secret away", async () => {
		const trap = path("trap.zkey");
		await copyFile(key(0), trap);
		const { offset } = await sectionOf(trap, ZKEY_SECTION.h);
		const file = await open(trap, "r+");
		await file.write(Buffer.concat([coordinate(1n), coordinate(1n)]), 0, 64, offset);
		await file.close();
		// On y² = x³ points add as x/y do: one division undoes a multiplication with a secret.
		await withSnarkjs(({ zKey }) => zKey.contribute(trap, path("trapped.zkey"), "Victim", "entropy"));
		const trapped = path("trapped.zkey");
		const first = (await sectionOf(trapped, ZKEY_SECTION.h)).offset;
		const [x, y] = (await readCoordinates(trapped, first)) as [bigint, bigint];
		const inverse = (x * inverseOf(y, BASE_FIELD_ORDER)) % BASE_FIELD_ORDER;
		const { offset: header } = await sectionOf(trapped, ZKEY_SECTION.header);
		const [deltaX] = await readCoordinates(trapped, header + 84 + 384);
		const secret = inverseOf(inverse, FIELD_ORDER);
		expect(bn254.G1.Point.BASE.multiply(secret).toAffine().x).toBe(deltaX);

		const contributing = contributeToKey({ zkeyPath: trap, outPath: path("x.zkey"), name: "Victim" });
		await expect(contributing).rejects.toMatchObject({ code: "PROVING_KEY_UNSOUND", field: "h" });
	});

	it("when its format version is unknown", async () => {
		const later = path("version-2.zkey");
		const bytes = await readFile(key(3));
		bytes.writeUInt32LE(2, 4);
		await writeFile(later, bytes);
		const outPath = path("x.zkey");
		await expectInputError(contributeToKey({ zkeyPath: later, outPath, name: "Late" }), "KEY_FILE_MALFORMED");
		await expectInputError(applyBeacon({ zkeyPath: later, outPath, ...BEACON }), "KEY_FILE_MALFORMED");
		await expectInputError(verify(later), "KEY_FILE_MALFORMED");
	});

	it.each(["", "  ", "a\nb", "\u001b[31mred", "x".repeat(65), "é".repeat(33)])(
		"for a contributor called %j",
		async (name) => {
			const outPath = path("unnamed.zkey");
			await expectInputError(
				contributeToKey({ zkeyPath: key(0), outPath, name }),
				"CONTRIBUTOR_NAME_MALFORMED",
			);
		},
	);

	it.each(["", "zz", "abc", "ab".repeat(31), "ab".repeat(256)])("for the beacon %j", async (valueHex) => {
		const outPath = path("unbeaconed.zkey");
		await expectInputError(
			applyBeacon({ zkeyPath: key(3), outPath, ...BEACON, valueHex }),
			"BEACON_MALFORMED",
		);
	});

	it.each([9, 25, 10.5, Number.NaN])("for 2^%d iterations", async (iterationsExponent) => {
		const outPath = path("unbeaconed.zkey");
		await expectInputError(
			applyBeacon({ zkeyPath: key(3), outPath, ...BEACON, iterationsExponent }),
			"BEACON_ITERATIONS",
		);
	});
});
