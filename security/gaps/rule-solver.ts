/** The rule's program in HiGHS: one model whose objective changes from state to state, each warm from the last. */
import type { RuleProgram } from "./rule-program.ts";

/** The worst book of a state: signed notional in USD by place, for a requirement of 1 USD. */
export type WorstBook = { readonly ratio: number; readonly notionalUsd: readonly number[] };

export type RuleSolver = {
	/** @param changes change of value by place, USD per USD of notional */
	readonly worstBook: (changes: readonly number[]) => WorstBook;
	readonly dispose: () => void;
};

export async function openRuleSolver(program: RuleProgram, buysOnly = false): Promise<RuleSolver> {
	const { default: loader } = await import("highs");
	const highs = await (loader as unknown as typeof loader.default)();
	const { columns, freeColumns, lows, instruments } = program;
	const starts = [0];
	const indices: number[] = [];
	const values: number[] = [];
	for (const column of columns) {
		for (const [row, value] of column) {
			indices.push(row);
			values.push(value);
		}
		starts.push(indices.length);
	}
	const free = new Set(freeColumns);
	const model = highs.createModel({
		numCols: columns.length,
		numRows: lows.length,
		colCost: columns.map(() => 0),
		colLower: columns.map((_, at) => (free.has(at) ? Number.NEGATIVE_INFINITY : 0)),
		colUpper: columns.map((_, at) => buysOnly && at < 2 * instruments.length && (instruments[at >> 1]?.row.keys.strike === 0 ? instruments[at >> 1]?.instrument.underlying !== "USD" : at % 2 === 1) ? 0 : Number.POSITIVE_INFINITY),
		rowLower: [...lows],
		rowUpper: lows.map(() => Number.POSITIVE_INFINITY),
		matrix: { format: "csc", numRows: lows.length, numCols: columns.length, starts, indices, values },
	});
	model.options.set("output_flag", false);
	model.options.set("simplex_strategy", 4);
	model.options.set("time_limit", 1e9);
	return {
		worstBook: (changes) => {
			// Minimise the change of value.
			const costs = new Float64Array(columns.length);
			changes.forEach((change, at) => {
				costs[2 * at] = change;
				costs[2 * at + 1] = -change;
			});
			model.changeColsCost({ kind: "range", from: 0, to: columns.length - 1 }, costs);
			model.run();
			const status = model.getModelStatus();
			if (status !== highs.constants.modelStatus.optimal) {
				return { ratio: Number.POSITIVE_INFINITY, notionalUsd: changes.map(() => 0) };
			}
			const { colValue } = model.getSolution();
			const notionalUsd = instruments.map(
				(_, at) => (colValue[2 * at] as number) - (colValue[2 * at + 1] as number),
			);
			const ratio = -notionalUsd.reduce((sum, notional, at) => sum + notional * (changes[at] as number), 0);
			return { ratio, notionalUsd };
		},
		dispose: () => model.dispose(),
	};
}
