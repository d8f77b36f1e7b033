/** Risk parameter profiles: the files of `sample/` that carry a profile's name. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";

const FOLDER = join(REPOSITORY_ROOT, "sample");
const PROFILE_FILE = /^risk-params(?:-([a-z0-9-]+))?\.json$/;

/** The name of the profile in `risk-params.json`. */
export const DEFAULT_PROFILE = "default";

/** Path of a profile's parameter file. @throws InputError `PROFILE_UNKNOWN` */
export async function profileFile(name: string): Promise<string> {
	const files = await profileFiles();
	const file = files.get(name);
	if (file !== undefined) return file;
	throw new InputError({
		code: "PROFILE_UNKNOWN",
		message: `there is no risk parameter profile ${quoteText(name)}`,
		field: "--profile",
		hint: `the profiles are ${[...files.keys()].join(", ")}; --params takes a file of your own`,
	});
}

/** Path by name of the profile. */
export async function profileFiles(): Promise<ReadonlyMap<string, string>> {
	const names = await readdir(FOLDER);
	return new Map(
		names.sort().flatMap((file) => {
			const match = PROFILE_FILE.exec(file);
			return match === null ? [] : [[match[1] ?? DEFAULT_PROFILE, join(FOLDER, file)] as const];
		}),
	);
}
