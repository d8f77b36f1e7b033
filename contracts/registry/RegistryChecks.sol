// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {ISolvencyChallenges} from "../interfaces/ISolvencyChallenges.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {IVenueLedger} from "../interfaces/IVenueLedger.sol";
import {EpochSealLib} from "../libraries/EpochSealLib.sol";
import {SolvencyProofLib} from "../libraries/SolvencyProofLib.sol";
import {VerifierProbe} from "../libraries/VerifierProbe.sol";

/// @title What a registry checks when it is not on the way of an ordinary attestation
/// @notice Every registry makes one of its own in its constructor: it has neither state nor roles, and there is nothing
/// to name wrongly at deployment. It keeps the registry below the largest size of a contract.
contract RegistryChecks {
    /// @notice What a holder signs when somebody else sends the request
    bytes32 public constant CONSENT_TYPEHASH = keccak256(
        "HolderConsent(uint256 pseudonym,uint256 context,address venue,uint32 ledgerEpoch,uint32 riskEpoch,"
        "uint8 level,uint256 nonce,uint40 deadline)"
    );

    /// @notice Less time than this is not enough to fetch a record, prove and be mined, seconds
    uint40 public constant SHORTEST_ANSWER = 2 minutes;

    uint40 private immutable _maxSkew;
    uint40 private immutable _ttl;

    constructor(uint40 maxSkew, uint40 ttl) {
        (_maxSkew, _ttl) = (maxSkew, ttl);
    }

    /// @notice Returns when the request's holder has signed for it, by EIP-712 or ERC-1271; else reverts
    /// @param attestCall calldata of the registry's `attest`
    function requireConsent(bytes32 domainSeparator, uint256 nonce, bytes calldata attestCall) external view {
        (ISolvencyRegistry.AttestationRequest memory request,) = _decode(attestCall);
        bytes32 consent = keccak256(
            abi.encode(
                CONSENT_TYPEHASH,
                request.pseudonym,
                SolvencyProofLib.contextOf(request.holder, request.surplusMicroUsd),
                request.venue,
                request.ledgerEpoch,
                request.riskEpoch,
                request.level,
                nonce,
                request.deadline
            )
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(domainSeparator, consent);
        if (!SignatureChecker.isValidSignatureNow(request.holder, digest, request.signature)) {
            revert ISolvencyRegistry.HolderConsentInvalid(request.holder);
        }
    }

    /// @notice Says why what a request says of its epochs does not match their seals. Always reverts
    /// @param attestCall calldata of the registry's `attest`
    function refusePair(IRiskEpochs riskEpochs, bytes calldata attestCall) external view {
        (ISolvencyRegistry.AttestationRequest memory request, ISolvencyRegistry.EpochContents memory contents) =
            _decode(attestCall);
        IVenueLedger venue = IVenueLedger(request.venue);
        (uint32 newest, bool isFrozen, IVenueLedger.LedgerEpoch memory ledger) = venue.current();
        if (isFrozen) revert ISolvencyRegistry.VenueIsFrozen(request.venue);
        if (request.ledgerEpoch != newest || newest == 0) {
            revert ISolvencyRegistry.LedgerEpochNotNewest(request.ledgerEpoch, newest);
        }
        IRiskEpochs.Table memory table = riskEpochs.recentTable(request.riskEpoch, request.level);
        if (ledger.listingHash != table.listingHash) {
            revert ISolvencyRegistry.ListingMismatch(ledger.listingHash, table.listingHash);
        }
        bytes32 seal = venue.currentSeal();
        bytes32 got = EpochSealLib.ofLedger(
            request.ledgerEpoch, contents.ledgerRoot, contents.listingHash, contents.ledgerTime
        );
        if (got != seal) revert ISolvencyRegistry.LedgerContentMismatch(got, seal);
        seal = riskEpochs.sealOf(request.riskEpoch, request.level);
        got = EpochSealLib.ofTable(
            request.riskEpoch, contents.riskRoot, contents.listingHash, contents.riskTime, contents.nextExpiry
        );
        revert ISolvencyRegistry.TableContentMismatch(got, seal);
    }

    /// @notice For how many seconds from `from` to now a proof under one of the pairs would have been taken
    /// @param oldest ledgers from before do not answer
    /// @param pairs in the order of time: what they share is counted once
    function answerableSeconds(
        IRiskEpochs riskEpochs,
        address venue,
        uint40 oldest,
        uint40 from,
        ISolvencyChallenges.EpochPair[] calldata pairs
    ) external view returns (uint256 total) {
        for (uint256 i = 0; i < pairs.length; i++) {
            (uint40 begin, uint40 end) = _spanOf(riskEpochs, IVenueLedger(venue), oldest, pairs[i]);
            if (begin < from) begin = from;
            if (end < begin + SHORTEST_ANSWER) continue;
            total += end - begin;
            from = end;
        }
    }

    /// @notice Whether a contract can be a verifier at all: `VerifierProbe`
    function isFit(address verifier) external view returns (bool) {
        return VerifierProbe.isFit(verifier);
    }

    /// @return begin first second, and
    /// @return end the one after the last, in which the two epochs could be attested together; zeros when never
    function _spanOf(
        IRiskEpochs riskEpochs,
        IVenueLedger venue,
        uint40 oldest,
        ISolvencyChallenges.EpochPair calldata pair
    ) private view returns (uint40 begin, uint40 end) {
        IVenueLedger.LedgerEpoch memory ledger = venue.epochAt(pair.ledgerEpoch);
        IRiskEpochs.RiskEpoch memory risk = riskEpochs.epochAt(pair.riskEpoch);
        if (
            ledger.snapshotTime < oldest || ledger.listingHash != risk.listingHash
                || risk.snapshotTime < ledger.snapshotTime || risk.snapshotTime - ledger.snapshotTime > _maxSkew
                || riskEpochs.isDead(pair.riskEpoch)
        ) return (0, 0);
        (begin, end) = riskEpochs.liveSpanOf(pair.riskEpoch);
        if (ledger.postedAt > begin) begin = ledger.postedAt;
        end = _earlier(end, uint40(block.timestamp));
        end = _earlier(end, ledger.snapshotTime + _ttl);
        if (risk.nextExpiry != 0) end = _earlier(end, risk.nextExpiry);
        if (pair.ledgerEpoch < venue.newestEpoch()) end = _earlier(end, venue.epochAt(pair.ledgerEpoch + 1).postedAt);
    }

    function _earlier(uint40 a, uint40 b) private pure returns (uint40) {
        return a < b ? a : b;
    }

    function _decode(bytes calldata attestCall)
        private
        pure
        returns (ISolvencyRegistry.AttestationRequest memory request, ISolvencyRegistry.EpochContents memory contents)
    {
        return abi.decode(
            attestCall[4:], (ISolvencyRegistry.AttestationRequest, ISolvencyRegistry.EpochContents)
        );
    }
}
