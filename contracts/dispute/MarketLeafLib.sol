// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IRowDispute} from "../interfaces/IRowDispute.sol";

/// @title Marks of instruments: how they open, their ranges and their order
/// @notice `src/market/snapshot/market-tree.ts` writes the same leaves and refuses marks outside the same ranges.
library MarketLeafLib {
    uint8 internal constant CASH = 1;
    uint8 internal constant COIN = 2;
    uint8 internal constant HOLD = 3;
    uint8 internal constant ORDER = 4;
    uint8 internal constant PERPETUAL = 5;
    uint8 internal constant FUTURE = 6;
    uint8 internal constant OPTION = 7;

    bytes32 private constant LEAF_FORM = keccak256("zkmargin.market-leaf.v1");
    bytes32 private constant ROOT_FORM = keccak256("zkmargin.market-root.v1");
    bytes32 private constant USD = "USD";

    uint256 private constant LARGEST_ID = 4095;
    /// @dev Of a balanced tree over all ids. Whoever builds a deeper one cannot show what lies below, and so loses by
    /// silence: what can be shown at all can be shown twice in one transaction
    uint256 private constant LARGEST_DEPTH = 12;
    uint256 private constant AMOUNT_LIMIT = 2 ** 100;
    uint256 private constant LEAST_OPTION_PRICE = 1e12;
    uint256 private constant LARGEST_MONEYNESS = 2 ** 20;
    uint256 private constant LONGEST_LIFE_MS = 36_500 days * 1_000;

    /// @notice Whether the opening leads to `marketRoot`
    function opens(IRowDispute.MarketOpening memory opening, bytes32 marketRoot) internal pure returns (bool) {
        if (opening.path.length > LARGEST_DEPTH) return false;
        bytes32 root = marketRootOf(opening.marketHash, opening.marksRoot, opening.instrumentCount);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(LEAF_FORM, opening.leaf))));
        return root == marketRoot && MerkleProof.verify(opening.path, opening.marksRoot, leaf);
    }

    /// @notice What publishers post
    /// @param marketHash keccak256 of the snapshot's canonical bytes
    function marketRootOf(bytes32 marketHash, bytes32 marksRoot, uint16 instrumentCount)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(ROOT_FORM, marketHash, marksRoot, instrumentCount));
    }

    /// @notice Whether all marks are in the ranges for which lanes can be recomputed
    function isWellFormed(IRowDispute.MarketLeaf memory leaf) internal pure returns (bool) {
        if (leaf.id == 0 || leaf.id > LARGEST_ID || leaf.kind == 0 || leaf.kind > OPTION) return false;
        if (!_isAmount(leaf.lotE18) || !_isAmount(leaf.priceE18) || !_isAmount(leaf.indexE18)) return false;
        bool isFuture = leaf.kind == FUTURE || leaf.kind == PERPETUAL;
        if (isFuture ? !_isAmount(leaf.settlementE18) : leaf.settlementE18 != 0) return false;
        if (leaf.kind != CASH && leaf.kind != COIN && leaf.subject != leaf.underlying) return false;
        if (leaf.kind == FUTURE || leaf.kind == OPTION) {
            if (leaf.expiryMs <= leaf.snapshotTimeMs) return false;
            if (leaf.expiryMs - leaf.snapshotTimeMs > LONGEST_LIFE_MS) return false;
        } else if (leaf.expiryMs != 0) {
            return false;
        }
        if (leaf.kind == OPTION) return _isOption(leaf);
        return leaf.strikeE18 == 0 && leaf.ivE18 == 0 && leaf.fixedForwardE18 == 0 && leaf.discountE18 == 0
            && !leaf.isCall;
    }

    /// @notice Whether two leaves are members of one set at a level
    function shareSet(IRowDispute.MarketLeaf memory a, IRowDispute.MarketLeaf memory b, IRowDispute.SetLevel level)
        internal
        pure
        returns (bool)
    {
        if (!hasSet(a, level) || !hasSet(b, level) || a.underlying != b.underlying) return false;
        if (level == IRowDispute.SetLevel.Underlying) return true;
        if (a.expiryMs != b.expiryMs) return false;
        return level == IRowDispute.SetLevel.Expiry || a.strikeE18 == b.strikeE18;
    }

    /// @notice Whether an instrument belongs to a set of a level at all
    function hasSet(IRowDispute.MarketLeaf memory leaf, IRowDispute.SetLevel level) internal pure returns (bool) {
        if (leaf.underlying == USD) return false;
        if (level == IRowDispute.SetLevel.Underlying) return true;
        return leaf.kind == OPTION || (level == IRowDispute.SetLevel.Expiry && leaf.kind == FUTURE);
    }

    /// @notice Whether `a` comes before `b` in a listing; false for the same instrument
    /// @dev USD, then underlyings by name; the coin, other coins by name, holds, orders, the perpetual; then by
    /// expiry the future and the options by strike, calls first
    function isBefore(IRowDispute.MarketLeaf memory a, IRowDispute.MarketLeaf memory b) internal pure returns (bool) {
        if (a.underlying != b.underlying) {
            return a.underlying == USD || (b.underlying != USD && a.underlying < b.underlying);
        }
        (uint256 rankOfA, uint256 rankOfB) = (_rank(a), _rank(b));
        if (rankOfA != rankOfB) return rankOfA < rankOfB;
        if (a.expiryMs != b.expiryMs) return a.expiryMs < b.expiryMs;
        if ((a.kind == OPTION) != (b.kind == OPTION)) return b.kind == OPTION;
        if (a.strikeE18 != b.strikeE18) return a.strikeE18 < b.strikeE18;
        if (a.isCall != b.isCall) return a.isCall;
        return a.subject < b.subject;
    }

    function _rank(IRowDispute.MarketLeaf memory leaf) private pure returns (uint256) {
        if (leaf.kind == CASH || leaf.kind == COIN) return leaf.subject == leaf.underlying ? 0 : 1;
        return leaf.kind == OPTION ? FUTURE : leaf.kind;
    }

    function _isOption(IRowDispute.MarketLeaf memory leaf) private pure returns (bool) {
        if (leaf.priceE18 < LEAST_OPTION_PRICE || leaf.strikeE18 < LEAST_OPTION_PRICE) return false;
        if (leaf.strikeE18 >= AMOUNT_LIMIT || leaf.strikeE18 > leaf.priceE18 * LARGEST_MONEYNESS) return false;
        if (leaf.priceE18 > leaf.strikeE18 * LARGEST_MONEYNESS || leaf.fixedForwardE18 > leaf.priceE18) return false;
        return leaf.ivE18 >= 1e14 && leaf.ivE18 <= 10e18 && leaf.discountE18 != 0 && leaf.discountE18 <= 2e18;
    }

    function _isAmount(uint256 amountE18) private pure returns (bool) {
        return amountE18 != 0 && amountE18 < AMOUNT_LIMIT;
    }
}
