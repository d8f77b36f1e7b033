// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IDemands} from "./IDemands.sol";

/// @title Marks and scenarios that must be shown
/// @notice Nobody can dispute a table whose marks and scenarios nobody shows. They are demanded like rows, for both
/// levels at once. What does not exist costs nobody a bond: an id beyond the last instrument is answered with any
/// marks, which carry the number of instruments, and scenarios are demanded of subjects that marks name.
interface IMarketDemands is IDemands {
    /// @notice Marks were demanded
    event MarksDemanded(uint32 indexed epoch, uint16 indexed id, address demander, uint40 answerBy);
    /// @notice A scenario was demanded
    event ScenarioDemanded(
        uint32 indexed epoch, uint8 indexed lane, bytes32 indexed subject, address demander, uint40 answerBy
    );
    /// @notice Demanded marks were shown
    /// @param opening `abi.encode(IRowDispute.MarketOpening)`
    event MarksShown(uint32 indexed epoch, uint16 indexed id, bytes opening);
    /// @notice A demanded scenario was shown
    /// @param opening `abi.encode(IRowDispute.ScenarioOpening)`
    event ScenarioShown(uint32 indexed epoch, uint8 indexed lane, bytes32 indexed subject, bytes opening);
    /// @notice Marks or a scenario were demanded and not shown in time
    event RiskEpochKilledUnshown(uint32 indexed epoch, bytes32 indexed key, uint256 slashedWei);

    /// @notice Thrown when marks are demanded of the empty slot or of an id that has no place in a table
    error MarksIdOutOfRange(uint16 got, uint16 limit);
    /// @notice Thrown when a scenario is demanded of a lane that no row has
    error LaneOutOfRange(uint8 got, uint8 limit);
    /// @notice Thrown when the same was demanded before
    error AlreadyDemanded(bytes32 key);
    /// @notice Thrown when something is shown or expires that nobody waits for
    error NotAwaited(bytes32 key);
    /// @notice Thrown when something else is shown than what was demanded
    error NotShown(bytes32 key);

    /// @notice Demands the marks of an instrument. Anyone, with at least `showDeposit` of the block's base fee
    function demandMarks(uint32 epoch, uint16 id) external payable;

    /// @notice Demands what a lane does to the subject of an instrument, and the parameters. Anyone, with at least
    /// `showDeposit` of the block's base fee
    /// @param marks of any instrument of that subject, `abi.encode(IRowDispute.MarketOpening)`
    function demandScenario(uint32 epoch, uint8 lane, bytes calldata marks) external payable;

    /// @notice Shows demanded marks. Anyone; earns the deposit
    /// @param opening as `IRowDispute.opensMarket` takes it
    function showMarks(uint32 epoch, uint16 id, bytes calldata opening) external;

    /// @notice Shows a demanded scenario. Anyone; earns the deposit
    /// @param opening as `IRowDispute.opensScenario` takes it
    function showScenario(uint32 epoch, uint8 lane, bytes32 subject, bytes calldata opening) external;

    /// @notice Kills an epoch whose marks were not shown in time, as `IRowDemands.expireDemand` does. Anyone
    function expireMarks(uint32 epoch, uint16 id) external;

    /// @notice Kills an epoch of which a scenario was not shown in time. Anyone
    function expireScenario(uint32 epoch, uint8 lane, bytes32 subject) external;

    /// @notice What a demander has to deposit at least, wei: one and a half times the gas of an answer,
    /// and for whoever finds others waiting up to thirteen times that
    /// @param baseFeeWei of the block that the demand gets into
    function showDeposit(uint256 baseFeeWei) external view returns (uint256);

    /// @notice The demand with this key; all zero when there was none
    function marketDemandOf(bytes32 key) external view returns (Demand memory);

    /// @notice Names a demand for marks
    function marksKey(uint32 epoch, uint16 id) external view returns (bytes32);

    /// @notice Names a demand for a scenario
    function scenarioKey(uint32 epoch, uint8 lane, bytes32 subject) external view returns (bytes32);
}
