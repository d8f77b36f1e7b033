/** Ranges, signs, widths and sums: classes 1 to 3 and 9 to 11. */
import { edit, named, type Removal, without } from "./removal.ts";

const SOLVENCY = "circuits/solvency.circom";
const ENTRIES = "circuits/position-entries.circom";
const RANGE = "circuits/lib/range.circom";
const POSITIVE = "circuits/lib/positive-part.circom";
const WORD = "circuits/lib/packed-word.circom";
const NETTING = "circuits/netting.circom";
const CHARGE = "circuits/position-charge.circom";

const VALUES = "test/circuits/forged/forged-values.test.ts";
const SLOTS = "test/circuits/forged/forged-slots.test.ts";
const LINES = "test/circuits/forged/forged-lines.test.ts";
const CHARGES = "test/circuits/forged/forged-charges.test.ts";
const NETS = "test/circuits/forged/forged-netting.test.ts";
const ACCOUNT = "test/circuits/forged/forged-account.test.ts";
const GADGETS = "test/circuits/parts/gadget-proofs.test.ts";
const CHARGE_PROOFS = "test/circuits/parts/charge-proofs.test.ts";
const RULES = "test/circuits/source-rules.test.ts";

const stated = named(VALUES, "refuses a surplus of %s that is stated as well, or proves it");
const reread = named(SLOTS, "refuses to read a committed entry as %s");
const asAsset = named(SLOTS, "refuses to read a debt as 2^40 lots more of an asset");
const slots = named(GADGETS, "is formed from exactly the slots that are allowed, and no two slots share one");
const colluding = "refuses %s, even when the venue commits to it";

