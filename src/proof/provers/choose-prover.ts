import { InputError } from "../../errors/base.ts";
import { hasFusedMultiplyAdd } from "../prover/engine/fused-multiply-add.ts";
import { proveWithRapidsnark } from "./prove-with-rapidsnark.ts";
import { proveWithSnarkjs } from "./prove-with-snarkjs.ts";
import { proveWithWasm } from "./prove-with-wasm.ts";
import { findRapidsnark } from "./rapidsnark-binary.ts";
import type { ProverName, WitnessProver } from "./witness-prover.ts";

export type ChosenProver = { readonly name: ProverName; readonly prove: WitnessProver };

/**
 * The prover that is asked for, or else the fastest that runs here: rapidsnark when its program is found,
 * then ours, then snarkjs.
 *
 * @throws InputError `RAPIDSNARK_NOT_FOUND`, `PROVER_UNAVAILABLE`
 */
export async function chooseProver(asked?: ProverName | undefined): Promise<ChosenProver> {
	const rapidsnark = async (): Promise<ChosenProver | undefined> => {
		const program = await findRapidsnark();
		return program === undefined ? undefined : { name: "rapidsnark", prove: proveWithRapidsnark(program) };
	};
	const ours = (): ChosenProver | undefined =>
		hasFusedMultiplyAdd() ? { name: "wasm", prove: proveWithWasm } : undefined;
	const snarkjs: ChosenProver = { name: "snarkjs", prove: proveWithSnarkjs };
	switch (asked) {
		case undefined:
			return (await rapidsnark()) ?? ours() ?? snarkjs;
		case "snarkjs":
			return snarkjs;
		case "wasm":
			return (
				ours() ?? unavailable("this machine's WebAssembly has no fused multiply-add", "--prover snarkjs")
			);
		case "rapidsnark":
			return (
				(await rapidsnark()) ??
				unavailable(
					"rapidsnark's `prover` is not on the search path",
					"ZKMARGIN_RAPIDSNARK=<path>, or --prover wasm",
				)
			);
	}
}

function unavailable(message: string, instead: string): never {
	throw new InputError({ code: "PROVER_UNAVAILABLE", message, field: "prover", hint: `use ${instead}` });
}
