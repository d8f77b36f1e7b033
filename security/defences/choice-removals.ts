/** What the prover could choose: hints, flags, advice and results that bind nobody. Classes 4 to 8 and 17. */
import { advice, edit, named, type Removal, without } from "./removal.ts";

const SOLVENCY = "circuits/solvency.circom";
const WORD = "circuits/lib/packed-word.circom";
const NETTING = "circuits/netting.circom";
const CHARGE = "circuits/position-charge.circom";
const STRESS = "circuits/stress-lines.circom";
const ALONE_LINES = "circuits/alone-lines.circom";
const TAIL = "circuits/expected-shortfall.circom";
const POSEIDON = "circuits/lib/poseidon.circom";

const CLASSES = "test/security/attack-classes.test.ts";
const LINES = "test/circuits/forged/forged-lines.test.ts";
const ALONE = "test/circuits/forged/forged-alone.test.ts";
const CHARGES = "test/circuits/forged/forged-charges.test.ts";
const NETS = "test/circuits/forged/forged-netting.test.ts";
const GADGETS = "test/circuits/parts/gadget-proofs.test.ts";
const CHARGE_PROOFS = "test/circuits/parts/charge-proofs.test.ts";

const noTier = named(CLASSES, "has no index or flag to choose: %i lots pay exactly the ladder's charge");
const anyLine = named(CHARGES, "refuses any line one too low or too high for %i lots");
const exactCharge = named(CHARGES, "charges %i lots exactly what the engine does");
const nextLine = named(
	"test/circuits/source-rules.test.ts",
	"constrains every advice value on the next line",
);
const determined = named(
	"test/circuits/parts/determinism.test.ts",
	"determines every wire of the solvency circuit from its inputs",
);
const explained = named(
	"test/circuits/inspect.test.ts",
	"finds nothing in the sources but what is explained here",
);
const kindsOfAdvice = named(
	CLASSES,
	"is bits, selectors, states of the hash and quotients by a challenge, never a remainder or the outcome of a free comparison",
);
const endsRuns = named(
	CHARGE_PROOFS,
	"ends a run exactly where a key of its level or above changes, for all keys of the field of 5",
);
const tearing = named("test/circuits/forged/edited-witness.test.ts", "cannot tear or join a netting set");

