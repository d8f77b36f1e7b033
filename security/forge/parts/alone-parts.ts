/** The templates that ask each underlying with options alone. */
import { toField } from "../../../src/field/bn254.ts";
import { fits, near, type Part, pack, unpack } from "./part.ts";
import { all, isBit, LIMIT, lanes, only, wrapper } from "./part-numbers.ts";

const members: Part = {
	name: "AloneMembers",
	main: "AloneMembers(3, 2)",
	file: "alone-lines.circom",
	inputs: { keys: [2], underlyings: [3], strikes: [3] },
	outputs: { members: [2, 3] },
	draw: (draw) => {
		const key = () => BigInt(draw.integer(1, 3));
		return {
			keys: draw.chance(0.8) ? [1n, draw.pick([2n, 3n, 4096n])] : [near(draw, 12), near(draw, 13)],
			underlyings: [key(), key(), key()],
			strikes: [0, 1, 2].map(() => (draw.chance(0.5) ? key() : 0n)),
		};
	},
	reference: (values) => {
		const [first, second] = all(values, "keys") as [bigint, bigint];
		if (!fits(first, 12n) || !fits(toField(second - first - 1n), 12n)) return "refused";
		const underlyings = all(values, "underlyings");
		const covered = all(values, "strikes").every(
			(strike, at) => strike === 0n || underlyings[at] === first || underlyings[at] === second,
		);
		if (!covered) return "refused";
		return { members: [first, second].flatMap((key) => underlyings.map((own) => (own === key ? 1n : 0n))) };
	},
};

const afterMark: Part = {
	name: "LanesAfterMark",
	main: "LanesAfterMark()",
	file: "alone-lines.circom",
	inputs: { word: [], firstDigit: [] },
	outputs: {},
	draw: (draw) => {
		const own = lanes(draw, () => (draw.chance(0.9) ? near(draw, 60) : -draw.anyMagnitude(60)));
		const first = own[0] as bigint;
		return { word: [pack(own)], firstDigit: [toField(first + (draw.chance(0.8) ? 0n : draw.signed(1n)))] };
	},
	reference: (values) => {
		const first = only(values, "firstDigit");
		const own = unpack(only(values, "word"));
		if (own === undefined || !fits(first, 61n)) return "outside";
		return own[0] === first && own.every((value) => value >= 0n) ? {} : "refused";
	},
};

const alone: Part = {
	name: "AssertAlone",
	main: "Part()",
	file: "alone-lines.circom",
	templates: wrapper(
		"members[2] products[2][2] restShiftMicroUsd markSlackMicroUsd chargeMicroUsd",
		`component part = AssertAlone(2, 2);
    part.members <== members;
    part.products <== products;
    part.restShiftMicroUsd <== RangeChecked(62)(restShiftMicroUsd);
    part.markSlackMicroUsd <== markSlackMicroUsd;
    part.chargeMicroUsd <== RangeChecked(61)(chargeMicroUsd);`,
	),
	inputs: {
		members: [2],
		products: [2, 2],
		restShiftMicroUsd: [],
		markSlackMicroUsd: [],
		chargeMicroUsd: [],
	},
	outputs: {},
	draw: (draw) => {
		const amount = () => draw.anyMagnitude(56);
		const [paid, slack, isMember] = [amount(), amount(), draw.chance(0.5)];
		const other = [lanes(draw, amount), lanes(draw, amount)];
		const mark = amount();
		const rest = slack + paid - mark - (isMember ? (other[0]?.[0] as bigint) : 0n);
		const own = other.map((word) =>
			word.map((value) => {
				const left = draw.chance(0.05) ? -1n : draw.pick([0n, amount()]);
				return left + paid - rest - (isMember ? value : 0n);
			}),
		);
		(own[0] as bigint[])[0] = mark;
		// What is moved from the digit of the mark into the next one, or stated of all else and not there.
		const shift = draw.chance(0.7) ? 0n : draw.pick([1n, -1n, 1n << 62n, 1n << 63n]);
		return {
			members: [1n, isMember ? 1n : 0n],
			products: [...own, ...other].map(pack),
			restShiftMicroUsd: [toField(rest + shift + LIMIT)],
			markSlackMicroUsd: [slack],
			chargeMicroUsd: [paid],
		};
	},
	reference: (values) => {
		const paid = only(values, "chargeMicroUsd");
		const shifted = only(values, "restShiftMicroUsd");
		if (!fits(paid, 61n) || !fits(shifted, 62n)) return "refused";
		const slack = only(values, "markSlackMicroUsd");
		const isMember = all(values, "members");
		const products = all(values, "products").map(unpack);
		if (!isMember.every(isBit) || !fits(slack, 61n) || products.includes(undefined)) return "outside";
		const valueIn = (word: number, lane: number) =>
			isMember.reduce<bigint>(
				(sum, member, at) => sum + member * (products[2 * at + word]?.[lane] as bigint),
				0n,
			);
		const sums = [0, 1].flatMap((word) => [0, 1, 2, 3].map((lane) => valueIn(word, lane)));
		if (sums.some((value) => value >= LIMIT || value <= -LIMIT)) return "outside";
		const left = sums.map((value) => value + shifted - LIMIT - paid);
		return left[0] === slack && left.every((value) => value >= 0n && value < LIMIT) ? {} : "refused";
	},
};

export const ALONE_PARTS: readonly Part[] = [members, afterMark, alone];
