/** The templates of the three lines of the margin rule, and of what a proof is bound to. */
import { toField } from "../../../src/field/bn254.ts";
import { fits, near, type Part, pack, signed, unpack } from "./part.ts";
import { all, LIMIT, lanes, max0, only, wrapper } from "./part-numbers.ts";

const OTHER_RISKS_DIVISOR = 7n;

const stress: Part = {
	name: "AssertStressAndFloor",
	main: "Part()",
	file: "stress-lines.circom",
	templates: wrapper(
		"first second chargeMicroUsd offsetFloorMicroUsd[2] markSlackMicroUsd",
		`component part = AssertStressAndFloor(2, 2);
    part.totals[0] <== first;
    part.totals[1] <== second;
    part.chargeMicroUsd <== RangeChecked(61)(chargeMicroUsd);
    part.offsetFloorMicroUsd <== offsetFloorMicroUsd;
    part.markSlackMicroUsd === markSlackMicroUsd;`,
	),
	inputs: { first: [], second: [], chargeMicroUsd: [], offsetFloorMicroUsd: [2], markSlackMicroUsd: [] },
	outputs: {},
	draw: (draw) => {
		const paid = near(draw, 59);
		const value = () => signed(paid) + (draw.chance(0.2) ? draw.signed(1n) : draw.anyMagnitude(60));
		const first = lanes(draw, value);
		const left = max0((first[0] as bigint) - signed(paid));
		// The other risk by seven and the largest make up what is left, or one more.
		const other = draw.unsigned(left);
		const largest = left - (other + OTHER_RISKS_DIVISOR - 1n) / OTHER_RISKS_DIVISOR;
		const risks = [max0(largest) + (draw.chance(0.2) ? 1n : 0n), other];
		return {
			first: [pack(first)],
			second: [pack(lanes(draw, value))],
			chargeMicroUsd: [paid],
			offsetFloorMicroUsd: draw.chance(0.5) ? risks : risks.reverse(),
			markSlackMicroUsd: [toField((first[0] as bigint) - signed(paid))],
		};
	},
	reference: (values) => {
		const paid = only(values, "chargeMicroUsd");
		const risks = all(values, "offsetFloorMicroUsd");
		if (!fits(paid, 61n)) return "refused";
		const first = unpack(only(values, "first"));
		const second = unpack(only(values, "second"));
		if (first === undefined || second === undefined) return "outside";
		if (!risks.every((risk) => fits(risk, 61n))) return "outside";
		if (![...first, ...second].every((value) => value >= paid)) return "refused";
		const left = (first[0] as bigint) - paid;
		if (only(values, "markSlackMicroUsd") !== left) return "refused";
		const [one, other] = risks as [bigint, bigint];
		const [largest, rest] = one > other ? [one, other] : [other, one];
		return OTHER_RISKS_DIVISOR * (left - largest) >= rest ? {} : "refused";
	},
};

const tail: Part = {
	name: "AssertExpectedShortfall",
	main: "Part()",
	file: "expected-shortfall.circom",
	templates: wrapper(
		"total chargeMicroUsd shiftMicroUsd",
		`component part = AssertExpectedShortfall(1, 3);
    part.totals[0] <== total;
    part.chargeMicroUsd <== RangeChecked(61)(chargeMicroUsd);
    part.shiftMicroUsd <== RangeChecked(62)(shiftMicroUsd);`,
	),
	inputs: { total: [], chargeMicroUsd: [], shiftMicroUsd: [] },
	outputs: {},
	draw: (draw) => {
		const values = lanes(draw, () => draw.anyMagnitude(60)).map((value) =>
			draw.chance(0.1) ? -value : value,
		);
		const worst = [...values].sort((one, other) => (one < other ? -1 : 1)).slice(0, 3);
		const mean = worst.reduce((sum, value) => sum + value, 0n) / 3n;
		const t = -(worst[2] as bigint);
		return {
			total: [pack(values)],
			chargeMicroUsd: [toField(mean + (draw.chance(0.5) ? 0n : draw.signed(2n)))],
			shiftMicroUsd: [toField(t + LIMIT + (draw.chance(0.7) ? 0n : draw.signed(1n << 40n)))],
		};
	},
	reference: (values) => {
		const paid = only(values, "chargeMicroUsd");
		const shift = only(values, "shiftMicroUsd");
		if (!fits(paid, 61n) || !fits(shift, 62n)) return "refused";
		const own = unpack(only(values, "total"));
		if (own === undefined) return "outside";
		const t = shift - LIMIT;
		const left = 3n * (-paid - t) - own.reduce((sum, value) => sum + max0(-value - t), 0n);
		return left >= 0n ? {} : "refused";
	},
};

const context: Part = {
	name: "AssertContext",
	main: "Part()",
	file: "account.circom",
	templates: wrapper(
		"holder surplusMicroUsd context",
		`component part = AssertContext();
    part.holder <== holder;
    part.surplusMicroUsd <== RangeChecked(61)(surplusMicroUsd);
    part.context <== context;`,
	),
	inputs: { holder: [], surplusMicroUsd: [], context: [] },
	outputs: {},
	draw: (draw) => {
		const holder = near(draw, 160);
		const surplus = near(draw, 61);
		return {
			holder: [holder],
			surplusMicroUsd: [surplus],
			context: [toField(holder + surplus * (1n << 160n))],
		};
	},
	reference: (values) => {
		const [holder, surplus] = [only(values, "holder"), only(values, "surplusMicroUsd")];
		if (!fits(holder, 160n) || !fits(surplus, 61n)) return "refused";
		return only(values, "context") === holder + (surplus << 160n) ? {} : "refused";
	},
};

const sumPart = (name: string, input: string, bits: number, file: string, output?: string): Part => ({
	name,
	main: `${name}()`,
	file,
	inputs: { [input]: [] },
	outputs: output === undefined ? {} : { [output]: [] },
	draw: (draw) => ({ [input]: [near(draw, bits)] }),
	reference: (values) => {
		if (!fits(only(values, input), BigInt(bits))) return "refused";
		return output === undefined ? {} : { [output]: [only(values, input)] };
	},
});

export const LINE_PARTS: readonly Part[] = [
	stress,
	tail,
	context,
	sumPart("AssertGrossBound", "overflowBoundMicroUsd", 61, "solvency.circom"),
	sumPart("TotalCharge", "sumMicroUsd", 61, "solvency.circom", "chargeMicroUsd"),
	sumPart("AssertFloor", "slack", 64, "stress-lines.circom"),
];
