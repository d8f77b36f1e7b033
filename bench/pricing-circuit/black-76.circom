pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "coefficients.circom";

/// The baseline that the public risk table is compared with: one option priced under one scenario inside a
/// circuit, Black-76 in fixed point with 40 fractional bits. Every hint is constrained, every truncation
/// costs its bits once, polynomials are evaluated without truncation in between. Nothing of it is used by
/// the solvency circuit; `bench/pricing-circuit/count-pricing.ts` counts it.

/// floor(in / 2^shift) for in ∈ [−2^(shift+bits−1), 2^(shift+bits−1)).
template FloorShift(shift, bits) {
    // More bits have more than one decomposition in the field.
    assert(shift + bits <= 252);
    signal input in;
    signal output out;

    component all = Num2Bits(shift + bits);
    all.in <== in + 2 ** (shift + bits - 1);
    var high = 0;
    for (var k = 0; k < bits; k++) high += all.out[shift + k] * 2 ** k;
    out <== high - 2 ** (bits - 1);
}

/// Line i is 1 where the number with these bits is i.
template OneHot(bits) {
    signal input in[bits];
    signal output out[2 ** bits];

    signal line[bits + 1][2 ** bits];
    line[0][0] <== 1;
    for (var k = 0; k < bits; k++) {
        for (var i = 0; i < 2 ** k; i++) {
            line[k + 1][2 ** k + i] <== line[k][i] * in[k];
            line[k + 1][i] <== line[k][i] - line[k + 1][2 ** k + i];
        }
    }
    for (var i = 0; i < 2 ** bits; i++) out[i] <== line[bits][i];
}

/// Σ c_j·(w / 2^width)^j with 2^44-fold coefficients, as 2^40-fold integer, rounded down.
template Polynomial(width) {
    signal input w;
    signal input coefficient[6];
    signal output out;

    signal sum[6];
    sum[5] <== coefficient[5];
    for (var j = 4; j >= 0; j--) {
        sum[j] <== sum[j + 1] * w + coefficient[j] * 2 ** (width * (5 - j));
    }
    component down = FloorShift(5 * width + 4, 42);
    down.in <== sum[0];
    out <== down.out;
}

/// floor(top / bottom), and that it is: top ∈ [0, 2^(bits + bottomBits)), bottom ∈ [1, 2^bottomBits).
template FloorDivide(bits, bottomBits) {
    signal input top;
    signal input bottom;
    signal output out;

    out <-- top \ bottom;
    signal rest <== top - out * bottom;
    component range[3];
    range[0] = Num2Bits(bits);
    range[0].in <== out;
    range[1] = Num2Bits(bottomBits);
    range[1].in <== rest;
    range[2] = Num2Bits(bottomBits);
    range[2].in <== bottom - 1 - rest;
}

/// 2^40·ln(2^-40·in) for in ∈ [2^35, 2^45).
template Ln() {
    signal input in;
    signal output out;

    signal isShift[10];
    var hint = 0;
    for (var k = 1; k < 10; k++) hint += in * 2 ** k < 2 ** 45 ? 1 : 0;
    var sum = 0;
    var power = 0;
    var exponent = 0;
    for (var k = 0; k < 10; k++) {
        isShift[k] <-- hint == k ? 1 : 0;
        isShift[k] * (isShift[k] - 1) === 0;
        sum += isShift[k];
        power += isShift[k] * 2 ** (k + 1);
        exponent += isShift[k] * (5 - (k + 1));
    }
    sum === 1;
    component mantissa = Num2Bits(45);
    mantissa.in <== in * power - 2 ** 45;

    component interval = OneHot(4);
    for (var k = 0; k < 4; k++) interval.in[k] <== mantissa.out[41 + k];
    component polynomial = Polynomial(41);
    var low = 0;
    for (var k = 0; k < 41; k++) low += mantissa.out[k] * 2 ** k;
    polynomial.w <== low;
    for (var j = 0; j < 6; j++) {
        var c = 0;
        for (var i = 0; i < 16; i++) c += interval.out[i] * lnCoefficient(i, j);
        polynomial.coefficient[j] <== c;
    }
    out <== polynomial.out + exponent * lnOfTwo();
}

