/**
 * Powers of tau of a few hundred constraints, made by snarkjs: nobody trusts them. Making them takes
 * many seconds, so all tests of a machine share them.
 */
import { copyFile, open } from "node:fs/promises";
import { join } from "node:path";
import { cachedEntry } from "../../../src/node/cache/cache-folder.ts";
import { textHash } from "../../../src/node/cache/file-hash.ts";
import { fileBlake2b512 } from "../../../src/proof/ceremony/powers-of-tau.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";

export type SmallPowersOfTau = {
	readonly path: string;
	readonly blake2b512: string;
	/** The same before `prepare phase2`. */
	readonly unpreparedPath: string;
	/** The same before any contribution, prepared. */
	readonly uncontributedPath: string;
};

/** @param which makes files of the same power differ */
export async function smallPowersOfTau(power: number, which = "first"): Promise<SmallPowersOfTau> {
	const { folder } = await cachedEntry({
		name: `test-powers-of-tau-${power}`,
		contentHash: textHash(`test-powers-of-tau-1 ${power} ${which}`),
		build: async (staging) => {
			const path = (name: string) => join(staging, name);
			await withSnarkjs(async ({ powersOfTau }, curve) => {
				await powersOfTau.newAccumulator(curve, power, path("0.ptau"));
				await powersOfTau.preparePhase2(path("0.ptau"), path("uncontributed.ptau"));
				await powersOfTau.contribute(path("0.ptau"), path("unprepared.ptau"), "test", "test entropy");
				await powersOfTau.preparePhase2(path("unprepared.ptau"), path("prepared.ptau"));
			});
		},
	});
	const path = join(folder, "prepared.ptau");
	return {
		path,
		blake2b512: await fileBlake2b512(path),
		unpreparedPath: join(folder, "unprepared.ptau"),
		uncontributedPath: join(folder, "uncontributed.ptau"),
	};
}

/** Copies a file and changes one bit of the byte at `at`; negative from the end. */
export async function damagedCopy(from: string, to: string, at: number): Promise<void> {
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
