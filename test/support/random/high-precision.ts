/**
 * Fixed-point bigint mathematics with 320 binary digits: the yardstick for floating-point pricing.
 * Slow and plain on purpose; shares nothing with `src/math/deterministic-math.ts`.
 */

const BITS = 320n;
const ONE = 1n << BITS;

/** A real number x as `x · 2^320`, rounded. */
export type Fixed = bigint;

/** The exact value of a double (down to 2⁻³²⁰). */
export function fixedFromDouble(x: number): Fixed {
	let shift = 0n;
	let y = x;
	// Doubling and halving are exact.
	while (!Number.isInteger(y)) {
		y *= 2;
		shift += 1n;
	}
	const scaled = BigInt(y) << BITS;
	return scaled >> shift;
}

/** `(value − reference)` as a double; exact subtraction first, so close numbers do not lose digits. */
export function differenceToDouble(value: number, reference: Fixed): number {
	return fixedToDouble(fixedFromDouble(value) - reference);
}

export function fixedToDouble(x: Fixed): number {
	return Number(x) / 2 ** 160 / 2 ** 160;
}

export function multiply(a: Fixed, b: Fixed): Fixed {
	return (a * b) >> BITS;
}

export function divide(a: Fixed, b: Fixed): Fixed {
	return (a << BITS) / b;
}

export function squareRoot(x: Fixed): Fixed {
	const target = x << BITS;
	if (target === 0n) return 0n;
	let guess = 1n << BigInt((target.toString(2).length + 1) >> 1);
	for (;;) {
		const next = (guess + target / guess) >> 1n;
		if (next >= guess) return guess;
		guess = next;
	}
}

/** `e^x`: halve until small, sum the series, square back. */
export function exponential(x: Fixed): Fixed {
	if (x < 0n) return divide(ONE, exponential(-x));
	let halvings = 0n;
	while (x >> halvings > ONE >> 8n) halvings += 1n;
	// Guard digits: each squaring doubles the relative error.
	const guard = 64n + halvings;
	const unit = ONE << guard;
	const reduced = (x << guard) >> halvings;
	let term = unit;
	let sum = unit;
	for (let n = 1n; term !== 0n; n++) {
		term = ((term * reduced) >> (BITS + guard)) / n;
		sum += term;
	}
	for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> (BITS + guard);
	return sum >> guard;
}

/** Natural logarithm of x > 0: powers of two off, then `2·atanh((m−1)/(m+1))`. */
export function logarithm(x: Fixed): Fixed {
	let power = 0n;
	let mantissa = x;
	while (mantissa > (ONE * 3n) / 2n) {
		mantissa >>= 1n;
		power += 1n;
	}
	while (mantissa < (ONE * 3n) / 4n) {
		mantissa <<= 1n;
		power -= 1n;
	}
	return twiceAtanh(divide(mantissa - ONE, mantissa + ONE)) + power * twiceAtanh(ONE / 3n);
}

function twiceAtanh(s: Fixed): Fixed {
	const square = multiply(s, s);
	let power = s;
	let sum = 0n;
	for (let odd = 1n; power !== 0n && power !== -1n; odd += 2n) {
		sum += power / odd;
		power = multiply(power, square);
	}
	return 2n * sum;
}

function arcTanInverse(n: bigint): Fixed {
	let power = ONE / n;
	let sum = 0n;
	for (let odd = 1n, sign = 1n; power !== 0n; odd += 2n, sign = -sign) {
		sum += (sign * power) / odd;
		power /= n * n;
	}
	return sum;
}

const PI = 4n * (4n * arcTanInverse(5n) - arcTanInverse(239n));

export function normalDensityFixed(x: Fixed): Fixed {
	return divide(exponential(-multiply(x, x) / 2n), squareRoot(2n * PI));
}

/** Normal distribution function for |x| ≤ 12 by `½ + φ(x)·Σ x^(2n+1)/(1·3·5·…)`. */
export function normalCdfFixed(x: Fixed): Fixed {
	if (x < -12n * ONE || x > 12n * ONE) throw new RangeError("series is for |x| ≤ 12");
	const square = multiply(x, x);
	let term = x;
	let sum = 0n;
	for (let odd = 1n; term !== 0n && term !== -1n; ) {
		sum += term;
		odd += 2n;
		term = multiply(term, square) / odd;
	}
	return ONE / 2n + multiply(normalDensityFixed(x), sum);
}

export type FixedBlackInput = {
	readonly forward: number;
	readonly strike: number;
	readonly volatility: number;
	readonly years: number;
	readonly optionType: "C" | "P";
};

/** Black-76 of exactly these doubles. Beyond twelve deviations the time value is below 10⁻³⁰ and taken as 0. */
export function blackPriceFixed(input: FixedBlackInput): Fixed {
	const forward = fixedFromDouble(input.forward);
	const strike = fixedFromDouble(input.strike);
	const deviation = multiply(fixedFromDouble(input.volatility), squareRoot(fixedFromDouble(input.years)));
	const centre = divide(logarithm(divide(forward, strike)), deviation);
	const d1 = centre + deviation / 2n;
	const d2 = centre - deviation / 2n;
	const call = multiply(forward, clampedCdf(d1)) - multiply(strike, clampedCdf(d2));
	return input.optionType === "C" ? call : call - forward + strike;
}

function clampedCdf(x: Fixed): Fixed {
	if (x < -12n * ONE) return 0n;
	if (x > 12n * ONE) return ONE;
	return normalCdfFixed(x);
}
