/** A ceremony of three people on a small circuit, with the key after each step. */
import { copyFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { checkPowersOfTau, type PowersOfTau } from "../../../src/proof/ceremony/powers-of-tau.ts";
import { applyBeacon, contributeToKey, startCeremony } from "../../../src/proof/ceremony/run-ceremony.ts";
import { type CheckedKey, verifyContributedKey } from "../../../src/proof/ceremony/verify-ceremony.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import {
	readBytes,
	readSectionTable,
	type Section,
	withFile,
} from "../../../src/proof/snarkjs/iden3-file.ts";
import { ZKEY_SECTION } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { testCircuit } from "../../support/circuits/shared-key.ts";
import { type SmallPowersOfTau, smallPowersOfTau } from "../../support/circuits/small-powers-of-tau.ts";

export const LINK_POWER = 9;
export const NAMES = ["Ada", "Blaise", "Carl"] as const;
export const BEACON = { source: "test block 1234", valueHex: "ab".repeat(32), iterationsExponent: 10 };

export type SmallCeremony = {
	readonly circuit: CompiledCircuit;
	readonly small: SmallPowersOfTau;
	readonly powersOfTau: PowersOfTau;
	readonly cacheFolder: string;
	/** Of a file in the ceremony's own folder. */
	readonly path: (name: string) => string;
	/** Key after that many steps: 0 nobody, 1 to 3 people, 4 the beacon. */
	readonly key: (steps: number) => string;
	/** As an outsider would, from the circuit and the powers of tau alone. */
	readonly verify: (zkeyPath: string, previousPath?: string) => Promise<CheckedKey>;
	readonly remove: () => Promise<void>;
};

export async function runSmallCeremony(): Promise<SmallCeremony> {
	const folder = await mkdtemp(join(tmpdir(), "zkmargin-ceremony-"));
	const path = (name: string) => join(folder, name);
	const key = (steps: number) => path(`key-${steps}.zkey`);
	const cacheFolder = path("cache");
	const circuit = await testCircuit("poseidon-link");
	const small = await smallPowersOfTau(LINK_POWER);
	const trustedBlake2b512 = small.blake2b512;
	const powersOfTau = await checkPowersOfTau({
		path: small.path,
		neededPower: LINK_POWER,
		trustedBlake2b512,
	});
	await startCeremony({ circuit, powersOfTau, outPath: key(0), cacheFolder });
	for (const [i, name] of NAMES.entries()) {
		await contributeToKey({ zkeyPath: key(i), outPath: key(i + 1), name, extraEntropy: "dice" });
	}
	await applyBeacon({ zkeyPath: key(3), outPath: key(4), ...BEACON });
	const verify = (zkeyPath: string, previousPath?: string) =>
		verifyContributedKey({ circuit, powersOfTau, zkeyPath, previousPath, cacheFolder });
	const remove = () => rm(folder, { recursive: true });
	return { circuit, small, powersOfTau, cacheFolder, path, key, verify, remove };
}

export function expectInputError(work: Promise<unknown>, code: string): Promise<void> {
	return expect(work).rejects.toMatchObject({ name: "InputError", code });
}

/** Bytes of a contribution before its parameters: δ, s and s·x, then x·hash, the hash, type and length. */
export const CONTRIBUTION_BYTES = 3 * 64 + 128 + 64 + 4 + 4;

/** Where in the file a contribution begins. */
export async function offsetOfContribution(zkeyPath: string, number: number): Promise<number> {
	const section = await sectionOf(zkeyPath, ZKEY_SECTION.contributions);
	const bytes = await withFile(zkeyPath, (file) => readBytes(file, section.offset, section.length));
	let at = 64 + 4;
	for (let i = 1; i < number; i++) {
		at += CONTRIBUTION_BYTES + bytes.readUInt32LE(at + CONTRIBUTION_BYTES - 4);
	}
	return section.offset + at;
}

/** Both points stay valid; only what they commit to changes. */
export async function swapFirstPoints(from: string, to: string, sectionType: number): Promise<void> {
	const { offset } = await sectionOf(from, sectionType);
	await copyFile(from, to);
	const file = await open(to, "r+");
	try {
		const points = await readBytes(file, offset, 128);
		await file.write(Buffer.concat([points.subarray(64), points.subarray(0, 64)]), 0, 128, offset);
	} finally {
		await file.close();
	}
}

export async function sectionOf(zkeyPath: string, type: number): Promise<Section> {
	const sections = await withFile(zkeyPath, (file) =>
		readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath),
	);
	const section = sections.get(type);
	if (section === undefined) throw new Error(`no section ${type}`);
	return section;
}
