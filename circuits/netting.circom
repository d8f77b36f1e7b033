pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "lib/positive-part.circom";

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

/// @title OptionSlots
/// @notice Says which slots hold an option and which of them a short one. An instrument is an option when it has a
///         strike set.
/// @param positionCount number of slots
/// @input negs[positionCount] 1 when short
/// @input strikes[positionCount] strike set keys, 0 for what is no option
/// @output isOption[positionCount] 1 or 0
/// @output isShortOption[positionCount] 1 or 0
/// @assumes negs are boolean
/// @cost 3 constraints per slot
template OptionSlots(positionCount) {
    signal input negs[positionCount];
    signal input strikes[positionCount];
    signal output isOption[positionCount];
    signal output isShortOption[positionCount];

    for (var i = 0; i < positionCount; i++) {
        var noOption = IsZero()(strikes[i]);
        isOption[i] <== 1 - noOption;
        isShortOption[i] <== negs[i] * isOption[i];
    }
}

/// @title LiableRuns
/// @notice Says at which slots a netting set ends that holds anything but bought options.
/// @dev A bought option is paid for and can be left to expire: whoever holds nothing else in a set has no
///      basis to lose and nothing that must be closed.
/// @param positionCount number of slots
/// @input isOption[positionCount] 1 where a slot holds an option
/// @input isShortOption[positionCount] 1 where it is short one
/// @input continues[positionCount] 1 when slot i + 1 belongs to the set of slot i
/// @output isLiable[positionCount] 1 at the last slot of such a set, 0 elsewhere
/// @assumes all inputs are boolean, continues is 0 at the last slot
/// @cost 3 constraints per slot
template LiableRuns(positionCount) {
    signal input isOption[positionCount];
    signal input isShortOption[positionCount];
    signal input continues[positionCount];
    signal output isLiable[positionCount];

    component members = RunTotals(positionCount);
    members.continues <== continues;
    for (var i = 0; i < positionCount; i++) {
        members.words[i] <== 1 - isOption[i] + isShortOption[i];
    }
    for (var i = 0; i < positionCount; i++) {
        var isNone = IsZero()(members.totals[i]);
        isLiable[i] <== 1 - isNone;
    }
}

/// @title AnyOf
/// @notice Whether any of some flags is set.
/// @param count number of flags, below the field order
/// @input flags[count]
/// @output isAny 1 or 0
/// @assumes flags are boolean
/// @cost 2 constraints
template AnyOf(count) {
    signal input flags[count];
    signal output isAny;

    var sum = 0;
    for (var i = 0; i < count; i++) {
        sum += flags[i];
    }
    var isNone = IsZero()(sum);
    isAny <== 1 - isNone;
}

/// @title HoldsMoreThanBoughtOptions
/// @notice Whether an account is short any option, or holds anything else of an underlying of which it has options.
/// @dev Money is of an underlying without options. An empty slot counts as something else only of the key 0, which no
///      underlying has: a prover that names it pays more.
/// @param positionCount number of slots
/// @param groupCount underlyings with options that an account of this class can have
/// @input isOption[positionCount], isShortOption[positionCount] what the slots hold
/// @input members[groupCount][positionCount] 1 where a slot belongs to an underlying with options
/// @output holdsMore 1 or 0
/// @assumes all inputs are boolean; a slot belongs to one group at most
/// @cost 1 constraint per slot and 2
template HoldsMoreThanBoughtOptions(positionCount, groupCount) {
    signal input isOption[positionCount];
    signal input isShortOption[positionCount];
    signal input members[groupCount][positionCount];
    signal output holdsMore;

    component any = AnyOf(positionCount);
    for (var i = 0; i < positionCount; i++) {
        var isMember = 0;
        for (var g = 0; g < groupCount; g++) {
            isMember += members[g][i];
        }
        any.flags[i] <== isShortOption[i] + (1 - isOption[i]) * isMember;
    }
    holdsMore <== any.isAny;
}

