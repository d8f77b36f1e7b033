/** The circuit sources as text, template by template. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CIRCUIT_FOLDER } from "../../src/proof/circuit/circuit-list.ts";

export type CircomFile = { readonly name: string; readonly text: string };

export type CircomTemplate = {
	readonly file: string;
	readonly name: string;
	/** The `///` lines above it. */
	readonly header: string;
	readonly body: string;
	readonly inputs: readonly string[];
	readonly signals: readonly string[];
};

export function circomFiles(): CircomFile[] {
	return readdirSync(CIRCUIT_FOLDER, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".circom"))
		.sort()
		.map((name) => ({ name, text: readFileSync(join(CIRCUIT_FOLDER, name), "utf8") }));
}

export function circomTemplates(): CircomTemplate[] {
	return circomFiles().flatMap(({ name: file, text }) =>
		[...text.matchAll(/((?:^\/\/\/.*\n)*)^template (\w+)\([^)]*\) \{\n([\s\S]*?)^\}/gm)].map((match) => {
			const [, header, name, body] = match as unknown as [string, string, string, string];
			const signals = [...body.matchAll(/^\s*signal (input|output)?\s*(?:\{\w+\} )?(\w+)/gm)];
			return {
				file,
				name,
				header,
				body,
				inputs: signals.filter((signal) => signal[1] === "input").map((signal) => signal[2] as string),
				signals: signals.map((signal) => signal[2] as string),
			};
		}),
	);
}

/** Text without comments, same line numbers. */
export function withoutComments(text: string): string {
	return text.replace(/\/\/.*$/gm, "");
}
