pragma circom 2.2.3;

/// @title OneOf
/// @notice The value at an index, for any number of values; there is no witness for an index outside.
/// @dev A selector can only be non-zero where the index is its own place, and all of them sum to 1:
///      the one at the index is 1. No range check is needed, and the index may be any field element.
/// @param count number of values
/// @input values[count] any field elements
/// @input index their place, from 0
/// @output out values[index]
/// @cost 2·count + 1 constraints
template OneOf(count) {
    signal input values[count];
    signal input index;
    signal output out;

    signal selectors[count];
    signal chosen[count];
    var total = 0;
    var sum = 0;
    for (var i = 0; i < count; i++) {
        // Advice: zero by the next line unless the index is i, and 1 there by the sum below.
        selectors[i] <-- index == i ? 1 : 0;
        selectors[i] * (index - i) === 0;
        chosen[i] <== selectors[i] * values[i];
        total += selectors[i];
        sum += chosen[i];
    }
    total === 1;
    out <== sum;
}
