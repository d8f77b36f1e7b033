// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowOpening} from "../interfaces/IRowOpening.sol";
import {EvidenceOpening} from "./EvidenceOpening.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {MarksTogether} from "./MarksTogether.sol";
import {RowForm} from "./RowForm.sol";

/// @title Whether a table has the rows of its listing: each instrument once, in its place, in its sets, and no other
abstract contract ListingGrounds is EvidenceOpening {
    using MarketLeafLib for MarketLeaf;

    /// @notice Shows that a place of a table is empty
    IRowOpening public immutable rowOpening;

    constructor(IRowOpening rowOpening_) {
        rowOpening = rowOpening_;
    }

    function _orderIsWrong(Commitments calldata commitments, MarketOpening memory a, MarketOpening memory b)
        internal
        pure
        returns (bool)
    {
        _requireMarket(commitments, a);
        _requireMarket(commitments, b);
        if (a.leaf.id == b.leaf.id) return keccak256(abi.encode(a.leaf)) != keccak256(abi.encode(b.leaf));
        return a.leaf.id < b.leaf.id ? !a.leaf.isBefore(b.leaf) : !b.leaf.isBefore(a.leaf);
    }

    function _setKeyIsWrong(Commitments calldata commitments, SetKeyEvidence memory evidence)
        internal
        view
        returns (bool)
    {
        WordOpening memory opened = evidence.keyWord;
        (MarketLeaf memory own, MarketLeaf memory other) = (evidence.own.leaf, evidence.other.leaf);
        _requireEqual(opened.wordIndex, RowForm.KEY_WORD);
        _requireEqual(opened.id, own.id);
        _requireWord(commitments, opened);
        _requireMarket(commitments, evidence.own);
        _requireMarket(commitments, evidence.other);

        uint256 key = RowForm.setKey(opened.word, uint256(evidence.level));
        if (!own.hasSet(evidence.level)) return key != 0;
        if (key == 0 || key > own.id) return true;
        // The key is the set's first id: it names a member, and no member comes before it.
        bool isMember = own.shareSet(other, evidence.level);
        return isMember ? other.id < key : other.id == key;
    }

    function _isUnlisted(Commitments calldata commitments, WordOpening memory word, MarketOpening memory market)
        internal
        view
        returns (bool)
    {
        _requireWord(commitments, word);
        _requireMarket(commitments, market);
        return word.id > market.instrumentCount;
    }

    /// @dev Attestations outlive no expiry only if the epoch says when the first one is
    function _expiryIsWrong(Commitments calldata commitments, MarketOpening memory opening)
        internal
        pure
        returns (bool)
    {
        _requireMarket(commitments, opening);
        uint64 expiryMs = opening.leaf.expiryMs;
        return expiryMs != 0 && (commitments.nextExpiry == 0 || expiryMs / 1000 < commitments.nextExpiry);
    }

    /// @dev Row 0 belongs to every table, too: empty slots of accounts open it
    function _isMissing(Commitments calldata commitments, bytes calldata evidence) internal view returns (bool) {
        (uint16 id, uint256[8][4] memory path, MarketOpening memory market) =
            abi.decode(evidence, (uint16, uint256[8][4], MarketOpening));
        _requireMarket(commitments, market);
        if (!rowOpening.opens(commitments.riskRoot, id, new uint256[](0), path)) revert RowNotEmpty(id);
        return id <= market.instrumentCount;
    }

    /// @dev Malformed leaves lose by themselves
    function _marksDisagree(Commitments calldata commitments, bytes calldata evidence) internal pure returns (bool) {
        (MarketOpening memory a, MarketOpening memory b) = abi.decode(evidence, (MarketOpening, MarketOpening));
        bool areSound = _isMarketSound(commitments, a) && _isMarketSound(commitments, b);
        if (!areSound) revert LeafMalformed(a.leaf.id, 0);
        return MarksTogether.disagree(a.leaf, b.leaf);
    }
}
