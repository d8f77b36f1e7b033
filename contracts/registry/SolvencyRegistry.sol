// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {RegistryAdmission} from "./RegistryAdmission.sol";
import {RegistryChecks} from "./RegistryChecks.sol";
import {SolvencyChallenges} from "./SolvencyChallenges.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {ISolvency} from "../interfaces/ISolvency.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {ISupportsInterface} from "../interfaces/ISupportsInterface.sol";
import {IVenueLedger} from "../interfaces/IVenueLedger.sol";
import {EpochSealLib} from "../libraries/EpochSealLib.sol";
import {FieldLib} from "../libraries/FieldLib.sol";
import {SolvencyProofLib} from "../libraries/SolvencyProofLib.sol";

/// @title SolvencyRegistry
/// @notice Decides which requests are believed. The owner may drop venues and pause entry; venues and verifiers come
/// in through the timelock; nobody can touch attestations, liens, the publishers or the time limits.
contract SolvencyRegistry is SolvencyChallenges, EIP712, Nonces {
    struct Config {
        address owner;
        address timelock;
        address riskEpochs;
        /// How much newer than the ledger the table may be, seconds
        uint40 maxSkew;
        /// Life of an attestation, counted from its ledger's time, seconds
        uint40 ttl;
        /// How long a challenged holder has to answer, seconds
        uint40 challengeWindow;
        /// Bonds of challengers are never priced below this, wei per gas
        uint64 gasPriceFloor;
        address[] venues;
        /// Size classes with a verifier, and the verifiers in the same order
        uint8[] sizeClasses;
        address[] verifiers;
    }

    /// @notice Longest allowed life of an attestation, counted from its ledger
    uint40 public constant MAX_TTL = 7 days;
    /// @notice Life of an attestation, counted from its ledger's time and not from its submission, seconds
    uint40 public immutable ttl;
    uint256 private immutable _scope;
    uint256 private immutable _chainId;

    constructor(Config memory config)
        Ownable(config.owner)
        RegistryAdmission(
            config.timelock,
            config.riskEpochs,
            config.venues,
            config.sizeClasses,
            config.verifiers,
            new RegistryChecks(config.maxSkew, config.ttl)
        )
        SolvencyChallenges(config.challengeWindow, config.maxSkew, config.gasPriceFloor)
        EIP712("zkmargin SolvencyRegistry", "1")
    {
        if (config.ttl == 0 || config.ttl > MAX_TTL) revert TtlOutOfRange(config.ttl, MAX_TTL);
        if (config.maxSkew >= config.ttl) revert MaxSkewOutOfRange(config.maxSkew, config.ttl);
        ttl = config.ttl;
        _chainId = block.chainid;
        _scope = SolvencyProofLib.scopeOf(block.chainid, address(this));
    }

    /// @inheritdoc ISolvencyRegistry
    /// @dev Every signal is built here, from this contract's own arguments and records
    function attest(
        AttestationRequest calldata request,
        EpochContents calldata contents,
        Groth16Proof calldata proof
    ) external {
        VerifierVersion memory verifier = _openVerifier(request.sizeClass);
        if (request.surplusMicroUsd >= SolvencyProofLib.SURPLUS_LIMIT) {
            revert SurplusTooLarge(request.surplusMicroUsd, SolvencyProofLib.SURPLUS_LIMIT);
        }
        if (!FieldLib.isNonZeroElement(request.pseudonym)) {
            revert PseudonymOutOfField(request.pseudonym, FieldLib.ORDER);
        }
        uint256 context = SolvencyProofLib.contextOf(request.holder, request.surplusMicroUsd);
        _useConsent(request);
        uint40 validUntil = _acceptablePair(request, contents);
        uint256[5] memory signals = SolvencyProofLib.publicSignals(
            SolvencyProofLib.Statement({
                pseudonym: request.pseudonym,
                ledgerRoot: contents.ledgerRoot,
                riskRoot: contents.riskRoot,
                scope: scope(),
                context: context
            })
        );
        if (contents.ledgerTime <= verifier.revokedUntil) {
            revert LedgerRevoked(contents.ledgerTime, verifier.revokedUntil);
        }
        _record(request, contents.ledgerTime, validUntil, _verify(request.sizeClass, verifier, proof, signals));
    }

    /// @inheritdoc ISolvencyRegistry
    function cancelConsents() external {
        emit ConsentsCancelled(msg.sender, _useNonce(msg.sender));
    }

    /// @inheritdoc ISolvencyRegistry
    function scope() public view returns (uint256) {
        // After a fork of the chain the other branch has another scope.
        return block.chainid == _chainId ? _scope : SolvencyProofLib.scopeOf(block.chainid, address(this));
    }

    /// @inheritdoc ISolvencyRegistry
    function pause() external onlyOwner {
        _pause();
        _setClosed(true);
    }

    /// @inheritdoc ISolvencyRegistry
    function unpause() external onlyOwner {
        _unpause();
        _setClosed(false);
        unpausedAt = uint40(block.timestamp);
    }

    /// @inheritdoc ISolvency
    function version() external pure returns (uint256) {
        return 2;
    }

    /// @inheritdoc ISupportsInterface
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(ISolvency).interfaceId || interfaceId == type(ISupportsInterface).interfaceId;
    }

    /* CHECKS */

    /// @return the version of the verifier that accepted the proof: the newest, or while they overlap the one before
    function _verify(
        uint8 sizeClass,
        VerifierVersion memory newest,
        Groth16Proof calldata proof,
        uint256[5] memory signals
    ) private view returns (uint8) {
        if (_accepts(newest.verifier, proof, signals)) return newest.version;
        FormerVerifier memory former = formerVerifierOf[sizeClass];
        if (block.timestamp >= former.until || !_accepts(former.verifier, proof, signals)) revert ProofRejected();
        return former.version;
    }

    function _accepts(address verifier, Groth16Proof calldata proof, uint256[5] memory signals)
        private
        view
        returns (bool)
    {
        return IGroth16Verifier(verifier).verifyProof(proof.a, proof.b, proof.c, signals);
    }

    /// @dev The prover chooses the holder, so the holder must agree: else anyone could put a proof of zero surplus
    /// in a stranger's place. The nonce keeps a relayer from sending a consent again after a release
    function _useConsent(AttestationRequest calldata request) private {
        if (block.timestamp > request.deadline) revert DeadlinePassed(request.deadline, block.timestamp);
        if (msg.sender == request.holder) return;
        checks.requireConsent(_domainSeparatorV4(), _useNonce(request.holder), msg.data);
    }

    /// @dev Roots and times are those of the named epochs: what the caller says of them hashes to their seals, which
    /// their own contracts keep
    /// @return validUntil first second at which an attestation under this pair no longer counts
    function _acceptablePair(AttestationRequest calldata request, EpochContents calldata contents)
        private
        view
        returns (uint40 validUntil)
    {
        IRiskEpochs tables = _tablesFor(request.venue);
        bytes32 ledgerSeal = EpochSealLib.ofLedger(
            request.ledgerEpoch, contents.ledgerRoot, contents.listingHash, contents.ledgerTime
        );
        bytes32 tableSeal = EpochSealLib.ofTable(
            request.riskEpoch, contents.riskRoot, contents.listingHash, contents.riskTime, contents.nextExpiry
        );
        if (
            IVenueLedger(request.venue).currentSeal() != ledgerSeal
                || tables.sealOf(request.riskEpoch, request.level) != tableSeal
        ) {
            checks.refusePair(tables, msg.data);
            assert(false); // it has reverted
        }
        (uint40 ledgerTime, uint40 riskTime) = (contents.ledgerTime, contents.riskTime);
        if (riskTime < ledgerTime) revert TableBeforeLedger(riskTime, ledgerTime);
        if (riskTime - ledgerTime > maxSkew) revert SkewTooLarge(riskTime - ledgerTime, maxSkew);

        validUntil = ledgerTime + ttl;
        if (contents.nextExpiry != 0 && contents.nextExpiry < validUntil) validUntil = contents.nextExpiry;
        if (block.timestamp >= validUntil) revert PairExpired(validUntil, block.timestamp);
    }
}
