// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title What an epoch holds, in one word
/// @notice A registry reads one slot and compares it with the hash of what the request says, instead of reading
/// three. Seals of ledgers are hashes of four words and those of tables of five, so none can stand for the other.
/// No hash is zero: a zero seal matches nothing.
library EpochSealLib {
    /// @param epoch the ledger's number at its venue
    /// @param snapshotTime seconds
    function ofLedger(uint32 epoch, uint256 ledgerRoot, bytes32 listingHash, uint40 snapshotTime)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(epoch, ledgerRoot, listingHash, snapshotTime));
    }

    /// @param epoch the risk epoch's number
    /// @param root of the table of one level
    /// @param snapshotTime seconds
    /// @param nextExpiry seconds, 0 when nothing expires
    function ofTable(uint32 epoch, uint256 root, bytes32 listingHash, uint40 snapshotTime, uint40 nextExpiry)
        internal
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(epoch, root, listingHash, snapshotTime, nextExpiry));
    }
}