export const NUMBER_REMOVALS: readonly Removal[] = [
	{
		attackClass: 1,
		defence: "every range check",
		edits: [
			without(RANGE, "    component bits = Num2Bits(bitCount);\n    bits.in <== in;\n    _ <== bits.out;\n"),
		],
		noticedBy: [named(VALUES, "of %s is refused, or the statement stays true"), stated],
	},
	{
		attackClass: 1,
		defence: "the range check of the surplus",
		edits: [
			edit(
				SOLVENCY,
				"    signal {maxbit} surplus <== RangeChecked(61)(surplusMicroUsd);\n",
				"    signal {maxbit} surplus;\n    surplus.maxbit = 61;\n    surplus <== surplusMicroUsd;\n",
			),
		],
		noticedBy: [stated],
	},
	{
		attackClass: 1,
		defence: "the range check of the holder",
		edits: [without("circuits/account.circom", "    _ <== RangeChecked(160)(holder);\n")],
		noticedBy: [
			named(ACCOUNT, "refuses %s", "a negative holder and 1 more surplus"),
			named(ACCOUNT, "refuses %s", "2^160 more holder and 1 less surplus"),
		],
	},
	{
		attackClass: 1,
		defence: "the range check of the tail level",
		edits: [
			edit(
				SOLVENCY,
				"    tailLine.shiftMicroUsd <== RangeChecked(62)(tailShiftMicroUsd);\n",
				"    signal {maxbit} tailShift;\n    tailShift.maxbit = 62;\n    tailShift <== tailShiftMicroUsd;\n    tailLine.shiftMicroUsd <== tailShift;\n",
			),
		],
		noticedBy: [named(LINES, "refuses a tail shift of %s")],
	},
	{
		attackClass: 2,
		defence: "the width of a sign: one bit more than the sign needs",
		edits: [
			edit(POSITIVE, "component bits = Num2Bits(bitCount);", "component bits = Num2Bits(bitCount + 1);"),
		],
		noticedBy: [
			named(CHARGE_PROOFS, "is max(0, in) for −4 ≤ in < 4 and refuses the rest of the field of %i"),
		],
	},
	{
		attackClass: 2,
		defence: "the check that an uncovered short net has the width of its comparison",
		edits: [
			edit(NETTING, "bits.in <== net + (1 << 61);", "bits.in <-- (net + (1 << 61)) & ((1 << 62) - 1);"),
		],
		noticedBy: [
			named(CHARGE_PROOFS, "charges max(0, −net) for −8 ≤ net < 8 and refuses the rest of the field of %i"),
		],
	},
	{
		attackClass: 2,
		defence: "the rule against comparators: circomlib's, for an uncovered short",
		edits: [
			edit(
				NETTING,
				"    chargeMicroUsd <== (bits.out[61] - 1) * net;\n",
				"    signal isShort <== LessThan(62)([net + (1 << 61), 1 << 61]);\n    chargeMicroUsd <== -isShort * net;\n",
			),
		],
		noticedBy: [
			named(RULES, "uses no comparison on numbers of unchecked width, no custom gate and no hidden advice"),
		],
	},
	{
		attackClass: 3,
		defence: "that a sign is a bit",
		edits: [without(ENTRIES, "    neg * (neg - 1) === 0;\n")],
		noticedBy: [reread, slots],
	},
	{
		attackClass: 3,
		defence: "that zero has no sign",
		edits: [without(ENTRIES, "    isZeroQty * neg === 0;\n")],
		noticedBy: [slots, named(SLOTS, colluding, "a short position of nothing")],
	},
	{
		attackClass: 3,
		defence: "the range check of a size",
		edits: [
			edit(
				ENTRIES,
				"boundedQtyLots <== RangeChecked(40)(qtyLots);",
				"boundedQtyLots.maxbit = 40;\n    boundedQtyLots <== qtyLots;",
			),
		],
		noticedBy: [asAsset, reread, named(SLOTS, colluding, "2^40 lots")],
	},
	{
		attackClass: 9,
		defence: "the gap between the width of a lane and its distance from the next",
		edits: [
			edit(WORD, "    signal bits[4][digitBits];\n", "    signal bits[4][63];\n"),
			edit(
				WORD,
				"        var digit = 0;\n        for (var i = 0; i < digitBits; i++) {\n",
				"        var digit = 0;\n        for (var i = 0; i < 63; i++) {\n",
			),
		],
		noticedBy: [named(LINES, "refuses −1 µUSD in stress scenario %i between rich neighbours")],
	},
	{
		attackClass: 9,
		defence: "the ranges that keep the lines of a charge apart",
		edits: [edit(CHARGE, "PositivePart(k == 0 ? 62 : 63)", "PositivePart(200)")],
		noticedBy: [named(CHARGES, "refuses lines of the same packed word where %s")],
	},
	{
		attackClass: 9,
		defence: "the range that keeps the first two nets of a set apart",
		edits: [edit(NETTING, "PositivePart(63)(nets[0] - nets[1])", "PositivePart(200)(nets[0] - nets[1])")],
		noticedBy: [named(NETS, "are refused where %s", "the first borrows from the second")],
	},
	{
		attackClass: 9,
		defence: "the range that keeps the third net of a set apart",
		edits: [edit(NETTING, "PositivePart(62)(nets[2])", "PositivePart(252)(nets[2])")],
		noticedBy: [
			named(
				NETS,
				// biome-ignore lint/suspicious/noTemplateCurlyInString: as the test's source has it
				"are refused for any other two nets, with the third solved for in the field (seed ${SEED})",
			),
		],
	},
	{
		attackClass: 9,
		defence: "the width of an id in its entry",
		edits: [
			edit(
				ENTRIES,
				"    idBits <== Num2Bits(12)(id);\n",
				"    signal wideBits[13] <== Num2Bits(13)(id);\n    for (var i = 0; i < 12; i++) {\n        idBits[i] <== wideBits[i];\n    }\n",
			),
		],
		noticedBy: [named(SLOTS, colluding, "an id of 2^12")],
	},
	{
		attackClass: 10,
		defence: "the assertion that a range check is narrower than the field",
		edits: [without(RANGE, "    assert(bitCount > 0 && bitCount <= 252);\n")],
		noticedBy: [named(RULES, "decomposes into fewer bits than the field has")],
	},
	{
		attackClass: 10,
		defence: "the assertion that a sign is narrower than the field",
		edits: [without(POSITIVE, "    assert(bitCount > 0 && bitCount <= 252);\n")],
		noticedBy: [named(RULES, "decomposes into fewer bits than the field has")],
	},
	{
		attackClass: 10,
		defence: "the width of the tail's words: 254 bits, with several decompositions of one word",
		edits: [edit(WORD, "component bits = Num2Bits(252);", "component bits = Num2Bits(254);")],
		noticedBy: [
			named(RULES, "decomposes into fewer bits than the field has"),
			named(
				"test/circuits/parts/determinism.test.ts",
				"determines every wire of the solvency circuit from its inputs",
			),
		],
	},
	{
		attackClass: 11,
		defence: "the bound on gross positions",
		edits: [without(SOLVENCY, "    _ <== RangeChecked(61)(overflowBoundMicroUsd);\n")],
		noticedBy: [
			named(CHARGES, "accepts gross positions of 2^61 − 1 µUSD and refuses 2^61"),
			named(
				"test/circuits/agreement/agreement-extremes.test.ts",
				// biome-ignore lint/suspicious/noTemplateCurlyInString: as the test's source has it
				"agrees on portfolios: ${kind}",
				"gross just over the limit",
			),
		],
	},
	{
		attackClass: 11,
		defence: "the bound on the total charge",
		edits: [
			edit(
				SOLVENCY,
				"    chargeMicroUsd <== RangeChecked(61)(sumMicroUsd);\n",
				"    chargeMicroUsd.maxbit = 61;\n    chargeMicroUsd <== sumMicroUsd;\n",
			),
		],
		noticedBy: [
			named(CHARGES, "refuses charges of 2^61 µUSD in total, and one lot less only because it cannot pay"),
			named(CHARGES, "refuses a surplus that pushes the total charge over 2^61"),
		],
	},
];
