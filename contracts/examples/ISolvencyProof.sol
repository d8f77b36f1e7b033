// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title The functions of ERC-7893 (draft), "DeFi Protocol Solvency Proof Mechanism"
/// @notice It reports what a protocol has and owes, token by token. Its names and units are the draft's.
interface ISolvencyProof {
    struct ProtocolBalances {
        address[] tokens;
        uint256[] amounts;
        /// In ETH, 18 decimals
        uint256[] values;
        /// Seconds
        uint256 timestamp;
    }

    /// @notice What is held, by token
    function getProtocolAssets() external view returns (ProtocolBalances memory);

    /// @notice What is owed, by token
    function getProtocolLiabilities() external view returns (ProtocolBalances memory);

    /// @notice Assets over liabilities, times 10,000
    function getSolvencyRatio() external view returns (uint256);

    /// @notice Whether the ratio is enough, and the ratio
    function verifySolvency() external view returns (bool isSolvent, uint256 healthFactor);

    /// @notice The same in the past
    function getSolvencyHistory(uint256 startTime, uint256 endTime)
        external
        view
        returns (
            uint256[] memory timestamps,
            uint256[] memory ratios,
            ProtocolBalances[] memory assets,
            ProtocolBalances[] memory liabilities
        );

    /// @notice An oracle reports assets
    function updateAssets(address[] calldata tokens, uint256[] calldata amounts, uint256[] calldata values) external;

    /// @notice An oracle reports liabilities
    function updateLiabilities(address[] calldata tokens, uint256[] calldata amounts, uint256[] calldata values)
        external;
}
