// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RiskEpochs} from "../../contracts/risk-epochs/RiskEpochs.sol";
import {SolvencyRegistry} from "../../contracts/registry/SolvencyRegistry.sol";
import {VenueLedger} from "../../contracts/venue/VenueLedger.sol";
import {ISolvencyRegistry} from "../../contracts/interfaces/ISolvencyRegistry.sol";
import {SequencerFeed} from "./SequencerFeed.sol";
import {Vm} from "./Vm.sol";

/// @title What owners, guardians, timelocks and the chain itself do at random
abstract contract GovernanceHandler {
    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    SolvencyRegistry public immutable registry;
    RiskEpochs public immutable risk;
    SequencerFeed public immutable sequencer;
    VenueLedger[] public venues;
    address[] public holders;

    /// @notice How often each thing really happened: a run in which nothing happens shows nothing
    mapping(string what => uint256) public happened;
    /// @notice A listing that was announced for a time has not begun before its own time, whatever else was announced
    mapping(bytes32 listingHash => uint40) public beginsAt;

    struct RegisteredSet {
        bytes32 parameterSet;
        uint40 from;
    }

    bytes32 internal constant PARAMETERS = bytes32(uint256(0xee));
    /// @notice Parameter sets in the order in which they were registered, which is not that of their starts
    RegisteredSet[] public sets;

    constructor(SolvencyRegistry registry_, VenueLedger[] memory venues_) {
        registry = registry_;
        risk = RiskEpochs(address(registry_.riskEpochs()));
        sequencer = SequencerFeed(risk.sequencerFeed());
        venues = venues_;
        sets.push(RegisteredSet(PARAMETERS, 1));
    }

    function togglePause(uint8 dice) external {
        bool paused = registry.paused();
        if (!paused && dice % 4 != 0) return;
        vm.prank(registry.owner());
        if (paused) registry.unpause();
        else registry.pause();
    }

    function toggleFreeze(uint8 venue, uint8 dice) external {
        VenueLedger ledger = venues[venue % venues.length];
        bool frozen = ledger.frozen();
        if (!frozen && dice % 4 != 0) return;
        vm.prank(ledger.guardian());
        if (frozen) ledger.unfreeze();
        else ledger.freeze();
    }

    /// @notice A venue is dropped, and accepted again at the next occasion
    function toggleVenue(uint8 dice) external {
        address venue = address(venues[1]);
        if (registry.isAccepted(venue)) {
            if (dice % 4 != 0) return;
            vm.prank(registry.owner());
            registry.dropVenue(venue);
        } else {
            vm.prank(registry.timelock());
            registry.acceptVenue(venue);
            happened["accept again"]++;
        }
    }

    function toggleSequencer(uint8 dice) external {
        if (!sequencer.isDown() && dice % 4 != 0) return;
        sequencer.say(!sequencer.isDown());
        happened["outage"]++;
    }

    function revoke(uint8 dice, uint16 back) external {
        if (dice % 4 != 0) return;
        uint40 time = uint40(block.timestamp) - back;
        uint40 before = registry.revokedUntil(16);
        vm.prank(registry.owner());
        try registry.revokeBefore(16, time) {
            require(time >= before, "a revocation was taken back");
            happened["revoke"]++;
        } catch {
            require(time < before, "the owner revokes at once");
        }
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 h = 0; h < holders.length; h++) {
                (, ISolvencyRegistry.Attestation memory shown) = registry.status(address(venues[v]), holders[h]);
                if (shown.ledgerTime <= time) _requireNotSolvent(address(venues[v]), holders[h]);
            }
        }
    }

    function announceListing(uint8 dice, uint16 ahead) external {
        if (dice % 4 != 0) return;
        uint40 from = uint40(block.timestamp) + 1 + ahead;
        bytes32 listingHash = keccak256(abi.encode("listing", from));
        (bytes32[] memory before,) = risk.announcedListings();
        vm.prank(risk.timelock());
        try risk.announceListing(listingHash, from) {
            beginsAt[listingHash] = from;
            (bytes32[] memory found,) = risk.announcedListings();
            // Those that have begun leave the queue; none that has not begun is lost.
            for (uint256 i = 0; i < before.length; i++) {
                if (beginsAt[before[i]] > block.timestamp) require(_isIn(found, before[i]), "a roll was cancelled");
            }
            happened["announce"]++;
        } catch {}
    }

    function cancelListing(uint8 pick) external {
        (bytes32[] memory listings, uint40[] memory froms) = risk.announcedListings();
        if (listings.length == 0 || pick % 8 != 0) return;
        vm.prank(risk.timelock());
        try risk.cancelListing(froms[pick % froms.length]) {
            happened["cancel"]++;
        } catch {}
    }

    function registerSet(uint8 dice, uint16 ahead) external {
        if (dice % 4 != 0) return;
        uint40 from = uint40(block.timestamp) + 1 + ahead;
        bytes32 parameterSet = keccak256(abi.encode("set", from));
        bool isFree = true;
        uint256 pending;
        for (uint256 i = 0; i < sets.length; i++) {
            if (sets[i].from == from) isFree = false;
            if (sets[i].from > block.timestamp) pending++;
        }
        vm.prank(risk.timelock());
        try risk.registerParameters(parameterSet, from) {
            require(isFree && pending < 8, "two sets for one time, or too many");
            sets.push(RegisteredSet(parameterSet, from));
            happened["register"]++;
        } catch {
            require(!isFree || pending == 8, "a set was blocked by another one's start");
        }
    }

    function withdrawSet(uint8 pick) external {
        if (pick % 8 != 0) return;
        uint256 at = (pick / 8) % sets.length;
        RegisteredSet memory one = sets[at];
        vm.prank(risk.timelock());
        try risk.withdrawParameters(one.parameterSet) {
            require(one.from > block.timestamp, "what has begun was withdrawn");
            sets[at] = sets[sets.length - 1];
            sets.pop();
            happened["withdraw"]++;
        } catch {
            require(one.from <= block.timestamp, "what waits may be withdrawn, wherever it stands");
        }
    }

    function setCount() external view returns (uint256) {
        return sets.length;
    }

    /// @dev By the starts alone, as the page says
    function _setInForce() internal view returns (bytes32 parameterSet) {
        uint40 latest;
        for (uint256 i = 0; i < sets.length; i++) {
            if (sets[i].from > block.timestamp || sets[i].from < latest) continue;
            (latest, parameterSet) = (sets[i].from, sets[i].parameterSet);
        }
    }

    function _requireNotSolvent(address venue, address holder) private view {
        (ISolvencyRegistry.Standing standing,) = registry.status(venue, holder);
        require(standing != ISolvencyRegistry.Standing.Live, "what was revoked still counts");
    }

    function _isIn(bytes32[] memory list, bytes32 one) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == one) return true;
        }
        return false;
    }
}
