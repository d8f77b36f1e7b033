/**
 * Extreme values on a seeded place of every kind of private input. All are refused, except where
 * the input is slack that the prover may waste: then the statement is unchanged and still true.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { decideSolvency } from "../../../src/risk/margin/margin-engine.ts";
import { type CircuitBench, openCircuitBench, refusedAt } from "../../support/circuits/circuit-setup.ts";
import {
	type ForgeableInput,
	forge,
	restate,
	type SolvencyCase,
	solvencyCase,
} from "../../support/circuits/solvency-case.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { DESK_HOLDINGS, deskRows } from "../../support/tables/desk-table.ts";
import { tableOf } from "../../support/tables/random-table.ts";

const SEED = 20_261_122;

const VALUES: readonly (readonly [string, bigint])[] = [
	["p − 1", FIELD_ORDER - 1n],
	["2^40", 1n << 40n],
	["2^61", 1n << 61n],
	["2^62", 1n << 62n],
	["2^63", 1n << 63n],
	["2^128", 1n << 128n],
	["(p + 1)/2", (FIELD_ORDER + 1n) / 2n],
];

type PrivateInput = Exclude<
	keyof ForgeableInput,
	"pseudonym" | "ledgerRoot" | "riskRoot" | "scope" | "context"
>;

const ON_PATH = "AssertAccountInLedger > AssertTreePath";
const NOT_THE_ROW = "AssertRowInTable > AssertTreePath";

/** Where each input may be refused. */
const REFUSED_AT: Readonly<Record<PrivateInput, readonly string[]>> = {
	secret: ["AssertPseudonym"],
	salt: [ON_PATH],
	accountIndex: ["AssertAccountInLedger"],
	accountPath: ["AssertAccountInLedger", ON_PATH],
	holder: ["AssertContext", "AssertContext > RangeChecked"],
	surplusMicroUsd: ["AssertContext", "RangeChecked"],
	ids: ["PositionEntry"],
	negs: ["PositionEntry"],
	qtysLots: ["PositionEntry", "PositionEntry > RangeChecked"],
	rows: [NOT_THE_ROW],
	rowPaths: ["AssertRowInTable", NOT_THE_ROW],
	tableCap: ["Solvency"],
	chargeLinesMicroUsd: ["PositionCharge"],
	expiryNetsMicroUsd: ["SetCharges"],
	underlyingNetsMicroUsd: ["SetCharges"],
	tailShiftMicroUsd: ["RangeChecked", "AssertExpectedShortfall > RangeChecked"],
	// A key that no slot has makes an empty group, and then all else is the whole account.
	aloneKeys: ["AloneMembers", "AloneMembers > Num2Bits", "AssertAlone > LanesAfterMark"],
	aloneRestShiftsMicroUsd: ["RangeChecked", "AssertAlone > LanesAfterMark"],
};

/** Inputs that only ever raise the prover's own charge. */
const SLACK: ReadonlySet<string> = new Set<PrivateInput>(["tailShiftMicroUsd"]);

let bench: CircuitBench;
let honest: SolvencyCase;

beforeAll(async () => {
	bench = await openCircuitBench();
	// Rich enough that 2^40 µUSD of wasted charge can be afforded: the slack inputs are tried to the end.
	const holdings = DESK_HOLDINGS.map(({ id, qtyLots }) => ({
		id,
		qtyLots: id === 1 ? 10_000_000n : qtyLots,
	}));
	honest = solvencyCase({
		hash: bench.hash,
		table: tableOf(deskRows(), bench.hash),
		holdings,
		surplusMicroUsd: 0n,
	});
});

describe.each(Object.keys(REFUSED_AT) as PrivateInput[])(`%s (seed ${SEED})`, (name) => {
	it.each(VALUES)("of %s is refused, or the statement stays true", async (label, value) => {
		const draw = drawFrom(
			SEED + [...`${name}${label}`].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7),
		);
		const input = forge(honest, (forged) => {
			setSomewhere(forged, name, value, (count) => draw.integer(0, count - 1));
		});
		const at = refusedAt(await bench.calculate(input));
		if (at === "accepted") {
			expect(SLACK).toContain(name);
			expect(decideSolvency(honest.assessment, honest.input.surplusMicroUsd)).toEqual({ accepted: true });
		} else {
			expect(REFUSED_AT[name]).toContain(at);
		}
	});
});

it.each(VALUES)("refuses a surplus of %s that is stated as well, or proves it", async (_label, value) => {
	const input = forge(honest, (forged) => {
		forged.surplusMicroUsd = value;
		restate(forged);
	});
	const at = refusedAt(await bench.calculate(input));
	const provable = value < 1n << 61n && decideSolvency(honest.assessment, value).accepted;
	expect(at).toBe(provable ? "accepted" : "RangeChecked");
});

/** Writes `value` over one number of an input, chosen by `pick`. */
function setSomewhere(
	input: ForgeableInput,
	name: PrivateInput,
	value: bigint,
	pick: (count: number) => number,
): void {
	let parent: unknown = input;
	let key: string | number = name;
	for (;;) {
		const child = (parent as Record<string | number, unknown>)[key];
		if (!Array.isArray(child)) break;
		parent = child;
		key = pick(child.length);
	}
	(parent as Record<string | number, unknown>)[key] = value;
}
