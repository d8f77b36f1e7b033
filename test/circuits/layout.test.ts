/** Numbers and orders that circuit and TypeScript share. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { circomTemplates } from "../../security/circuit/circuit-sources.ts";
import { TAG_LEAF, TAG_OWNER, TAG_PSEUDONYM, TAG_ROW } from "../../src/field/domain-tags.ts";
import { LANE_SHIFT_BITS, LANES_PER_WORD } from "../../src/field/packed-word.ts";
import { TREE_ARITY } from "../../src/field/tree.ts";
import { SIZE_CLASSES, type SizeClass } from "../../src/ledger/account-leaf.ts";
import { LEDGER_DEPTH } from "../../src/ledger/ledger.ts";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { loadCircuitList, solvencyCircuitName } from "../../src/proof/circuit/circuit-list.ts";
import { publicSignalNames } from "../../src/proof/circuit/load-symbols.ts";
import { type CircuitSize, measureCircuit } from "../../src/proof/keys/circuit-size.ts";
import { readR1csHeader } from "../../src/proof/snarkjs/r1cs-file.ts";
import {
	ALONE_LANES,
	AMOUNT_LIMIT,
	aloneGroups,
	EXTRA_SEGMENTS,
	ID_BITS,
	MAX_INSTRUMENT_ID,
	OTHER_RISKS_DIVISOR,
	STRESS_LANES,
	TABLE_DEPTH,
	TAIL_LANES,
	TAIL_WORST_COUNT,
} from "../../src/risk/model/dimensions.ts";
import { type EncodedRow, rowElements } from "../../src/risk/model/risk-row.ts";
import { LANE_WORDS, ROW_ELEMENTS } from "../../src/risk/model/row-layout.ts";
import { QTY_BITS } from "../../src/units/lots.ts";
import { type CircuitBench, openCircuitBench } from "../support/circuits/circuit-setup.ts";
import { sharedCircuit } from "../support/circuits/shared-key.ts";
import { type SolvencyCase, solvencyCase } from "../support/circuits/solvency-case.ts";
import { DESK_HOLDINGS, deskRows } from "../support/tables/desk-table.ts";
import { tableOf } from "../support/tables/random-table.ts";

/** Proving takes time and memory in proportion to these powers of two. */
const DOMAIN_POWERS: Record<SizeClass, number> = { 8: 16, 16: 17, 32: 18, 64: 19 };
const STRESS_WORDS = STRESS_LANES / LANES_PER_WORD;
const TAIL_WORDS = TAIL_LANES / LANES_PER_WORD;
const AMOUNT_BITS = AMOUNT_LIMIT.toString(2).length - 1;
const CAP_LEVELS = TABLE_DEPTH - 2;

const DIMENSIONS = readFileSync(join(REPOSITORY_ROOT, "circuits/lib/dimensions.circom"), "utf8");

function bodyOf(template: string): string {
	const found = circomTemplates().find(({ name }) => name === template);
	if (found === undefined) throw new Error(`there is no template ${template}`);
	return found.body;
}

