// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ISolvencyRegistry} from "./interfaces/ISolvencyRegistry.sol";

/// @title The venues whose ledgers a registry believes
abstract contract AcceptedVenues is ISolvencyRegistry, Ownable2Step {
    /// @notice `isSolvent` walks all venues, so there are few
    uint256 public constant MAX_VENUES = 16;

    /// @inheritdoc ISolvencyRegistry
    mapping(address venue => bool) public isAccepted;
    address[] private _venues;

    /// @inheritdoc ISolvencyRegistry
    function acceptVenue(address venue) external onlyOwner {
        _requireCode(venue);
        if (isAccepted[venue]) revert VenueAlreadyAccepted(venue);
        if (_venues.length == MAX_VENUES) revert TooManyVenues(MAX_VENUES);
        isAccepted[venue] = true;
        _venues.push(venue);
        emit VenueAccepted(venue);
    }

    /// @inheritdoc ISolvencyRegistry
    function dropVenue(address venue) external onlyOwner {
        if (!isAccepted[venue]) revert UnknownVenue(venue);
        delete isAccepted[venue];
        uint256 last = _venues.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if (_venues[i] != venue) continue;
            _venues[i] = _venues[last];
            break;
        }
        _venues.pop();
        emit VenueDropped(venue);
    }

    /// @inheritdoc ISolvencyRegistry
    function venues() public view returns (address[] memory) {
        return _venues;
    }

    /// @dev A call to an address without code succeeds and returns nothing
    function _requireCode(address target) internal view {
        if (target.code.length == 0) revert NotAContract(target);
    }
}
