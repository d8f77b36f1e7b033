// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
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

    /// @notice Whether a contract can be a verifier at all: `VerifierProbe`
    function isFit(address verifier) external view returns (bool) {
        return VerifierProbe.isFit(verifier);
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
