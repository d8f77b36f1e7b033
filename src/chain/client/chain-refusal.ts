/** A contract's refusal with its name and arguments, instead of "execution reverted". */
import { type ErrorDescription, Interface } from "ethers";
import { InputError } from "../../errors/base.ts";
import {
	CREDIT_LINE_ABI,
	DISPUTED_EPOCHS_ABI,
	RISK_EPOCHS_ABI,
	ROW_DISPUTE_ABI,
	SOLVENCY_REGISTRY_ABI,
	TIMELOCK_ABI,
	VENUE_LEDGER_ABI,
} from "./abi.ts";

const INTERFACES = [
	SOLVENCY_REGISTRY_ABI,
	VENUE_LEDGER_ABI,
	RISK_EPOCHS_ABI,
	CREDIT_LINE_ABI,
	TIMELOCK_ABI,
	ROW_DISPUTE_ABI,
	DISPUTED_EPOCHS_ABI,
].map((abi) => new Interface(abi));

/** What to do next, where that is not obvious from the arguments. */
const HINTS: Readonly<Record<string, string>> = {
	LedgerEpochNotNewest: "the venue has posted a newer ledger: fetch your new record and prove under it",
	SnapshotBeforeAcknowledgement: "take a new snapshot that carries the lien as USD-HOLD, and post that",
	RiskEpochNotRecent: "prove under the newest live risk table or the one before it",
	ListingMismatch: "wait until ledger and table are posted for the same listing",
	LedgerContentMismatch: "send what the venue's own record of that epoch holds",
	TableContentMismatch: "send what the risk epoch's own record holds, at the level requested",
	RiskEpochMovedBack: "prove under the newest live risk table",
	TableBeforeLedger: "wait for a risk table that is not older than the ledger",
	SkewTooLarge: "wait for the venue's next ledger",
	PairExpired: "wait for a newer ledger and table",
	HolderConsentInvalid: "send it from the holder's own address, or attach the holder's signature",
	AccountHeldByAnother: "release it from the address that holds it now, or wait until it expires",
	HolderHasAnotherAccount: "release the other account first, or use another address",
	ProofRejected: "the proof is for other signals: another scope, holder, surplus, ledger or table",
	LiensOutstanding: "the consumer gives the lien back first, or anybody clears it after its end",
	LienDiffers: "the number names another lien now: look up which one the agreed lien has become",
	VerifierUnfit: "a verifier takes five signals and refuses a wrong proof: export it from the right circuit",
	LedgerRevoked: "wait for a ledger newer than the revocation, and prove under it",
	SurplusReserved: "prove a larger surplus at initial level, or take a smaller lien",
	FeedsNotChecked: "wait for a risk epoch on which all price feeds agree, and attest under it",
	LienNotAllowed: "the holder allows the lien first: allowLien",
	ChallengeWindowOpen: "the holder may still answer",
	NotAnswerable: "show more pairs of epochs, or wait: only time in which an answer was possible counts",
	SequencerIsDown: "nothing lapses while nobody can answer: wait until the sequencer is back",
	BondTooSmall: "deposit the rest of the bond first: depositBond",
	BondLocked: "announce the exit, then wait until the notice has run out",
	RowNotOpened: "serve the row from the table of exactly this epoch and level",
	RowStillDue: "the row may still be served",
	TimelockUnexpectedOperationState:
		"it must have been scheduled, have waited long enough and not have been executed",
	WordNotOpened:
		"the proof is for another table, row, element or word, or of another key than the verifier's",
	LeafMalformed: "dispute the marks or the scenario themselves: they are outside their ranges",
	EvidenceShowsNothing: "ask `isWrong` first: this evidence opens, and what it opens is right",
	EpochUnknown: "give the epoch's content back first: recallEpoch",
	ContentNotOfEpoch: "take content and index prices from the epoch's RiskTablePosted event",
	NotShown: "show marks and scenarios of exactly this epoch",
	EnforcedPause: "new attestations are paused; those on record still count until they expire",
};

/** `LedgerEpochNotNewest` → `LEDGER_EPOCH_NOT_NEWEST` */
function codeOf(errorName: string): string {
	return errorName.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();
}

/** `code` is the custom error's name in capitals. */
export class ChainRefusal extends InputError {
	/** The custom error's name as in the contract's interface. */
	readonly errorName: string;
	/** Its arguments by name. */
	readonly args: Readonly<Record<string, unknown>>;

	constructor(description: ErrorDescription, cause: unknown) {
		const args = argumentsOf(description);
		const listed = Object.entries(args).map(([name, value]) => `${name} ${String(value)}`);
		super({
			code: codeOf(description.name),
			message: `the contract refuses: ${description.name}(${listed.join(", ")})`,
			hint: HINTS[description.name],
			cause,
		});
		this.errorName = description.name;
		this.args = args;
	}
}

/** What a contract of others says with `require` has no name, and a panic only a number. */
const UNNAMED: Readonly<Record<string, string>> = { Error: "reason", Panic: "panicCode" };

function argumentsOf({ name, args, fragment }: ErrorDescription): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		fragment.inputs.map((input, at) => [input.name || (UNNAMED[name] ?? `argument${at}`), args[at]]),
	);
}

/** The refusal inside an error of ethers or of a node, if there is one. */
export function refusalIn(error: unknown): ChainRefusal | undefined {
	const data = revertData(error);
	if (data === undefined) return undefined;
	for (const contractInterface of INTERFACES) {
		const description = contractInterface.parseError(data);
		if (description !== null) return new ChainRefusal(description, error);
	}
	return undefined;
}

/** Nodes and libraries bury the revert data at different depths: `data`, `info.error.data`, `cause.data` … */
function revertData(error: unknown, depth = 0): string | undefined {
	if (typeof error !== "object" || error === null || depth > 5) return undefined;
	const { data, info, error: inner, cause } = error as Record<string, unknown>;
	if (typeof data === "string" && /^0x(?:[0-9a-fA-F]{2}){4,}$/.test(data)) return data;
	for (const next of [data, info, inner, cause]) {
		const found = revertData(next, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}
