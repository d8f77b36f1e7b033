/** The templates of netting sets and charges. */
import { toField } from "../../../src/field/bn254.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { fits, near, type Part, pack, signed, unpack } from "./part.ts";
import { all, bit, isBit, LIMIT, lane, lanes, max0, only, word } from "./part-numbers.ts";

const runs: Part = {
	name: "NettingRuns",
	main: "NettingRuns(3)",
	file: "netting.circom",
	inputs: { strikes: [3], expiries: [3], underlyings: [3] },
	outputs: { strikeContinues: [3], expiryContinues: [3], underlyingContinues: [3] },
	draw: (draw) => {
		const three = () => [0, 1, 2].map(() => BigInt(draw.integer(0, 1)));
		return { strikes: three(), expiries: three(), underlyings: three() };
	},
	reference: (values) => {
		const same = (name: string, at: number) => at < 2 && all(values, name)[at] === all(values, name)[at + 1];
		const at = (...names: string[]) =>
			[0, 1, 2].map((slot) => (names.every((name) => same(name, slot)) ? 1n : 0n));
		return {
			strikeContinues: at("strikes", "expiries", "underlyings"),
			expiryContinues: at("expiries", "underlyings"),
			underlyingContinues: at("underlyings"),
		};
	},
};

const totals: Part = {
	name: "RunTotals",
	main: "RunTotals(3)",
	file: "netting.circom",
	inputs: { words: [3], continues: [3] },
	outputs: { totals: [3] },
	draw: (draw) => ({ words: [word(draw), word(draw), word(draw)], continues: [bit(draw), bit(draw), 0n] }),
	reference: (values) => {
		const continues = all(values, "continues");
		if (!continues.every(isBit) || continues[2] !== 0n) return "outside";
		let sum = 0n;
		const sums = all(values, "words").map((value, at) => {
			sum += value;
			if (continues[at] === 1n) return 0n;
			const total = toField(sum);
			sum = 0n;
			return total;
		});
		return { totals: sums };
	},
};

const liable: Part = {
	name: "LiableRuns",
	main: "LiableRuns(3)",
	file: "netting.circom",
	inputs: { negs: [3], strikes: [3], continues: [3] },
	outputs: { isLiable: [3] },
	draw: (draw) => ({
		negs: [bit(draw), bit(draw), bit(draw)],
		strikes: [0, 1, 2].map(() => BigInt(draw.integer(0, 2))),
		continues: [bit(draw), bit(draw), 0n],
	}),
	reference: (values) => {
		const continues = all(values, "continues");
		const negs = all(values, "negs");
		if (![...continues, ...negs].every(isBit) || continues[2] !== 0n) return "outside";
		let members = 0;
		const isLiable = all(values, "strikes").map((strike, at) => {
			if (strike === 0n || negs[at] === 1n) members += 1;
			if (continues[at] === 1n) return 0n;
			const ended = members > 0 ? 1n : 0n;
			members = 0;
			return ended;
		});
		return { isLiable };
	},
};

const anyShort: Part = {
	name: "AnyShortOption",
	main: "AnyShortOption(3)",
	file: "netting.circom",
	inputs: { negs: [3], strikes: [3] },
	outputs: { isShort: [] },
	draw: (draw) => ({
		negs: [0, 1, 2].map(() => BigInt(draw.chance(0.3) ? 1 : 0)),
		strikes: [0, 1, 2].map(() => BigInt(draw.integer(0, 1))),
	}),
	reference: (values) => {
		const negs = all(values, "negs");
		if (!negs.every(isBit)) return "outside";
		return { isShort: [all(values, "strikes").some((key, at) => key !== 0n && negs[at] === 1n) ? 1n : 0n] };
	},
};

const uncoveredShort: Part = {
	name: "UncoveredShortCharge",
	main: "UncoveredShortCharge()",
	file: "netting.circom",
	inputs: { net: [] },
	outputs: { chargeMicroUsd: [] },
	draw: (draw) => ({ net: [toField((draw.chance(0.5) ? 1n : -1n) * signed(near(draw, 61)))] }),
	reference: (values) => {
		const net = signed(only(values, "net"));
		return net >= -LIMIT && net < LIMIT ? { chargeMicroUsd: [max0(-net)] } : "refused";
	},
};

const SIZE_LANES = (1n << 126n) + (1n << 189n);
const STEP = 1n << 63n;

/** The true lanes, or some that add up to the same word and are not: a carry from one to the next. */
function claimed(draw: Draw, own: readonly bigint[]): bigint[] {
	const lanes = [...own];
	const at = draw.integer(0, lanes.length - 2);
	const carry = draw.pick([0n, 0n, 0n, STEP, -STEP]);
	lanes[at] = (lanes[at] as bigint) + carry;
	lanes[at + 1] = (lanes[at + 1] as bigint) - carry / STEP;
	return lanes.map(toField);
}

