// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A venue or a feed that answers badly, in a way that can be changed at any time
/// @dev For tests only.
contract RudeVenue {
    /// @notice Ways to answer any call
    enum Manner {
        Reverts,
        BurnsAllGas,
        AnswersNothing,
        AnswersAMegabyte,
        AnswersWords
    }

    Manner public manner;
    uint256[] private _words;

    /// @notice Sets how every other call is answered from now on
    function behave(Manner next, uint256[] calldata words) external {
        manner = next;
        _words = words;
    }

    fallback() external {
        if (manner == Manner.Reverts) revert("rude");
        if (manner == Manner.BurnsAllGas) {
            assembly {
                invalid()
            }
        }
        if (manner == Manner.AnswersNothing) {
            assembly {
                return(0, 0)
            }
        }
        if (manner == Manner.AnswersAMegabyte) {
            assembly {
                return(0, 1000000)
            }
        }
        uint256[] memory words = _words;
        assembly {
            return(add(words, 32), mul(mload(words), 32))
        }
    }
}
