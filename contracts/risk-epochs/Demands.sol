// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EpochSlashing} from "./EpochSlashing.sol";
import {IDemands} from "../interfaces/IDemands.sol";

/// @title Demands, deposits, the time to answer, and what silence costs
abstract contract Demands is IDemands, EpochSlashing {
    /// @dev What a demand needs of its epoch is kept, because epochs leave the history
    struct Awaited {
        Demand demand;
        /// Under which the answer has to open
        bytes32 root;
    }

    /// @notice Demands are taken this long after the snapshot. With queue and window it ends before any notice of exit
    uint40 public constant DEMAND_PERIOD = 7 days;
    /// @notice The most that a demand waits for those before it
    uint40 public constant LONGEST_QUEUE = 3 days;
    /// @notice A demand with the longest wait before it takes a deposit of so many more: filling a queue costs more than
    /// what stands in it
    uint256 public constant WAIT_SURCHARGE = 12;
    /// @dev Of what a deployment may price gas at least
    uint64 private constant LOWEST_FLOOR = 0.01 gwei;
    uint64 private constant HIGHEST_FLOOR = 1_000 gwei;

    /// @notice How long publishers have to answer when nobody else waits, seconds
    uint40 public immutable rowWindow;
    /// @notice Deposits are never priced below this, wei per gas: an answer may come when gas is dearer than at the demand
    uint64 public immutable gasPriceFloor;

    /// @dev Until when answering all demands takes; in the past when nobody waits
    uint40 private _queueEnd;
    mapping(bytes32 key => Awaited) private _awaited;

    constructor(uint40 rowWindowSeconds, uint64 gasPriceFloorWei) {
        if (rowWindowSeconds < 1 hours || rowWindowSeconds > 3 days) revert RowWindowOutOfRange(rowWindowSeconds);
        if (gasPriceFloorWei < LOWEST_FLOOR || gasPriceFloorWei > HIGHEST_FLOOR) {
            revert GasPriceFloorOutOfRange(gasPriceFloorWei, LOWEST_FLOOR, HIGHEST_FLOOR);
        }
        rowWindow = rowWindowSeconds;
        gasPriceFloor = gasPriceFloorWei;
    }

    function _demandOf(bytes32 key) internal view returns (Demand memory) {
        return _awaited[key].demand;
    }

    function _isAwaited(bytes32 key) internal view returns (bool) {
        Demand storage demand = _awaited[key].demand;
        return demand.demander != address(0) && !demand.settled;
    }

    /// @dev Under which an answer has to open; zero when nobody ever asked
    function _awaitedRoot(bytes32 key) internal view returns (bytes32) {
        return _awaited[key].root;
    }

    /// @param key that was never demanded
    /// @param answerGas what an answer costs
    /// @param answerSeconds how much later every further demand has to be answered
    function _demand(bytes32 key, bytes32 root, uint40 snapshotTime, uint256 answerGas, uint40 answerSeconds)
        internal
        returns (uint40 answerBy)
    {
        uint256 least = _queuedDeposit(answerGas, block.basefee);
        uint40 turn = _turnAfter(_queueEnd, LONGEST_QUEUE);
        _queueEnd = turn + answerSeconds;
        answerBy = turn + rowWindow;
        _await(key, root, snapshotTime, least, answerBy);
    }

    /// @dev A flood of demands leaves time for every answer: blocks have room for so many
    /// @param queueEnd until when answering all that wait takes
    function _turnAfter(uint40 queueEnd, uint40 longest) internal view returns (uint40 turn) {
        uint40 time = uint40(block.timestamp);
        turn = queueEnd > time ? queueEnd : time;
        if (turn > time + longest) turn = time + longest;
    }

    function _await(bytes32 key, bytes32 root, uint40 snapshotTime, uint256 least, uint40 answerBy) internal {
        uint40 time = uint40(block.timestamp);
        if (time > snapshotTime + DEMAND_PERIOD) revert EpochTooOld(snapshotTime, time);
        if (msg.value < least || msg.value > type(uint96).max) {
            revert RowDepositOutOfRange(msg.value, least, type(uint96).max);
        }
        _awaited[key] = Awaited(Demand(msg.sender, uint96(msg.value), answerBy, false, time), root);
    }

    /// @dev The answer was seen to be right
    function _settle(bytes32 key) internal {
        Demand storage demand = _awaited[key].demand;
        demand.settled = true;
        _credit(msg.sender, demand.depositWei);
    }

    /// @return slashedWei none when the epoch was dead already
    function _expire(bytes32 key, uint32 epoch) internal returns (uint256 slashedWei) {
        Demand storage demand = _awaited[key].demand;
        uint40 answerBy = _answerBy(demand);
        if (block.timestamp < answerBy) revert RowStillDue(answerBy, block.timestamp);
        demand.settled = true;
        _credit(demand.demander, demand.depositWei);
        return _killAndSlash(epoch, demand.demander);
    }

    /// @dev Nobody can answer while the sequencer is down, and all answers are due at once when it is back
    function _answerBy(Demand storage demand) private view returns (uint40 answerBy) {
        (uint40 askedAt, uint40 upSince) = (demand.askedAt, _sequencerUpSince());
        answerBy = demand.answerBy;
        if (upSince > askedAt) answerBy += upSince - askedAt;
    }

    /// @dev For a demand in the queue of rows, marks and scenarios
    function _queuedDeposit(uint256 answerGas, uint256 baseFeeWei) internal view returns (uint256) {
        return _depositFor(answerGas, baseFeeWei, _queueEnd, LONGEST_QUEUE);
    }

    /// @dev One and a half times what an answer costs, and more for those who find others waiting
    /// @param queueEnd and
    /// @param longest of the queue that the demand stands in
    function _depositFor(uint256 answerGas, uint256 baseFeeWei, uint40 queueEnd, uint40 longest)
        internal
        view
        returns (uint256)
    {
        uint256 gasPrice = baseFeeWei > gasPriceFloor ? baseFeeWei : gasPriceFloor;
        uint256 wait = _turnAfter(queueEnd, longest) - uint40(block.timestamp);
        return answerGas * gasPrice * 3 * (longest + WAIT_SURCHARGE * wait) / (2 * uint256(longest));
    }
}
