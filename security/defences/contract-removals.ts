/** What the contracts check: classes 14 to 16 and 20. */
import { edit, named, type Removal, without } from "./removal.ts";

const REGISTRY = "contracts/registry/SolvencyRegistry.sol";

const PROOF = "test/contracts/registry/solvency-registry-proof.test.ts";
const PAIRS = "test/contracts/registry/solvency-registry-pairs.test.ts";

const SEALS = "contracts/risk-epochs/EpochSeals.sol";
const SEAL_TESTS = "test/contracts/registry/solvency-registry-seals.test.ts";
const LEDGER_SEALED = "IVenueLedger(request.venue).currentSeal() != ledgerSeal";
const TABLE_SEALED = "tables.sealOf(request.riskEpoch, request.level) != tableSeal";

const CALL = "IGroth16Verifier(verifier).verifyProof(proof.a, proof.b, proof.c, signals)";

export const CONTRACT_REMOVALS: readonly Removal[] = [
	{
		attackClass: 14,
		defence: "the surplus in the context, for client and registry alike",
		edits: [
			edit(
				"contracts/libraries/SolvencyProofLib.sol",
				"return uint256(uint160(holder)) | (uint256(surplusMicroUsd) << 160);",
				"return uint256(uint160(holder)) | (uint256(surplusMicroUsd & 0) << 160);",
			),
			edit(
				"src/proof/inputs/solvency-input.ts",
				"return BigInt(holder) + (surplusMicroUsd << HOLDER_BITS);",
				"return BigInt(holder);",
			),
		],
		noticedBy: [named(PROOF, "a proof cannot be stretched to another holder or to a larger surplus")],
	},
	{
		attackClass: 15,
		defence: "that only the two newest tables are taken",
		edits: [
			edit(SEALS, "return _seals[epoch % 2][level];", "return _seals[epoch % 64][level];"),
			edit(SEALS, "seals = _seals[epoch % 2];", "seals = _seals[epoch % 64];"),
		],
		noticedBy: [named(PAIRS, "two tables back is refused")],
	},
	{
		attackClass: 15,
		defence: "that only the newest ledger is taken",
		edits: [edit(REGISTRY, `${LEDGER_SEALED}\n                || ${TABLE_SEALED}`, TABLE_SEALED)],
		noticedBy: [
			named(PAIRS, "LedgerEpochNotNewest: an old ledger with a new table is refused, holdings may have left"),
			named(SEAL_TESTS, "those of an older ledger do not pass under the newest number, nor under their own"),
		],
	},
	{
		attackClass: 15,
		defence: "that what a request says of its table is what publishers posted",
		edits: [edit(REGISTRY, `${LEDGER_SEALED}\n                || ${TABLE_SEALED}`, LEDGER_SEALED)],
		noticedBy: [
			named(
				SEAL_TESTS,
				"those of the table before do not pass under the newest number, nor the newest under the one before",
			),
			named(SEAL_TESTS, "a maintenance table is not an initial one, nor the other way round"),
		],
	},
	{
		attackClass: 15,
		defence: "the end of a pair's life",
		edits: [
			without(
				REGISTRY,
				"        if (block.timestamp >= validUntil) revert PairExpired(validUntil, block.timestamp);\n",
			),
		],
		noticedBy: [
			named(
				PAIRS,
				"PairExpired: life counts from the ledger's time, and its last second is one before the end",
			),
		],
	},
	{
		attackClass: 16,
		defence: "the field order as a bound on the pseudonym, in the registry",
		edits: [
			without(
				REGISTRY,
				"        if (!FieldLib.isNonZeroElement(request.pseudonym)) {\n            revert PseudonymOutOfField(request.pseudonym, FieldLib.ORDER);\n        }\n",
			),
		],
		noticedBy: [
			named(PROOF, "PseudonymOutOfField: pseudonym + r would be a second account of the same owner"),
		],
	},
	{
		attackClass: 20,
		defence: "the answer of the verifier",
		edits: [edit(REGISTRY, `return ${CALL};`, `${CALL};\n        return true;`)],
		noticedBy: [
			named(PROOF, "leaves no trace: nothing is written before the verifier has answered"),
			named(PROOF, "ProofRejected: a valid proof of another %s is refused"),
		],
	},
	{
		attackClass: 20,
		defence: "that a verifier has code",
		edits: [
			edit(
				"contracts/registry/RegistryAdmission.sol",
				"        _requireCode(verifier);\n        if (!checks.isFit(verifier)) revert VerifierUnfit(verifier);\n",
				"",
			),
		],
		noticedBy: [named(PROOF, "a verifier without code would answer every call with nothing")],
	},
];
