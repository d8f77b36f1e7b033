// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowDispute} from "../interfaces/IRowDispute.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {OptionLane} from "./OptionLane.sol";

/// @title What marks of one market cannot say together
/// @notice Nobody proves on a chain what a price was. But marks that contradict each other are false whatever the market
/// did: one spot per underlying, forwards near it, volatilities without gross arbitrage. Bounds are wide, so that no real
/// market leaves them; `src/market/snapshot/marks-together.ts` refuses the same before a publisher posts it.
library MarksTogether {
    uint256 private constant YEAR_MS = 365 days * 1_000;
    /// @dev Implied volatilities of the last hours say little
    uint256 private constant SHORTEST_MS = 6 hours * 1_000;
    uint256 private constant ONE = 2 ** 96;

    /// @notice Whether two well-formed leaves, or one given twice, cannot both be true
    function disagree(IRowDispute.MarketLeaf memory a, IRowDispute.MarketLeaf memory b) internal pure returns (bool) {
        if (a.underlying != b.underlying) return false;
        if (a.indexE18 != b.indexE18 || _isFarFromIndex(a) || _isFarFromIndex(b)) return true;
        if (a.kind != MarketLeafLib.OPTION || b.kind != MarketLeafLib.OPTION) return false;
        if (a.expiryMs == b.expiryMs) return _expiryDisagrees(a, b);
        if (a.strikeE18 != b.strikeE18) return false;
        return a.expiryMs < b.expiryMs ? _varianceFalls(a, b) : _varianceFalls(b, a);
    }

    /// @dev An underlying's own coin is its index; forwards and marks lie within a third of it and 100 % a year
    function _isFarFromIndex(IRowDispute.MarketLeaf memory leaf) private pure returns (bool) {
        (uint256 price, uint256 index) = (leaf.priceE18, leaf.indexE18);
        if (leaf.kind == MarketLeafLib.CASH || leaf.kind == MarketLeafLib.COIN) {
            return leaf.subject == leaf.underlying && price != index;
        }
        if (leaf.kind == MarketLeafLib.HOLD || leaf.kind == MarketLeafLib.ORDER) return false;
        uint256 remaining = leaf.expiryMs == 0 ? 0 : leaf.expiryMs - leaf.snapshotTimeMs;
        return 3 * YEAR_MS * _distance(price, index) > index * (YEAR_MS + 3 * remaining);
    }

    /// @dev Forwards within 2 %; the call's and the put's volatility at one strike within a tenth; and along one forward
    /// call prices fall with the strike, by no more than the strike rises, to a thousandth of the forward
    function _expiryDisagrees(IRowDispute.MarketLeaf memory a, IRowDispute.MarketLeaf memory b)
        private
        pure
        returns (bool)
    {
        if (50 * _distance(a.priceE18, b.priceE18) > a.priceE18 + b.priceE18) return true;
        if (a.strikeE18 == b.strikeE18) return 20 * _distance(a.ivE18, b.ivE18) > a.ivE18 + b.ivE18;
        if (a.priceE18 != b.priceE18) return false;
        if (a.strikeE18 > b.strikeE18) (a, b) = (b, a);
        uint256 tolerance = a.priceE18 * ONE / 1e21;
        (uint256 low, uint256 high) = (OptionLane.callPrice(a), OptionLane.callPrice(b));
        return low + tolerance < high || low > high + (b.strikeE18 - a.strikeE18) * ONE / 1e18 + tolerance;
    }

    /// @dev Total variance at a strike falls by no more than a quarter from an expiry to a later one
    function _varianceFalls(IRowDispute.MarketLeaf memory early, IRowDispute.MarketLeaf memory late)
        private
        pure
        returns (bool)
    {
        uint256 remaining = early.expiryMs - early.snapshotTimeMs;
        if (remaining < SHORTEST_MS) return false;
        uint256 least = 3 * early.ivE18 * early.ivE18 * remaining;
        return 4 * late.ivE18 * late.ivE18 * (late.expiryMs - late.snapshotTimeMs) < least;
    }

    function _distance(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }
}