/// 2^40·Φ(2^-40·in) for |in| < 2^57; 0 or 1 beyond 8 deviations.
template NormalCdf() {
    signal input in;
    signal output out;

    signal isNegative <-- in < 0 ? 1 : 0;
    isNegative * (isNegative - 1) === 0;
    component size = Num2Bits(57);
    size.in <== in * (1 - 2 * isNegative);
    var beyond = 0;
    for (var k = 43; k < 57; k++) beyond += size.out[k];
    component within = IsZero();
    within.in <== beyond;

    component interval = OneHot(6);
    for (var k = 0; k < 6; k++) interval.in[k] <== size.out[37 + k];
    component polynomial = Polynomial(37);
    var low = 0;
    for (var k = 0; k < 37; k++) low += size.out[k] * 2 ** k;
    polynomial.w <== low;
    for (var j = 0; j < 6; j++) {
        var c = 0;
        for (var i = 0; i < 64; i++) c += interval.out[i] * cdfCoefficient(i, j);
        polynomial.coefficient[j] <== c;
    }
    signal upper <== 2 ** 40 + within.out * (polynomial.out - 2 ** 40);
    out <== upper + isNegative * (2 ** 40 - 2 * upper);
}

function integerRoot(square) {
    var root = 1;
    while (root * root < square) root = root * 2;
    var next = (root + square \ root) \ 2;
    while (next < root) {
        root = next;
        next = (root + square \ root) \ 2;
    }
    return root;
}

/// A call. Forward and strike in µUSD below 2^40 with a ratio in [1/20, 20]; volatility and years 2^40-fold,
/// below 8 and 4. Price in µUSD.
template Black76Call() {
    signal input forward;
    signal input strike;
    signal input volatility;
    signal input years;
    signal output price;

    component range[4];
    range[0] = Num2Bits(40);
    range[0].in <== forward;
    range[1] = Num2Bits(40);
    range[1].in <== strike;
    range[2] = Num2Bits(43);
    range[2].in <== volatility;
    range[3] = Num2Bits(42);
    range[3].in <== years;

    component ratio = FloorDivide(45, 40);
    ratio.top <== forward * 2 ** 40;
    ratio.bottom <== strike;
    component moneyness = Ln();
    moneyness.in <== ratio.out;

    // 2^120·σ²T and its root, 2^60·σ√T, rounded down.
    signal variancePerYear <== volatility * volatility;
    signal variance <== variancePerYear * years;
    signal deviation <-- integerRoot(variance);
    signal overRoot <== variance - deviation * deviation;
    component rootRange[2];
    rootRange[0] = Num2Bits(65);
    rootRange[0].in <== overRoot;
    rootRange[1] = Num2Bits(65);
    rootRange[1].in <== 2 * deviation - overRoot;
    component deviation40 = FloorShift(20, 45);
    deviation40.in <== deviation;

    // d₁ = (ln(F/K) + σ²T/2) / σ√T, moved by 2^57 so that the quotient is not negative.
    component d1 = FloorDivide(58, 86);
    d1.bottom <== deviation * 2 ** 21;
    d1.top <== 2 * moneyness.out * 2 ** 80 + variance + 2 ** 57 * d1.bottom;
    component cdf1 = NormalCdf();
    cdf1.in <== d1.out - 2 ** 57;
    component cdf2 = NormalCdf();
    cdf2.in <== d1.out - 2 ** 57 - deviation40.out;

    signal gain <== forward * cdf1.out;
    component value = FloorShift(40, 42);
    value.in <== gain - strike * cdf2.out;
    component isLoss = Num2Bits(42);
    isLoss.in <== value.out + 2 ** 41;
    price <== value.out * isLoss.out[41];
}

component main = Black76Call();
