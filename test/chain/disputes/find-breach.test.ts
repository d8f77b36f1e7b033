/** What is found in false tables, asked of the real judge: any word opens, so only what it says can be wrong. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dispute, wordDispute } from "../../../src/chain/disputes/dispute-row.ts";
import { type ElementRows, findBreach } from "../../../src/chain/disputes/find-breach.ts";
import { InputError, RetryableError } from "../../../src/errors/base.ts";
import { packWord, unpackWord } from "../../../src/field/packed-word.ts";
import { isSoundElement } from "../../../src/risk/model/element-form.ts";
import { encodeKeys, encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT, LANE_WORDS, ROW_ELEMENTS } from "../../../src/risk/model/row-layout.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { commitmentsOf, DisputeFixture, openedWord } from "../../support/venue/dispute-fixture.ts";

const UNDECODABLE = 2n ** 252n;

let fixture: DisputeFixture;
let honest: DisputeCase;
let right: ElementRows;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
	right = new Map(honest.rows.initial.map((row, id) => [id, rowElements(encodeRow(row))]));
});
afterAll(() => fixture.close());

const idOf = (name: string) => honest.instruments.find((one) => one.name === name)?.id ?? 0;
const elementOf = (id: number, index: number) => right.get(id)?.[index] ?? 0n;
/** The right rows with some elements changed, by id and place. */
const rowsWith = (...changes: readonly (readonly [id: number, index: number, element: bigint])[]) => {
	const rows = new Map([...right].map(([id, elements]) => [id, [...elements]]));
	for (const [id, index, element] of changes) {
		const row = rows.get(id) ?? new Array<bigint>(ROW_ELEMENTS).fill(0n);
		row[index] = element;
		rows.set(id, row);
	}
	return rows;
};
const search = (posted: ElementRows, changes: Partial<Parameters<typeof findBreach>[0]> = {}) =>
	findBreach({
		posted,
		right,
		trees: honest,
		prove: async (id, wordIndex) => openedWord(id, wordIndex, posted.get(id)?.[wordIndex] ?? 0n),
		isWrong: (dispute) => fixture.judge(commitmentsOf(honest), dispute),
		...changes,
	});
const shifted = (id: number, index: number, lane: number, by: bigint) =>
	packWord((unpackWord(elementOf(id, index)) ?? []).map((value, at) => (at === lane ? value + by : value)));

describe("a table that is wrong in one place", () => {
	const put = () => idOf("BTC-27MAR26-60000-P");
	it.each([
		["a lane of an option", () => [put(), 30, shifted(put(), 30, 2, -5n)], "lane", 2],
		["a lane of a coin, by one µUSD", () => [idOf("BTC"), 3, shifted(idOf("BTC"), 3, 0, 1n)], "lane", 0],
		["a word that is none", () => [put(), 30, UNDECODABLE], "word", null],
		["a lane out of every range", () => [put(), 30, packWord([2n ** 40n])], "word", null],
		["the empty slot's row", () => [0, 3, 1n], "word", null],
		["a uncoveredShort charge", () => [put(), ELEMENT.strike, packWord([0n])], "netLane", 0],
		["a basis charge of a future", () => [idOf("BTC-27MAR26"), ELEMENT.expiry, 0n], "netLane", 0],
		[
			"net lanes of a row without a set",
			() => [idOf("USD"), ELEMENT.underlying, packWord([1n])],
			"noSet",
			null,
		],
		[
			"a free delta of its own",
			() => [put(), ELEMENT.underlyingIntercepts, packWord([0n, 0n, 9n, 9n])],
			"deltaAllowance",
			null,
		],
		[
			"a set key of a stranger",
			() => [put(), ELEMENT.keys, encodeKeys({ strike: 1, expiry: 1, underlying: 1 })],
			"setKey",
			null,
		],
		[
			"no set where there is one",
			() => [put(), ELEMENT.keys, encodeKeys({ strike: 0, expiry: 0, underlying: 0 })],
			"setKey",
			null,
		],
		["a bound that covers nothing", () => [put(), ELEMENT.bound, 1n], "bound", null],
		[
			"a slope beyond the bound",
			() => [put(), ELEMENT.longSlope, elementOf(put(), ELEMENT.bound) + 1n],
			"bound",
			null,
		],
		["a row that is not listed", () => [honest.market.instrumentCount + 3, 7, 5n], "unlisted", null],
	] as const)("%s", async (_what, change, ground, laneOfWord) => {
		const [id, index, element] = change() as [number, number, bigint];
		const { breach } = await search(rowsWith([id, index, element]));
		expect(breach).toMatchObject({ id, laneOfWord, dispute: { ground } });
		// Nothing at all may be in a row that is not listed, not even what is right elsewhere.
		if (ground !== "unlisted") expect(breach?.posted).not.toBe(breach?.right);
	});
});

