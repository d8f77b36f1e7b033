/** The linear program says of a book what the engine says: with trades forbidden, and with trades given. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadHighsSolver } from "../../../src/node/solver/highs-solver.ts";
import { type Candidate, hedgeModel } from "../../../src/risk/hedge/hedge-model.ts";
import type { LinearSolver } from "../../../src/risk/hedge/linear-program.ts";
import { type Trade, tradedHoldings, tradeTerms } from "../../../src/risk/hedge/trade-terms.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { basisOnEveryNet, vegaOnEveryNet } from "../../support/tables/basis-on-every-net.ts";
import { SMALL_MARKED, SMALL_SOURCES } from "../../support/tables/small-book.ts";

const SEED = 20_261_129;
const { rows } = SMALL_SOURCES.table;
const CASH = SMALL_MARKED.find(({ name }) => name === "USD");

let solve: LinearSolver;
beforeAll(async () => {
	solve = await loadHighsSolver();
});

describe(`the margin rule as a linear program (seed ${SEED})`, () => {
	it("has the engine's free collateral for any book and any trades, but for what bought options alone are not asked", () => {
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const draw = drawFrom(seed);
				const cash = CASH as NonNullable<typeof CASH>;
				const traded = SMALL_MARKED.filter(
					({ kind, name }) => kind !== "hold" && kind !== "order" && name !== "USD",
				);
				const holdings = traded.concat(cash).flatMap(({ id }) => {
					const qtyLots = draw.signed(5_000n);
					return draw.chance(0.5) && qtyLots !== 0n ? [{ id, qtyLots }] : [];
				});
				holdings.sort((a, b) => a.id - b.id);
				const trades: Trade[] = [];
				const candidates = traded.map((instrument): Candidate => {
					const terms = tradeTerms({ ...SMALL_SOURCES, instrument });
					const qtyLots = draw.chance(0.4) ? draw.signed(3_000n) : 0n;
					if (qtyLots !== 0n && terms.sellMicroUsd > 0n) trades.push({ terms, qtyLots });
					return {
						terms,
						row: rows[instrument.id] as Candidate["row"],
						heldLots: holdings.find(({ id }) => id === instrument.id)?.qtyLots ?? 0n,
					};
				});
				const { program, lotsOf } = hedgeModel({
					assessment: assessMargin(rows, holdings),
					rows,
					candidates,
					cash: { id: cash.id, row: rows[cash.id] as Candidate["row"] },
					goal: { kind: "most free collateral" },
				});
				// Buying and selling come in pairs at the front, then everything else.
				const lotsPerVariable = candidates.map((_, at) => {
					const unit = program.variables.map((_, variable) => (variable === 2 * at ? 1 : 0));
					return lotsOf(unit, at);
				});
				const sizes = candidates.flatMap(({ terms }, at) => {
					const lots = Number(trades.find((trade) => trade.terms === terms)?.qtyLots ?? 0n);
					const size = Math.abs(lots) / (lotsPerVariable[at] as number);
					return lots < 0 ? [0, size] : [size, 0];
				});
				const solution = solve({
					...program,
					variables: program.variables.map((variable, at) => {
						const size = sizes[at];
						return size === undefined ? variable : { ...variable, low: size, high: size };
					}),
				});
				if (solution.status !== "optimal") throw new Error("every book has some free collateral, if below 0");
				const at = program.variables.findIndex(({ cost }) => cost === -1);
				const after = assessMargin(rows, tradedHoldings({ holdings, trades, cash }));
				const gross = assessMargin(rows, holdings).overflowBoundMicroUsd;
				const scale = Math.max(
					1e6,
					Number(gross) / 1e5,
					Math.abs(Number(assessMargin(rows, holdings).equityMicroUsd)) / 1e5,
				);
				// The program asks B and W of every expiry, also where the rule lets bought options off.
				const { basisMicroUsd, vegaMicroUsd } = after.totals;
				const letOff = basisOnEveryNet(after) - basisMicroUsd + vegaOnEveryNet(after) - vegaMicroUsd;
				const error = (solution.values[at] as number) * scale - Number(after.freeCollateralMicroUsd - letOff);
				// Cash is rounded down to its lot of a cent; the solver keeps rows to 10⁻⁷ of the scale.
				expect(Math.abs(error)).toBeLessThanOrEqual(10_000 + 2e-5 * scale);
			}),
			{ seed: SEED, numRuns: 60 },
		);
	});
});