describe("dimensions in the circuit equal those of the engine", () => {
	it.each([
		["Solvency", "signal input rows[positionCount][ROW_ELEMENTS()];"],
		["Solvency", `signal input accountPath[${LEDGER_DEPTH}][${TREE_ARITY}];`],
		["Solvency", `signal input rowPaths[positionCount][${TABLE_DEPTH - CAP_LEVELS}][${TREE_ARITY}];`],
		["Solvency", `signal input tableCap[${TREE_ARITY ** CAP_LEVELS}];`],
		["Solvency", "AssertStressAndFloor(positionCount, STRESS_WORDS())"],
		["Solvency", `AssertExpectedShortfall(TAIL_WORDS(), ${TAIL_WORST_COUNT})`],
		["Solvency", `RangeChecked(${AMOUNT_BITS})(surplusMicroUsd)`],
		["Solvency", `signal input chargeLinesMicroUsd[positionCount][${EXTRA_SEGMENTS}];`],
		["PositionCharge", `lines[1] * (1 << ${LANE_SHIFT_BITS}) + lines[2] * (1 << ${2n * LANE_SHIFT_BITS})`],
		["PositionCharge", `lines[3] * (1 << ${3n * LANE_SHIFT_BITS})`],
		["PositionCharge", `PositivePart(k == 0 ? ${AMOUNT_BITS + 1} : ${AMOUNT_BITS + 2})`],
		["SetCharges", `nets[1] * (1 << ${LANE_SHIFT_BITS})`],
		["SetCharges", `nets[2] * ((1 << ${2n * LANE_SHIFT_BITS}) - (1 << ${3n * LANE_SHIFT_BITS}))`],
		["SetCharges", `PositivePart(${AMOUNT_BITS + 2})(nets[0] - nets[1])`],
		["SetCharges", `PositivePart(${AMOUNT_BITS + 1})(difference - nets[0])`],
		["SetCharges", `PositivePart(${AMOUNT_BITS + 1})(nets[2])`],
		["ConcentrationCharge", `(1 << ${2n * LANE_SHIFT_BITS}) + (1 << ${3n * LANE_SHIFT_BITS})`],
		["Solvency", `RangeChecked(${AMOUNT_BITS + 1})(tailShiftMicroUsd)`],
		["AssertGrossBound", `RangeChecked(${AMOUNT_BITS})(overflowBoundMicroUsd)`],
		["TotalCharge", `RangeChecked(${AMOUNT_BITS})(sumMicroUsd)`],
		["AssertExpectedShortfall", `shiftMicroUsd - (1 << ${AMOUNT_BITS})`],
		["AssertExpectedShortfall", `k < ${LANES_PER_WORD};`],
		["PositionEntry", `Num2Bits(${ID_BITS})(id)`],
		["PositionEntry", `RangeChecked(${QTY_BITS})(qtyLots)`],
		["PositionEntry", `id * (1 << ${QTY_BITS + 1n}) + neg * (1 << ${QTY_BITS}) + qtyLots`],
		["AssertRowInTable", "PoseidonChain(ROW_ELEMENTS())(elements)"],
		["AssertAccountInLedger", `elements[0] = ${TAG_LEAF} + positionCount;`],
		["AssertAccountInLedger", `Num2Bits(${3 * LEDGER_DEPTH})(accountIndex)`],
		["AssertPseudonym", `Poseidon(2)([${TAG_OWNER}, secret])`],
		["AssertPseudonym", `Poseidon(3)([${TAG_PSEUDONYM}, scope, secret])`],
		["RowKeys", `keyWord - ${TAG_ROW} * (1 << ${3n * ID_BITS})`],
		["RowKeys", `i < ${ID_BITS};`],
		["NonNegativeLanes", `(1 << (${LANE_SHIFT_BITS} * lane))`],
	])("%s has %s", (template, text) => {
		expect(bodyOf(template)).toContain(text);
	});

	it.each([
		["STRESS_WORDS", STRESS_WORDS],
		["TAIL_WORDS", TAIL_WORDS],
		["ALONE_WORDS", ALONE_LANES / LANES_PER_WORD],
		["ROW_ELEMENTS", ROW_ELEMENTS],
		["OTHER_RISKS_DIVISOR", OTHER_RISKS_DIVISOR],
	])("%s is %i", (name, value) => {
		expect(DIMENSIONS).toContain(`function ${name}() {\n    return ${value};`);
	});

	it("tests as many underlyings alone in each size class", () => {
		expect(DIMENSIONS).toContain("var least = positionCount < 16 ? 2 : 3;");
		expect(DIMENSIONS).toContain("return positionCount < 24 ? least : positionCount \\ 8;");
		expect(SIZE_CLASSES.map(aloneGroups)).toEqual([2, 3, 4, 8]);
	});

	it("packs the segments of a charge into one word", () => {
		expect(EXTRA_SEGMENTS).toBe(LANES_PER_WORD);
	});

	it("has an id for every place of the table", () => {
		expect(MAX_INSTRUMENT_ID).toBe(2 ** Number(ID_BITS) - 1);
	});
});

