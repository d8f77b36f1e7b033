/**
 * `LaneRange` for options in the integers of Solidity, step by step and division by division, so that hundreds of
 * thousands of honest lanes can be compared in minutes. A test holds it to the contract, bit for bit.
 */
import type { MarketLeaf } from "../../src/market/snapshot/market-tree.ts";
import type { ScenarioLeaf } from "../../src/risk/scenarios/scenario-leaf.ts";
import type { ParameterLeaf } from "../../src/risk/scenarios/scenario-tree.ts";

const BITS = 96n;
const ONE = 1n << BITS;
const PPM = 1_000_000n;
const LN2 = 54916777467707473351141471128n;
const SQRT_2 = 112045541949572279837463876455n;
const INVERSE_SQRT_TWO_PI = 31607463825455920808620519744n;
const QUARTER_DELTA = 53438583542740717722591559680n;
const NORMAL_END = 9n * ONE;
const HALF = 1n << 95n;
const YEAR_MS = 31_536_000_000n;
const LARGEST_BASIS = 100_000n;
const TENTHS_PER_DAY = 864_000_000n;
const [FLAT, UP, DOWN] = [0, 1, 2];

type Level = "maintenance" | "initial";
export type LaneBounds = { readonly lowest: bigint; readonly highest: bigint };

/** Marks that stay the same for all scenarios of an option. */
export function optionRange(request: {
	readonly market: MarketLeaf;
	readonly scenario: ScenarioLeaf;
	readonly parameters: ParameterLeaf;
	readonly level: Level;
}): LaneBounds {
	const { market, scenario, parameters, level } = request;
	const isInitial = level === "initial";
	const mark = ofLot(markPrice(market), market);
	const moved = ofLot(movedPrice(market, scenario, parameters), market);
	const weight = scenario.weightE18 * parameters.initialWeight;
	const initial = between(mark, moved, weight, 10n ** 24n);
	const lane = isInitial ? initial : between(mark, initial, PPM, parameters.initialMultiplier);
	const allowance = floatAllowanceUp(market);
	const below = 3n * allowance + (isInitial ? 0n : ONE);
	return { lowest: lane > below ? (lane - below) / ONE : 0n, highest: (lane + allowance) / ONE };
}

/** `NetLane` for the lanes of an option that are a share of a repricing. */
export function optionNetRange(request: {
	readonly market: MarketLeaf;
	readonly scenario: ScenarioLeaf;
	readonly parameters: ParameterLeaf;
	/** 24 decimals. */
	readonly factor: bigint;
	readonly level: Level;
}): LaneBounds {
	const { market, scenario, parameters, factor, level } = request;
	const e24 = 10n ** 24n;
	const mark = ofLot(markPrice(market), market);
	const moved = ofLot(movedPrice(market, scenario, parameters), market);
	let change = ((moved >= mark ? moved - mark : mark - moved) * factor) / e24;
	let slack = (3n * floatAllowanceUp(market) * factor) / e24 + 1n + ONE / 2n;
	if (level === "maintenance") {
		change = (change * PPM) / parameters.initialMultiplier;
		slack = (slack * PPM) / parameters.initialMultiplier + 1n + ONE / 2n;
	}
	const signed = moved >= mark ? change : -change;
	return { lowest: -floorDivide(slack - signed, ONE), highest: floorDivide(signed + slack, ONE) };
}

/** `OptionDelta`. */
export function optionDeltaRange(request: {
	readonly market: MarketLeaf;
	readonly parameters: ParameterLeaf;
	readonly level: Level;
}): LaneBounds {
	const { market, parameters, level } = request;
	const { lotE18, indexE18, discountE18, priceE18, strikeE18, fixedForwardE18, isCall } = market;
	const deviation =
		(toX96(market.ivE18) * rootOfYears(BigInt(market.expiryMs - market.snapshotTimeMs))) >> BITS;
	const lotIndex = (lotE18 * indexE18 * ONE * parameters.deltaRate) / 10n ** 36n;
	const discounted = (lotIndex * discountE18) / 10n ** 18n;
	const whole = (discounted * (priceE18 - fixedForwardE18)) / priceE18;
	let delta = 0n;
	let error = ONE;
	if (deviation !== 0n) {
		const d1 = (ln((priceE18 * ONE) / strikeE18) * ONE) / deviation + deviation / 2n;
		delta = normalCdf(isCall ? d1 : -d1);
		error = ONE / 10n ** 12n + (1n << 144n) / deviation + 1n;
		if (error > ONE) error = ONE;
	}
	let magnitude = (whole * delta) / ONE;
	let slack = (whole * error) / ONE + whole / 10n ** 15n + 1n + ONE / 2n;
	if (level === "maintenance") {
		magnitude = (magnitude * PPM) / parameters.initialMultiplier;
		slack = (slack * PPM) / parameters.initialMultiplier + 1n + ONE / 2n;
	}
	const signed = isCall ? magnitude : -magnitude;
	return { lowest: -floorDivide(slack - signed, ONE), highest: floorDivide(signed + slack, ONE) };
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
	const quotient = dividend / divisor;
	return dividend % divisor < 0n ? quotient - 1n : quotient;
}

