/**
 * Copies of the templates without one of their defences. Each is what a published circuit of this kind
 * has shipped as, and each must be caught: that is the evidence that a clean run means something.
 */
import type { SourceEdit } from "../circuit/circuit-part.ts";
import { WEAKENED_BOOK } from "./weakened-book.ts";

export type WeakenedCopy = {
	/** What is missing, as a name. */
	readonly name: string;
	/** The part that is attacked. */
	readonly part: string;
	readonly edits: readonly SourceEdit[];
};

const NOTHING = "";
const without = (file: string, find: string): SourceEdit => ({ file, find, replace: NOTHING });
const copy = (name: string, part: string, ...edits: SourceEdit[]): WeakenedCopy => ({ name, part, edits });
const advice = (file: string, find: string): SourceEdit => ({
	file,
	find,
	replace: find.replace("<==", "<--"),
});

const RANGE = "lib/range.circom";
const POSITIVE = "lib/positive-part.circom";
const WORD = "lib/packed-word.circom";
const ENTRIES = "position-entries.circom";
const NETTING = "netting.circom";
const CHARGE = "position-charge.circom";
const STRESS = "stress-lines.circom";
const ALONE = "alone-lines.circom";
const TAIL = "expected-shortfall.circom";
const ACCOUNT = "account.circom";
const ROW = "risk-row.circom";
const POSEIDON = "lib/poseidon.circom";
const TREE = "lib/tree.circom";
const SOLVENCY = "solvency.circom";

const RANGE_CHECK = "    component bits = Num2Bits(bitCount);\n    bits.in <== in;\n    _ <== bits.out;\n";
const BOOLEAN = "            bits[lane][i] * (bits[lane][i] - 1) === 0;\n";