describe("what parameters alone decide", () => {
	it("is found: a slope that charges too little, and the delta of an option", async () => {
		const put = idOf("BTC-27MAR26-60000-P");
		const slope = await search(rowsWith([put, ELEMENT.shortSlope, 0n]));
		expect(slope.breach).toMatchObject({
			id: put,
			wordIndex: ELEMENT.shortSlope,
			dispute: { ground: "charge" },
		});
		const [down = 0n, up = 0n, delta = 0n] = unpackWord(elementOf(put, ELEMENT.underlying)) ?? [];
		const element = packWord([down, up, delta - 5n, 5n - delta]);
		const found = await search(rowsWith([put, ELEMENT.underlying, element]));
		expect(found.breach).toMatchObject({
			id: put,
			wordIndex: ELEMENT.underlying,
			dispute: { ground: "netLane" },
		});
	});
});

describe("what is not found", () => {
	it("is a breach in the right table", async () => {
		expect(await search(right)).toEqual({ breach: null, differences: 0, asked: 0, skipped: [] });
	});

	it("is a long slope that a cap may have lowered, which no contract judges", async () => {
		const put = idOf("BTC-27MAR26-60000-P");
		expect(elementOf(put, ELEMENT.longSlope)).toBeGreaterThan(0n);
		const { breach, differences } = await search(rowsWith([put, ELEMENT.longSlope, 0n]));
		expect([breach, differences]).toEqual([null, 1]);
	});

	it("is a lane of a row that nobody showed", async () => {
		const put = idOf("BTC-27MAR26-60000-P");
		const rows = rowsWith([put, 30, shifted(put, 30, 2, -5n)]);
		rows.delete(put);
		expect((await search(rows)).breach).toBeNull();
	});

	it("hides no breach behind it: what is furthest off is asked about first", async () => {
		const options = honest.instruments.filter(({ kind }) => kind === "option");
		const less = (id: number, index: number) =>
			packWord((unpackWord(elementOf(id, index)) ?? []).map((value) => value - 1n));
		const tiny = options.flatMap(({ id }) =>
			Array.from({ length: 47 }, (_, index) => [id, index, less(id, index)] as const),
		);
		expect(4 * tiny.length).toBeGreaterThan(256);
		const last = options.at(-1)?.id ?? 0;
		const found = await search(rowsWith(...tiny, [last, 47, shifted(last, 47, 3, -50n)]));
		expect(found).toMatchObject({ asked: 1, differences: tiny.length + 1 });
		expect(found.breach).toMatchObject({ id: last, wordIndex: 47, laneOfWord: 3 });
	});

	it("is nothing in front of a breach", async () => {
		const put = idOf("BTC-27MAR26-60000-P");
		const both = rowsWith([1, ELEMENT.longSlope, 0n], [put, 30, shifted(put, 30, 2, -5n)]);
		expect((await search(both)).breach).toMatchObject({ id: put, wordIndex: 30, laneOfWord: 2 });
	});
});

describe("without the epoch's marks", () => {
	const put = () => idOf("BTC-27MAR26-60000-P");
	// Marks and scenarios of this epoch open under nothing that anybody has.
	const strange = `0x${"ab".repeat(32)}` as const;
	const blind = (posted: ElementRows) =>
		search(posted, {
			trees: null,
			isWrong: (dispute) =>
				fixture.judge({ ...commitmentsOf(honest), marketRoot: strange, parametersHash: strange }, dispute),
		});

	it.each([
		["a word that is none", () => [put(), 30, UNDECODABLE], "word"],
		["a bound that covers nothing", () => [put(), ELEMENT.bound, 1n], "bound"],
		[
			"a slope beyond the bound",
			() => [put(), ELEMENT.longSlope, elementOf(put(), ELEMENT.bound) + 1n],
			"bound",
		],
		["net lanes of a row without a set", () => [idOf("USD"), ELEMENT.underlying, packWord([1n])], "noSet"],
	] as const)("%s is still a breach", async (_what, change, ground) => {
		const [id, index, element] = change() as [number, number, bigint];
		const { breach, skipped } = await blind(rowsWith([id, index, element]));
		expect(breach).toMatchObject({ id, right: null, dispute: { ground } });
		expect(skipped).toEqual([]);
	});

	it("nothing is found in the right table, nor in a lane that only marks could judge", async () => {
		const elements = ROW_ELEMENTS * right.size;
		const none = { breach: null, differences: elements, asked: 0, skipped: [] };
		expect(await blind(right)).toEqual(none);
		expect(await blind(rowsWith([put(), 30, shifted(put(), 30, 2, -5n)]))).toEqual(none);
	});
});

