/** Which circuits there are: `circuits.json` beside the sources. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { REPOSITORY_ROOT } from "../../node/files/repository-root.ts";

const CIRCUIT_NAME = /^[a-z][a-z0-9-]{0,63}$/;

const circuitListSchema = z.record(
	z.string().regex(CIRCUIT_NAME),
	z.strictObject({
		file: z.string().regex(/^(?:[\w-]+\/)?[\w-]+\.circom$/),
		publicSignals: z.array(z.string()).min(1),
		inPackage: z.boolean().default(true),
	}),
);

export type CircuitSource = {
	readonly name: string;
	/** Folder that all of the circuit's own files lie in. */
	readonly folder: string;
	readonly file: string;
	/** Names of main's outputs and public inputs, in the order of the proof's public signals. */
	readonly publicSignals: readonly string[];
	/** Whether it travels compiled with the package. Those of a book do not: only venues prove one, and compile it once. */
	readonly inPackage: boolean;
};

export const CIRCUIT_FOLDER = join(REPOSITORY_ROOT, "circuits");

/** The circuit that opens account records of a size class. */
export function solvencyCircuitName(sizeClass: SizeClass): string {
	return `solvency-${sizeClass}`;
}

/** @throws InputError `CIRCUIT_LIST_MALFORMED` */
export async function loadCircuitList(folder = CIRCUIT_FOLDER): Promise<CircuitSource[]> {
	const path = join(folder, "circuits.json");
	try {
		const list = circuitListSchema.parse(JSON.parse(await readFile(path, "utf8")));
		return Object.entries(list).map(([name, source]) => ({ name, folder, ...source }));
	} catch (cause) {
		throw new InputError({
			code: "CIRCUIT_LIST_MALFORMED",
			message: `${path} is not a list of circuits`,
			field: "circuits.json",
			hint: 'expected { "<name>": { "file": "<name>.circom", "publicSignals": ["…"] } }',
			cause,
		});
	}
}

/** @throws InputError `CIRCUIT_UNKNOWN`, `CIRCUIT_LIST_MALFORMED` */
export async function findCircuit(name: string, folder = CIRCUIT_FOLDER): Promise<CircuitSource> {
	const list = await loadCircuitList(folder);
	const circuit = list.find((candidate) => candidate.name === name);
	if (circuit !== undefined) return circuit;
	throw new InputError({
		code: "CIRCUIT_UNKNOWN",
		message: `there is no circuit "${name}"`,
		field: "circuit",
		hint: `known circuits: ${list.map((candidate) => candidate.name).join(", ")}`,
	});
}
