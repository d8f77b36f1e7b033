pragma circom 2.2.3;

include "../lib/poseidon.circom";

/// @title BookState
/// @notice Commits to the sums that one proof of a book hands to the next: P5(4, poles, weighted, shortfall, salt).
/// @input poles Σ qty / (gamma − key) over all entries so far, less what tables have cancelled
/// @input weighted Σ rho^(1 + place)·(Σ qty / (gamma − key) + equity) of accounts, less what tables have cancelled
/// @input shortfall Σ deficits in µUSD + 2^100·(accounts in deficit)
/// @input salt the venue's; 0 in the first state, which is a constant
/// @output state
/// @cost 342 constraints
template BookState() {
    signal input poles;
    signal input weighted;
    signal input shortfall;
    signal input salt;
    signal output state;

    state <== Poseidon(5)([4, poles, weighted, shortfall, salt]);
}
