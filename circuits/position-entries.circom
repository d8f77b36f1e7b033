pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/comparators.circom";
include "lib/range.circom";

/// @title PositionEntry
/// @notice One slot of an account: range-checks id, sign and size and forms the committed entry.
/// @input id instrument id, 0 is an empty slot
/// @input neg 1 when the position is short or owed
/// @input qtyLots size in lots
/// @output entry id·2^41 + neg·2^40 + qty
/// @output signedQtyLots ± qty
/// @output boundedQtyLots the same size, tagged with its width
/// @output idBits[12] the id's bits, low first
/// @output isEmpty 1 when id = 0
/// @enforces id < 2^12; qty < 2^40; neg boolean; an empty slot holds nothing; nothing has no sign
/// @cost 61 constraints
template PositionEntry() {
    signal input id;
    signal input neg;
    signal input qtyLots;
    signal output entry;
    signal output signedQtyLots;
    signal output {maxbit} boundedQtyLots;
    signal output idBits[12];
    signal output isEmpty;

    // 1. Ranges. The widths keep the three parts of the entry apart.
    idBits <== Num2Bits(12)(id);
    boundedQtyLots <== RangeChecked(40)(qtyLots);
    neg * (neg - 1) === 0;

    // 2. An empty slot holds nothing, and zero has one sign.
    isEmpty <== IsZero()(id);
    isEmpty * qtyLots === 0;
    var isZeroQty = IsZero()(qtyLots);
    isZeroQty * neg === 0;

    // 3. Committed form and signed size.
    entry <== id * (1 << 41) + neg * (1 << 40) + qtyLots;
    signedQtyLots <== qtyLots * (1 - 2 * neg);
}

/// @title AssertStrictlyIncreasing
/// @notice Constrains the ids of an account: empty slots first, then strictly increasing.
/// @dev A position split over two slots would dodge size-tiered charges; an unsorted account would
///      tear netting sets apart or let a set's free amount be granted twice.
/// @param positionCount number of slots
/// @input ids[positionCount] instrument ids
/// @input isEmpty[positionCount] 1 where the id is 0
/// @assumes ids < 2^12
/// @cost 12 constraints per slot
template AssertStrictlyIncreasing(positionCount) {
    signal input ids[positionCount];
    signal input isEmpty[positionCount];

    for (var i = 0; i + 1 < positionCount; i++) {
        // id[i+1] > id[i], or id[i] = 0 and id[i+1] ≥ 0. In (−2^12, 2^12), so 12 bits decide it.
        _ <== RangeChecked(12)(ids[i + 1] - ids[i] - 1 + isEmpty[i]);
    }
}
