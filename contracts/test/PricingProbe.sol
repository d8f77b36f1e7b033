// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Black76} from "../pricing/Black76.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {NormalDistribution} from "../pricing/NormalDistribution.sol";

/// @notice Shows the pricing libraries to tests, many arguments per call
contract PricingProbe {
    struct Option {
        uint256 forwardX96;
        uint256 strikeX96;
        uint256 deviationX96;
        bool isCall;
    }

    function prices(Option[] calldata options) external pure returns (uint256[] memory values) {
        values = new uint256[](options.length);
        for (uint256 i = 0; i < options.length; ++i) {
            Option calldata o = options[i];
            values[i] = Black76.price(o.forwardX96, o.strikeX96, o.deviationX96, o.isCall);
        }
    }

    function priceGas(Option calldata o) external view returns (uint256) {
        uint256 before = gasleft();
        Black76.price(o.forwardX96, o.strikeX96, o.deviationX96, o.isCall);
        return before - gasleft();
    }

    function exps(int256[] calldata xs) external pure returns (uint256[] memory values) {
        values = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) values[i] = FixedPoint.exp(xs[i]);
    }

    function lns(uint256[] calldata xs) external pure returns (int256[] memory values) {
        values = new int256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) values[i] = FixedPoint.ln(xs[i]);
    }

    function sqrts(uint256[] calldata xs) external pure returns (uint256[] memory values) {
        values = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) values[i] = FixedPoint.sqrt(xs[i]);
    }

    function cdfs(int256[] calldata xs) external pure returns (uint256[] memory values) {
        values = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) values[i] = NormalDistribution.cdf(xs[i]);
    }
}
