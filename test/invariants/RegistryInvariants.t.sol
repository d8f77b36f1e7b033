// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RiskEpochs} from "../../contracts/risk-epochs/RiskEpochs.sol";
import {SolvencyRegistry} from "../../contracts/registry/SolvencyRegistry.sol";
import {VenueLedger} from "../../contracts/venue/VenueLedger.sol";
import {RowDispute} from "../../contracts/dispute/RowDispute.sol";
import {IDemands} from "../../contracts/interfaces/IDemands.sol";
import {RiskLevel} from "../../contracts/interfaces/IRiskEpochs.sol";
import {IPriceComparison} from "../../contracts/interfaces/IPriceComparison.sol";
import {IRowOpening} from "../../contracts/interfaces/dispute/IRowOpening.sol";
import {IRowWordVerifier} from "../../contracts/interfaces/IRowWordVerifier.sol";
import {ISolvencyChallenges} from "../../contracts/interfaces/ISolvencyChallenges.sol";
import {ISolvencyRegistry} from "../../contracts/interfaces/ISolvencyRegistry.sol";
import {ISolvencyLiens} from "../../contracts/interfaces/ISolvencyLiens.sol";
import {NodeSimulator} from "./NodeSimulator.sol";
import {RegistryHandler} from "./RegistryHandler.sol";
import {SequencerFeed} from "./SequencerFeed.sol";
import {SimulatorKit} from "./SimulatorKit.sol";
import {Vm} from "./Vm.sol";