describe("a difference whose evidence is no use", () => {
	const put = () => idOf("BTC-27MAR26-60000-P");
	const both = () => rowsWith([1, 30, UNDECODABLE], [put(), 30, shifted(put(), 30, 2, -5n)]);

	it("is skipped and named when it cannot be opened, and hides nothing behind it", async () => {
		const posted = both();
		const prove = async (id: number, wordIndex: number) => {
			if (id === 1) throw new InputError({ code: "ROW_NOT_IN_TABLE", message: "not in the table" });
			return openedWord(id, wordIndex, posted.get(id)?.[wordIndex] ?? 0n);
		};
		const { breach, asked, skipped } = await search(posted, { prove });
		expect(breach).toMatchObject({ id: put(), wordIndex: 30, laneOfWord: 2 });
		expect(asked).toBe(1);
		expect(skipped).toEqual([{ id: 1, wordIndex: 30, laneOfWord: null, message: "not in the table" }]);
	});

	it("is skipped when the contract does not open it", async () => {
		const isWrong = (dispute: Dispute) =>
			fixture.judge(
				{
					...commitmentsOf(honest),
					...(dispute.ground === "lane" && { marketRoot: `0x${"ab".repeat(32)}` }),
				},
				dispute,
			);
		const posted = rowsWith([put(), 30, shifted(put(), 30, 2, -5n)]);
		const { breach, asked, skipped } = await search(posted, { isWrong });
		expect([breach, asked]).toEqual([null, 0]);
		expect(skipped).toMatchObject([{ id: put(), wordIndex: 30, laneOfWord: 2 }]);
		expect(skipped[0]?.message).toContain("MarketNotOpened");
	});

	it("is no excuse for a node that does not answer", async () => {
		const prove = () => {
			throw new RetryableError({ code: "CHAIN_UNREACHABLE", message: "no answer" });
		};
		await expect(search(both(), { prove })).rejects.toMatchObject({ code: "CHAIN_UNREACHABLE" });
	});
});

it("the form of elements is what the contract says it is", async () => {
	const uniform = seededUniform(11);
	const draw = (limit: number) => Math.floor(uniform() * limit);
	const magnitudes = [0n, 1n, 2n ** 35n, 2n ** 36n - 1n, 2n ** 36n, 2n ** 60n, 2n ** 61n, 2n ** 61n - 1n];
	const lane = () => (draw(2) === 0 ? 1n : -1n) * (magnitudes[draw(magnitudes.length)] as bigint);
	let sound = 0;
	for (let round = 0; round < 400; round++) {
		const index = draw(4) === 0 ? draw(LANE_WORDS) : LANE_WORDS + draw(ROW_ELEMENTS - LANE_WORDS);
		const id = draw(8) === 0 ? 0 : 1 + draw(13);
		const [a, b, c] = [lane(), lane(), lane()];
		const element = [
			() => packWord([a, b, c, -c]),
			() => packWord([a]),
			() => packWord([0n, 0n, c, c]),
			() => magnitudes[draw(magnitudes.length)] as bigint,
			() => encodeKeys({ strike: draw(2) * 5, expiry: draw(2) * 4, underlying: draw(2) * 3 }),
			() => elementOf(id, index),
			() => UNDECODABLE + BigInt(draw(9)),
		][draw(7)]?.() as bigint;
		const isWrong = await fixture.judge(commitmentsOf(honest), wordDispute(openedWord(id, index, element)));
		expect(isSoundElement(id, index, element), `${id} ${index} ${element}`).toBe(!isWrong);
		if (!isWrong) sound++;
	}
	expect(sound).toBeGreaterThan(60);
	expect(sound).toBeLessThan(340);
});
