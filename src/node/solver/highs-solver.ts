/** HiGHS, compiled to WebAssembly, as the solver of linear programs. Loaded only where one is needed. */
import { InternalError } from "../../errors/base.ts";
import type { LinearProgram, LinearSolver } from "../../risk/hedge/linear-program.ts";

export async function loadHighsSolver(): Promise<LinearSolver> {
	// The package's types describe its CommonJS build; its module build has the loader itself as default.
	const { default: loader } = await import("highs");
	const highs = await (loader as unknown as typeof loader.default)();
	const { modelStatus, variableType } = highs.constants;
	return ({ variables, rows }) =>
		highs.withModel(
			{
				numCols: variables.length,
				numRows: rows.length,
				colCost: variables.map(({ cost }) => cost),
				colLower: variables.map(({ low }) => low),
				colUpper: variables.map(({ high }) => high),
				rowLower: rows.map(({ low }) => low),
				rowUpper: rows.map(({ high }) => high),
				matrix: compressedRows({ variables, rows }),
				// Only where needed: with integrality it is another solver.
				...(variables.some(({ whole }) => whole) && {
					integrality: variables.map(({ whole }) => (whole ? variableType.integer : variableType.continuous)),
				}),
			},
			(model) => {
				// No time limit: the same program has the same answer everywhere.
				model.options.set("output_flag", false);
				model.run();
				const status = model.getModelStatus();
				if (status === modelStatus.optimal) {
					return { status: "optimal" as const, values: [...model.getSolution().colValue] };
				}
				if (status === modelStatus.infeasible) return { status: "infeasible" as const };
				throw new InternalError({
					code: "SOLVER_FAILED",
					message: `the linear program ended with status ${status}`,
				});
			},
		);
}

function compressedRows({ variables, rows }: LinearProgram) {
	const starts = [0];
	const indices: number[] = [];
	const values: number[] = [];
	for (const { terms } of rows) {
		for (const [variable, factor] of terms) {
			indices.push(variable);
			values.push(factor);
		}
		starts.push(indices.length);
	}
	return { format: "csr" as const, numRows: rows.length, numCols: variables.length, starts, indices, values };
}
