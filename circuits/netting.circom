pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "lib/packed-word.circom";
include "lib/range.circom";

/// @title RowKeys
/// @notice Takes a row's key word apart into the keys of its three netting sets.
/// @input keyWord strike + expiry·2^12 + underlying·2^24 + tag·2^36, tag = 3
/// @output strike, expiry, underlying set keys, below 2^12
/// @enforces the row tag: no other hashed form can stand in for a row
/// @cost 36 constraints
template RowKeys() {
    signal input keyWord;
    signal output strike;
    signal output expiry;
    signal output underlying;

    component bits = Num2Bits(36);
    bits.in <== keyWord - 3 * (1 << 36);
    var keys[3] = [0, 0, 0];
    for (var i = 0; i < 12; i++) {
        for (var k = 0; k < 3; k++) {
            keys[k] += bits.out[12 * k + i] * (1 << i);
        }
    }
    strike <== keys[0];
    expiry <== keys[1];
    underlying <== keys[2];
}

/// @title NettingRuns
/// @notice Says for each slot whether its netting sets continue in the next slot.
/// @dev Sets are nested by construction: a strike set ends where its expiry set ends, an expiry set
///      where its underlying set ends, so two sets that share a key by mistake never merge across
///      a boundary above them. The last slot always ends its runs.
/// @param positionCount number of slots
/// @input strikes[positionCount], expiries[…], underlyings[…] set keys
/// @output …Continues[positionCount] 1 when slot i + 1 belongs to the same set as slot i
/// @assumes ids strictly increase, so members of a set are neighbours
/// @cost 8 constraints per slot
template NettingRuns(positionCount) {
    signal input strikes[positionCount];
    signal input expiries[positionCount];
    signal input underlyings[positionCount];
    signal output strikeContinues[positionCount];
    signal output expiryContinues[positionCount];
    signal output underlyingContinues[positionCount];

    for (var i = 0; i + 1 < positionCount; i++) {
        underlyingContinues[i] <== IsEqual()([underlyings[i], underlyings[i + 1]]);
        var sameExpiry = IsEqual()([expiries[i], expiries[i + 1]]);
        expiryContinues[i] <== sameExpiry * underlyingContinues[i];
        var sameStrike = IsEqual()([strikes[i], strikes[i + 1]]);
        strikeContinues[i] <== sameStrike * expiryContinues[i];
    }
    strikeContinues[positionCount - 1] <== 0;
    expiryContinues[positionCount - 1] <== 0;
    underlyingContinues[positionCount - 1] <== 0;
}

/// @title RunTotals
/// @notice Sums words along each run and gives the sum at the run's last slot, zero elsewhere.
/// @param positionCount number of slots
/// @input words[positionCount] packed words, already times quantity
/// @input continues[positionCount] 1 when slot i + 1 belongs to the run of slot i
/// @output totals[positionCount]
/// @assumes continues is boolean and 0 at the last slot
/// @cost 1 constraint per slot
template RunTotals(positionCount) {
    signal input words[positionCount];
    signal input continues[positionCount];
    signal output totals[positionCount];

    signal carried[positionCount];
    var running = 0;
    for (var i = 0; i < positionCount; i++) {
        running += words[i];
        carried[i] <== continues[i] * running;
        totals[i] <== running - carried[i];
        running = carried[i];
    }
}

/// @title NakedShortCharge
/// @notice max(0, −net) of a strike set: short options not covered at their own strike.
/// @input net µUSD, the set's net naked-short lane at its last slot, 0 elsewhere
/// @output chargeMicroUsd
/// @assumes |net| ≤ G < 2^61
/// @cost 63 constraints
template NakedShortCharge() {
    signal input net;
    signal output chargeMicroUsd;

    component bits = Num2Bits(62);
    bits.in <== net + (1 << 61);
    // Bit 61 is set exactly when net ≥ 0.
    chargeMicroUsd <== (bits.out[61] - 1) * net;
}

/// @title AssertNetBounds
/// @notice Constrains two charges of one netting set from below by its four lanes.
/// @dev lanes 0 and 1: low ≥ −lane. lanes 2 and 3 (exact opposites in the table): high ≥ |lane| −
///      intercept. The prover supplies both; slack only raises its own charge. Each must be
///      range-checked by itself: in a run with a large positive sum the packed check alone would
///      let a negative charge pass, and two huge ones could cancel.
/// @input total the set's packed sum at its last slot, 0 elsewhere
/// @input intercepts the packed intercepts, to be counted once per set
/// @input isEnd 1 at the last slot of the set
/// @input low, high µUSD, range-checked
/// @assumes every lane of total has magnitude ≤ G < 2^61; intercepts in [0, 2^61): with slack in
///          high a lane stays below 3·2^61, without it below 2^62
/// @enforces low = high = 0 away from the end of a set
/// @cost 251 constraints
template AssertNetBounds() {
    signal input total;
    signal input intercepts;
    signal input isEnd;
    signal input {maxbit} low;
    signal input {maxbit} high;
    assert(low.maxbit <= 61);
    assert(high.maxbit <= 61);

    (1 - isEnd) * low === 0;
    (1 - isEnd) * high === 0;
    signal granted <== isEnd * intercepts;
    component lanes = NonNegativeLanes();
    lanes.word <== total + granted + low * (1 + (1 << 63)) + high * ((1 << 126) + (1 << 189));
    _ <== lanes.digits;
}
