/**
 * Runs a compiled circuit's witness program: inputs in, all signals out, or the constraint that refuses.
 *
 * Not snarkjs' calculator, because that one prints a refusal to the console and throws it as text; here
 * "the circuit refuses" is a result, with the template that did.
 */
import { InputError, InternalError } from "../../errors/base.ts";
import { FIELD_ORDER, toField } from "../../field/bn254.ts";
import type { CircuitInput, CircuitValue } from "../inputs/solvency-input.ts";

/** Where the circuit says no. */
export type WitnessRefused = {
	/** Name of the innermost template whose constraint does not hold. */
	readonly template: string;
	readonly line: number | undefined;
	/** circom's own trace, innermost template first. */
	readonly message: string;
};

export type WitnessResult =
	| { readonly satisfied: true; readonly witness: readonly bigint[] }
	| { readonly satisfied: false; readonly refused: WitnessRefused };

type CircomExports = {
	readonly init: (sanityCheck: number) => void;
	readonly getFieldNumLen32: () => number;
	readonly getRawPrime: () => void;
	readonly getWitnessSize: () => number;
	readonly getInputSize: () => number;
	readonly getInputSignalSize: (hashHigh: number, hashLow: number) => number;
	readonly setInputSignal: (hashHigh: number, hashLow: number, index: number) => void;
	readonly getWitness: (index: number) => void;
	readonly readSharedRWMemory: (word: number) => number;
	readonly writeSharedRWMemory: (word: number, value: number) => void;
	readonly getMessageChar: () => number;
};

/** circom's exception code for a violated `===` or `assert`. */
const ASSERT_FAILED = 4;
const ELEMENT_WORDS = 8;

class CircomException extends Error {
	readonly circomCode: number;
	constructor(circomCode: number) {
		super(`circom exception ${circomCode}`);
		this.circomCode = circomCode;
	}
}

/**
 * Computes the witness for `input`. A constraint that does not hold is a result, not an error. Runs in Node and in
 * browsers.
 *
 * @param program the circuit's compiled WebAssembly; compiling takes longer than running, so keep it
 * @throws InputError `WITNESS_INPUT_UNKNOWN`, `WITNESS_INPUT_SIZE`, `WITNESS_INPUT_MISSING`,
 * `WITNESS_PROGRAM_MALFORMED`; InternalError `WITNESS_PROGRAM_FAILED`
 */
export async function runWitnessProgram(request: {
	readonly program: WebAssembly.Module;
	readonly input: CircuitInput;
}): Promise<WitnessResult> {
	const trace: string[] = [];
	const program = await instantiate(request.program, trace);
	try {
		program.init(0);
		setInputs(program, request.input);
	} catch (error) {
		if (!(error instanceof CircomException)) throw error;
		if (error.circomCode === ASSERT_FAILED) return { satisfied: false, refused: refusalOf(trace) };
		throw new InternalError({
			code: "WITNESS_PROGRAM_FAILED",
			message: `the witness program failed with code ${error.circomCode}: ${trace.join(" ")}`,
			cause: error,
		});
	}
	return { satisfied: true, witness: readWitness(program) };
}

async function instantiate(module: WebAssembly.Module, trace: string[]): Promise<CircomExports> {
	const readMessage = () => {
		const codes: number[] = [];
		for (let code = program.getMessageChar(); code !== 0; code = program.getMessageChar()) codes.push(code);
		return String.fromCharCode(...codes);
	};
	const instance = await WebAssembly.instantiate(module, {
		runtime: {
			exceptionHandler: (code: number) => {
				throw new CircomException(code);
			},
			printErrorMessage: () => {
				trace.push(readMessage());
			},
			// `log()` in a circuit could print private signals: it is dropped.
			writeBufferMessage: () => {
				readMessage();
			},
			showSharedRWMemory: () => {},
		},
	});
	const program = instance.exports as unknown as CircomExports;
	program.getRawPrime();
	if (program.getFieldNumLen32() !== ELEMENT_WORDS || readElement(program) !== FIELD_ORDER) {
		throw new InputError({
			code: "WITNESS_PROGRAM_MALFORMED",
			message: "the witness program is over another field",
			hint: "compile the circuit for bn128",
		});
	}
	return program;
}

/** circom runs each component once its last input is set, so a violated constraint shows up in here. */
function setInputs(program: CircomExports, input: CircuitInput): void {
	const flat = Object.entries(input).map(([name, value]) => ({
		name,
		values: flatten(value),
		key: signalKey(name),
	}));
	let given = 0;
	for (const { name, values, key } of flat) {
		const expected = program.getInputSignalSize(...key);
		// circom answers 0 for a name that it does not know.
		if (expected <= 0) throw inputError("WITNESS_INPUT_UNKNOWN", name, "is not an input of the circuit");
		if (values.length !== expected) {
			throw inputError("WITNESS_INPUT_SIZE", name, `needs ${expected} values and has ${values.length}`);
		}
		given += values.length;
	}
	const needed = program.getInputSize();
	if (given !== needed)
		throw inputError("WITNESS_INPUT_MISSING", "input", `has ${given} of ${needed} values`);
	for (const { values, key } of flat) {
		values.forEach((value, index) => {
			writeElement(program, toField(value));
			program.setInputSignal(...key, index);
		});
	}
}

function flatten(value: CircuitValue): bigint[] {
	return typeof value === "bigint" ? [value] : value.flatMap(flatten);
}

/** FNV-1a of the name in 64 bits, split in two: how circom addresses inputs. */
function signalKey(name: string): [number, number] {
	let hash = 0xcbf29ce484222325n;
	for (let i = 0; i < name.length; i++) {
		hash = ((hash ^ BigInt(name.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
	}
	return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}

function readWitness(program: CircomExports): bigint[] {
	return Array.from({ length: program.getWitnessSize() }, (_, index) => {
		program.getWitness(index);
		return readElement(program);
	});
}

const elementWords = new Uint32Array(ELEMENT_WORDS);
const elementLimbs = new BigUint64Array(elementWords.buffer);

function readElement(program: CircomExports): bigint {
	for (let word = 0; word < ELEMENT_WORDS; word++) elementWords[word] = program.readSharedRWMemory(word);
	const [a, b, c, d] = elementLimbs as unknown as [bigint, bigint, bigint, bigint];
	return (((((d << 64n) | c) << 64n) | b) << 64n) | a;
}

function writeElement(program: CircomExports, value: bigint): void {
	for (let word = 0; word < ELEMENT_WORDS; word++) {
		program.writeSharedRWMemory(word, Number((value >> BigInt(32 * word)) & 0xffffffffn));
	}
}

function refusalOf(trace: readonly string[]): WitnessRefused {
	const found = /Error in template (\w+?)(?:_\d+)? line: (\d+)/.exec(trace[0] ?? "");
	return {
		template: found?.[1] ?? "unknown",
		line: found?.[2] === undefined ? undefined : Number(found[2]),
		message: trace.join("\n"),
	};
}

function inputError(code: string, field: string, what: string): InputError {
	return new InputError({
		code,
		message: `witness input ${field} ${what}`,
		field,
		hint: "the input must name every input signal of the circuit, in its shape",
	});
}
