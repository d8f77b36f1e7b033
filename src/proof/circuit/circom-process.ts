/**
 * Runs the circom compiler (WebAssembly) on one circuit; started by `compile-circuit.ts` as a process
 * of its own, because the compiler prints to the process' streams and ends the process.
 *
 * The compiler sees three folders under fixed names, wherever they really are: symlinks and checkouts
 * in odd places make no difference, and its output never contains a path of this machine.
 */
import fs from "node:fs";
import { createRequire } from "node:module";
import { bindings, CircomRunner } from "circom2";

const [circuitFolder, libraryFolder, outputFolder, file, ...flags] = process.argv.slice(2) as [
	string,
	string,
	string,
	string,
	...string[],
];
const runner = new CircomRunner({
	args: [`circuits/${file}`, ...flags, "-l", "library", "-o", "output"],
	env: {},
	preopens: { circuits: circuitFolder, library: libraryFolder, output: outputFolder },
	bindings: {
		...bindings,
		fs,
		isTTY: () => false,
		exit: (code: number) => process.exit(code),
		kill: (signal: string) => process.kill(process.pid, signal),
	},
});
await runner.execute(fs.readFileSync(createRequire(import.meta.url).resolve("circom2/circom.wasm")));
