pragma circom 2.2.3;

// Sizes that circuits share, equal to src/risk/model/dimensions.ts and risk-row.ts (test/circuits/layout.test.ts).

/// @notice Packed words of stress scenarios in a row.
function STRESS_WORDS() {
    return 24;
}

/// @notice Packed words of tail scenarios in a row.
function TAIL_WORDS() {
    return 30;
}

/// @notice The first so many stress words also hit each underlying with options by itself.
function ALONE_WORDS() {
    return 8;
}

/// @notice Field elements of an encoded risk row.
function ROW_ELEMENTS() {
    return 66;
}

/// @notice The floor covers the largest stand-alone risk, and one part in so many of all others.
function OTHER_RISKS_DIVISOR() {
    return 7;
}

/// @notice Underlyings with options that an account of a size class can have: 2, 3, 4 and 8. A third one
///         would take the smallest class out of 2^16 constraints.
function ALONE_GROUPS(positionCount) {
    var least = positionCount < 16 ? 2 : 3;
    return positionCount < 24 ? least : positionCount \ 8;
}