export const WEAKENED_COPIES: readonly WeakenedCopy[] = [
	copy("a range check that checks nothing", "RangeChecked", without(RANGE, RANGE_CHECK)),
	copy("a range check one bit too wide", "RangeChecked", {
		file: RANGE,
		find: "Num2Bits(bitCount)",
		replace: "Num2Bits(bitCount + 1)",
	}),
	copy("a range check one bit too narrow", "RangeChecked", {
		file: RANGE,
		find: "Num2Bits(bitCount)",
		replace: "Num2Bits(bitCount - 1)",
	}),
	copy("lanes whose bits need not be bits", "NonNegativeLanes", without(WORD, BOOLEAN)),
	copy("lanes that need not add up to the word", "NonNegativeLanes", without(WORD, "    total === word;\n")),
	copy(
		"lanes as wide as their distance, through which a borrow passes",
		"NonNegativeLanes",
		{ file: WORD, find: "signal bits[4][digitBits]", replace: "signal bits[4][63]" },
		{
			file: WORD,
			find: "var digit = 0;\n        for (var i = 0; i < digitBits; i++)",
			replace: "var digit = 0;\n        for (var i = 0; i < 63; i++)",
		},
	),
	copy("a shortfall that is advice", "NegativeParts", advice(WORD, "parts[lane] <== bits.out")),
	copy("a shortfall decided by the wrong bit", "NegativeParts", {
		file: WORD,
		find: "bits.out[63 * lane + 62] * low",
		replace: "bits.out[63 * lane + 61] * low",
	}),
	copy("a sign that need not be a bit", "PositionEntry", without(ENTRIES, "    neg * (neg - 1) === 0;\n")),
	copy(
		"an empty slot that may hold lots",
		"PositionEntry",
		without(ENTRIES, "    isEmpty * qtyLots === 0;\n"),
	),
	copy("a zero that may have a sign", "PositionEntry", without(ENTRIES, "    isZeroQty * neg === 0;\n")),
	copy("a size of 41 bits", "PositionEntry", {
		file: ENTRIES,
		find: "RangeChecked(40)(qtyLots)",
		replace: "RangeChecked(41)(qtyLots)",
	}),
	copy("a signed size that is advice", "PositionEntry", advice(ENTRIES, "signedQtyLots <== qtyLots")),
	copy("an entry without its sign", "PositionEntry", {
		file: ENTRIES,
		find: " + neg * (1 << 40)",
		replace: NOTHING,
	}),
	copy("an order of ids that nobody checks", "AssertStrictlyIncreasing", {
		file: ENTRIES,
		find: "_ <== RangeChecked(12)(ids[i + 1] - ids[i] - 1 + isEmpty[i]);",
		replace: NOTHING,
	}),
	copy("an order of ids that allows an instrument twice", "AssertStrictlyIncreasing", {
		file: ENTRIES,
		find: "- ids[i] - 1 + isEmpty[i]",
		replace: "- ids[i]",
	}),
	copy("a row key without its tag", "RowKeys", {
		file: NETTING,
		find: "component bits = Num2Bits(36);\n    bits.in <== keyWord - 3 * (1 << 36);",
		replace: "component bits = Num2Bits(40);\n    bits.in <== keyWord;",
	}),
	copy("an expiry set that runs on into the next underlying", "NettingRuns", {
		file: NETTING,
		find: "sameExpiry * underlyingContinues[i]",
		replace: "sameExpiry",
	}),
	copy("a set that goes on or ends as the prover says", "NettingRuns", {
		file: NETTING,
		find: "underlyingContinues[i] <== IsEqual()([underlyings[i], underlyings[i + 1]]);",
		replace: "underlyingContinues[i] <-- underlyings[i] == underlyings[i + 1] ? 1 : 0;",
	}),
	copy("a last slot that does not end its sets", "NettingRuns", {
		file: NETTING,
		find: "expiryContinues[positionCount - 1] <== 0;",
		replace: "expiryContinues[positionCount - 1] <-- 0;",
	}),
	copy("a running sum that is advice", "RunTotals", advice(NETTING, "carried[i] <== continues")),
	copy("a running sum that is not reset", "RunTotals", {
		file: NETTING,
		find: "running = carried[i];",
		replace: "running += 0;",
	}),
	copy("an uncovered short charged by a comparison one bit too wide", "UncoveredShortCharge", {
		file: NETTING,
		find: "component bits = Num2Bits(62);",
		replace: "component bits = Num2Bits(63);",
	}),
	copy(
		"an uncovered short whose charge is advice",
		"UncoveredShortCharge",
		advice(NETTING, "chargeMicroUsd <== (bits"),
	),
	copy("a positive part that is advice", "PositivePart", advice(POSITIVE, "out <== bits.out")),
	copy("a positive part read from the wrong bit", "PositivePart", {
		file: POSITIVE,
		find: "Num2Bits(bitCount)",
		replace: "Num2Bits(bitCount + 1)",
	}),
	copy(
		"nets that are not the total's",
		"SetCharges",
		without(NETTING, "    total === nets[0] + nets[1] * (1 << 63) + nets[2] * ((1 << 126) - (1 << 189));\n"),
	),
	copy("a net that borrows from the next", "SetCharges", {
		file: NETTING,
		find: "PositivePart(63)(nets[0] - nets[1])",
		replace: "PositivePart(66)(nets[0] - nets[1])",
	}),
	copy("a loss on one lane only", "SetCharges", {
		file: NETTING,
		find: "PositivePart(62)(difference - nets[0])",
		replace: "PositivePart(62)(-nets[0])",
	}),
	copy("a third net without its sign", "SetCharges", {
		file: NETTING,
		find: "gain <== PositivePart(62)(nets[2])",
		replace: "gain <== nets[2]",
	}),
	copy("a short option that is taken for a bought one", "LiableRuns", {
		file: NETTING,
		find: "1 - (1 - negs[i]) * (1 - noOption)",
		replace: "noOption",
	}),
	copy("a short option that is not seen", "AnyShortOption", {
		file: NETTING,
		find: "shorts[i] <== negs[i] * (1 - noOption)",
		replace: "shorts[i] <== negs[i] * noOption",
	}),
	copy("an account that is let off by advice", "AnyShortOption", advice(NETTING, "isShort <== 1 - isNone")),
	copy("a set that is let off by advice", "LiableRuns", advice(NETTING, "isLiable[i] <== 1 - isNone")),
	copy("a free amount granted twice", "ConcentrationCharge", {
		file: NETTING,
		find: "size - intercepts / (",
		replace: "size - 2 * intercepts / (",
	}),
	copy("the long side's charge for a short", "PositionCharge", {
		file: CHARGE,
		find: "neg * (shortSteps - longSteps)",
		replace: "0",
	}),
	copy("a charge ladder that is advice", "PositionCharge", advice(CHARGE, "steps <== longSteps")),
	copy("a size times slope that is advice", "PositionCharge", advice(CHARGE, "stepTotal <== qtyLots")),
	copy(
		"charge lines that are not the table's",
		"PositionCharge",
		without(
			CHARGE,
			"    stepTotal - intercepts === lines[0] + lines[1] * (1 << 63) + lines[2] * (1 << 126) + lines[3] * (1 << 189);\n",
		),
	),
	copy("a charge line that borrows from the next", "PositionCharge", {
		file: CHARGE,
		find: "PositivePart(k == 0 ? 62 : 63)",
		replace: "PositivePart(66)",
	}),
	copy("a charge that leaves its last segment out", "PositionCharge", {
		file: CHARGE,
		find: "largest += larger[k]",
		replace: "largest += k < 3 ? larger[k] : 0",
	}),
	copy("a charge without its excess", "PositionCharge", {
		file: CHARGE,
		find: "qtyLots * baseSlope + largest",
		replace: "qtyLots * baseSlope",
	}),
	copy("no floor", "AssertStressAndFloor", {
		file: STRESS,
		find: " - (parts - 1) * offsetFloorMicroUsd[i] - sumMicroUsd",
		replace: NOTHING,
	}),
	copy("a floor that asks a part of the largest risk as of all others", "AssertStressAndFloor", {
		file: STRESS,
		find: " - (parts - 1) * offsetFloorMicroUsd[i]",
		replace: NOTHING,
	}),
	copy("stress lines that one scenario can skip", "AssertStressAndFloor", {
		file: STRESS,
		find: "lanes[w].word <== totals[w] - chargeMicroUsd * LANE_ONES();",
		replace: "lanes[w].word <== totals[w] - chargeMicroUsd * (LANE_ONES() - (1 << 126));",
	}),
	copy(
		"a floor that may be negative",
		"AssertFloor",
		without(STRESS, "    _ <== RangeChecked(64)(slack);\n"),
	),
	copy("an option that belongs to no underlying that is asked alone", "AloneMembers", {
		file: ALONE,
		find: "        strikes[i] * (1 - covered) === 0;\n",
		replace: NOTHING,
	}),
	copy("an underlying asked alone in two halves", "AloneMembers", {
		file: ALONE,
		find: "        _ <== Num2Bits(12)(g == 0 ? keys[0] : keys[g] - keys[g - 1] - 1);\n",
		replace: NOTHING,
	}),
	copy("a member of an underlying by advice", "AloneMembers", {
		file: ALONE,
		find: "members[g][i] <== IsEqual()([underlyings[i], keys[g]]);",
		replace: "members[g][i] <-- underlyings[i] == keys[g] ? 1 : 0;",
	}),
	copy("a worth of all else that nobody checks", "AssertAlone", {
		file: ALONE,
		find: "    var total = firstDigit;\n",
		replace: "    signal own <-- word & ((1 << 61) - 1);\n    var total = own;\n",
	}),
	copy("an underlying asked without charges", "AssertAlone", {
		file: ALONE,
		find: "lanes[w].word <== word;",
		replace: "lanes[w].word <== word + chargeMicroUsd * LANE_ONES();",
	}),
	copy("lanes after the mark whose bits need not be bits", "LanesAfterMark", without(ALONE, BOOLEAN)),
	copy(
		"lanes after the mark that need not add up to the word",
		"LanesAfterMark",
		without(ALONE, "    total === word;\n"),
	),
	copy("an expected shortfall that is computed and not enforced", "AssertExpectedShortfall", {
		file: TAIL,
		find: "_ <== RangeChecked(63)(worstCount * (-chargeMicroUsd - tMicroUsd) - beyond);",
		replace: NOTHING,
	}),
	copy("an expected shortfall of two of three days", "AssertExpectedShortfall", {
		file: TAIL,
		find: "k < 4",
		replace: "k < 2",
	}),
	copy(
		"a context that binds nothing",
		"AssertContext",
		without(ACCOUNT, "    context === holder + surplusMicroUsd * (1 << 160);\n"),
	),
	copy(
		"a holder that may be negative and buy surplus",
		"AssertContext",
		without(ACCOUNT, "    _ <== RangeChecked(160)(holder);\n"),
	),
	copy(
		"gross positions without a limit",
		"AssertGrossBound",
		without(SOLVENCY, "    _ <== RangeChecked(61)(overflowBoundMicroUsd);\n"),
	),
	copy("a total charge that may wrap", "TotalCharge", {
		file: SOLVENCY,
		find: "chargeMicroUsd <== RangeChecked(61)(sumMicroUsd);",
		replace: "chargeMicroUsd.maxbit = 61;\n    chargeMicroUsd <== sumMicroUsd;",
	}),
	copy("a hash round that is advice", "Poseidon", advice(POSEIDON, "check.out[i] <== out[i]")),
	copy("a hash round of which one S-box is free", "Poseidon", {
		file: POSEIDON,
		find: "        powers[j - 1] <== fourths[j] * in[j];",
		replace: "        powers[j - 1] <-- fourths[j] * in[j];",
	}),
	copy(
		"a partial round that is advice",
		"Poseidon",
		without(POSEIDON, "        fourths[r] * first[r] === image - constants[5 * width + r];\n"),
	),
	copy("a chain whose state is advice", "PoseidonChain", {
		file: "lib/poseidon-chain.circom",
		find: "blocks[b].inputs[0] <== blocks[b - 1].out",
		replace: "blocks[b].inputs[0] <-- blocks[b - 1].out",
	}),
	copy("a chain that leaves its last element out", "PoseidonChain", {
		file: "lib/poseidon-chain.circom",
		find: "blocks[b].inputs[i + 1] <== elements[at + i]",
		replace: "blocks[b].inputs[i + 1] <== i + 1 < take ? elements[at + i] : elements[0]",
	}),
	copy("a selection that is advice", "Select", advice("lib/select.circom", "out <== layers")),
	copy(
		"a path that need not hold the node below",
		"AssertTreePath",
		without(TREE, "        chosen === nodes[level];\n"),
	),
	copy("a root that is advice", "TreeCapRoot", {
		file: TREE,
		find: "root <== Poseidon(8)(middle);",
		replace: "signal made <== Poseidon(8)(middle);\n    root <-- made;",
	}),
	copy("any pseudonym", "AssertPseudonym", without(ACCOUNT, "    expected === pseudonym;\n")),
	copy("any owner", "AssertPseudonym", {
		file: ACCOUNT,
		find: "owner <== Poseidon(2)([1, secret]);",
		replace: "signal made <== Poseidon(2)([1, secret]);\n    owner <-- made;",
	}),
	copy("any ledger", "AssertAccountInLedger", without(ACCOUNT, "    root === ledgerRoot;\n")),
	copy("a leaf without its size class", "AssertAccountInLedger", {
		file: ACCOUNT,
		find: "elements[0] = 65536 + positionCount",
		replace: "elements[0] = 65536",
	}),
	copy("an account index of 25 bits", "AssertAccountInLedger", {
		file: ACCOUNT,
		find: "signal indexBits[24] <== Num2Bits(24)(accountIndex);",
		replace:
			"signal wideBits[25] <== Num2Bits(25)(accountIndex);\n    var indexBits[24];\n    for (var i = 0; i < 24; i++) {\n        indexBits[i] = wideBits[i];\n    }",
	}),
	copy("any table", "AssertRowInTable", without(ROW, "    ancestor === expected;\n")),
	...WEAKENED_BOOK,
];
