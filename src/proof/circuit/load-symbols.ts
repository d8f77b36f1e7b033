/** Reads a circom `.sym` file: which signal is which element of the witness. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { InputError } from "../../errors/base.ts";

/** Signals without a wire of their own (optimised away) are marked so in the file. */
const NO_WIRE = -1;

/**
 * Signal name (`main.entries[3].qty`) → index in the witness. Signals that the compiler optimised away
 * have no index and are left out.
 *
 * @throws InputError `SYMBOLS_MALFORMED`
 */
export async function loadSymbols(symPath: string): Promise<Map<string, number>> {
	const symbols = new Map<string, number>();
	await eachSymbol(symPath, (name, witnessIndex) => {
		if (witnessIndex !== NO_WIRE) symbols.set(name, witnessIndex);
		return true;
	});
	return symbols;
}

/** Names of the first `count` witness elements after the constant one, array elements as `name[i]`. */
export async function publicSignalNames(symPath: string, count: number): Promise<string[]> {
	const names = new Array<string>(count).fill("?");
	let found = 0;
	await eachSymbol(symPath, (name, witnessIndex) => {
		if (witnessIndex >= 1 && witnessIndex <= count) {
			if (names[witnessIndex - 1] === "?") found++;
			names[witnessIndex - 1] = name.replace(/^main\./, "");
		}
		return found < count;
	});
	return names;
}

async function eachSymbol(
	symPath: string,
	use: (name: string, witnessIndex: number) => boolean,
): Promise<void> {
	const lines = createInterface({ input: createReadStream(symPath), crlfDelay: Number.POSITIVE_INFINITY });
	try {
		for await (const line of lines) {
			if (line === "") continue;
			const fields = line.split(",");
			const witnessIndex = Number(fields[1]);
			const name = fields[3];
			if (name === undefined || !Number.isInteger(witnessIndex)) {
				throw new InputError({
					code: "SYMBOLS_MALFORMED",
					message: `${symPath} is not a circom symbol file`,
					field: symPath,
					hint: "compile the circuit again",
				});
			}
			if (!use(name, witnessIndex)) break;
		}
	} finally {
		lines.close();
	}
}