const charges: Part = {
	name: "SetCharges",
	main: "SetCharges()",
	file: "netting.circom",
	inputs: { total: [], nets: [3] },
	outputs: { loss: [], gain: [] },
	draw: (draw) => {
		const nets = [lane(draw), lane(draw), lane(draw)];
		const opposite = draw.chance(0.9) ? -(nets[2] as bigint) : lane(draw);
		return { total: [pack([...nets, opposite])], nets: claimed(draw, nets) };
	},
	reference: (values) => {
		const own = unpack(only(values, "total"));
		if (own === undefined) return "outside";
		const [first, second, third, opposite] = own as [bigint, bigint, bigint, bigint];
		if (opposite !== -third || !all(values, "nets").every((net, at) => signed(net) === own[at]))
			return "refused";
		return { loss: [max0(-first > -second ? -first : -second)], gain: [max0(third)] };
	},
};

const size: Part = {
	name: "ConcentrationCharge",
	main: "ConcentrationCharge()",
	file: "netting.circom",
	inputs: { size: [], intercepts: [] },
	outputs: { chargeMicroUsd: [] },
	draw: (draw) => {
		const free = draw.anyMagnitude(61);
		const own = draw.chance(0.5) ? near(draw, 61) : free + draw.unsigned(2n);
		return { size: [own], intercepts: [free * SIZE_LANES] };
	},
	reference: (values) => {
		const own = only(values, "size");
		const free = only(values, "intercepts") / SIZE_LANES;
		const assumed = only(values, "intercepts") === free * SIZE_LANES && fits(free, 61n) && fits(own, 61n);
		return assumed ? { chargeMicroUsd: [max0(own - free)] } : "outside";
	},
};

const CHARGE_SIGNALS = [
	"neg",
	"lines",
	"longBaseSlope",
	"shortBaseSlope",
	"longSteps",
	"shortSteps",
	"longIntercepts",
	"shortIntercepts",
] as const;

const charge: Part = {
	name: "PositionCharge",
	main: "Part()",
	file: "position-charge.circom",
	templates: `include "lib/range.circom";
template Part() {
    signal input qtyLots;
${CHARGE_SIGNALS.map((name) => `    signal input ${name}${name === "lines" ? "[4]" : ""};`).join("\n")}
    signal output chargeMicroUsd;
    component part = PositionCharge();
    part.qtyLots <== RangeChecked(40)(qtyLots);
${CHARGE_SIGNALS.map((name) => `    part.${name} <== ${name};`).join("\n")}
    chargeMicroUsd <== part.chargeMicroUsd;
}`,
	inputs: {
		qtyLots: [],
		...Object.fromEntries(CHARGE_SIGNALS.map((name) => [name, name === "lines" ? [4] : []])),
	},
	outputs: { chargeMicroUsd: [] },
	draw: (draw) => {
		const qty = draw.chance(0.1) ? near(draw, 40) : draw.anyMagnitude(30);
		const neg = BigInt(draw.integer(0, 1));
		const steps = [0, 1].map(() => lanes(draw, () => draw.anyMagnitude(30)));
		const frees = [0, 1].map(() => lanes(draw, () => draw.anyMagnitude(draw.pick([30, 61]))));
		const free = frees[Number(neg)] as bigint[];
		const lines = (steps[Number(neg)] as bigint[]).map((step, at) => qty * step - (free[at] as bigint));
		return {
			qtyLots: [qty],
			neg: [neg],
			lines: claimed(draw, lines),
			longBaseSlope: [draw.anyMagnitude(30)],
			shortBaseSlope: [draw.anyMagnitude(30)],
			longSteps: [pack(steps[0] as bigint[])],
			shortSteps: [pack(steps[1] as bigint[])],
			longIntercepts: [pack(frees[0] as bigint[])],
			shortIntercepts: [pack(frees[1] as bigint[])],
		};
	},
	reference: (values) => {
		const [qty, neg] = [only(values, "qtyLots"), only(values, "neg")];
		if (!fits(qty, 40n)) return "refused";
		if (!isBit(neg)) return "outside";
		const side = neg === 1n ? "short" : "long";
		const steps = unpack(only(values, `${side}Steps`));
		const free = unpack(only(values, `${side}Intercepts`));
		const assumed =
			steps?.every((step) => step >= 0n && fits(qty * step, 61n)) === true &&
			free?.every((value) => fits(value, 61n)) === true;
		if (!assumed) return "outside";
		const lines = steps.map((step, at) => qty * step - (free[at] as bigint));
		if (!all(values, "lines").every((line, at) => signed(line) === lines[at])) return "refused";
		const excess = lines.reduce((most, line) => (line > most ? line : most), 0n);
		return { chargeMicroUsd: [toField(qty * only(values, `${side}BaseSlope`) + excess)] };
	},
};

export const NETTING_PARTS: readonly Part[] = [
	runs,
	totals,
	liable,
	anyShort,
	uncoveredShort,
	charges,
	size,
	charge,
];
