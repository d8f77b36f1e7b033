// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IChargeEvidence} from "../interfaces/IChargeEvidence.sol";
import {IRowDispute} from "../interfaces/IRowDispute.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {OptionLane} from "./OptionLane.sol";

/// @title The least that a lot is charged, from the registered parameters
/// @notice Fees, slippage, funding, borrowing and closing, as src/risk/charges/side-charges.ts adds them up before the
/// rounding margin, which only raises them. The long side of balances and of options may be capped by what the lot
/// itself gains, so it is not judged; nor are haircut ladders, which widen with the day's forecast.
library LeastCharge {
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant PPM = 1_000_000;
    /// @dev From lots times prices (36 decimals) and ppm to µUSD
    uint256 private constant TO_MICRO = 1e36;

    /// @return µUSD per lot; 0 where nothing is judged
    function leastSlope(
        IRowDispute.MarketLeaf memory market,
        IChargeEvidence.ChargeLeaf memory charges,
        bool isLong,
        bool isInitial
    ) internal pure returns (uint256) {
        if (market.kind == MarketLeafLib.HOLD || market.kind == MarketLeafLib.ORDER) {
            bool isOwed = isInitial || market.kind == MarketLeafLib.HOLD;
            return isLong || !isOwed ? 0 : Math.ceilDiv(market.lotE18, 1e12);
        }
        uint256 slope = _initialSlope(market, charges, isLong);
        return isInitial ? slope : Math.ceilDiv(slope * PPM, charges.initialMultiplier);
    }

    function _initialSlope(IRowDispute.MarketLeaf memory market, IChargeEvidence.ChargeLeaf memory charges, bool isLong)
        private
        pure
        returns (uint256)
    {
        uint256 lotUsd = market.lotE18 * market.priceE18;
        uint256 lotIndex = market.lotE18 * market.indexE18;
        if (market.kind == MarketLeafLib.PERPETUAL) {
            return _shareUp(charges.perpetualAtIndex == 1 ? lotIndex : lotUsd, charges.perpetual);
        }
        if (market.kind == MarketLeafLib.FUTURE) return _shareUp(lotUsd, charges.future);
        if (isLong) return 0;
        if (market.kind == MarketLeafLib.OPTION) {
            // Below every mark that an honest publisher's floats may give.
            (uint256 mark, uint256 allowance) = (OptionLane.markOfLot(market), OptionLane.floatAllowanceUp(market));
            mark = mark > allowance ? mark - allowance : 0;
            uint256 fee = Math.min(
                _shareUp(lotIndex, charges.optionFeeOfSpot), Math.ceilDiv(mark * charges.optionFeeCapOfValue, PPM * ONE)
            );
            return fee + Math.ceilDiv(mark * charges.optionSlippageOfValue, PPM * ONE);
        }
        if (market.kind == MarketLeafLib.CASH) return _shareUp(lotUsd, charges.cashShort);
        return _shareUp(lotUsd, market.subject == market.underlying ? charges.coinShort : charges.wrappedShort);
    }

    function _shareUp(uint256 lotUsd, uint256 ppm) private pure returns (uint256) {
        return Math.mulDiv(lotUsd, ppm, TO_MICRO, Math.Rounding.Ceil);
    }
}
