/** The templates that decide about single numbers and slots: ranges, lanes, entries, keys. */
import { toField } from "../../../src/field/bn254.ts";
import { fits, near, type Part, pack, signed } from "./part.ts";
import { all, bit, isBit, LIMIT, lane, lanes, max0, only } from "./part-numbers.ts";

const range: Part = {
	name: "RangeChecked",
	main: "RangeChecked(61)",
	file: "lib/range.circom",
	inputs: { in: [] },
	outputs: { out: [] },
	draw: (draw) => ({ in: [near(draw, 61)] }),
	reference: (values) => (fits(only(values, "in"), 61n) ? { out: [only(values, "in")] } : "refused"),
};

const positivePart: Part = {
	name: "PositivePart",
	main: "PositivePart(62)",
	file: "lib/positive-part.circom",
	inputs: { in: [] },
	outputs: { out: [] },
	draw: (draw) => ({ in: [toField((draw.chance(0.5) ? 1n : -1n) * signed(near(draw, 61)))] }),
	reference: (values) => {
		const value = signed(only(values, "in"));
		return value >= -LIMIT && value < LIMIT ? { out: [max0(value)] } : "refused";
	},
};

const nonNegativeLanes: Part = {
	name: "NonNegativeLanes",
	main: "NonNegativeLanes(61)",
	file: "lib/packed-word.circom",
	inputs: { word: [] },
	outputs: { digits: [4] },
	draw: (draw) => ({
		word: [pack(lanes(draw, () => (draw.chance(0.1) ? -1n : near(draw, 62))).map((value) => signed(value)))],
	}),
	reference: (values) => {
		const digits = [0n, 1n, 2n, 3n].map((at) => (only(values, "word") >> (63n * at)) & ((1n << 62n) - 1n));
		return pack(digits) === only(values, "word") ? { digits } : "refused";
	},
};

const negativeParts: Part = {
	name: "NegativeParts",
	main: "NegativeParts()",
	file: "lib/packed-word.circom",
	inputs: { shifted: [] },
	outputs: { parts: [4] },
	draw: (draw) => ({
		shifted: [pack(lanes(draw, () => (1n << 62n) - (draw.chance(0.2) ? draw.signed(2n) : lane(draw))))],
	}),
	reference: (values) => {
		const shifted = only(values, "shifted");
		if (!fits(shifted, 252n)) return "refused";
		const digits = [0n, 1n, 2n, 3n].map((at) => (shifted >> (63n * at)) & ((1n << 63n) - 1n));
		return { parts: digits.map((digit) => max0(digit - (1n << 62n))) };
	},
};

const entry: Part = {
	name: "PositionEntry",
	main: "PositionEntry()",
	file: "position-entries.circom",
	inputs: { id: [], neg: [], qtyLots: [] },
	outputs: { entry: [], signedQtyLots: [], boundedQtyLots: [], idBits: [12], isEmpty: [] },
	draw: (draw) => ({
		id: [draw.chance(0.3) ? 0n : near(draw, 12)],
		neg: [bit(draw)],
		qtyLots: [draw.chance(0.3) ? 0n : near(draw, 40)],
	}),
	reference: (values) => {
		const [id, neg, qty] = ["id", "neg", "qtyLots"].map((name) => only(values, name)) as [
			bigint,
			bigint,
			bigint,
		];
		if (!fits(id, 12n) || !isBit(neg) || !fits(qty, 40n)) return "refused";
		if ((id === 0n && qty !== 0n) || (qty === 0n && neg !== 0n)) return "refused";
		return {
			entry: [(id << 41n) + (neg << 40n) + qty],
			signedQtyLots: [toField(neg === 1n ? -qty : qty)],
			boundedQtyLots: [qty],
			idBits: Array.from({ length: 12 }, (_, at) => (id >> BigInt(at)) & 1n),
			isEmpty: [id === 0n ? 1n : 0n],
		};
	},
};

const order: Part = {
	name: "AssertStrictlyIncreasing",
	main: "AssertStrictlyIncreasing(3)",
	file: "position-entries.circom",
	inputs: { ids: [3], isEmpty: [3] },
	outputs: {},
	draw: (draw) => {
		const ids = [0, 1, 2].map(() => (draw.chance(0.3) ? 0n : draw.unsigned(4095n)));
		if (draw.chance(0.8)) ids.sort((one, other) => Number(one - other));
		if (draw.chance(0.3)) ids[1] = ids[0] as bigint;
		return { ids, isEmpty: ids.map((id) => (id === 0n ? 1n : 0n)) };
	},
	reference: (values) => {
		const ids = all(values, "ids");
		const isEmpty = all(values, "isEmpty");
		if (!ids.every((id, at) => fits(id, 12n) && isEmpty[at] === (id === 0n ? 1n : 0n))) return "outside";
		const sorted = ids.slice(1).every((id, at) => id > (ids[at] as bigint) || ids[at] === 0n);
		return sorted ? {} : "refused";
	},
};

const keys: Part = {
	name: "RowKeys",
	main: "RowKeys()",
	file: "netting.circom",
	inputs: { keyWord: [] },
	outputs: { strike: [], expiry: [], underlying: [] },
	draw: (draw) => ({
		keyWord: [(draw.chance(0.2) ? draw.unsigned(15n) : 3n) * (1n << 36n) + draw.unsigned((1n << 36n) - 1n)],
	}),
	reference: (values) => {
		const packed = only(values, "keyWord") - (3n << 36n);
		if (!fits(packed, 36n)) return "refused";
		return { strike: [packed & 4095n], expiry: [(packed >> 12n) & 4095n], underlying: [packed >> 24n] };
	},
};

export const SLOT_PARTS: readonly Part[] = [
	range,
	positivePart,
	nonNegativeLanes,
	negativeParts,
	entry,
	order,
	keys,
];
