/** A proving key by snarkjs' own route, powers of tau and all; only for circuits of a few hundred constraints. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { smallPowersOfTau } from "./small-powers-of-tau.ts";

export type CeremonyKeys = {
	/** Straight from `zkey new`: gamma equals delta. */
	readonly uncontributedPath: string;
	readonly zkeyPath: string;
	readonly remove: () => Promise<void>;
};

export async function ceremonyKeys(r1csPath: string, power: number): Promise<CeremonyKeys> {
	const folder = await mkdtemp(join(tmpdir(), "zkmargin-ceremony-"));
	const path = (name: string) => join(folder, name);
	const powers = await smallPowersOfTau(power);
	await withSnarkjs(async ({ zKey }) => {
		await zKey.newZKey(r1csPath, powers.path, path("0.zkey"));
		await zKey.contribute(path("0.zkey"), path("1.zkey"), "test", "more test entropy");
	});
	return {
		uncontributedPath: path("0.zkey"),
		zkeyPath: path("1.zkey"),
		remove: () => rm(folder, { recursive: true }),
	};
}
