// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SolvencyRecords} from "./SolvencyRecords.sol";
import {IGroth16Verifier} from "./interfaces/IGroth16Verifier.sol";
import {IRiskEpochs, RiskLevel} from "./interfaces/IRiskEpochs.sol";
import {ISolvencyRegistry} from "./interfaces/ISolvencyRegistry.sol";
import {IVenueLedger} from "./interfaces/IVenueLedger.sol";
import {FieldLib} from "./libraries/FieldLib.sol";
import {SolvencyProofLib} from "./libraries/SolvencyProofLib.sol";

/// @title SolvencyRegistry
/// @notice Decides which requests are believed. The owner chooses the venues and may pause entry; it cannot touch
/// attestations, the verifier, the publishers or the time limits.
contract SolvencyRegistry is SolvencyRecords, Pausable, EIP712, Nonces {
    /// @notice Longest allowed life of an attestation, counted from its ledger
    uint40 public constant MAX_TTL = 7 days;
    /// @notice What a holder signs when somebody else sends the request
    bytes32 public constant CONSENT_TYPEHASH = keccak256(
        "HolderConsent(uint256 pseudonym,uint256 context,address venue,uint32 ledgerEpoch,uint32 riskEpoch,"
        "uint8 level,uint256 nonce,uint40 deadline)"
    );

    /// @notice Verifies the solvency proofs. Another verifier means another registry
    IGroth16Verifier public immutable verifier;
    /// @notice Where the risk tables come from
    IRiskEpochs public immutable riskEpochs;
    /// @notice How much newer than the ledger the table may be, seconds
    uint40 public immutable maxSkew;
    /// @notice Life of an attestation, counted from its ledger's time and not from its submission, seconds
    uint40 public immutable ttl;

    constructor(
        address owner,
        address verifierContract,
        address riskEpochsContract,
        uint40 maxSkewSeconds,
        uint40 ttlSeconds
    ) Ownable(owner) EIP712("zkmargin SolvencyRegistry", "1") {
        _requireCode(verifierContract);
        _requireCode(riskEpochsContract);
        if (ttlSeconds == 0 || ttlSeconds > MAX_TTL) revert TtlOutOfRange(ttlSeconds, MAX_TTL);
        if (maxSkewSeconds >= ttlSeconds) revert MaxSkewOutOfRange(maxSkewSeconds, ttlSeconds);
        verifier = IGroth16Verifier(verifierContract);
        riskEpochs = IRiskEpochs(riskEpochsContract);
        maxSkew = maxSkewSeconds;
        ttl = ttlSeconds;
    }

    /// @inheritdoc ISolvencyRegistry
    function attest(AttestationRequest calldata request, Groth16Proof calldata proof) external whenNotPaused {
        if (request.surplusMicroUsd >= SolvencyProofLib.SURPLUS_LIMIT) {
            revert SurplusTooLarge(request.surplusMicroUsd, SolvencyProofLib.SURPLUS_LIMIT);
        }
        if (!FieldLib.isNonZeroElement(request.pseudonym)) {
            revert PseudonymOutOfField(request.pseudonym, FieldLib.ORDER);
        }
        uint256 context = SolvencyProofLib.contextOf(request.holder, request.surplusMicroUsd);
        _useConsent(request, context);
        Pair memory pair = _acceptablePair(request);
        _requireProof(request.pseudonym, pair, context, proof);
        _record(request, pair);
    }

    /// @inheritdoc ISolvencyRegistry
    function scope() public view returns (uint256) {
        return SolvencyProofLib.scopeOf(block.chainid, address(this));
    }

    /// @inheritdoc ISolvencyRegistry
    function pause() external onlyOwner {
        _pause();
    }

    /// @inheritdoc ISolvencyRegistry
    function unpause() external onlyOwner {
        _unpause();
    }

    /* CHECKS */

    /// @dev The prover chooses the holder, so the holder must agree: else anyone could put a proof of zero surplus
    /// in a stranger's place. The nonce keeps a relayer from sending a consent again after a release
    function _useConsent(AttestationRequest calldata request, uint256 context) private {
        if (block.timestamp > request.deadline) revert DeadlinePassed(request.deadline, block.timestamp);
        if (msg.sender == request.holder) return;
        bytes32 consent = keccak256(
            abi.encode(
                CONSENT_TYPEHASH,
                request.pseudonym,
                context,
                request.venue,
                request.ledgerEpoch,
                request.riskEpoch,
                request.level,
                _useNonce(request.holder),
                request.deadline
            )
        );
        bytes32 digest = _hashTypedDataV4(consent);
        if (!SignatureChecker.isValidSignatureNowCalldata(request.holder, digest, request.signature)) {
            revert HolderConsentInvalid(request.holder);
        }
    }

    /// @dev Roots and times come from the records of the named epochs, by level; never from the caller
    function _acceptablePair(AttestationRequest calldata request) private view returns (Pair memory pair) {
        IVenueLedger.LedgerEpoch memory ledger = _newestLedger(request.venue, request.ledgerEpoch);
        IRiskEpochs.RiskEpoch memory risk = _recentRisk(request.riskEpoch);
        if (ledger.listingHash != risk.listingHash) revert ListingMismatch(ledger.listingHash, risk.listingHash);
        if (risk.snapshotTime < ledger.snapshotTime) {
            revert TableBeforeLedger(risk.snapshotTime, ledger.snapshotTime);
        }
        uint40 skew = risk.snapshotTime - ledger.snapshotTime;
        if (skew > maxSkew) revert SkewTooLarge(skew, maxSkew);

        pair.ledgerRoot = ledger.ledgerRoot;
        pair.riskRoot = request.level == RiskLevel.Initial ? risk.initialRoot : risk.maintenanceRoot;
        pair.ledgerTime = ledger.snapshotTime;
        pair.riskTime = risk.snapshotTime;
        pair.validUntil = ledger.snapshotTime + ttl;
        if (risk.nextExpiry != 0 && risk.nextExpiry < pair.validUntil) pair.validUntil = risk.nextExpiry;
        if (block.timestamp >= pair.validUntil) revert PairExpired(pair.validUntil, block.timestamp);
    }

    function _newestLedger(address venue, uint32 epoch) private view returns (IVenueLedger.LedgerEpoch memory) {
        if (!isAccepted[venue]) revert UnknownVenue(venue);
        IVenueLedger ledger = IVenueLedger(venue);
        if (ledger.frozen()) revert VenueIsFrozen(venue);
        uint32 newest = ledger.newestEpoch();
        if (epoch != newest) revert LedgerEpochNotNewest(epoch, newest);
        return ledger.epochAt(epoch);
    }

    /// @dev The epoch before the newest is a grace for proofs in flight
    function _recentRisk(uint32 epoch) private view returns (IRiskEpochs.RiskEpoch memory) {
        uint32 newest = riskEpochs.newestEpoch();
        if (epoch > newest || newest - epoch > 1) revert RiskEpochNotRecent(epoch, newest);
        return riskEpochs.epochAt(epoch);
    }

    /// @dev Every signal is built here, from this contract's own arguments and records
    function _requireProof(uint256 pseudonym, Pair memory pair, uint256 context, Groth16Proof calldata proof)
        private
        view
    {
        uint256[5] memory signals = SolvencyProofLib.publicSignals(
            SolvencyProofLib.Statement({
                pseudonym: pseudonym,
                ledgerRoot: pair.ledgerRoot,
                riskRoot: pair.riskRoot,
                scope: scope(),
                context: context
            })
        );
        if (!verifier.verifyProof(proof.a, proof.b, proof.c, signals)) revert ProofRejected();
    }
}
