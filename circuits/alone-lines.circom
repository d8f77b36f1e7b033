pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "lib/packed-word.circom";
include "lib/range.circom";

/// @title AloneMembers
/// @notice Says which slots belong to each of the underlyings that are tested alone. Every slot that holds an option
///         must belong to one of them.
/// @dev Keys strictly increase, so a set cannot be split over two groups that are each tested with half of it. A key
///      that no slot has makes an empty group, whose test is that equity at the mark covers the charges.
/// @param positionCount number of slots
/// @param groupCount underlyings with options that an account of this class can have
/// @input keys[groupCount] keys of underlying sets, strictly increasing; the prover's
/// @input underlyings[positionCount] set keys of the slots
/// @input isOption[positionCount] 1 where a slot holds an option
/// @output members[groupCount][positionCount] 1 where the slot belongs to the group
/// @enforces keys in order; no slot with an option outside of all groups
/// @cost 12 constraints per group, 2 per group and slot, 1 per slot
template AloneMembers(positionCount, groupCount) {
    signal input keys[groupCount];
    signal input underlyings[positionCount];
    signal input isOption[positionCount];
    signal output members[groupCount][positionCount];

    for (var g = 0; g < groupCount; g++) {
        _ <== Num2Bits(12)(g == 0 ? keys[0] : keys[g] - keys[g - 1] - 1);
    }
    for (var i = 0; i < positionCount; i++) {
        var covered = 0;
        for (var g = 0; g < groupCount; g++) {
            members[g][i] <== IsEqual()([underlyings[i], keys[g]]);
            covered += members[g][i];
        }
        isOption[i] * (1 - covered) === 0;
    }
}

/// @title AssertAlone
/// @notice Constrains equity to stay non-negative after charges when one underlying reprices in each of the first
///         stress scenarios while everything else stands at the mark.
/// @dev The prover supplies the value at the mark of everything else; there is one choice. Let ρ be the claimed one,
///      −2^61 ≤ ρ < 2^61. Lane 0 of the first word is the mark, so its true lane is m + ρ − C with m the group's value
///      at the mark. Lanes stay within 3·2^61, so the digits are those of the integer Σ lane·2^(63k), and digit 0,
///      m + ρ − C modulo 2^63, is V_0 − C: ρ = V_0 − m modulo 2^63, and both are below 2^62 in magnitude.
/// @param positionCount number of slots
/// @param wordCount packed words of four scenarios each
/// @input members[positionCount] 1 where a slot belongs to the underlying
/// @input products[positionCount][wordCount] signed quantity times stress word
/// @input restShiftMicroUsd ρ + 2^61, range-checked to 62 bits
/// @input markSlackMicroUsd V_0 − C
/// @input chargeMicroUsd C, range-checked
/// @assumes members are boolean; |V| ≤ G < 2^61 for every sum of values
/// @cost 244 constraints per word less 60, 1 per word and slot
template AssertAlone(positionCount, wordCount) {
    signal input members[positionCount];
    signal input products[positionCount][wordCount];
    signal input {maxbit} restShiftMicroUsd;
    signal input markSlackMicroUsd;
    signal input {maxbit} chargeMicroUsd;
    assert(restShiftMicroUsd.maxbit <= 62);
    assert(chargeMicroUsd.maxbit <= 61);

    var restMicroUsd = restShiftMicroUsd - (1 << 61);
    signal own[positionCount][wordCount];
    component lanes[wordCount];
    component afterMark = LanesAfterMark();
    afterMark.firstDigit <== markSlackMicroUsd;
    for (var w = 0; w < wordCount; w++) {
        var total = 0;
        for (var i = 0; i < positionCount; i++) {
            own[i][w] <== members[i] * products[i][w];
            total += own[i][w];
        }
        var word = total + (restMicroUsd - chargeMicroUsd) * LANE_ONES();
        if (w == 0) {
            afterMark.word <== word;
        } else {
            lanes[w] = NonNegativeLanes(61);
            lanes[w].word <== word;
            _ <== lanes[w].digits;
        }
    }
}

/// @title LanesAfterMark
/// @notice Constrains lane 0 of a packed word to be a given digit and the other three to [0, 2^61).
/// @input word packed word
/// @input firstDigit below 2^61
/// @assumes every lane is an integer in (−2^63, 2^63)
/// @cost 184 constraints
template LanesAfterMark() {
    signal input word;
    signal input firstDigit;

    signal bits[3][61];
    var total = firstDigit;
    for (var lane = 0; lane < 3; lane++) {
        var digit = 0;
        for (var i = 0; i < 61; i++) {
            // Advice bit: boolean by the next line, bound to the word by the sum below.
            bits[lane][i] <-- (word >> (63 * (lane + 1) + i)) & 1;
            bits[lane][i] * (bits[lane][i] - 1) === 0;
            digit += bits[lane][i] * (1 << i);
        }
        total += digit * (1 << (63 * (lane + 1)));
    }
    // Below 2^252 < r on both sides, so equality in the field is equality of integers.
    total === word;
}
