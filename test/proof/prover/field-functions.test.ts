import { beforeAll, describe, expect, it } from "vitest";
import { inverseOf } from "../../../src/field/modular-power.ts";
import { BLOCK_BYTES } from "../../../src/proof/prover/code/field-code.ts";
import {
	balancedLimbs,
	MONTGOMERY_RADIX,
	PACK_BIAS,
	reduce,
} from "../../../src/proof/prover/code/field-constants.ts";
import { FP, FR } from "../../../src/proof/prover/code/prover-code.ts";
import { hasFusedMultiplyAdd } from "../../../src/proof/prover/engine/fused-multiply-add.ts";
import { readInteger, writeInteger } from "../../../src/proof/prover/engine/packed-element.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { type TestEngine, testEngine } from "./prover-engine.ts";

const LANES = [0, 1, 2, 3];
let engine: TestEngine;
let [a, b, out, list]: number[] = [];
beforeAll(async () => {
	engine = await testEngine(1 << 16);
	[a, b, out, list] = [0, 1, 2, 3].map(() => engine.take(BLOCK_BYTES));
});

const limbAt = (block: number, lane: number, k: number) =>
	(block + (lane >> 1) * 80 + 16 * k) / 8 + (lane & 1);

function write(block: number, values: readonly bigint[]): void {
	values.forEach((value, lane) => {
		balancedLimbs(value).forEach((limb, k) => {
			engine.f64[limbAt(block, lane, k)] = limb;
		});
	});
}

function read(block: number): bigint[] {
	return LANES.map((lane) =>
		[4, 3, 2, 1, 0].reduce(
			(sum, k) => (sum << 51n) + BigInt(engine.f64[limbAt(block, lane, k)] as number),
			0n,
		),
	);
}

it("knows that this machine multiplies and adds with one rounding", () => {
	expect(hasFusedMultiplyAdd()).toBe(true);
});

