// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {DisputedEpochs} from "../dispute/DisputedEpochs.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/IRowDispute.sol";

/// @notice One epoch with one bond: the least that can be disputed
contract BondedTable is DisputedEpochs {
    uint256 public immutable maintenanceRoot;
    uint256 public immutable initialRoot;
    bytes32 public immutable marketRoot;
    bytes32 public immutable parametersHash;
    uint40 public immutable snapshotTime;

    bool public isDead;
    mapping(address disputer => uint256) public creditOf;

    error EpochIsDead();

    constructor(
        IRowDispute judge,
        uint256 maintenanceRoot_,
        uint256 initialRoot_,
        bytes32 marketRoot_,
        bytes32 parametersHash_,
        uint40 snapshotTime_
    ) payable DisputedEpochs(judge) {
        maintenanceRoot = maintenanceRoot_;
        initialRoot = initialRoot_;
        marketRoot = marketRoot_;
        parametersHash = parametersHash_;
        snapshotTime = snapshotTime_;
    }

    function _commitmentsOf(uint32, RiskLevel level) internal view override returns (IRowDispute.Commitments memory) {
        if (isDead) revert EpochIsDead();
        bool isInitial = level == RiskLevel.Initial;
        uint256 root = isInitial ? initialRoot : maintenanceRoot;
        return IRowDispute.Commitments(root, marketRoot, parametersHash, snapshotTime, isInitial);
    }

    function _killDisputed(uint32, address disputer) internal override returns (uint256 slashedWei) {
        isDead = true;
        slashedWei = address(this).balance;
        creditOf[disputer] += slashedWei / 2;
    }
}
