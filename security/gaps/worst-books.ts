/** The worst book of each class of states: a linear program at each state, the exact engine over what it finds. */
import { type AttackedMarket, type BookLine, judgeBook, stateChanges } from "./attacked-market.ts";
import type { MarketState } from "./market-state.ts";
import { type ProgramInstrument, ruleProgram } from "./rule-program.ts";
import { openRuleSolver } from "./rule-solver.ts";
import { FINEST_PPM, type StateClass } from "./state-classes.ts";

export type Finding = {
	readonly class: StateClass;
	readonly state: MarketState;
	/** Loss over maintenance requirement, exact. */
	readonly ratio: number;
	readonly lines: readonly BookLine[];
	readonly requirementUsd: number;
	readonly lossUsd: number;
};

/** How many of the worst coarse moves are looked at more closely, and how far. */
const REFINED = 1;
const REFINED_STEPS = 3n;

export async function worstBooks(request: {
	readonly market: AttackedMarket;
	readonly instruments: readonly ProgramInstrument[];
	readonly classes: readonly StateClass[];
	readonly onFinding?: (finding: Finding) => void;
}): Promise<Finding[]> {
	const { market, instruments, classes, onFinding } = request;
	const solverA = await openRuleSolver(ruleProgram(instruments));
	const solverB = await openRuleSolver(ruleProgram(instruments, true), true);
	const solver = { worstBook: (c: readonly number[]) => { const a = solverA.worstBook(c), b = solverB.worstBook(c); return a.ratio >= b.ratio ? { ...a, by: "shorts" } : { ...b, by: "bought" }; }, dispose() { solverA.dispose(); solverB.dispose(); } };
	const changesIn = stateChanges(market, instruments);
	const at = (one: StateClass, movePpm: bigint) => {
		const state = one.stateAt(movePpm);
		return { movePpm, state, ...solver.worstBook(changesIn(state)) };
	};
	try {
		return classes.map((one) => {
			const coarse = one.coarsePpm.map((move) => at(one, move)).sort((a, b) => b.ratio - a.ratio);
			const fine = coarse
				.slice(0, REFINED)
				.flatMap(({ movePpm }) => neighbours(movePpm, one.withinPpm).map((move) => at(one, move)));
			const [worst] = [...coarse, ...fine].sort((a, b) => b.ratio - a.ratio);
			if (worst === undefined) throw new Error(`${one.name} has no states`);
			const judged = judgeBook(market, instruments, worst.notionalUsd, worst.state);
			const ratio = worst.ratio; console.log(worst.by, "engine", (judged.lossUsd / judged.requirementUsd).toFixed(2));
			const finding = { class: one, state: worst.state, ratio, ...judged };
			onFinding?.(finding);
			return finding;
		});
	} finally {
		solver.dispose();
	}
}

function neighbours(movePpm: bigint, { least, most }: StateClass["withinPpm"]): bigint[] {
	const found: bigint[] = [];
	for (let step = -REFINED_STEPS; step <= REFINED_STEPS; step++) {
		const move = movePpm + step * FINEST_PPM;
		const size = move < 0n ? -move : move;
		if (step !== 0n && size >= least && size <= most) found.push(move);
	}
	return found;
}
