/** Attacks one template as a circuit of its own: with other inputs, and with other witnesses. */
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { type Draw, drawFrom } from "../../../test/support/random/seeded-draw.ts";
import { loadConstraintSystem } from "../../circuit/circuit-constraints.ts";
import { determinedFrom } from "../../circuit/circuit-determinism.ts";
import { compilePart, type SourceEdit } from "../../circuit/circuit-part.ts";
import { type Judge, mutateWires, sweepWires } from "../attack-witness.ts";
import { FREE, isFree } from "../free-signals.ts";
import { IncrementalCheck } from "../incremental-check.ts";
import { EDGE_VALUES } from "../mutations/mutations.ts";
import { loadSignalMap, type SignalMap } from "../signal-map.ts";
import { Tally } from "../tally.ts";
import { type Expected, elementNames, type Part, type Values } from "./part.ts";

const ANOTHER_STATEMENT = "other inputs that the template must accept as well, with the outputs of those";
const OUTSIDE = "inputs outside of what the template assumes; the caller rules them out";
/** Small circuits are swept more often: their mutations cost nothing. */
const WITNESS_MUTATIONS = 400;

export type PartAttack = {
	readonly part: Part;
	readonly seed: number;
	/** Inputs to try; each accepted one is then mutated wire by wire. */
	readonly inputs: number;
	/** Changes to the sources, for a weakened copy. */
	readonly edits?: readonly SourceEdit[];
	/** Stops at the first bug. */
	readonly untilFirstBug?: boolean;
};

export async function attackPart(attack: PartAttack): Promise<Tally> {
	const { part, edits = [] } = attack;
	const names = (shapes: Part["inputs"]) =>
		Object.entries(shapes).flatMap(([name, shape]) => elementNames(name, shape));
	const compiled = await compilePart({
		main: part.main,
		file: part.file,
		...(part.templates === undefined ? {} : { templates: part.templates }),
		publicInputs: Object.keys(part.inputs),
		publicSignals: [...names(part.outputs), ...names(part.inputs)],
		edits,
	});
	const system = await loadConstraintSystem(compiled.r1csPath);
	const mainTemplate = part.main.replace(/\(.*$/, "");
	const map = await loadSignalMap(compiled.symPath, mainTemplate, part.templates);
	const draw = drawFrom(attack.seed);
	const tally = new Tally();
	const inputWires = names(part.inputs).map((name) => wireNamed(map, name));
	if (determinedFrom(system, inputWires).undetermined.length > 0)
		tally.bug(part.name, "the inputs do not determine every signal");
	for (let tried = 0; tried < attack.inputs; tried++) {
		if (attack.untilFirstBug === true && tally.total.bugs > 0) break;
		const drawn = part.draw(draw);
		const input = draw.chance(0.5) ? drawn : mutateInputs(drawn, draw);
		const result = await calculateWitness({ wasmPath: compiled.wasmPath, input });
		const expected = part.reference(input);
		if (!result.satisfied) {
			if (expected === "refused" || expected === "outside") tally.refused(part.name, result.refused.template);
			else tally.bug(part.name, `refuses ${text(input)}`);
			continue;
		}
		const check = new IncrementalCheck(system, result.witness);
		const label = text(input);
		judgeInputs(tally, part, expected, readValues(part.outputs, map, check, new Map()), label);
		const judge = partJudge(part, map);
		const attacked = { check, map, isFixed: () => false, judge, draw, tally, label };
		sweepWires(attacked);
		mutateWires(attacked, WITNESS_MUTATIONS);
	}
	return tally;
}

function judgeInputs(tally: Tally, part: Part, expected: Expected, outputs: Values, label: string): void {
	if (expected === "outside") tally.free(part.name, OUTSIDE);
	else if (expected === "refused") tally.bug(part.name, `accepts ${label}`);
	else if (!same(expected, outputs)) tally.bug(part.name, `gives ${text(outputs)} for ${label}`);
	else tally.free(part.name, ANOTHER_STATEMENT);
}

function partJudge(part: Part, map: SignalMap): Judge {
	return (edits, check) => {
		if (isFree(edits, check, map)) return { kind: "free", reason: FREE.inverse };
		const inputs = readValues(part.inputs, map, check, edits);
		const outputs = readValues(part.outputs, map, check, edits);
		const expected = part.reference(inputs);
		if (expected === "outside") return { kind: "free", reason: OUTSIDE };
		if (expected === "refused")
			return { kind: "bug", what: `a witness for ${text(inputs)} satisfies everything` };
		if (!same(expected, outputs))
			return { kind: "bug", what: `a witness gives ${text(outputs)} for ${text(inputs)}` };
		if (same(inputs, readValues(part.inputs, map, check, new Map())))
			return { kind: "bug", what: "the inputs do not determine this signal" };
		return { kind: "free", reason: ANOTHER_STATEMENT };
	};
}

function readValues(
	shapes: Part["inputs"],
	map: SignalMap,
	check: IncrementalCheck,
	edits: ReadonlyMap<number, bigint>,
): Values {
	const read = (name: string) => check.valueOf(edits, wireNamed(map, name));
	return Object.fromEntries(
		Object.entries(shapes).map(([name, shape]) => [name, elementNames(name, shape).map(read)]),
	);
}

function wireNamed(map: SignalMap, name: string): number {
	const wire = map.wireOf(name);
	if (wire === undefined) throw new Error(`the compiler left no wire for ${name}`);
	return wire;
}

/** One or two elements changed: to an edge value, by an edge value, by one, or exchanged. */
function mutateInputs(drawn: Values, draw: Draw): Values {
	const changed = Object.fromEntries(Object.entries(drawn).map(([name, values]) => [name, [...values]]));
	const place = () => {
		const list = changed[draw.pick(Object.keys(changed))] as bigint[];
		return { list, at: draw.integer(0, list.length - 1) };
	};
	for (let count = draw.integer(1, 2); count > 0; count--) {
		const { list, at } = place();
		const old = list[at] as bigint;
		const kind = draw.integer(0, 4);
		if (kind === 0) list[at] = draw.unsigned(FIELD_ORDER - 1n);
		else if (kind === 1) list[at] = draw.pick(EDGE_VALUES);
		else if (kind === 2) list[at] = toField(old + draw.pick(EDGE_VALUES));
		else if (kind === 3) list[at] = toField(old + (draw.chance(0.5) ? 1n : -1n));
		else {
			const other = place();
			list[at] = other.list[other.at] as bigint;
			other.list[other.at] = old;
		}
	}
	return changed;
}

function same(one: Values, other: Values): boolean {
	return Object.entries(one).every(([name, values]) =>
		values.every((value, at) => other[name]?.[at] === value),
	);
}

function text(values: Values): string {
	const parts = Object.entries(values).map(([name, list]) =>
		list.length > 4 ? `${name} …` : `${name} ${list.join(",")}`,
	);
	return `{${parts.join("; ")}}`;
}