it("reads the fields of a row in the order in which they are hashed", () => {
	const mark = (name: string, count?: number) =>
		count === undefined ? name : Array.from({ length: count }, (_, at) => `${name}[${at}]`);
	const fields = bodyOf("RiskRowFields");
	const outputs = [...fields.matchAll(/signal output (\w+)(?:\[(STRESS|TAIL)_WORDS\(\)\])?;/g)];
	const marked = Object.fromEntries(
		outputs.map(([, name, count]) => [
			name,
			mark(name as string, count === undefined ? undefined : count === "STRESS" ? STRESS_WORDS : TAIL_WORDS),
		]),
	);
	const hashed = rowElements(marked as unknown as EncodedRow) as unknown as string[];
	const read = new Array<string>(ROW_ELEMENTS);
	for (const [, name, offset, place] of fields.matchAll(
		/(\w+)(?:\[i\])? <== elements\[(?:(STRESS_WORDS\(\)|lanesEnd) \+ )?(i|lanesEnd|\d+)\];/g,
	)) {
		const count = place === "i" ? (name === "stressWords" ? STRESS_WORDS : TAIL_WORDS) : 1;
		const from = offset === undefined ? 0 : offset === "lanesEnd" ? LANE_WORDS : STRESS_WORDS;
		for (let i = 0; i < count; i++) {
			const at = place === "i" ? from + i : place === "lanesEnd" ? LANE_WORDS : from + Number(place);
			expect(read[at], `element ${at} is read twice`).toBeUndefined();
			read[at] = place === "i" ? `${name}[${i}]` : (name as string);
		}
	}
	expect(read).toEqual(hashed);
	expect(hashed).toHaveLength(ROW_ELEMENTS);
});

describe("the compiled circuit", () => {
	let bench: CircuitBench;
	let publicCount: number;
	let honest: SolvencyCase;

	beforeAll(async () => {
		bench = await openCircuitBench();
		({ publicCount } = await readR1csHeader(bench.compiled.r1csPath));
		honest = solvencyCase({
			hash: bench.hash,
			table: tableOf(deskRows(), bench.hash),
			holdings: DESK_HOLDINGS,
		});
	});

	it("has the public signals in the documented order", async () => {
		const documented = ["pseudonym", "ledgerRoot", "riskRoot", "scope", "context"];
		expect(bench.compiled.publicSignals).toEqual(documented);
		expect(await publicSignalNames(bench.compiled.symPath, publicCount)).toEqual(documented);
		expect(Object.keys(honest.input).slice(0, documented.length)).toEqual(documented);
	});
});

describe("the size of every class", () => {
	type WrittenSize = Omit<CircuitSize, "domainPower">;
	const path = join(REPOSITORY_ROOT, "snapshots", "circuits.json");
	const written = JSON.parse(readFileSync(path, "utf8")) as Record<string, WrittenSize>;

	it("is written down for each and for each circuit of a book, and for nothing else", async () => {
		const book = (await loadCircuitList()).map(({ name }) => name).filter((name) => name.startsWith("book-"));
		expect(Object.keys(written)).toEqual([...SIZE_CLASSES.map(solvencyCircuitName), ...book]);
	});

	it.each(SIZE_CLASSES.map((sizeClass) => [sizeClass, DOMAIN_POWERS[sizeClass]] as const))(
		"%i positions: as written down, in 2^%i rows",
		async (sizeClass, power) => {
			const name = solvencyCircuitName(sizeClass);
			const { domainPower, ...size } = await measureCircuit((await sharedCircuit(name)).r1csPath);
			expect(size).toEqual(written[name]);
			expect(domainPower).toBe(power);
		},
	);

	// Not of 512 accounts: that one takes two minutes to compile and was measured when it last changed.
	it.each([
		["book-batch-8x8", 14],
		["book-batch-64x8", 17],
		["book-batch-64x16", 17],
		["book-table-32", 14],
		["book-table-512", 17],
		["book-fund-8x8", 11],
		["book-fund-64x8", 12],
		["book-fund-64x16", 12],
	] as const)("%s: as written down, in 2^%i rows", async (name, power) => {
		const { domainPower, ...size } = await measureCircuit((await sharedCircuit(name)).r1csPath);
		expect(size).toEqual(written[name]);
		expect(domainPower).toBe(power);
	});

	it("of a book is below what an account of 8 positions may cost", () => {
		const perAccount = (name: string, accounts: number) => (written[name]?.constraints as number) / accounts;
		expect(perAccount("book-batch-64x8", 64)).toBeLessThanOrEqual(1_050);
		expect(perAccount("book-batch-512x8", 512)).toBeLessThanOrEqual(1_030);
	});
});