/// @title StrikeCharges
/// @notice What the nets of a strike set cost: max(0, −n_0) for short options that are not covered at their own strike,
///         and max(0, n_1) for long ones that may end pinned.
/// @dev The prover supplies n_1; there is one choice. With c the claimed one, step 1 leaves c_0 = n_0 + (n_1 − c)·2^63,
///      step 2 |c_0| ≤ 2^61 and step 3 |c| ≤ 2^61: |c_0 − n_0| < 2^63 and |n_1 − c|·2^63 < 2^126, so no side wraps
///      around the field, c_0 − n_0 is a multiple of 2^63, hence 0, and c = n_1.
/// @input total the set's packed sum at its last slot, 0 elsewhere
/// @input pinNet claimed n_1 of the set that ends here, 0 elsewhere
/// @output uncoveredShort max(0, −n_0), below 2^61
/// @output pin max(0, n_1), below 2^61
/// @assumes lanes of total: n_0, n_1, 0, 0, each of magnitude ≤ G < 2^61
/// @enforces that lanes 2 and 3 are 0; both outputs 0 where total is 0
/// @cost 126 constraints
template StrikeCharges() {
    signal input total;
    signal input pinNet;
    signal output uncoveredShort;
    signal output pin;

    // 1. The first net is what the second leaves of the total.
    signal net <== total - pinNet * (1 << 63);

    // 2. Short.
    uncoveredShort <== PositivePart(62)(-net);

    // 3. Long.
    pin <== PositivePart(62)(pinNet);
}

/// @title SetCharges
/// @notice What the nets of a netting set cost: max(0, −n_0, −n_1), and max(0, n_2), from its packed total.
/// @dev The prover supplies the nets; there is one choice. Let c be the claimed ones, n the true ones,
///      |n_k| < 2^61. Step 2 leaves −2^61 < c_0, c_1 ≤ 2^61 + 2^62 (the larger loss is one of −c_0 and
///      −c_1, and they differ by at most 2^62), step 3 leaves |c_2| ≤ 2^61. So |c_0 − n_0| and
///      |c_1 − n_1| are below 2^63 and |c_2 − n_2| below 2^62: in step 1 no side wraps around the
///      field, which is above 2^253, and as integers c_0 − n_0 is a multiple of 2^63, hence 0; then so
///      is c_1 − n_1; then c_2 = n_2. The ranges are what refuses a net that borrows from the next.
/// @input total the set's packed sum at its last slot, 0 elsewhere
/// @input nets[3] claimed nets of the set that ends here, 0 elsewhere
/// @output loss max(0, −n_0, −n_1), below 2^61
/// @output gain max(0, n_2), below 2^61: max(0, −n_2) is gain − n_2 and |n_2| is 2·gain − n_2
/// @assumes lanes of total: n_0, n_1, n_2, −n_2, each of magnitude ≤ G < 2^61
/// @enforces that lanes 2 and 3 are opposites; nets, loss and gain 0 where total is 0
/// @cost 190 constraints
template SetCharges() {
    signal input total;
    signal input nets[3];
    signal output loss;
    signal output gain;

    // 1. The nets are the lanes of the total.
    total === nets[0] + nets[1] * (1 << 63) + nets[2] * ((1 << 126) - (1 << 189));

    // 2. The larger loss is −n_0 + max(0, n_0 − n_1).
    signal difference <== PositivePart(63)(nets[0] - nets[1]);
    loss <== PositivePart(62)(difference - nets[0]);

    // 3. The third net by its sign.
    gain <== PositivePart(62)(nets[2]);
}

/// @title ConcentrationCharge
/// @notice D: the part of an underlying's net delta above what is free.
/// @dev Where no set ends the net is 0, so that nothing is charged and nothing is granted twice.
/// @input size |net delta| of the set that ends here, 0 elsewhere, below 2^61
/// @input intercepts packed word of the lanes 0, 0, I, I
/// @output chargeMicroUsd max(0, size − I)
/// @assumes 0 ≤ I < 2^61
/// @cost 63 constraints
template ConcentrationCharge() {
    signal input size;
    signal input intercepts;
    signal output chargeMicroUsd;

    chargeMicroUsd <== PositivePart(62)(size - intercepts / ((1 << 126) + (1 << 189)));
}
