/** The polynomials of the pricing circuit: ln(1+x) on 16 intervals, Φ on 64, degree 5, through Chebyshev nodes. */
import { ln, normalCdf } from "../../src/math/deterministic-math.ts";

const DEGREE = 5;
/** Fractional bits of a coefficient. */
const BITS = 44;

/** `coefficients.circom`: functions that return the field element of a coefficient. */
export function coefficientSource(): string {
	const lnRows = rows(16, (x) => ln(1 + x), 1 / 16);
	const cdfRows = rows(64, normalCdf, 1 / 8);
	return [
		"pragma circom 2.2.3;",
		table("lnCoefficient", lnRows),
		table("cdfCoefficient", cdfRows),
		`function lnOfTwo() { return ${Math.round(Math.LN2 * 2 ** 40)}; }`,
		"",
	].join("\n");
}

function rows(count: number, f: (x: number) => number, width: number): bigint[][] {
	return Array.from({ length: count }, (_, i) =>
		interpolate((u) => f((i + u) * width)).map((c) => BigInt(Math.round(c * 2 ** BITS))),
	);
}

/** Monomial coefficients on 0 … 1 of the polynomial through the Chebyshev nodes: Newton, then expanded. */
function interpolate(f: (u: number) => number): number[] {
	const nodes = Array.from(
		{ length: DEGREE + 1 },
		(_, k) => (1 + Math.cos((Math.PI * (k + 0.5)) / (DEGREE + 1))) / 2,
	);
	const differences = nodes.map(f);
	for (let order = 1; order <= DEGREE; order++) {
		for (let k = DEGREE; k >= order; k--) {
			const rise = (differences[k] as number) - (differences[k - 1] as number);
			differences[k] = rise / ((nodes[k] as number) - (nodes[k - order] as number));
		}
	}
	let polynomial = [differences[DEGREE] as number];
	for (let k = DEGREE - 1; k >= 0; k--) {
		const node = nodes[k] as number;
		const raised = [0, ...polynomial];
		polynomial = raised.map((c, j) => c - node * (polynomial[j] ?? 0));
		polynomial[0] = (polynomial[0] as number) + (differences[k] as number);
	}
	return polynomial;
}

function table(name: string, all: readonly (readonly bigint[])[]): string {
	const literal = all.map((row) => `[${row.map((c) => (c < 0n ? `0 - ${-c}` : `${c}`)).join(", ")}]`);
	return [
		`function ${name}(i, j) {`,
		`    var c[${all.length}][${DEGREE + 1}] = [${literal.join(",\n        ")}];`,
		"    return c[i][j];",
		"}",
	].join("\n");
}