function between(from: bigint, to: bigint, top: bigint, bottom: bigint): bigint {
	return to >= from ? from + ((to - from) * top) / bottom : from - ((from - to) * top) / bottom;
}

function floatAllowanceUp({ priceE18, strikeE18, lotE18, discountE18 }: MarketLeaf): bigint {
	const e18 = 10n ** 18n;
	const scale = 231n * priceE18 + 10n * strikeE18;
	const lot = (lotE18 * PPM * (discountE18 > e18 ? discountE18 : e18)) / e18 + 1n;
	const allowance = (((scale * lot) / e18 + 1n) * ONE) / 10n ** 32n;
	return allowance + allowance / 10n ** 9n + 1n;
}

function ofLot(price: bigint, { discountE18, lotE18 }: MarketLeaf): bigint {
	const e18 = 10n ** 18n;
	return (((price * discountE18) / e18) * lotE18 * PPM) / e18;
}

function markPrice(market: MarketLeaf): bigint {
	const root = rootOfYears(BigInt(market.expiryMs - market.snapshotTimeMs));
	const deviation = (toX96(market.ivE18) * root) >> BITS;
	return blackPrice(toX96(market.priceE18), toX96(market.strikeE18), deviation, market.isCall);
}

function movedPrice(market: MarketLeaf, scenario: ScenarioLeaf, parameters: ParameterLeaf): bigint {
	const factor = (PPM + scenario.move) * (PPM + basisMove(market, scenario));
	const moving = market.priceE18 - market.fixedForwardE18;
	const forward = ((market.fixedForwardE18 * 10n ** 12n + moving * factor) * ONE) / 10n ** 30n;
	const strike = toX96(market.strikeE18);
	const deviation = movedDeviation({ market, scenario, parameters, moneyness: (strike * ONE) / forward });
	return blackPrice(forward, strike, deviation, market.isCall);
}

function timeLeftMs(market: MarketLeaf, scenario: ScenarioLeaf): bigint {
	return BigInt(market.expiryMs - market.snapshotTimeMs) - BigInt(scenario.laterMs);
}

function basisMove(market: MarketLeaf, scenario: ScenarioLeaf): bigint {
	const left = timeLeftMs(market, scenario);
	if (left <= 0n) return 0n;
	const move = floorDivide(2n * scenario.basisPerYear * left + YEAR_MS, 2n * YEAR_MS);
	if (move > LARGEST_BASIS) return LARGEST_BASIS;
	return move < -LARGEST_BASIS ? -LARGEST_BASIS : move;
}

function movedDeviation(given: {
	readonly market: MarketLeaf;
	readonly scenario: ScenarioLeaf;
	readonly parameters: ParameterLeaf;
	readonly moneyness: bigint;
}): bigint {
	const { market, scenario, parameters, moneyness } = given;
	const left = timeLeftMs(market, scenario);
	if (left <= 0n) return 0n;
	const root = rootOfYears(left);
	const volatility = toX96(market.ivE18);
	const deviations = (ln(moneyness) * ONE) / ((volatility * root) >> BITS);
	const remaining = BigInt(market.expiryMs - market.snapshotTimeMs) * 10n;
	return (shockedVolatility({ volatility, remaining, deviations, scenario, parameters }) * root) >> BITS;
}

function shockedVolatility(given: {
	readonly volatility: bigint;
	readonly remaining: bigint;
	readonly deviations: bigint;
	readonly scenario: ScenarioLeaf;
	readonly parameters: ParameterLeaf;
}): bigint {
	const { volatility, remaining, deviations, scenario, parameters: p } = given;
	if (scenario.vol === FLAT) return volatility;
	const scale = tenorScale(remaining, p);
	if (scenario.vol === UP) {
		const up = (volatility * (ONE + (scale * p.rangeUp) / PPM)) >> BITS;
		return largest(up, (ONE * p.upFloor) / PPM);
	}
	let factor: bigint;
	if (scenario.vol === DOWN) {
		const drop = (scale * p.rangeDown) / PPM;
		factor = drop < ONE ? ONE - drop : 0n;
	} else {
		factor = (level(remaining, scale, scenario, p) * smile(deviations, scale, scenario, p.wingCap)) >> BITS;
	}
	return (volatility * largest(factor, (ONE * p.floorShare) / PPM)) >> BITS;
}

function tenorScale(remaining: bigint, p: ParameterLeaf): bigint {
	const counted = largest(remaining, p.tenorFloorDays * 864n);
	const thirtyDays = 30n * TENTHS_PER_DAY;
	return pow((thirtyDays * ONE) / counted, counted <= thirtyDays ? p.shortPower : p.longPower);
}