export const CHOICE_REMOVALS: readonly Removal[] = [
	{
		attackClass: 4,
		defence: "that the lines of a charge are the table's",
		edits: [
			without(
				CHARGE,
				"    stepTotal - intercepts === lines[0] + lines[1] * (1 << 63) + lines[2] * (1 << 126) + lines[3] * (1 << 189);\n",
			),
		],
		noticedBy: [noTier, anyLine],
	},
	{
		attackClass: 4,
		defence: "the last segment of a charge",
		edits: [edit(CHARGE, "largest += larger[k];", "largest += k < 3 ? larger[k] : 0;")],
		noticedBy: [exactCharge],
	},
	{
		attackClass: 4,
		defence: "the short side's ladder",
		edits: ["BaseSlope", "Steps", "Intercepts"].map((word) =>
			edit(CHARGE, `long${word} + neg * (short${word} - long${word});`, `long${word};`),
		),
		noticedBy: [named(CHARGES, "refuses the long side's smaller charge for a short position"), exactCharge],
	},
	{
		attackClass: 4,
		defence: "the sign that selects the ladder",
		edits: [edit(SOLVENCY, "charges[i].neg <== negs[i];", "charges[i].neg <== 0;")],
		noticedBy: [noTier, exactCharge],
	},
	{
		attackClass: 5,
		defence: "that lanes add up to their word",
		edits: [without(WORD, "    total === word;\n")],
		noticedBy: [
			named(GADGETS, "are found in exactly the words that have them, once, and no borrow passes"),
			named(LINES, "refuses a surplus one over stress scenario %i"),
		],
	},
	{
		attackClass: 5,
		defence: "that there is no division: a hinted quotient for the free amount",
		edits: [
			edit(
				NETTING,
				"    chargeMicroUsd <== PositivePart(62)(size - intercepts / ((1 << 126) + (1 << 189)));\n",
				"    signal free <-- intercepts \\ ((1 << 126) + (1 << 189));\n    signal rest <== intercepts - free * ((1 << 126) + (1 << 189));\n    _ <== Num2Bits(190)(rest);\n    chargeMicroUsd <== PositivePart(62)(size - free);\n",
			),
		],
		noticedBy: [kindsOfAdvice],
	},
	{
		attackClass: 6,
		defence: "that a netting set ends where its key changes",
		edits: [
			edit(
				NETTING,
				"underlyingContinues[i] <== IsEqual()([underlyings[i], underlyings[i + 1]]);",
				"underlyingContinues[i] <-- underlyings[i] == underlyings[i + 1] ? 1 : 0;\n        underlyingContinues[i] * (underlyingContinues[i] - 1) === 0;",
			),
		],
		noticedBy: [endsRuns, tearing, kindsOfAdvice],
	},
	{
		attackClass: 6,
		defence: "that an expiry set ends with its underlying's",
		edits: [edit(NETTING, "<== sameExpiry * underlyingContinues[i];", "<== sameExpiry;")],
		noticedBy: [
			endsRuns,
			named(NETS, "keeps sets apart that share an expiry key by mistake, across underlyings"),
		],
	},
	{
		attackClass: 6,
		defence: "that the last slot ends its sets",
		edits: [
			edit(
				NETTING,
				"    underlyingContinues[positionCount - 1] <== 0;\n",
				"    underlyingContinues[positionCount - 1] <-- 0;\n",
			),
		],
		noticedBy: [endsRuns, nextLine],
	},
	{
		attackClass: 7,
		defence: "that the expected shortfall is covered",
		edits: [
			without(TAIL, "    _ <== RangeChecked(63)(worstCount * (-chargeMicroUsd - tMicroUsd) - beyond);\n"),
		],
		noticedBy: [explained, named(LINES, "refuses a tail sum of −1 whose deficit lies in lane %i of a word")],
	},
	{
		attackClass: 7,
		defence: "that the floor is covered",
		edits: [without(STRESS, "    _ <== RangeChecked(64)(slack);\n")],
		noticedBy: [explained, named(LINES, "refuses a floor one short")],
	},
	{
		attackClass: 7,
		defence: "that every option belongs to an underlying that is asked alone",
		edits: [without(ALONE_LINES, "        strikes[i] * (1 - covered) === 0;\n")],
		noticedBy: [named(ALONE, "%s is refused", "by a key that no slot has")],
	},
	{
		attackClass: 7,
		defence: "that what all else is worth is the account's",
		edits: [
			edit(
				ALONE_LINES,
				"    var total = firstDigit;\n",
				"    signal own <-- word & ((1 << 61) - 1);\n    var total = own;\n",
			),
		],
		noticedBy: [nextLine, named(ALONE, "%s is refused", "by more worth of all else")],
	},
	{
		attackClass: 7,
		defence: "that the surplus is part of the total charge",
		edits: [edit(SOLVENCY, "<== totalCharge + surplus;", "<== totalCharge;")],
		noticedBy: [named(LINES, "refuses a surplus one over stress scenario %i")],
	},
	{
		attackClass: 7,
		defence: "that charges on nets are part of the total charge",
		edits: [
			edit(
				SOLVENCY,
				" + basisMicroUsd[i] + shortVegaMicroUsd\n            + concentrationCharges[i].chargeMicroUsd;\n",
				";\n",
			),
		],
		noticedBy: [
			explained,
			named(NETS, "charges exactly what the engine does for rich sets of %i µUSD a lot"),
		],
	},
	{
		attackClass: 8,
		defence: "the constraint of a charge's ladder",
		edits: [advice(CHARGE, "steps <== longSteps")],
		noticedBy: [nextLine, determined],
	},
	{
		attackClass: 8,
		defence: "the constraint of a hash's full rounds",
		edits: [
			edit(
				POSEIDON,
				"        out[i] <-- sum;\n        check.out[i] <== out[i];\n",
				"        out[i] <-- sum;\n        check.out[i] <-- out[i];\n",
			),
		],
		noticedBy: [
			nextLine,
			named("test/circuits/parts/poseidon-gadget.test.ts", "has no choice of any wire, for 1 to 16 inputs"),
		],
	},
	{
		attackClass: 8,
		defence: "that the bits of a lane are bits",
		edits: [without(WORD, "            bits[lane][i] * (bits[lane][i] - 1) === 0;\n")],
		noticedBy: [
			nextLine,
			determined,
			named(
				"test/circuits/forged/edited-witness.test.ts",
				"cannot move a carry between two bits: the first leaves {0, 1}",
			),
		],
	},
	{
		attackClass: 17,
		defence: "that there is no challenge: one that the prover supplies",
		edits: [
			edit(
				SOLVENCY,
				"    signal input tailShiftMicroUsd;               // t + 2^61\n",
				"    signal input tailShiftMicroUsd;               // t + 2^61\n    signal input challenge;                       // weighs the words of the tail\n",
			),
		],
		noticedBy: [
			named(CLASSES, "does not exist in the statement: each input is public, bound, or costs the prover"),
		],
	},
];