/// @title What holds after every sequence of calls
contract RegistryInvariants {
    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    SolvencyRegistry private registry;
    RiskEpochs private risk;
    RegistryHandler private handler;
    VenueLedger[] private venues;

    function setUp() external {
        vm.warp(1_770_278_400);
        address[] memory publishers = new address[](3);
        for (uint160 i = 0; i < 3; i++) publishers[i] = address(0xb000 + i);
        venues.push(new VenueLedger(address(0xe001), address(0xf001)));
        venues.push(new VenueLedger(address(0xe002), address(0xf002)));
        risk = new RiskEpochs(
            RiskEpochs.Config({
                timelock: address(this),
                publishers: publishers,
                threshold: 2,
                bondWei: 3,
                parameterSet: bytes32(uint256(0xee)),
                listingHash: bytes32(uint256(0x11)),
                feeds: new IPriceComparison.Feed[](0),
                sequencerFeed: address(new SequencerFeed()),
                rowOpening: address(new NodeSimulator()),
                rowDispute: address(new RowDispute(IRowWordVerifier(SimulatorKit.deployRowWordVerifier()), IRowOpening(address(1)))),
                rowWindow: 1 hours,
                gasPriceFloor: 0.01 gwei,
                firstEpoch: 1
            })
        );
        registry = new SolvencyRegistry(_config());
        handler = new RegistryHandler(registry, venues, publishers);
        for (uint8 i = 0; i < 9; i++) handler.moveBond(i, 0);
        handler.postEpochs(0, 7);
        handler.postEpochs(1, 8);
    }

    /// @notice Random calls that are all refused would show nothing: each kind of call does get through
    function test_everyKindOfCallGetsThrough() external {
        handler.attest(0, 0, 1, 0, 1e9, 255);
        handler.placeLien(0, 0, 0, 1e6, 1 days);
        handler.placeLien(0, 0, 1, 1e6, 10);
        handler.acknowledge(0);
        handler.reduceLien(0, 1e6 - 1);
        handler.pass(60);
        handler.clearLien(1);
        handler.challenge(0, 0, 1e18);
        handler.postEpochs(0, 9);
        handler.attest(0, 0, 1, 0, 1e9, 254);
        handler.withdrawCredit(0);
        handler.release(0, 0);
        handler.attest(0, 1, 1, 1, 1e9, 254);
        handler.pass(65_000);
        handler.pass(25_000);
        handler.postEpochs(0, 10);
        handler.attest(0, 1, 1, 1, 1e9, 254);
        handler.challenge(0, 1, 1e18);
        handler.postEpochs(0, 11);
        handler.pass(4_000);
        handler.postEpochs(0, 12);
        handler.lapse(0, 1, 0);
        handler.demandMarks(0, 3);
        handler.dispute(1, 0, 0);
        handler.expireMarks(0);
        handler.postEpochs(0, 13);
        handler.demandMarks(0, 4);
        handler.expireMarks(1);
        handler.withdrawRiskCredit(0);
        handler.postEpochs(0, 14);
        handler.demandNode(0, 0, 0, 3);
        handler.serveNode(0, 0);
        handler.demandNode(1, 1, 5, 3);
        handler.expireNode(1);
        handler.revoke(0, 0);
        handler.announceListing(0, 50);
        handler.announceListing(0, 10);
        handler.cancelListing(0);
        handler.toggleSequencer(0);
        handler.toggleSequencer(0);
        handler.toggleVenue(0);
        handler.toggleVenue(0);
        handler.registerSet(0, 5_000);
        handler.registerSet(0, 100);
        handler.withdrawSet(8);
        handler.pass(200);
        handler.postEpochs(0, 15);
        string[21] memory kinds = [
            "attest",
            "lien",
            "acknowledge",
            "reduce",
            "clear",
            "challenge",
            "credit",
            "release",
            "lapse",
            "dispute",
            "silence",
            "risk credit",
            "revoke",
            "announce",
            "cancel",
            "outage",
            "accept again",
            "node",
            "hidden node",
            "register",
            "withdraw"
        ];
        for (uint256 i = 0; i < kinds.length; i++) require(handler.happened(kinds[i]) != 0, kinds[i]);
    }

    /// @notice Only the handler is called at random
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_lienTotalsAreTheSumsOfTheLiens() external view {
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 h = 0; h < 3; h++) {
                (address venue, address holder) = (address(venues[v]), handler.holders(h));
                uint256 soft;
                uint256 firm;
                for (uint256 id = 1; id <= registry.newestLien(); id++) {
                    ISolvencyLiens.Lien memory lien = registry.lienOf(id);
                    if (lien.venue != venue || lien.holder != holder) continue;
                    if (lien.firm) firm += lien.amountMicroUsd;
                    else soft += lien.amountMicroUsd;
                }
                ISolvencyLiens.LienTotals memory totals = registry.lienTotals(venue, holder);
                require(totals.soft == soft, "soft liens");
                require(uint256(totals.firm) + totals.carried == firm, "firm liens");
            }
        }
    }

    function invariant_anAccountAndAHolderBelongTogetherOneToOne() external view {
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 a = 1; a <= 4; a++) {
                address holder = registry.accountOf(address(venues[v]), a).holder;
                if (holder == address(0)) continue;
                for (uint256 b = a + 1; b <= 4; b++) {
                    require(registry.accountOf(address(venues[v]), b).holder != holder, "two accounts");
                }
            }
        }
    }

    function invariant_liensHaveAnAccountToRestOn() external view {
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 h = 0; h < 3; h++) {
                (address venue, address holder) = (address(venues[v]), handler.holders(h));
                ISolvencyLiens.LienTotals memory totals = registry.lienTotals(venue, holder);
                if (totals.soft + totals.firm + totals.carried == 0) continue;
                bool found;
                for (uint256 a = 1; a <= 4; a++) {
                    if (registry.accountOf(venue, a).holder == holder) found = true;
                }
                require(found, "an account with liens was let go");
            }
        }
    }

    /// @notice What an account asks for is the newest epoch that its newest holder proved under, and never less than
    /// the newest that anybody proved the account itself under
    function invariant_epochsOfAccountsAreThoseLastProven() external view {
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 a = 1; a <= 4; a++) {
                uint256 key = (uint256(uint160(address(venues[v]))) << 8) | a;
                uint32 asked = registry.accountOf(address(venues[v]), a).riskEpoch;
                uint32 ofHolder = handler.lastRiskEpochOf(address(venues[v]), handler.lastHolder(key));
                require(asked == ofHolder, "an epoch moved without a proof");
                require(asked >= handler.lastRiskEpoch(key), "an account's older proof could come back");
            }
        }
    }

    function invariant_nothingThatWasRevokedCounts() external view {
        uint40 revokedUntil = registry.revokedUntil(16);
        for (uint256 v = 0; v < venues.length; v++) {
            for (uint256 h = 0; h < 3; h++) {
                (ISolvencyRegistry.Standing standing, ISolvencyRegistry.Attestation memory shown) =
                    registry.status(address(venues[v]), handler.holders(h));
                bool isLive = standing == ISolvencyRegistry.Standing.Live;
                require(!isLive || shown.ledgerTime > revokedUntil, "what was revoked still counts");
                require(shown.ledgerTime == 0 || shown.verifierVersion == 1, "a record names its verifier");
            }
        }
    }

    function invariant_securedLiensAreFirmOfTheirConsumerAndOfInitialLevel() external view {
        for (uint256 id = 1; id <= registry.newestLien(); id++) {
            ISolvencyLiens.Lien memory lien = registry.lienOf(id);
            for (uint256 c = 0; c < 3; c++) {
                uint64 secured = registry.securedFor(id, handler.consumers(c));
                if (secured == 0) continue;
                (, ISolvencyRegistry.Attestation memory shown) = registry.status(lien.venue, lien.holder);
                require(lien.firm && lien.consumer == handler.consumers(c), "another's lien");
                require(secured == lien.amountMicroUsd && shown.initialProven, "maintenance secures nothing");
                require(!registry.isOverLiened(lien.venue, lien.holder), "over-liened");
            }
        }
    }

    function invariant_announcedListingsStandInTheOrderOfTheirStarts() external view {
        (bytes32[] memory listings, uint40[] memory froms) = risk.announcedListings();
        require(listings.length <= 8, "more than a post walks through");
        for (uint256 i = 0; i < froms.length; i++) {
            require(handler.beginsAt(listings[i]) == froms[i], "a start has moved");
            require(i == 0 || froms[i - 1] < froms[i], "out of order");
        }
    }

    function invariant_parameterSetsFollowEachOtherByTheirStarts() external view {
        uint256 pending;
        for (uint256 i = 0; i < handler.setCount(); i++) {
            (bytes32 parameterSet, uint40 from) = handler.sets(i);
            uint40 next;
            for (uint256 k = 0; k < handler.setCount(); k++) {
                (, uint40 other) = handler.sets(k);
                if (other > from && (next == 0 || other < next)) next = other;
            }
            require(risk.parametersFrom(parameterSet) == from, "a start has moved");
            require(risk.parametersUntil(parameterSet) == next, "a set ends when the next one begins");
            if (from > block.timestamp) pending++;
        }
        require(pending <= 8, "more than a registration walks through");
    }

    function invariant_theRegistryHoldsItsBondsAndCreditsAndNothingElse() external view {
        uint256 owed = registry.creditOf(handler.consumers(0));
        for (uint256 h = 0; h < 3; h++) {
            owed += registry.creditOf(handler.holders(h));
            for (uint256 v = 0; v < venues.length; v++) {
                ISolvencyChallenges.Challenge memory open =
                    registry.challengeOf(address(venues[v]), handler.holders(h));
                require(open.open || open.bondWei == 0, "a bond without a challenge");
                owed += open.bondWei;
            }
        }
        require(address(registry).balance == owed, "ether in the registry");
    }

    function invariant_theRiskEpochsHoldBondsAndCreditsAndNothingElse() external view {
        uint256 owed = handler.openDepositsWei() + risk.creditOf(address(this));
        for (uint256 i = 0; i < 3; i++) {
            owed += risk.bondOf(handler.publishers(i)) + risk.creditOf(handler.publishers(i));
            owed += risk.creditOf(handler.consumers(i));
        }
        require(address(risk).balance == owed, "ether in the risk epochs");
    }

    /// @notice Only below what was shown anything is asked: every node that was demanded has parents that were served
    function invariant_nodesAreDemandedBelowServedParents() external view {
        for (uint256 i = 0; i < handler.nodeDemandCount(); i++) {
            (uint32 epoch, uint8 depth, uint16 index) = handler.nodeDemands(i);
            require(index >> 3 * depth == 0, "no such node");
            if (depth == 0) continue;
            IDemands.Demand memory parent =
                risk.nodeDemandOf(epoch, RiskLevel.Initial, depth - 1, index / 8);
            require(parent.settled, "a node below what nobody showed");
            require(handler.isServed(epoch, depth - 1, index / 8), "a node below one that expired");
        }
    }

    function invariant_slashedBondsAreCreditedHalfAndHalf() external view {
        // The timelock never withdraws here: what it was credited is the larger half of all that was slashed.
        require(risk.creditOf(address(this)) == handler.timelockShareWei(), "the timelock's half");
    }

    function _config() private returns (SolvencyRegistry.Config memory config) {
        config.owner = address(0x0e0e);
        config.timelock = address(this);
        config.riskEpochs = address(risk);
        (config.maxSkew, config.ttl, config.challengeWindow) = (600, 1 days, 4 hours);
        config.gasPriceFloor = 0.01 gwei;
        config.venues = new address[](2);
        (config.venues[0], config.venues[1]) = (address(venues[0]), address(venues[1]));
        (config.sizeClasses, config.verifiers) = (new uint8[](1), new address[](1));
        (config.sizeClasses[0], config.verifiers[0]) = (16, SimulatorKit.deployVerifier());
    }
}
