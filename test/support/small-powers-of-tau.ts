/** Powers of tau of a few hundred constraints, made by snarkjs in seconds: nobody trusts them. */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileBlake2b512 } from "../../src/proof/ceremony/powers-of-tau.ts";
import { withSnarkjs } from "../../src/proof/with-snarkjs.ts";

export type SmallPowersOfTau = {
	readonly path: string;
	readonly blake2b512: string;
	/** The same before `prepare phase2`. */
	readonly unpreparedPath: string;
	readonly remove: () => Promise<void>;
};

export async function smallPowersOfTau(power: number): Promise<SmallPowersOfTau> {
	const folder = await mkdtemp(join(tmpdir(), "zkmargin-powers-"));
	const path = (name: string) => join(folder, name);
	await withSnarkjs(async ({ powersOfTau }, curve) => {
		await powersOfTau.newAccumulator(curve, power, path("0.ptau"));
		await powersOfTau.contribute(path("0.ptau"), path("1.ptau"), "test", "test entropy");
		await powersOfTau.preparePhase2(path("1.ptau"), path("2.ptau"));
	});
	return {
		path: path("2.ptau"),
		blake2b512: await fileBlake2b512(path("2.ptau")),
		unpreparedPath: path("1.ptau"),
		remove: () => rm(folder, { recursive: true }),
	};
}

/** Copies a file and changes one bit of the byte at `at`; negative from the end. */
export async function damagedCopy(from: string, to: string, at: number): Promise<void> {
	const { open } = await import("node:fs/promises");
	await copyFile(from, to);
	const file = await open(to, "r+");
	try {
		const position = at < 0 ? (await file.stat()).size + at : at;
		const byte = Buffer.alloc(1);
		await file.read(byte, 0, 1, position);
		await file.write(Buffer.from([(byte[0] as number) ^ 1]), 0, 1, position);
	} finally {
		await file.close();
	}
}
