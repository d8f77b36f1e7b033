import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Ternary = (a: number, b: number, c: number) => number;

/** Exact for the numbers that the test of it uses. */
const ROUNDS_ONCE: Ternary = (a, b, c) => {
	const split = (x: number): [number, number] => [Math.round(x), x - Math.round(x)];
	const [high, low] = split(a);
	return a === b ? high * high + c + 2 * high * low + low * low : a * b + c;
};
const ROUNDS_TWICE: Ternary = (a, b, c) => a * b + c;
const negative =
	(multiplyAdd: Ternary): Ternary =>
	(a, b, c) =>
		-multiplyAdd(a, b, -c);

beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllGlobals());

/** On a machine whose WebAssembly does these; each has the names that it was ever asked for by. */
async function verdictOn(madd: Ternary, nmadd: Ternary): Promise<boolean> {
	class Instance {
		readonly exports = { add: madd, f: madd, subtract: nmadd };
	}
	vi.stubGlobal("WebAssembly", { validate: () => true, Module: class {}, Instance });
	const { hasFusedMultiplyAdd } = await import("../../../src/proof/prover/engine/fused-multiply-add.ts");
	return hasFusedMultiplyAdd();
}

it("takes a machine where both round once", async () => {
	expect(await verdictOn(ROUNDS_ONCE, negative(ROUNDS_ONCE))).toBe(true);
});

it("takes none where either of them rounds twice", async () => {
	expect(await verdictOn(ROUNDS_TWICE, negative(ROUNDS_ONCE))).toBe(false);
	expect(await verdictOn(ROUNDS_ONCE, negative(ROUNDS_TWICE))).toBe(false);
});

it("runs real code of this machine for it", async () => {
	const instances: WebAssembly.Exports[] = [];
	const { Instance } = WebAssembly;
	const watched = new Proxy(Instance, {
		construct: (target, [module]: [WebAssembly.Module]) => {
			const instance = new target(module);
			instances.push(instance.exports);
			return instance;
		},
	});
	vi.stubGlobal("WebAssembly", { ...known(), Instance: watched });
	const { hasFusedMultiplyAdd } = await import("../../../src/proof/prover/engine/fused-multiply-add.ts");
	hasFusedMultiplyAdd();
	const [{ add, subtract }] = instances as [{ add: Ternary; subtract: Ternary }];
	expect([add(3, 5, 7), subtract(3, 5, 7)]).toEqual([22, -8]);
});

function known() {
	const { validate, Module } = WebAssembly;
	return { validate, Module };
}
