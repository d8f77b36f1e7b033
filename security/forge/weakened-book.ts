/** Copies of the templates of a whole book without one of their defences. */
import type { WeakenedCopy } from "./weakened-copies.ts";

const PLACE = "book/account-share.circom";
const CLAIMS = "book/equity-claims.circom";

export const WEAKENED_BOOK: readonly WeakenedCopy[] = [
	{
		name: "a subtree's root that is advice",
		part: "SubtreeRoot",
		edits: [
			{
				file: "lib/subtree.circom",
				find: "root <== Poseidon(8)(children);",
				replace: "signal made <== Poseidon(8)(children);\n    root <-- made;",
			},
		],
	},
	{
		name: "an account that may count twice",
		part: "PlaceLeaf",
		edits: [{ file: PLACE, find: "    occupied * (occupied - 1) === 0;\n", replace: "" }],
	},
	{
		name: "a leaf of the book without its size class",
		part: "PlaceLeaf",
		edits: [{ file: PLACE, find: "elements[0] = 65536 + positionCount", replace: "elements[0] = 65536" }],
	},
	{
		name: "a leaf of the book that is advice",
		part: "PlaceLeaf",
		edits: [{ file: PLACE, find: "leaf <== occupied", replace: "leaf <-- occupied" }],
	},
	{
		name: "an equity of any size",
		part: "EquityClaim",
		edits: [
			{
				file: CLAIMS,
				find: "signal bits[bitCount] <== Num2Bits(bitCount)(digit);",
				replace:
					"signal bits[bitCount];\n    for (var i = 0; i < bitCount; i++) {\n        bits[i] <-- (digit >> i) & 1;\n        bits[i] * (bits[i] - 1) === 0;\n    }",
			},
		],
	},
	{
		name: "an account in deficit that is not counted",
		part: "EquityClaim",
		edits: [{ file: CLAIMS, find: "((1 << 100) - equityMicroUsd)", replace: "(-equityMicroUsd)" }],
	},
	{
		name: "a deficit that is advice",
		part: "EquityClaim",
		edits: [{ file: CLAIMS, find: "shortfall <== (1", replace: "shortfall <-- (1" }],
	},
	{
		name: "a deficit read from the wrong bit",
		part: "EquityClaim",
		edits: [{ file: CLAIMS, find: "bits[bitCount - 1]) *", replace: "bits[bitCount - 2]) *" }],
	},
	{
		name: "digits of claims that overlap",
		part: "ClaimsDigest",
		edits: [{ file: CLAIMS, find: "(1 << (63 * lane))", replace: "(1 << (61 * lane))" }],
	},
	{
		name: "a commitment to equities that is advice",
		part: "ClaimsDigest",
		edits: [
			{
				file: CLAIMS,
				find: "digest <== PoseidonChain(wordCount + 2)(elements);",
				replace: "signal made <== PoseidonChain(wordCount + 2)(elements);\n    digest <-- made;",
			},
		],
	},
	{
		name: "a state that leaves the shortfall out",
		part: "BookState",
		edits: [
			{ file: "book/book-state.circom", find: "weighted, shortfall, salt]", replace: "weighted, 0, salt]" },
		],
	},
	{
		name: "a state without its tag",
		part: "BookState",
		edits: [{ file: "book/book-state.circom", find: "([4, poles", replace: "([0, poles" }],
	},
];
