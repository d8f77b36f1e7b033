/** Finds rapidsnark's command line program. */
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { InputError } from "../../errors/base.ts";

const VARIABLE = "ZKMARGIN_RAPIDSNARK";
const PROGRAM = "prover";
const PROBE_MS = 5000;

type Environment = { readonly [name: string]: string | undefined };

/**
 * Path of the program, from `ZKMARGIN_RAPIDSNARK` or from the search path; undefined when there is none.
 * A program of the search path must first say that it is the right one: the name is a common one, and it
 * will be given the witness.
 *
 * @throws InputError `RAPIDSNARK_NOT_FOUND` when the variable names no program
 */
export async function findRapidsnark(environment: Environment = process.env): Promise<string | undefined> {
	const named = environment[VARIABLE];
	if (named !== undefined && named !== "") {
		if (await isExecutable(named)) return named;
		throw new InputError({
			code: "RAPIDSNARK_NOT_FOUND",
			message: `${VARIABLE} names ${named}, which is not a program`,
			field: VARIABLE,
			hint: `set it to the path of rapidsnark's \`${PROGRAM}\`, or remove it`,
		});
	}
	for (const folder of (environment.PATH ?? "").split(delimiter)) {
		if (folder === "") continue;
		const path = join(folder, PROGRAM);
		if ((await isExecutable(path)) && (await saysItTakesKeys(path))) return path;
	}
	return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
	return access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}

/** Without arguments rapidsnark prints: Usage: prover <circuit.zkey> <witness.wtns> <proof.json> <public.json> */
function saysItTakesKeys(path: string): Promise<boolean> {
	return new Promise((resolve) => {
		execFile(path, [], { timeout: PROBE_MS }, (_error, stdout, stderr) => {
			resolve(/zkey.*(?:wtns|witness).*proof\.json.*public\.json/s.test(stdout + stderr));
		});
	});
}
