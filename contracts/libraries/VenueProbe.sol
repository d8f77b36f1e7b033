// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {IVenueLedger} from "../interfaces/IVenueLedger.sol";

/// @title Asks a venue whether it is frozen without depending on its good manners
library VenueProbe {
    /// @notice What a venue may use to answer
    uint256 internal constant GAS = 30_000;

    /// @notice A venue that reverts, answers nonsense or burns its gas counts as frozen, and does not take the
    /// question down with it. Too little gas reverts: else whoever calls could make any venue look frozen
    function isFrozen(address venue) internal view returns (bool frozen) {
        uint256 needed = GAS * 64 / 63 + 5_000;
        if (gasleft() < needed) revert ISolvencyRegistry.GasTooLow(gasleft(), needed);
        bytes4 selector = IVenueLedger.frozen.selector;
        uint256 gasLimit = GAS;
        // A plain call would copy whatever the venue returns, however much that is.
        assembly ("memory-safe") {
            mstore(0, selector)
            let ok := staticcall(gasLimit, venue, 0, 4, 0, 32)
            frozen := or(iszero(ok), or(lt(returndatasize(), 32), iszero(iszero(mload(0)))))
        }
    }
}
