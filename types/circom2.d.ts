/** The part of circom2 (circom compiled to WebAssembly) that zkmargin uses; it ships no types. */
declare module "circom2" {
	export class CircomRunner {
		constructor(options: {
			args: readonly string[];
			env: Record<string, string>;
			/** Guest folder name → host folder: all that the compiler can see. */
			preopens: Record<string, string>;
			bindings: Record<string, unknown>;
		});
		execute(wasm: Uint8Array): Promise<unknown>;
	}
	export const bindings: Record<string, unknown>;
}
