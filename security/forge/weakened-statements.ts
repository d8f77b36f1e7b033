/** Copies of the whole statement with one of its connections cut, for what no template can show alone. */
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import type { SourceEdit } from "../circuit/circuit-part.ts";
import { attackClass, type Effort, HonestRefused } from "./attack-class.ts";
import { INPUT_MUTATIONS } from "./attack-inputs.ts";

export type WeakenedStatement = { readonly name: string; readonly edits: readonly SourceEdit[] };

const cut = (name: string, find: string, replace: string): WeakenedStatement => ({
	name,
	edits: [{ file: "solvency.circom", find, replace }],
});

export const WEAKENED_STATEMENTS: readonly WeakenedStatement[] = [
	cut("a table that is not compared with the risk root", "    tableRoot === riskRoot;\n", ""),
	cut("a surplus that is not part of the total charge", "<== totalCharge + surplus;", "<== totalCharge;"),
	cut(
		"charges on nets that are not part of the total charge",
		"+ expiryCharges[i].loss + expiryCharges[i].size + concentrationCharges[i].chargeMicroUsd;",
		";",
	),
	cut("a sign that the charge does not see", "charges[i].neg <== negs[i];", "charges[i].neg <== 0;"),
];

const SMALLEST: SizeClass = 8;
const EFFORT: Effort = {
	sweeps: 1,
	wireMutations: 2_000,
	forcedRepeats: 20,
	// Every kind several times: of the honest statement and of one that claims too much.
	inputMutations: 4 * INPUT_MUTATIONS.length,
};

/** Whether the search finds what is wrong with a copy; a copy that refuses honest accounts is found, too. */
export async function catchStatement({ edits }: WeakenedStatement, seed: number): Promise<boolean> {
	try {
		const { wires, inputs } = await attackClass({
			sizeClass: SMALLEST,
			seed,
			budgetMs: 0,
			effort: EFFORT,
			edits,
		});
		return wires.total.bugs + inputs.total.bugs > 0;
	} catch (error) {
		if (error instanceof HonestRefused) return true;
		throw error;
	}
}
