/**
 * `npm run vectors -- <folder> [--verbose]`: runs every known-answer vector of a folder through the
 * path that risk tables take. Exit codes: 0 all hold, 1 one does not, 2 bad input, the other files' results
 * are printed all the same. docs/vectors.md
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
	EXIT_BAD_INPUT,
	EXIT_DOES_NOT_HOLD,
	EXIT_HOLDS,
	type ExitCode,
} from "../src/cli/output/exit-codes.ts";
import { printError } from "../src/cli/output/print-error.ts";
import { InputError } from "../src/errors/base.ts";
import { readJsonFile } from "../src/node/files/read-json-file.ts";
import { checkVector, RELATIVE_TOLERANCE, type VectorResult } from "../tools/vectors/check-vector.ts";
import { parseVectorFile } from "../tools/vectors/vector-file.ts";
import { vectorText } from "../tools/vectors/vector-text.ts";

async function runVectors(commandLine: readonly string[]): Promise<ExitCode> {
	const { folder, verbose } = readArguments(commandLine);
	const results: VectorResult[] = [];
	const names = await vectorNames(folder);
	for (const name of names) {
		const result = await checkFile(folder, name);
		if (result === undefined) continue;
		results.push(result);
		console.log([...vectorText(result, { verbose }), ""].join("\n"));
	}
	const refused = names.length - results.length;
	const failed = results.filter(({ holds }) => !holds).length;
	const [worst] = results.toSorted((a, b) => b.worstRelativeError - a.worstRelativeError);
	const verdict = failed === 0 ? "all hold" : `${failed} do not hold`;
	console.log(`${results.length} vectors, ${verdict}${refused === 0 ? "" : `; ${refused} refused`}`);
	if (worst !== undefined) {
		console.log(
			`worst relative error ${worst.worstRelativeError.toExponential(1)} (${worst.name}), ${RELATIVE_TOLERANCE} allowed`,
		);
	}
	if (refused > 0) return EXIT_BAD_INPUT;
	return failed === 0 ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD;
}

function readArguments(commandLine: readonly string[]): { folder: string; verbose: boolean } {
	const known = new Set(["--verbose"]);
	const folders = commandLine.filter((argument) => !argument.startsWith("-"));
	const unknown = commandLine.find((argument) => argument.startsWith("-") && !known.has(argument));
	const [folder, ...more] = folders;
	if (folder !== undefined && more.length === 0 && unknown === undefined) {
		return { folder, verbose: commandLine.includes("--verbose") };
	}
	throw new InputError({
		code: "USAGE",
		message: unknown === undefined ? "name one folder of vectors" : `there is no option ${unknown}`,
		hint: "npm run vectors -- <folder> [--verbose]",
	});
}

async function vectorNames(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch((cause) => {
		throw notAFolder(folder, "cannot be read as a folder", cause);
	});
	const vectors = names.filter((name) => name.endsWith(".json")).sort();
	if (vectors.length === 0) throw notAFolder(folder, "holds no .json file");
	return vectors;
}

/** A file that is refused is named on stderr; the run goes on with the next. */
async function checkFile(folder: string, name: string): Promise<VectorResult | undefined> {
	try {
		return checkVector(parseVectorFile(await readJsonFile(join(folder, name))));
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		const { code, message, field, hint } = error;
		say(new InputError({ code, message: `${name}: ${message}`, field, hint, cause: error }));
		return undefined;
	}
}

function say(error: unknown): ExitCode {
	return printError(error, {
		json: false,
		debug: process.env.ZKMARGIN_DEBUG === "1",
		stdout: process.stdout,
		stderr: process.stderr,
	});
}

function notAFolder(folder: string, why: string, cause?: unknown): InputError {
	return new InputError({
		code: "VECTORS_NOT_FOUND",
		message: `${folder} ${why}`,
		field: folder,
		hint: "name a folder of scenario-margin vectors; docs/vectors.md describes them",
		cause,
	});
}

try {
	process.exitCode = await runVectors(process.argv.slice(2));
} catch (error) {
	process.exitCode = say(error);
}
