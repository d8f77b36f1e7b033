// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {FieldLib} from "../libraries/FieldLib.sol";

/// @title Four signed lanes, 63 bits apart, in one field element
library PackedWord {
    /// @dev Lanes have magnitudes below this
    int256 private constant LANE_LIMIT = 2 ** 62;

    /// @notice The lanes of a word; a field element has at most one reading
    /// @param word below the field order
    /// @return decodes whether the element is such a word
    function unpack(uint256 word) internal pure returns (bool decodes, int256[4] memory lanes) {
        int256 rest = word > FieldLib.ORDER / 2 ? int256(word) - int256(FieldLib.ORDER) : int256(word);
        for (uint256 k = 0; k < 4; ++k) {
            // The lowest 63 bits, read as a signed number.
            int256 lane = (rest << 193) >> 193;
            if (lane == -LANE_LIMIT) return (false, lanes);
            lanes[k] = lane;
            rest = (rest - lane) >> 63;
        }
        decodes = rest == 0;
    }
}
