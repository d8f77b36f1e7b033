// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Publishers} from "./Publishers.sol";
import {RiskTerms} from "./RiskTerms.sol";
import {RiskLevel} from "./interfaces/IRiskEpochs.sol";
import {IRowDemands} from "./interfaces/IRowDemands.sol";
import {IRowOpening} from "./interfaces/IRowOpening.sol";

/// @title Demands for rows, answers, and what silence costs
abstract contract RowDemands is IRowDemands, Publishers, RiskTerms {
    /// @dev What a demand needs of its epoch, kept because epochs leave the history
    struct Awaited {
        Demand demand;
        uint256 root;
        uint256 supporters;
    }

    /// @notice Rows may be demanded this long after the snapshot. With the window it ends before any notice of exit
    uint40 public constant DEMAND_PERIOD = 7 days;
    /// @notice What opening a row costs, gas, rounded up
    uint256 public constant SERVE_GAS = 12_000_000;
    /// @notice Gas is never priced below this, wei
    uint256 public constant LOWEST_ROW_GAS_PRICE = 0.01 gwei;
    uint16 private constant ID_LIMIT = 4096;

    /// @notice Recomputes roots on chain
    IRowOpening public immutable rowOpening;
    /// @notice How long publishers have to open a row, seconds
    uint40 public immutable rowWindow;

    mapping(bytes32 key => Awaited) private _awaited;

    constructor(address rowOpeningContract, uint40 rowWindowSeconds) {
        _requireCode(rowOpeningContract);
        if (rowWindowSeconds < 1 hours || rowWindowSeconds > 3 days) revert RowWindowOutOfRange(rowWindowSeconds);
        rowOpening = IRowOpening(rowOpeningContract);
        rowWindow = rowWindowSeconds;
    }

    /// @inheritdoc IRowDemands
    function demandRow(uint32 epoch, RiskLevel level, uint16 id) external payable {
        if (id >= ID_LIMIT) revert RowIdOutOfRange(id, ID_LIMIT);
        (uint256 root, uint256 supporters_, uint40 snapshotTime) = _demandable(epoch, level);
        if (block.timestamp > snapshotTime + DEMAND_PERIOD) revert EpochTooOld(snapshotTime, block.timestamp);
        uint256 least = rowDeposit(block.basefee);
        if (msg.value < least || msg.value > type(uint96).max) {
            revert RowDepositOutOfRange(msg.value, least, type(uint96).max);
        }
        Awaited storage awaited = _awaited[_key(epoch, level, id)];
        if (awaited.demand.demander != address(0)) revert RowAlreadyDemanded(epoch, level, id);
        uint40 answerBy = uint40(block.timestamp) + rowWindow;
        awaited.demand = Demand(msg.sender, uint96(msg.value), answerBy, false);
        awaited.root = root;
        awaited.supporters = supporters_;
        emit RowDemanded(epoch, level, id, msg.sender, answerBy);
    }

    /// @inheritdoc IRowDemands
    function serveRow(
        uint32 epoch,
        RiskLevel level,
        uint16 id,
        uint256[] calldata words,
        uint256[8][4] calldata path
    ) external {
        Awaited storage awaited = _requireAwaited(epoch, level, id);
        if (!rowOpening.opens(awaited.root, id, words, path)) revert RowNotOpened(epoch, level, id);
        awaited.demand.settled = true;
        _credit(msg.sender, awaited.demand.depositWei);
        emit RowServed(epoch, level, id, words);
    }

    /// @inheritdoc IRowDemands
    function expireDemand(uint32 epoch, RiskLevel level, uint16 id) external {
        Awaited storage awaited = _requireAwaited(epoch, level, id);
        Demand memory demand = awaited.demand;
        if (block.timestamp < demand.answerBy) revert RowStillDue(demand.answerBy, block.timestamp);
        awaited.demand.settled = true;
        // Further silent demands of one dead epoch find empty bonds and give back deposits.
        uint256 slashed = _slash(awaited.supporters);
        _kill(epoch);
        _credit(demand.demander, demand.depositWei + slashed / 2);
        _credit(timelock, slashed - slashed / 2);
        emit RiskEpochKilled(epoch, level, id, slashed);
    }

    /// @inheritdoc IRowDemands
    function rowDeposit(uint256 baseFeeWei) public pure returns (uint256) {
        uint256 gasPrice = baseFeeWei > LOWEST_ROW_GAS_PRICE ? baseFeeWei : LOWEST_ROW_GAS_PRICE;
        return SERVE_GAS * gasPrice * 3 / 2;
    }

    /// @inheritdoc IRowDemands
    function demandOf(uint32 epoch, RiskLevel level, uint16 id) external view returns (Demand memory) {
        return _awaited[_key(epoch, level, id)].demand;
    }

    function _demandable(uint32 epoch, RiskLevel level)
        internal
        view
        virtual
        returns (uint256 root, uint256 supporters, uint40 snapshotTime);

    function _kill(uint32 epoch) internal virtual;

    function _requireAwaited(uint32 epoch, RiskLevel level, uint16 id) private view returns (Awaited storage awaited) {
        awaited = _awaited[_key(epoch, level, id)];
        if (awaited.demand.demander == address(0) || awaited.demand.settled) revert RowNotAwaited(epoch, level, id);
    }

    function _key(uint32 epoch, RiskLevel level, uint16 id) private pure returns (bytes32) {
        return keccak256(abi.encode(epoch, level, id));
    }
}
