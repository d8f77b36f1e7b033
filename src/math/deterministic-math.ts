/**
 * exp, ln, pow and the normal distribution from `+ − × ÷` and exact operations alone.
 *
 * `Math.exp`, `Math.log` and `Math.pow` may differ in the last bit between engines, and two
 * publishers must get the same risk root bit for bit. IEEE 754 fixes the result of every operation
 * used here, so these functions return the same bits on every platform. Pricing and scenario code
 * uses these and `Math.sqrt` (correctly rounded in every engine), nothing else of `Math` that rounds.
 */

/** ln 2 in two parts; the first has trailing zero bits, so `k·LN2_HIGH` is exact for every exponent k. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1 / (LN2_HIGH + LN2_LOW);

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
/** Mantissas of `ln` lie in [0.7, 1.4), about evenly around 1. */
const MANTISSA_FLOOR = 0.7;

/** Above this exp is infinite, below the other it is zero. */
const EXP_OVERFLOW = 709.782712893384;
const EXP_UNDERFLOW = -745.1332191019412;

/** `1/2!, 1/3!, …, 1/14!`: on |r| ≤ ln2/2 the first term left out is below 10⁻¹⁹. */
const EXP_TAYLOR = inverseFactorials(2, 14);

/** `2/3, 2/5, …, 2/25` of `ln((1+s)/(1−s))`: with |s| ≤ 0.1765 the first term left out is below 10⁻²⁰. */
const LOG_SERIES = [3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25].map((odd) => 2 / odd);

/** Lifts subnormal numbers into the normal range; `**` on numbers is not fixed by the standard. */
const TWO_TO_54 = 18_014_398_509_481_984;

/** Scratch for reading and writing exponent bits; big-endian by `DataView`'s default on every machine. */
const BITS = new DataView(new ArrayBuffer(8));

/** `2^exponent`, exactly. `exponent` is an integer in −1022 … 1023. */
function powerOfTwo(exponent: number): number {
	BITS.setUint32(0, (exponent + 1023) << 20);
	BITS.setUint32(4, 0);
	return BITS.getFloat64(0);
}

/** `e^x`, within 1 unit in the last place. */
export function exp(x: number): number {
	if (Number.isNaN(x)) return x;
	if (x > EXP_OVERFLOW) return Number.POSITIVE_INFINITY;
	if (x < EXP_UNDERFLOW) return 0;
	const exponent = Math.floor(x * INVERSE_LN2 + 0.5);
	const high = x - exponent * LN2_HIGH;
	const low = exponent * LN2_LOW;
	const r = high - low;
	const lostInR = high - r - low;
	const mantissa = 1 + (r + (lostInR + r * r * horner(EXP_TAYLOR, r)));
	// Two steps where 2^exponent itself would be subnormal or infinite.
	if (exponent < -1021) return mantissa * powerOfTwo(exponent + 100) * powerOfTwo(-100);
	if (exponent > 1023) return mantissa * 2 * powerOfTwo(exponent - 1);
	return mantissa * powerOfTwo(exponent);
}

/** Natural logarithm, within 1 unit in the last place; −∞ at 0, NaN below. */
export function ln(x: number): number {
	if (Number.isNaN(x) || x < 0) return Number.NaN;
	if (x === 0) return Number.NEGATIVE_INFINITY;
	if (x === Number.POSITIVE_INFINITY) return x;
	const { mantissa, exponent } = splitExponent(x);
	const f = mantissa - 1;
	const s = f / (2 + f);
	const z = s * s;
	const tail = z * horner(LOG_SERIES, z);
	// ln(1+f) = f − (f²/2 − s·(f²/2 + tail)): the large part f is exact, so little rounding is left.
	const halfSquare = 0.5 * f * f;
	return exponent * LN2_HIGH - (halfSquare - (s * (halfSquare + tail) + exponent * LN2_LOW) - f);
}

/**
 * `base^power` for a positive base, relative error about `|power·ln(base)| · 2⁻⁵²`. Good enough for
 * scaling rules such as `(30d/dte)^power`; not meant for prices.
 */
export function pow(base: number, power: number): number {
	if (power === 0) return 1;
	if (power === 1) return base;
	return exp(power * ln(base));
}

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
	const y = Math.abs(x);
	return y > 39 ? 0 : INVERSE_SQRT_TWO_PI * gaussian(y);
}

