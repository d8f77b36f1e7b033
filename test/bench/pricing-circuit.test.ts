import { beforeAll, describe, expect, it } from "vitest";
import { compilePricing } from "../../bench/pricing-circuit/compile-pricing.ts";
import { blackPrice } from "../../src/market/pricing/black-76.ts";
import { exp, ln } from "../../src/math/deterministic-math.ts";
import { calculateWitness } from "../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import { seededUniform } from "../support/random/seeded-uniform.ts";

const SEED = 20261128;
const ONE = 2 ** 40;

let circuit: CompiledCircuit;
beforeAll(async () => {
	circuit = await compilePricing();
}, 120_000);

async function priced(input: { forward: bigint; strike: bigint; volatility: bigint; years: bigint }) {
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	return result.satisfied ? (result.witness[1] as bigint) : result.refused.template;
}

describe("the circuit that prices an option inside", () => {
	it(`agrees with Black-76 to 2 µUSD and 2·10⁻¹¹ of the forward (seed ${SEED})`, async () => {
		const uniform = seededUniform(SEED);
		const between = (low: number, high: number) => exp(ln(low) + uniform() * (ln(high) - ln(low)));
		let worst = 0;
		for (let run = 0; run < 100; run++) {
			const forward = BigInt(Math.round(between(1e8, 6e10)));
			const strike = BigInt(Math.round(Number(forward) * between(0.055, 18)));
			const volatility = BigInt(Math.round(between(0.01, 5) * ONE));
			const years = BigInt(Math.round(between(1 / 8760, 3) * ONE));
			const exact = blackPrice({
				forward: Number(forward),
				strike: Number(strike),
				volatility: Number(volatility) / ONE,
				years: Number(years) / ONE,
				optionType: "C",
			});
			const found = await priced({ forward, strike, volatility, years });
			const allowed = 2 + 2e-11 * Number(forward);
			worst = Math.max(worst, Math.abs(Number(found) - exact) / allowed);
		}
		expect(worst).toBeLessThan(1);
	});

	it("is worth about its intrinsic value far from the strike, on both sides", async () => {
		const near = { volatility: BigInt(ONE / 64), years: BigInt(ONE / 128) };
		const inside = await priced({ forward: 60_000_000_000n, strike: 6_000_000_000n, ...near });
		expect(Math.abs(Number(inside) - 54_000_000_000)).toBeLessThanOrEqual(2);
		expect(await priced({ forward: 6_000_000_000n, strike: 60_000_000_000n, ...near })).toBe(0n);
	});

	it("refuses inputs outside its ranges", async () => {
		const fine = { forward: 1_000_000n, strike: 1_000_000n, volatility: 1n << 39n, years: 1n << 40n };
		expect(typeof (await priced(fine))).toBe("bigint");
		expect(await priced({ ...fine, strike: 1n << 40n })).toBe("Num2Bits");
		expect(await priced({ ...fine, forward: 40_000_000n })).toBe("Num2Bits");
		expect(await priced({ ...fine, volatility: 1n << 43n })).toBe("Num2Bits");
	});
});
