// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RiskEpochs} from "../../contracts/risk-epochs/RiskEpochs.sol";
import {SolvencyRegistry} from "../../contracts/registry/SolvencyRegistry.sol";
import {VenueLedger} from "../../contracts/venue/VenueLedger.sol";
import {IDemands} from "../../contracts/interfaces/IDemands.sol";
import {IRiskEpochs, RiskLevel} from "../../contracts/interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../../contracts/interfaces/dispute/IRowDispute.sol";
import {ISolvencyChallenges} from "../../contracts/interfaces/ISolvencyChallenges.sol";
import {ISolvencyLiens} from "../../contracts/interfaces/ISolvencyLiens.sol";
import {ISolvencyRegistry} from "../../contracts/interfaces/ISolvencyRegistry.sol";
import {IVenueLedger} from "../../contracts/interfaces/IVenueLedger.sol";
import {GovernanceHandler} from "./GovernanceHandler.sol";
import {SimulatorKit} from "./SimulatorKit.sol";

/// @title Random traders, lenders, venues and publishers
/// @notice Every call is one of theirs; what must hold right after it is asserted here, what must hold always in
/// `RegistryInvariants`. A refusal is a call like any other, unless it must not happen.
contract RegistryHandler is GovernanceHandler {
    uint64 private constant LIMIT = 1e12;

    address[] public consumers;
    address[] public publishers;


    mapping(uint256 account => uint32) public lastRiskEpoch;
    mapping(uint256 account => uint32) public lastLedgerEpoch;
    mapping(uint256 account => address) public lastHolder;
    mapping(address venue => mapping(address holder => uint32)) public lastRiskEpochOf;

    struct MarksDemand {
        uint32 epoch;
        uint16 id;
    }

    struct NodeDemand {
        uint32 epoch;
        uint8 depth;
        uint16 index;
    }

    NodeDemand[] public nodeDemands;
    /// @dev Of what was served, by epoch, depth and place
    mapping(bytes32 node => uint256[8]) private _childrenOf;
    mapping(bytes32 node => uint256) private _nodeOf;
    MarksDemand[] private _demands;
    /// @notice Deposits of demands that are neither answered nor expired
    uint256 public openDepositsWei;
    uint256 public timelockShareWei;

    constructor(SolvencyRegistry registry_, VenueLedger[] memory venues_, address[] memory publishers_)
        GovernanceHandler(registry_, venues_)
    {
        publishers = publishers_;
        for (uint160 i = 1; i <= 3; i++) {
            holders.push(address(0xa000 + i));
            consumers.push(address(0xc000 + i));
            vm.deal(address(0xc000 + i), 1e30);
        }
        for (uint256 i = 0; i < publishers_.length; i++) vm.deal(publishers_[i], 1e30);
    }

    /* TIME AND EPOCHS */

    function pass(uint16 seconds_) public {
        vm.warp(block.timestamp + 1 + seconds_);
    }

    function postEpochs(uint8 venue, uint256 root) external {
        pass(uint16(root % 600));
        VenueLedger ledger = venues[venue % venues.length];
        bytes32 listing = risk.listingAt(uint40(block.timestamp));
        require(beginsAt[listing] <= block.timestamp, "a listing has begun before its time");
        if (!ledger.frozen()) {
            vm.prank(ledger.owner());
            ledger.post(1 + root % 1e60, listing, uint40(block.timestamp));
        }
        IRiskEpochs.RiskEpoch memory content = IRiskEpochs.RiskEpoch({
            listingHash: listing,
            maintenanceRoot: 1 + root % 1e50,
            initialRoot: 2 + root % 1e50,
            parameterSet: _setInForce(),
            parametersHash: bytes32(root),
            marketRoot: bytes32(root),
            snapshotTime: uint40(block.timestamp),
            nextExpiry: 0
        });
        uint32 before = risk.newestEpoch();
        for (uint256 i = 0; i < 2; i++) {
            vm.prank(publishers[i]);
            try risk.post(content, new uint64[](0)) {} catch {}
        }
        require(risk.newestEpoch() - before <= 1, "one vote, one epoch");
    }

    /* HOLDERS */

    function attest(uint8 venue, uint8 holder, uint8 sender, uint8 account, uint64 surplus, uint8 twist) external {
        ISolvencyRegistry.AttestationRequest memory request;
        VenueLedger ledger = venues[venue % venues.length];
        request.venue = address(ledger);
        request.ledgerEpoch = ledger.newestEpoch();
        request.riskEpoch = risk.newestEpoch();
        if (twist & 1 != 0 && request.riskEpoch > 1) request.riskEpoch -= 1;
        request.level = twist & 2 != 0 ? RiskLevel.Initial : RiskLevel.Maintenance;
        request.sizeClass = 16;
        request.pseudonym = 1 + account % 4;
        request.holder = holders[holder % 3];
        request.surplusMicroUsd = surplus % LIMIT;
        request.deadline = uint40(block.timestamp);
        // One request in four is sent by somebody else, one proof in eight is of something else, and one request in
        // eight tells a lie about its epochs and comes with a proof of the lie.
        bool byHolder = sender % 4 != 0;
        bool valid = twist >> 5 != 0;
        bool lies = (twist >> 2) & 7 == 0;
        if (request.ledgerEpoch == 0 || request.riskEpoch == 0) return;
        ISolvencyRegistry.EpochContents memory contents = _contents(ledger, request);
        if (lies) _lie(contents, account);
        ISolvencyRegistry.Groth16Proof memory proof = _prove(request, contents, valid ? 0 : 1 + uint256(account));

        vm.prank(byHolder ? request.holder : address(0xbad));
        try registry.attest(request, contents, proof) {
            require(byHolder, "only the holder changes a holder's state");
            require(valid, "no attestation without a valid proof");
            require(!lies, "no attestation under contents that nobody posted");
            require(!registry.paused() && !ledger.frozen(), "no attestation while paused or frozen");
            require(request.riskEpoch >= lastRiskEpoch[_key(request)], "an account's risk epochs only move forward");
            uint32 ofHolder = lastRiskEpochOf[request.venue][request.holder];
            require(request.riskEpoch >= ofHolder, "a holder's risk epochs only move forward");
            require(request.ledgerEpoch >= lastLedgerEpoch[_key(request)], "ledger epochs only move forward");
            lastRiskEpoch[_key(request)] = request.riskEpoch;
            lastLedgerEpoch[_key(request)] = request.ledgerEpoch;
            lastHolder[_key(request)] = request.holder;
            lastRiskEpochOf[request.venue][request.holder] = request.riskEpoch;
            happened["attest"]++;
        } catch {}
    }

    function release(uint8 venue, uint8 holder) external {
        (address venueAt, address who) = (address(venues[venue % venues.length]), holders[holder % 3]);
        (, ISolvencyRegistry.Attestation memory attestation) = registry.status(venueAt, who);
        ISolvencyLiens.LienTotals memory totals = registry.lienTotals(venueAt, who);
        bool free = attestation.ledgerTime != 0 && totals.soft + totals.firm + totals.carried == 0;
        vm.prank(who);
        try registry.release(venueAt) {
            require(free, "liens hold an account");
            happened["release"]++;
        } catch {
            require(!free, "whoever is free may leave, paused or not");
        }
    }

    /* LIENS */

    function placeLien(uint8 venue, uint8 holder, uint8 consumer, uint64 amount, uint24 life) external {
        (address venueAt, address who) = (address(venues[venue % venues.length]), holders[holder % 3]);
        uint40 until = uint40(block.timestamp) + life;
        vm.prank(who);
        registry.allowLien(venueAt, consumers[consumer % 3], LIMIT, until);
        uint64 free = registry.freeSurplus(venueAt, who);
        vm.prank(consumers[consumer % 3]);
        try registry.placeLien(venueAt, who, amount % LIMIT, until) {
            require(amount % LIMIT <= free, "no lien beyond the free surplus");
            require(!registry.paused() && !registry.isOverLiened(venueAt, who), "no lien beyond the proven surplus");
            happened["lien"]++;
        } catch {}
    }

    function acknowledge(uint8 pick) external {
        uint256 lienId = _lien(pick);
        ISolvencyLiens.Lien memory lien = registry.lienOf(lienId);
        if (lien.venue == address(0)) return;
        vm.prank(VenueLedger(lien.venue).owner());
        try VenueLedger(lien.venue).acknowledge(
            address(registry), lienId, lien.holder, lien.consumer, lien.amountMicroUsd
        ) {
            happened["acknowledge"]++;
        } catch {}
    }

    function reduceLien(uint8 pick, uint64 by) external {
        uint256 lienId = _lien(pick);
        ISolvencyLiens.Lien memory lien = registry.lienOf(lienId);
        if (lien.amountMicroUsd == 0) return;
        vm.prank(lien.consumer);
        // Must never be refused: not by a pause, a freeze, an expiry or a delinquency.
        registry.reduceLien(lienId, 1 + by % lien.amountMicroUsd);
        happened["reduce"]++;
    }

    function clearLien(uint8 pick) external {
        uint256 lienId = _lien(pick);
        ISolvencyLiens.Lien memory lien = registry.lienOf(lienId);
        if (lien.amountMicroUsd == 0 || block.timestamp < lien.until) return;
        vm.prank(address(0xbad));
        registry.clearLien(lienId);
        happened["clear"]++;
    }

    /* CHALLENGES */

    function challenge(uint8 venue, uint8 holder, uint64 bond) external {
        vm.prank(consumers[0]);
        try registry.challenge{value: bond}(address(venues[venue % venues.length]), holders[holder % 3], 0) {
            happened["challenge"]++;
        } catch {}
    }

    function lapse(uint8 venue, uint8 holder, uint8 back) external {
        VenueLedger ledger = venues[venue % venues.length];
        uint32 newest = ledger.newestEpoch();
        uint32 newestRisk = risk.newestEpoch();
        uint32 steps = 1 + back % 8;
        if (newest <= steps || newestRisk <= steps) return;
        ISolvencyChallenges.EpochPair[] memory pairs = new ISolvencyChallenges.EpochPair[](steps + 1);
        for (uint32 i = 0; i <= steps; i++) {
            pairs[i] = ISolvencyChallenges.EpochPair(newest - steps + i, newestRisk - steps + i);
        }
        vm.warp(block.timestamp + 4 hours);
        address who = holders[holder % 3];
        uint40 openedAt = registry.challengeOf(address(ledger), who).openedAt;
        try registry.lapse(address(ledger), who, pairs) {
            uint40 lastLedgerTime = ledger.epochAt(newest).snapshotTime;
            require(lastLedgerTime > registry.revokedUntil(16), "nobody answers with what is revoked");
            require(!registry.paused() && !ledger.frozen(), "nobody lapses while nobody can answer");
            require(!sequencer.isDown() && registry.isAccepted(address(ledger)), "nor during an outage");
            uint256 window = registry.challengeWindow();
            require(block.timestamp >= openedAt + window, "the window");
            require(block.timestamp >= sequencer.since() + window, "grace after an outage");
            require(block.timestamp >= registry.acceptedSince(address(ledger)) + window, "grace after acceptance");
            require(block.timestamp >= registry.unpausedAt() + window, "grace after a pause");
            require(block.timestamp >= ledger.unfrozenAt() + window, "grace after a freeze");
            happened["lapse"]++;
        } catch {}
    }

    function withdrawCredit(uint8 who) external {
        address account = who % 2 == 0 ? holders[who % 3] : consumers[0];
        if (registry.creditOf(account) == 0) return;
        vm.prank(account);
        registry.withdrawCredit();
        happened["credit"]++;
    }

    /* BONDS */

    function moveBond(uint8 publisher, uint8 step) external {
        address who = publishers[publisher % publishers.length];
        uint256 value = step % 3 == 0 ? 1 : 0;
        // Two publishers stay, so that epochs go on.
        if (step % 3 != 0 && who != publishers[2]) return;
        vm.prank(who);
        if (step % 3 == 0) try risk.depositBond{value: value}() { happened["bond"]++; } catch {}
        else if (step % 3 == 1) try risk.announceExit() {} catch {}
        else try risk.withdrawBond() {} catch {}
    }

    /* BREACHES */

    /// @notice Every table is wrong where the dice say so: the simulator opens any word under any root
    function dispute(uint8 disputer, uint8 back, uint8 dice) external {
        uint32 newest = risk.newestEpoch();
        uint32 epoch = newest - back % 8 % newest;
        bool showsSomething = dice % 4 == 0;
        bool wasDead = risk.isDead(epoch);
        uint256 stakeWei = risk.atStake(epoch);
        uint256 word = showsSomething ? 2 ** 252 : 0;
        bytes memory evidence = abi.encode(SimulatorKit.openWord(risk.epochAt(epoch).initialRoot, 1, 0, word));
        vm.prank(consumers[disputer % 3]);
        try risk.dispute(epoch, RiskLevel.Initial, IRowDispute.Ground.Word, evidence) {
            require(showsSomething && !wasDead, "only a breach kills, and once");
            require(risk.isDead(epoch) && risk.atStake(epoch) == 0, "dead at once");
            timelockShareWei += stakeWei - stakeWei / 2;
            happened["dispute"]++;
        } catch {
            require(!showsSomething || wasDead, "a breach was shown");
        }
        _bondAgain();
    }

    function demandMarks(uint8 demander, uint16 id) external {
        uint32 epoch = risk.newestEpoch();
        uint256 depositWei = risk.showDeposit(block.basefee);
        vm.prank(consumers[demander % 3]);
        try risk.demandMarks{value: depositWei}(epoch, id) {
            openDepositsWei += depositWei;
            _demands.push(MarksDemand(epoch, id));
        } catch {}
    }

    function expireMarks(uint8 pick) external {
        if (_demands.length == 0) return;
        MarksDemand memory demand = _demands[pick % _demands.length];
        IDemands.Demand memory before = risk.marketDemandOf(risk.marksKey(demand.epoch, demand.id));
        if (block.timestamp < before.answerBy) vm.warp(before.answerBy);
        uint256 stakeWei = risk.atStake(demand.epoch);
        try risk.expireMarks(demand.epoch, demand.id) {
            require(!before.settled, "a demand expires once");
            require(!sequencer.isDown(), "nobody can answer during an outage");
            require(block.timestamp >= sequencer.since() + 1 hours, "grace after an outage");
            openDepositsWei -= before.depositWei;
            timelockShareWei += stakeWei - stakeWei / 2;
            happened["silence"]++;
        } catch {
            bool grace = sequencer.isDown() || sequencer.since() > before.askedAt;
            require(before.settled || grace, "silence was not punished");
        }
        _bondAgain();
    }

    /* NODES */

    function demandNode(uint8 demander, uint8 depth, uint16 index, uint8 twist) external {
        uint32 epoch = risk.newestEpoch();
        // One depth in five and some places do not exist, and one in four is asked for with false siblings.
        (depth, index) = (depth % 5, uint16(index % (8 << 3 * (depth % 4))));
        uint256[8] memory siblings;
        bytes32 parent = depth == 0 ? bytes32(0) : _nodeKey(epoch, depth - 1, index / 8);
        if (depth != 0) siblings = _childrenOf[parent];
        bool lies = twist % 4 == 0;
        if (lies) siblings[7] += 1;
        uint256 depositWei = risk.nodeDeposit(block.basefee);
        vm.prank(consumers[demander % 3]);
        try risk.demandNode{value: depositWei}(epoch, RiskLevel.Initial, depth, index, siblings) {
            require(depth == 0 || (isServed(epoch, depth - 1, index / 8) && !lies), "siblings that nobody showed");
            openDepositsWei += depositWei;
            nodeDemands.push(NodeDemand(epoch, depth, index));
            bytes32 key = _nodeKey(epoch, depth, index);
            _nodeOf[key] = depth == 0 ? risk.epochAt(epoch).initialRoot : siblings[index % 8];
        } catch {}
    }

    function serveNode(uint8 pick, uint8 twist) external {
        if (nodeDemands.length == 0) return;
        NodeDemand memory demand = nodeDemands[pick % nodeDemands.length];
        bytes32 key = _nodeKey(demand.epoch, demand.depth, demand.index);
        IDemands.Demand memory before = _nodeDemand(demand);
        uint256[8] memory children;
        bool lies = twist % 4 == 3;
        children[0] = lies ? _nodeOf[key] + 1 : _nodeOf[key];
        for (uint256 i = 1; i < 8; i++) children[i] = uint256(keccak256(abi.encode(key, i))) >> 8;
        vm.prank(consumers[pick % 3]);
        try risk.serveNode(demand.epoch, RiskLevel.Initial, demand.depth, demand.index, children) {
            require(!before.settled && !lies, "shown once, and truly");
            openDepositsWei -= before.depositWei;
            _childrenOf[key] = children;
            happened["node"]++;
        } catch {
            require(before.settled || lies, "an answer was refused");
        }
    }

    function expireNode(uint8 pick) external {
        if (nodeDemands.length == 0) return;
        NodeDemand memory demand = nodeDemands[pick % nodeDemands.length];
        IDemands.Demand memory before = _nodeDemand(demand);
        if (block.timestamp < before.answerBy) vm.warp(before.answerBy);
        uint256 stakeWei = risk.atStake(demand.epoch);
        try risk.expireNode(demand.epoch, RiskLevel.Initial, demand.depth, demand.index) {
            require(!before.settled, "a demand expires once");
            require(!sequencer.isDown(), "nobody can answer during an outage");
            require(block.timestamp >= sequencer.since() + 15 minutes, "grace after an outage");
            require(risk.isDead(demand.epoch), "a hidden node kills");
            openDepositsWei -= before.depositWei;
            timelockShareWei += stakeWei - stakeWei / 2;
            happened["hidden node"]++;
        } catch {
            bool grace = sequencer.isDown() || sequencer.since() > before.askedAt;
            require(before.settled || grace, "silence was not punished");
        }
        _bondAgain();
    }

    function isServed(uint32 epoch, uint8 depth, uint16 index) public view returns (bool) {
        return _childrenOf[_nodeKey(epoch, depth, index)][0] != 0;
    }

    function nodeDemandCount() external view returns (uint256) {
        return nodeDemands.length;
    }

    function _nodeDemand(NodeDemand memory demand) private view returns (IDemands.Demand memory) {
        return risk.nodeDemandOf(demand.epoch, RiskLevel.Initial, demand.depth, demand.index);
    }

    function _nodeKey(uint32 epoch, uint8 depth, uint16 index) private pure returns (bytes32) {
        return keccak256(abi.encode(epoch, depth, index));
    }

    function withdrawRiskCredit(uint8 who) external {
        for (uint256 i = 0; i < 3; i++) {
            address account = consumers[(who + i) % 3];
            if (risk.creditOf(account) == 0) continue;
            vm.prank(account);
            risk.withdrawCredit();
            happened["risk credit"]++;
            return;
        }
    }

    /* INTERNALS */

    /// @dev Two publishers bond again, so that epochs go on
    function _bondAgain() private {
        for (uint256 i = 0; i < 2; i++) {
            uint256 missing = risk.bondWei() - risk.bondOf(publishers[i]);
            vm.prank(publishers[i]);
            risk.depositBond{value: missing}();
        }
    }

    function _contents(VenueLedger ledger, ISolvencyRegistry.AttestationRequest memory request)
        private
        view
        returns (ISolvencyRegistry.EpochContents memory contents)
    {
        IRiskEpochs.RiskEpoch memory epoch = risk.epochAt(request.riskEpoch);
        IVenueLedger.LedgerEpoch memory accounts = ledger.epochAt(request.ledgerEpoch);
        contents.listingHash = accounts.listingHash;
        contents.ledgerRoot = accounts.ledgerRoot;
        contents.riskRoot = request.level == RiskLevel.Initial ? epoch.initialRoot : epoch.maintenanceRoot;
        (contents.ledgerTime, contents.riskTime) = (accounts.snapshotTime, epoch.snapshotTime);
        contents.nextExpiry = epoch.nextExpiry;
    }

    function _lie(ISolvencyRegistry.EpochContents memory contents, uint8 pick) private view {
        if (pick % 6 == 0) contents.listingHash = bytes32(uint256(0x22));
        else if (pick % 6 == 1) contents.ledgerRoot += 1;
        else if (pick % 6 == 2) contents.riskRoot += 1;
        else if (pick % 6 == 3) contents.ledgerTime = uint40(block.timestamp) + 1;
        else if (pick % 6 == 4) contents.riskTime += 1;
        else contents.nextExpiry = uint40(block.timestamp) + 1 hours;
    }

    function _prove(
        ISolvencyRegistry.AttestationRequest memory request,
        ISolvencyRegistry.EpochContents memory contents,
        uint256 wrong
    ) private view returns (ISolvencyRegistry.Groth16Proof memory) {
        uint256 context = uint256(uint160(request.holder)) | (uint256(request.surplusMicroUsd) << 160);
        (uint256 ledgerRoot, uint256 riskRoot) = (contents.ledgerRoot + wrong, contents.riskRoot);
        return SimulatorKit.prove([request.pseudonym, ledgerRoot, riskRoot, registry.scope(), context]);
    }

    function _lien(uint8 pick) private view returns (uint256) {
        uint256 newest = registry.newestLien();
        return newest == 0 ? 0 : 1 + pick % newest;
    }

    function _key(ISolvencyRegistry.AttestationRequest memory request) private pure returns (uint256) {
        return (uint256(uint160(request.venue)) << 8) | request.pseudonym;
    }
}
