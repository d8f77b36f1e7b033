/** The templates of netting sets and charges. */
import { toField } from "../../src/field/bn254.ts";
import { fits, near, type Part, pack, signed, unpack } from "./part.ts";
import { all, bit, isBit, LIMIT, lane, lanes, max0, only, word, wrapper } from "./part-numbers.ts";

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

const nakedShort: Part = {
	name: "NakedShortCharge",
	main: "NakedShortCharge()",
	file: "netting.circom",
	inputs: { net: [] },
	outputs: { chargeMicroUsd: [] },
	draw: (draw) => ({ net: [toField((draw.chance(0.5) ? 1n : -1n) * signed(near(draw, 61)))] }),
	reference: (values) => {
		const net = signed(only(values, "net"));
		return net >= -LIMIT && net < LIMIT ? { chargeMicroUsd: [max0(-net)] } : "refused";
	},
};

/** Sums are 0 away from the end of a set; a deficit there must not be covered by anything. */
const AWAY_FROM_THE_END: readonly (readonly bigint[])[] = [
	[0n, 0n, 0n, 0n],
	[0n, 0n, -1n, 1n],
	[-1n, 0n, 0n, 0n],
];

const netBounds: Part = {
	name: "AssertNetBounds",
	main: "Part()",
	file: "netting.circom",
	templates: wrapper(
		"total intercepts isEnd low high",
		`component part = AssertNetBounds();
    part.total <== total;
    part.intercepts <== intercepts;
    part.isEnd <== isEnd;
    part.low <== RangeChecked(61)(low);
    part.high <== RangeChecked(61)(high);`,
	),
	inputs: { total: [], intercepts: [], isEnd: [], low: [], high: [] },
	outputs: {},
	draw: (draw) => {
		const isEnd = draw.chance(0.5);
		const own = isEnd ? lanes(draw, () => lane(draw)) : [...draw.pick(AWAY_FROM_THE_END)];
		if (isEnd) own[3] = -(own[2] as bigint);
		const free = draw.chance(0.5) ? 0n : draw.anyMagnitude(61);
		const low = max0(-(own[0] as bigint) > -(own[1] as bigint) ? -(own[0] as bigint) : -(own[1] as bigint));
		const abs2 = (own[2] as bigint) < 0n ? -(own[2] as bigint) : (own[2] as bigint);
		const off = draw.chance(0.5) ? 0n : draw.signed(2n);
		return {
			total: [pack(own)],
			intercepts: [pack([0n, 0n, free, free])],
			isEnd: [isEnd ? 1n : 0n],
			low: [toField((isEnd ? low : 0n) + (draw.chance(0.5) ? off : 0n))],
			high: [toField((isEnd ? max0(abs2 - free) : 0n) + (draw.chance(0.5) ? off : 0n))],
		};
	},
	reference: (values) => {
		const [low, high, isEnd] = ["low", "high", "isEnd"].map((name) => only(values, name)) as [
			bigint,
			bigint,
			bigint,
		];
		if (!fits(low, 61n) || !fits(high, 61n)) return "refused";
		const own = unpack(only(values, "total"));
		const granted = unpack(only(values, "intercepts"));
		if (own === undefined || granted?.every((value) => fits(value, 61n)) !== true || !isBit(isEnd))
			return "outside";
		if (isEnd === 0n && (low !== 0n || high !== 0n)) return "refused";
		const free = own.map((value, at) => value + isEnd * (granted[at] as bigint) + (at < 2 ? low : high));
		return free.every((value) => fits(value, 62n)) ? {} : "refused";
	},
};

const CHARGE_INPUTS = [
	"qtyLots",
	"neg",
	"excessMicroUsd",
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
	templates: wrapper(
		CHARGE_INPUTS.join(" "),
		`component part = PositionCharge();
    part.qtyLots <== RangeChecked(40)(qtyLots);
    part.excessMicroUsd <== RangeChecked(61)(excessMicroUsd);
${CHARGE_INPUTS.filter((name) => name !== "qtyLots" && name !== "excessMicroUsd")
	.map((name) => `    part.${name} <== ${name};`)
	.join("\n")}
    chargeMicroUsd <== part.chargeMicroUsd;`,
		"    signal output chargeMicroUsd;",
	),
	inputs: Object.fromEntries(CHARGE_INPUTS.map((name) => [name, []])),
	outputs: { chargeMicroUsd: [] },
	draw: (draw) => {
		const qty = draw.anyMagnitude(30);
		const neg = BigInt(draw.integer(0, 1));
		const steps = [0, 1].map(() => lanes(draw, () => draw.anyMagnitude(30)));
		const frees = [0, 1].map(() => lanes(draw, () => draw.anyMagnitude(61)));
		const own = steps[Number(neg)] as bigint[];
		const needed = own.map((step, at) => qty * step - ((frees[Number(neg)] as bigint[])[at] as bigint));
		const excess = needed.reduce((most, value) => (value > most ? value : most), 0n);
		return {
			qtyLots: [qty],
			neg: [neg],
			excessMicroUsd: [toField(excess + (draw.chance(0.5) ? 0n : draw.signed(2n)))],
			longBaseSlope: [draw.anyMagnitude(30)],
			shortBaseSlope: [draw.anyMagnitude(30)],
			longSteps: [pack(steps[0] as bigint[])],
			shortSteps: [pack(steps[1] as bigint[])],
			longIntercepts: [pack(frees[0] as bigint[])],
			shortIntercepts: [pack(frees[1] as bigint[])],
		};
	},
	reference: (values) => {
		const [qty, neg, excess] = ["qtyLots", "neg", "excessMicroUsd"].map((name) => only(values, name)) as [
			bigint,
			bigint,
			bigint,
		];
		if (!fits(qty, 40n) || !fits(excess, 61n)) return "refused";
		if (!isBit(neg)) return "outside";
		const side = neg === 1n ? "short" : "long";
		const steps = unpack(only(values, `${side}Steps`));
		const free = unpack(only(values, `${side}Intercepts`));
		const assumed =
			steps?.every((step) => step >= 0n && fits(qty * step, 61n)) === true &&
			free?.every((value) => fits(value, 61n)) === true;
		if (!assumed) return "outside";
		const left = steps.map((step, at) => excess - qty * step + (free[at] as bigint));
		if (!left.every((value) => fits(value, 62n))) return "refused";
		return { chargeMicroUsd: [toField(qty * only(values, `${side}BaseSlope`) + excess)] };
	},
};

export const NETTING_PARTS: readonly Part[] = [runs, totals, nakedShort, netBounds, charge];