/**
 * Distribution function of the standard normal, relative error below 10⁻¹⁵ on −37.5 … ∞ and 0
 * below that. Rational Chebyshev approximations by W. J. Cody (Mathematics of Computation 23, 1969;
 * ACM TOMS 19, 1993), in three regions.
 */
export function normalCdf(x: number): number {
	const y = Math.abs(x);
	if (y <= CENTRE_LIMIT) {
		const z = x * x;
		return 0.5 + x * ratio(CENTRE_TOP, CENTRE_BOTTOM, z);
	}
	const tail = upperTail(y);
	return x < 0 ? tail : 1 - tail;
}

function upperTail(y: number): number {
	if (Number.isNaN(y)) return y;
	if (y > 37.5193) return 0;
	if (y <= MIDDLE_LIMIT) return gaussian(y) * ratio(MIDDLE_TOP, MIDDLE_BOTTOM, y);
	const z = 1 / (y * y);
	const correction = z * ratio(FAR_TOP, FAR_BOTTOM, z);
	return (gaussian(y) * (INVERSE_SQRT_TWO_PI - correction)) / y;
}

/** `e^(−y²/2)` for y ≥ 0, split so that rounding y² does not spoil the relative error. */
function gaussian(y: number): number {
	const coarse = Math.floor(y * 16) / 16;
	const rest = (y - coarse) * (y + coarse);
	return exp(-coarse * coarse * 0.5) * exp(-rest * 0.5);
}

/** x = mantissa · 2^exponent with mantissa in [0.7, 1.4). */
function splitExponent(x: number): { mantissa: number; exponent: number } {
	const subnormal = x < 2.2250738585072014e-308;
	BITS.setFloat64(0, subnormal ? x * TWO_TO_54 : x);
	const head = BITS.getUint32(0);
	BITS.setUint32(0, (head & 0x000fffff) | 0x3fe00000);
	const mantissa = BITS.getFloat64(0);
	const exponent = (head >>> 20) - 1022 - (subnormal ? 54 : 0);
	return mantissa < MANTISSA_FLOOR
		? { mantissa: mantissa * 2, exponent: exponent - 1 }
		: { mantissa, exponent };
}

function inverseFactorials(from: number, to: number): number[] {
	const out: number[] = [];
	let factorial = 1;
	for (let n = 2; n <= to; n++) {
		factorial *= n; // exact up to 18!
		if (n >= from) out.push(1 / factorial);
	}
	return out;
}

/** `c₀ + c₁x + c₂x² + …` */
function horner(coefficients: readonly number[], x: number): number {
	let sum = 0;
	for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] as number);
	return sum;
}

function ratio(top: readonly number[], bottom: readonly number[], x: number): number {
	return horner(top, x) / horner(bottom, x);
}

/** Cody's regions, |x| ≤ 0.67448975, ≤ √32, beyond; coefficients from the constant term up. */
const CENTRE_LIMIT = 0.67448975;
const CENTRE_TOP = [
	18154.98125334356, 1067.6894854603709, 161.02823106855587, 2.2352520354606837, 0.06568233791820745,
];
const CENTRE_BOTTOM = [45507.78933502673, 10260.932208618979, 976.0985517377767, 47.202581904688245, 1];
const MIDDLE_LIMIT = 5.656854249492381;
const MIDDLE_TOP = [
	9842.714838383978, 11602.65143764735, 6848.190450536283, 2494.5375852903726, 597.2702763948002,
	93.50665613217785, 8.883149794388377, 0.39894151208813466, 1.0765576773720192e-8,
];
const MIDDLE_BOTTOM = [
	19685.429676859992, 38912.00328609327, 34900.95272114598, 18615.571640885097, 6485.558298266761,
	1519.3775994075547, 235.387901782625, 22.266688044328117, 1,
];
const FAR_TOP = [
	2.9112874951168793e-5, 0.0014216191932278934, 0.022235277870649807, 0.12740116116024736, 0.215898534057957,
	0.023073441764940174,
];
const FAR_BOTTOM = [
	7.297515550839662e-5, 0.0037823963320275824, 0.06598813786892856, 0.4682382124808651, 1.284260096144911, 1,
];
