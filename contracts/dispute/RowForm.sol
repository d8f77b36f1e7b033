// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {PackedWord} from "./PackedWord.sol";

/// @title What every element of a sound row looks like, whatever the market
/// @notice The circuit assumes all of this and checks none of it. Places as in src/risk/model/risk-row.ts.
library RowForm {
    uint256 private constant LANE_WORDS = 54;
    uint256 internal constant STRIKE_WORD = LANE_WORDS + 6;
    uint256 internal constant EXPIRY_WORD = LANE_WORDS + 7;
    uint256 internal constant UNDERLYING_WORD = LANE_WORDS + 8;
    uint256 internal constant UNDERLYING_INTERCEPTS = LANE_WORDS + 9;
    uint256 internal constant KEY_WORD = LANE_WORDS + 10;
    uint256 internal constant BOUND = LANE_WORDS + 11;

    uint256 internal constant LONG_SLOPE = LANE_WORDS;
    uint256 internal constant SHORT_SLOPE = LANE_WORDS + 1;
    uint256 private constant LONG_STEPS = LANE_WORDS + 2;
    uint256 private constant SHORT_STEPS = LANE_WORDS + 3;
    uint256 private constant LONG_INTERCEPTS = LANE_WORDS + 4;
    uint256 private constant SHORT_INTERCEPTS = LANE_WORDS + 5;

    /// @dev Bounds of numbers per lot and of amounts, µUSD
    int256 private constant PER_LOT_LIMIT = 2 ** 36;
    int256 private constant AMOUNT_LIMIT = 2 ** 61;
    /// @dev The tag of a row, above three set keys of 12 bits
    uint256 private constant ROW_TAG = 3;
    uint256 private constant KEY_MASK = 2 ** 12 - 1;

    /// @notice Whether element `index` of row `id` can be `word` in a sound table
    function isSound(uint256 id, uint256 index, uint256 word) internal pure returns (bool) {
        if (id == 0) return word == (index == KEY_WORD ? ROW_TAG << 36 : 0);
        if (index == KEY_WORD) return _keysAreNested(word);
        if (index == BOUND || index == LONG_SLOPE || index == SHORT_SLOPE) return word < uint256(PER_LOT_LIMIT);
        (bool decodes, int256[4] memory lanes) = PackedWord.unpack(word);
        if (!decodes) return false;
        if (index < LANE_WORDS) return _within(lanes, -PER_LOT_LIMIT + 1, PER_LOT_LIMIT);
        if (index == LONG_STEPS || index == SHORT_STEPS) return _within(lanes, 0, PER_LOT_LIMIT);
        if (index == LONG_INTERCEPTS || index == SHORT_INTERCEPTS) return _within(lanes, 0, AMOUNT_LIMIT);
        if (index == UNDERLYING_INTERCEPTS) {
            return _within(lanes, 0, AMOUNT_LIMIT) && lanes[0] == 0 && lanes[1] == 0 && lanes[2] == lanes[3];
        }
        if (!_within(lanes, -PER_LOT_LIMIT + 1, PER_LOT_LIMIT)) return false;
        if (index == STRIKE_WORD) return lanes[2] == 0 && lanes[3] == 0;
        // The words of an expiry and of an underlying.
        return lanes[2] == -lanes[3];
    }

    /// @notice Whether the row's bound `bound` covers element `index`, which is of a sound form
    function isBounded(uint256 index, uint256 word, uint256 bound) internal pure returns (bool) {
        if (index == LONG_SLOPE || index == SHORT_SLOPE) return word <= bound;
        if (index >= UNDERLYING_INTERCEPTS || index == LONG_INTERCEPTS || index == SHORT_INTERCEPTS) return true;
        (bool decodes, int256[4] memory lanes) = PackedWord.unpack(word);
        return !decodes || _within(lanes, -int256(bound), int256(bound) + 1);
    }

    /// @param level 0 strike, 1 expiry, 2 underlying
    function setKey(uint256 keyWord, uint256 level) internal pure returns (uint256) {
        return (keyWord >> 12 * level) & KEY_MASK;
    }

    /// @notice Whether the lanes of an element net in a set that the row's keys name; strike word to intercepts
    function netsInSet(uint256 index, uint256 keyWord) internal pure returns (bool) {
        // Strike, expiry, underlying, and the intercepts of the underlying.
        uint256 level = index == UNDERLYING_INTERCEPTS ? 2 : index - STRIKE_WORD;
        return setKey(keyWord, level) != 0;
    }

    function _keysAreNested(uint256 word) private pure returns (bool) {
        if (word >> 36 != ROW_TAG) return false;
        (uint256 strike, uint256 expiry, uint256 underlying) = (setKey(word, 0), setKey(word, 1), setKey(word, 2));
        return (strike == 0 || expiry != 0) && (expiry == 0 || underlying != 0);
    }

    function _within(int256[4] memory lanes, int256 lowest, int256 limit) private pure returns (bool) {
        for (uint256 k = 0; k < 4; ++k) {
            if (lanes[k] < lowest || lanes[k] >= limit) return false;
        }
        return true;
    }
}