describe.each([FP, FR])("the field $name", (field) => {
	const { modulus, name } = field as { modulus: bigint; name: "fp" | "fr" };
	const draw = drawFrom(7);
	const inverseRadix = inverseOf(MONTGOMERY_RADIX % modulus, modulus);
	const extremes = [
		...[0n, 1n, -1n, modulus, -modulus, modulus - 1n, modulus / 2n, -(modulus / 2n)],
		...[
			(1n << 51n) - 1n,
			1n << 50n,
			-(1n << 50n),
			(1n << 204n) - 1n,
			(1n << 254n) - 1n,
			-((1n << 254n) - 1n),
		],
	];
	const random = () => draw.signed(modulus);
	const operands = [...extremes, ...Array.from({ length: 50 }, random)];
	const cases = operands.flatMap((x, i) =>
		LANES.map((lane) => [x, operands[(i * 7 + lane * 3) % operands.length]]),
	);
	const blocks = Array.from({ length: cases.length / 4 }, (_, k) => cases.slice(4 * k, 4 * k + 4));
	const same = (found: bigint[], expected: bigint[]) =>
		expect(found.map((value) => reduce(value, modulus))).toEqual(
			expected.map((value) => reduce(value, modulus)),
		);

	it("multiplies, also the largest and smallest limbs", () => {
		for (const block of blocks) {
			const [x, y] = [0, 1].map((k) => block.map((pair) => pair[k] as bigint)) as [bigint[], bigint[]];
			write(a as number, x);
			write(b as number, y);
			engine.call[`${name}_multiply`](a as number, b as number, out as number);
			const product = read(out as number);
			same(
				product,
				x.map((value, k) => value * (y[k] as bigint) * inverseRadix),
			);
			for (const value of product) expect(value < modulus && value > -modulus).toBe(true);
		}
	});

	it("multiplies sums and differences that are not normalised", () => {
		for (const block of blocks) {
			const half = (value: bigint) => value / 2n;
			const [x, y] = [0, 1].map((k) => block.map((pair) => half(pair[k] as bigint))) as [bigint[], bigint[]];
			write(a as number, x);
			write(b as number, y);
			engine.call[`${name}_subtract`](a as number, b as number, out as number);
			engine.call[`${name}_add`](a as number, b as number, a as number);
			engine.call[`${name}_multiply`](a as number, out as number, out as number);
			same(
				read(out as number),
				x.map((value, k) => (value + (y[k] as bigint)) * (value - (y[k] as bigint)) * inverseRadix),
			);
		}
	});

	it("normalises to about half the modulus, with balanced limbs", () => {
		for (const block of blocks) {
			const [x, y] = [0, 1].map((k) => block.map((pair) => pair[k] as bigint)) as [bigint[], bigint[]];
			write(a as number, x);
			write(b as number, y);
			engine.call[`${name}_subtractNormalised`](a as number, b as number, out as number);
			same(
				read(out as number),
				x.map((value, k) => value - (y[k] as bigint)),
			);
			for (const value of read(out as number)) {
				expect(100n * (value < 0n ? -value : value) <= 51n * modulus).toBe(true);
			}
			for (const lane of LANES) {
				for (const k of [0, 1, 2, 3, 4]) {
					expect(Math.abs(engine.f64[limbAt(out as number, lane, k)] as number)).toBeLessThanOrEqual(2 ** 50);
				}
			}
		}
	});

	it("inverts, and leaves zero as it is", () => {
		const values = [1n, 0n, modulus - 1n, random()];
		write(
			a as number,
			values.map((value) => reduce(value * MONTGOMERY_RADIX, modulus)),
		);
		engine.call[`${name}_inverse`](a as number, out as number);
		same(
			read(out as number),
			values.map((value) => inverseOf(reduce(value, modulus), modulus) * MONTGOMERY_RADIX),
		);
	});

	it("packs and unpacks", () => {
		const packed = engine.take(4 * 32);
		LANES.forEach((lane) => {
			engine.u32[((list as number) >>> 2) + lane] = packed + 32 * lane;
		});
		for (const base of [[0n, -1n, 1n << 50n, -(1n << 50n)], Array.from({ length: 4 }, () => random() / 2n)]) {
			write(a as number, base);
			engine.call[`${name}_scatter`](list as number, 4, 0, a as number);
			expect(LANES.map((lane) => readInteger(engine.u32, packed + 32 * lane) - PACK_BIAS)).toEqual(base);
			engine.call[`${name}_gather`](list as number, 4, 0, out as number);
			expect(read(out as number)).toEqual(base);
		}
		// A limb of +2^50 packs to a digit that carries.
		engine.f64.fill(0, (a as number) / 8, (a as number) / 8 + 20);
		for (const k of [0, 1, 2, 3]) engine.f64[limbAt(a as number, 0, k)] = 2 ** 50;
		engine.call[`${name}_scatter`](list as number, 4, 0, a as number);
		expect(readInteger(engine.u32, packed) - PACK_BIAS).toBe(read(a as number)[0]);
		// A sign in the address.
		writeInteger(engine.u32, packed, 5n + PACK_BIAS);
		engine.u32[(list as number) >>> 2] = packed + 1;
		engine.call[`${name}_gatherSigned`](list as number, 4, 0, out as number);
		expect(read(out as number)[0]).toBe(-5n);
	});
});

describe("the quadratic extension", () => {
	const draw = drawFrom(8);
	const p = FP.modulus;
	const inverseRadix = inverseOf(MONTGOMERY_RADIX % p, p);

	it("multiplies and inverts", () => {
		const [x, y, z] = [0, 1, 2].map(() => engine.take(2 * BLOCK_BYTES)) as [number, number, number];
		const element = () => LANES.map(() => draw.signed(p / 2n));
		const [x0, x1, y0, y1] = [element(), element(), element(), element()] as const;
		write(x, x0);
		write(x + BLOCK_BYTES, x1);
		write(y, y0);
		write(y + BLOCK_BYTES, y1);
		engine.call.f2_multiply(x, y, z);
		LANES.forEach((lane) => {
			const [a0, a1, b0, b1] = [x0, x1, y0, y1].map((values) => values[lane] as bigint) as [
				bigint,
				bigint,
				bigint,
				bigint,
			];
			expect(reduce(read(z)[lane] as bigint, p)).toBe(reduce((a0 * b0 - a1 * b1) * inverseRadix, p));
			expect(reduce(read(z + BLOCK_BYTES)[lane] as bigint, p)).toBe(
				reduce((a0 * b1 + a1 * b0) * inverseRadix, p),
			);
		});
		engine.call.f2_inverse(x, z);
		engine.call.f2_multiply(x, z, z);
		expect(read(z).map((value) => reduce(value, p))).toEqual(LANES.map(() => MONTGOMERY_RADIX % p));
		expect(read(z + BLOCK_BYTES).map((value) => reduce(value, p))).toEqual([0n, 0n, 0n, 0n]);
	});
});