function level(remaining: bigint, scale: bigint, { levels }: ScenarioLeaf, p: ParameterLeaf): bigint {
	const tenors = [7n, 30n, 90n, 180n].map((days) => days * TENTHS_PER_DAY);
	const [first = 0n, , , last = 0n] = tenors;
	const scaled = (of: bigint, own: bigint) => onePlus((of * ((scale * ONE) / own)) / PPM);
	if (remaining <= first) return scaled(levels[0], tenorScale(first, p));
	if (remaining >= last) return scaled(levels[3], tenorScale(last, p));
	const next = tenors.findIndex((tenor) => tenor > remaining);
	const low = tenors[next - 1] as bigint;
	const share = (ln((remaining * ONE) / low) * ONE) / ln(((tenors[next] as bigint) * ONE) / low);
	const change =
		((ONE - share) * (levels[next - 1] as bigint)) / PPM + (share * (levels[next] as bigint)) / PPM;
	return onePlus(change);
}

function smile(
	deviations: bigint,
	scale: bigint,
	{ riskReversal, fly }: ScenarioLeaf,
	wingCap: bigint,
): bigint {
	const limit = (QUARTER_DELTA * wingCap) / PPM;
	const clamped = deviations > limit ? limit : deviations < -limit ? -limit : deviations;
	const x = (clamped * ONE) / QUARTER_DELTA;
	const shift = (x * riskReversal) / (2n * PPM) + (((x * x) / ONE) * fly) / PPM;
	return onePlus((scale * shift) / ONE);
}

function onePlus(change: bigint): bigint {
	return change > -ONE ? ONE + change : 0n;
}

function blackPrice(forward: bigint, strike: bigint, deviation: bigint, isCall: boolean): bigint {
	const callIsOut = strike >= forward;
	const intrinsic = isCall === callIsOut ? 0n : callIsOut ? strike - forward : forward - strike;
	if (deviation === 0n) return intrinsic;
	const centre = (ln((forward * ONE) / strike) * ONE) / deviation;
	const d1 = centre + deviation / 2n;
	const d2 = d1 - deviation;
	const share = (amount: bigint, d: bigint) => (amount * normalCdf(d)) >> BITS;
	const [gain, cost] = callIsOut
		? [share(forward, d1), share(strike, d2)]
		: [share(strike, -d2), share(forward, -d1)];
	return gain > cost ? intrinsic + gain - cost : intrinsic;
}

function normalCdf(x: bigint): bigint {
	if (x >= NORMAL_END) return ONE;
	if (x <= -NORMAL_END) return 0n;
	const magnitude = x < 0n ? -x : x;
	const square = (magnitude * magnitude) >> BITS;
	const { mantissa, exponent } = expParts(-(square >> 1n));
	let term = (((mantissa * INVERSE_SQRT_TWO_PI) >> (48n - exponent)) * magnitude) >> BITS;
	let sum = 0n;
	for (let odd = 3n; term >= 1n << 48n; odd += 2n) {
		sum += term;
		term = ((term * square) >> BITS) / odd;
	}
	const centre = sum >> 48n;
	return x < 0n ? HALF - centre : HALF + centre;
}

function expParts(x: bigint): { readonly mantissa: bigint; readonly exponent: bigint } {
	const exponent = (x + (x < 0n ? -LN2 / 2n : LN2 / 2n)) / LN2;
	const r = x - exponent * LN2;
	let sum = ONE;
	for (let n = 20n; n > 0n; n--) sum = ONE + (r * sum) / (n * ONE);
	return { mantissa: sum, exponent };
}

function exp(x: bigint): bigint {
	if (x < -67n * ONE) return 0n;
	const { mantissa, exponent } = expParts(x);
	return exponent >= 0n ? mantissa << exponent : mantissa >> -exponent;
}

function ln(x: bigint): bigint {
	const digits = BigInt(x.toString(2).length - 1);
	let exponent = digits - BITS;
	let mantissa = digits >= BITS ? x >> (digits - BITS) : x << (BITS - digits);
	if (mantissa >= SQRT_2) {
		mantissa >>= 1n;
		exponent++;
	}
	const s = ((mantissa - ONE) * ONE) / (mantissa + ONE);
	const square = (s * s) / ONE;
	let sum = 0n;
	for (let odd = 37n; odd > 0n; odd -= 2n) sum = ONE / odd + (sum * square) / ONE;
	return (2n * s * sum) / ONE + exponent * LN2;
}

function pow(base: bigint, powerPpm: bigint): bigint {
	return exp((ln(base) * powerPpm) / PPM);
}

function rootOfYears(milliseconds: bigint): bigint {
	return squareRoot(((milliseconds * ONE) / YEAR_MS) * ONE);
}

/** Rounded down. */
function squareRoot(x: bigint): bigint {
	if (x < 2n) return x;
	let root = 1n << BigInt((x.toString(2).length + 1) >> 1);
	for (;;) {
		const next = (root + x / root) >> 1n;
		if (next >= root) return root;
		root = next;
	}
}

function toX96(amountE18: bigint): bigint {
	return (amountE18 * ONE) / 10n ** 18n;
}

function largest(a: bigint, b: bigint): bigint {
	return a > b ? a : b;
}
