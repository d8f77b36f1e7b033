/**
 * The margin rule in exact integers: the reference that the circuit must match on every input,
 * accepting and rejecting (design "The margin rule"). Everything is µUSD.
 *
 * stress  for every s:  V_s − C ≥ 0, and for the first ones the same with one underlying alone
 * tail    worst·(−C − t) − Σ_n max(0, −V_n − t) ≥ 0 for some t
 * floor   V_0 − C − R ≥ 0, R the largest stand-alone risk and a seventh of all others
 * with C = H + B + W + K + D + surplus
 */
import { InputError } from "../../errors/base.ts";
import { divideCeil, divideFloor } from "../../units/decimal.ts";
import { largerOf } from "../../units/exact-value.ts";
import { MAX_QTY_LOTS } from "../../units/lots.ts";
import {
	AMOUNT_LIMIT,
	MAX_INSTRUMENT_ID,
	OTHER_RISKS_DIVISOR,
	STRESS_LANES,
	TAIL_LANES,
	TAIL_WORST_COUNT,
} from "../model/dimensions.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";
import { type AloneSet, aloneSets } from "./alone-sets.ts";
import {
	type ExpirySet,
	type NetCharges,
	netCharges,
	type StrikeSet,
	type UnderlyingSet,
} from "./net-charges.ts";
import { type PositionCharge, positionCharge } from "./position-charge.ts";

export type MarginLine = "stress" | "tail" | "floor";

export type WorstStress = {
	readonly index: number;
	readonly valueMicroUsd: bigint;
	/** Key of the underlying that this scenario hits alone; absent when it hits all. */
	readonly aloneKey?: number | undefined;
};

/** Every number of the rule for one account under one table, before any surplus. */
export type MarginAssessment = {
	readonly holdings: readonly Holding[];
	/** `V_0`: value at the mark. */
	readonly equityMicroUsd: bigint;
	/** `G = Σ |q|·M`: must stay below 2^61. */
	readonly overflowBoundMicroUsd: bigint;
	/** `H` by position, in the order of the holdings. */
	readonly positionCharges: readonly PositionCharge[];
	readonly strikeSets: readonly StrikeSet[];
	readonly expirySets: readonly ExpirySet[];
	readonly underlyingSets: readonly UnderlyingSet[];
	readonly totals: {
		readonly haircutsAndCostsMicroUsd: bigint;
		readonly basisMicroUsd: bigint;
		readonly vegaMicroUsd: bigint;
		readonly uncoveredShortMicroUsd: bigint;
		readonly pinMicroUsd: bigint;
		readonly concentrationMicroUsd: bigint;
		/** `C` at surplus 0. */
		readonly chargeMicroUsd: bigint;
		/** `R`, only in the floor line. */
		readonly offsetFloorMicroUsd: bigint;
	};
	/** `V_s` for each stress scenario. */
	readonly stressMicroUsd: readonly bigint[];
	/** `V_n` for each tail scenario. */
	readonly tailMicroUsd: readonly bigint[];
	/** Underlyings with options, each hit by itself. */
	readonly aloneSets: readonly AloneSet[];
	/** Over both; of equal ones the first, and all underlyings together before one alone. */
	readonly worstStress: WorstStress;
	/** Tail scenarios from worst to best, as many as the expected shortfall averages. */
	readonly worstTail: readonly { readonly index: number; readonly valueMicroUsd: bigint }[];
	/** Expected shortfall of the account value, `−(mean of the worst)`, rounded up. */
	readonly expectedShortfallMicroUsd: bigint;
	/** The value at risk: the `t` that makes the tail line exact. */
	readonly tailHintMicroUsd: bigint;
	/** What each line has to spare at surplus 0; negative is a shortfall. */
	readonly slackMicroUsd: Readonly<Record<MarginLine, bigint>>;
	readonly bindingTest: MarginLine;
	/** The least slack: the largest surplus that the account can prove. Negative is a shortfall. */
	readonly freeCollateralMicroUsd: bigint;
	/** `V_0 − free collateral`. */
	readonly requirementMicroUsd: bigint;
};

/** Whether a statement with a given surplus holds, and if not why. A result, never an error. */
export type SolvencyDecision =
	| { readonly accepted: true }
	| {
			readonly accepted: false;
			readonly reason: "SHORTFALL" | "GROSS_TOO_LARGE" | "CHARGE_TOO_LARGE";
			/** How much free collateral is missing. */
			readonly shortfallMicroUsd: bigint;
	  };

/**
 * Applies the margin rule to an account.
 *
 * @param rows the table's rows by id; see `RiskTable`
 * @param holdings strictly increasing ids, at most the size class
 * @throws InputError `HOLDINGS_NOT_SORTED`, `HOLDING_OUT_OF_RANGE`, `INSTRUMENT_NOT_IN_TABLE`
 */
export function assessMargin(rows: readonly RiskRow[], holdings: readonly Holding[]): MarginAssessment {
	const positions = joinRows(rows, holdings);
	const positionCharges = positions.map(({ row, holding }) => positionCharge(row, holding));
	const nets = netCharges(positions);
	const stressMicroUsd = scenarioValues(positions, STRESS_LANES, (row) => row.stressMicroUsd);
	const tailMicroUsd = scenarioValues(positions, TAIL_LANES, (row) => row.tailMicroUsd);
	const equityMicroUsd = stressMicroUsd[0] as bigint;
	const totals = totalCharges(positionCharges, nets);
	const alone = aloneSets(positions, equityMicroUsd);
	const worstTail = worstFirst(tailMicroUsd, TAIL_WORST_COUNT);
	const worstTailSum = sum(worstTail.map((scenario) => scenario.valueMicroUsd));
	const worst = worstStressOf(stressMicroUsd, alone);
	const slackMicroUsd = {
		stress: worst.valueMicroUsd - totals.chargeMicroUsd,
		tail: divideFloor(worstTailSum, BigInt(TAIL_WORST_COUNT)) - totals.chargeMicroUsd,
		floor: equityMicroUsd - totals.chargeMicroUsd - totals.offsetFloorMicroUsd,
	};
	const bindingTest = leastSlack(slackMicroUsd);
	const freeCollateralMicroUsd = slackMicroUsd[bindingTest];
	return {
		holdings,
		equityMicroUsd,
		overflowBoundMicroUsd: sum(positions.map(({ row, holding }) => abs(holding.qtyLots) * row.boundMicroUsd)),
		positionCharges,
		...nets,
		totals,
		stressMicroUsd,
		tailMicroUsd,
		aloneSets: alone,
		worstStress: worst,
		worstTail,
		expectedShortfallMicroUsd: divideCeil(-worstTailSum, BigInt(TAIL_WORST_COUNT)),
		tailHintMicroUsd: -(worstTail[TAIL_WORST_COUNT - 1]?.valueMicroUsd ?? 0n),
		slackMicroUsd,
		bindingTest,
		freeCollateralMicroUsd,
		requirementMicroUsd: equityMicroUsd - freeCollateralMicroUsd,
	};
}

/**
 * Whether the account can prove `surplusMicroUsd` of free collateral, bounds of the circuit
 * included.
 *
 * @throws InputError `SURPLUS_OUT_OF_RANGE` unless `0 ≤ surplus < 2^61`
 */
export function decideSolvency(assessment: MarginAssessment, surplusMicroUsd: bigint): SolvencyDecision {
	if (surplusMicroUsd < 0n || surplusMicroUsd >= AMOUNT_LIMIT) {
		throw new InputError({
			code: "SURPLUS_OUT_OF_RANGE",
			message: `surplus ${surplusMicroUsd} µUSD is not in [0, 2^61)`,
			field: "surplus",
			hint: "give the free collateral to prove in USD, zero or more",
		});
	}
	const missing = surplusMicroUsd - assessment.freeCollateralMicroUsd;
	const refuse = (reason: "SHORTFALL" | "GROSS_TOO_LARGE" | "CHARGE_TOO_LARGE"): SolvencyDecision => ({
		accepted: false,
		reason,
		shortfallMicroUsd: missing > 0n ? missing : 0n,
	});
	if (assessment.overflowBoundMicroUsd >= AMOUNT_LIMIT) return refuse("GROSS_TOO_LARGE");
	if (missing > 0n) return refuse("SHORTFALL");
	if (assessment.totals.chargeMicroUsd + surplusMicroUsd >= AMOUNT_LIMIT) return refuse("CHARGE_TOO_LARGE");
	return { accepted: true };
}

export type RowPosition = { readonly row: RiskRow; readonly holding: Holding };

function joinRows(rows: readonly RiskRow[], holdings: readonly Holding[]): RowPosition[] {
	let previousId = 0;
	return holdings.map((holding, at) => {
		const { id, qtyLots } = holding;
		if (!Number.isInteger(id) || id <= previousId) {
			throw new InputError({
				code: "HOLDINGS_NOT_SORTED",
				message: `holding ${at} has id ${id} after id ${previousId}`,
				field: `holdings[${at}].id`,
				hint: "ids are positive and strictly increasing: one holding per instrument",
			});
		}
		if (id > MAX_INSTRUMENT_ID || abs(qtyLots) > MAX_QTY_LOTS) {
			throw new InputError({
				code: "HOLDING_OUT_OF_RANGE",
				message: `holding ${at}: id ${id}, ${qtyLots} lots`,
				field: `holdings[${at}]`,
				hint: `ids go to ${MAX_INSTRUMENT_ID}, sizes stay below 2^40 lots`,
			});
		}
		previousId = id;
		const row = rows[id];
		if (row === undefined) {
			throw new InputError({
				code: "INSTRUMENT_NOT_IN_TABLE",
				message: `instrument ${id} has no row in the risk table`,
				field: `holdings[${at}].id`,
				hint: "the table and the account must come from the same listing; expired instruments settle first",
			});
		}
		return { row, holding };
	});
}

function scenarioValues(
	positions: readonly RowPosition[],
	count: number,
	lanes: (row: RiskRow) => readonly bigint[],
): bigint[] {
	const values = new Array<bigint>(count).fill(0n);
	for (const { row, holding } of positions) {
		const perLot = lanes(row);
		for (let s = 0; s < count; s++) {
			values[s] = (values[s] as bigint) + holding.qtyLots * (perLot[s] as bigint);
		}
	}
	return values;
}

function totalCharges(charges: readonly PositionCharge[], nets: NetCharges): MarginAssessment["totals"] {
	const haircutsAndCostsMicroUsd = sum(charges.map((charge) => charge.chargeMicroUsd));
	const basisMicroUsd = sum(nets.expirySets.map((set) => set.basisMicroUsd));
	const vegaMicroUsd = sum(nets.expirySets.map((set) => set.vegaMicroUsd));
	const uncoveredShortMicroUsd = sum(nets.strikeSets.map((set) => set.uncoveredShortMicroUsd));
	const pinMicroUsd = sum(nets.strikeSets.map((set) => set.pinMicroUsd));
	const concentrationMicroUsd = sum(nets.underlyingSets.map((set) => set.concentrationMicroUsd));
	return {
		haircutsAndCostsMicroUsd,
		basisMicroUsd,
		vegaMicroUsd,
		uncoveredShortMicroUsd,
		pinMicroUsd,
		concentrationMicroUsd,
		chargeMicroUsd:
			haircutsAndCostsMicroUsd +
			basisMicroUsd +
			vegaMicroUsd +
			uncoveredShortMicroUsd +
			pinMicroUsd +
			concentrationMicroUsd,
		offsetFloorMicroUsd: offsetFloorOf(nets.underlyingSets.map((set) => set.offsetFloorMicroUsd)),
	};
}

/** `R`: the largest of all and one part in `OTHER_RISKS_DIVISOR` of the others, up. */
function offsetFloorOf(risks: readonly bigint[]): bigint {
	const largest = risks.reduce(largerOf, 0n);
	return largest + divideCeil(sum(risks) - largest, BigInt(OTHER_RISKS_DIVISOR));
}

function worstStressOf(values: readonly bigint[], alone: readonly AloneSet[]): WorstStress {
	const [together] = worstFirst(values, 1);
	return alone.reduce((worst: WorstStress, { key, valuesMicroUsd }) => {
		const [own] = worstFirst(valuesMicroUsd, 1) as [WorstStress];
		return own.valueMicroUsd < worst.valueMicroUsd ? { ...own, aloneKey: key } : worst;
	}, together as WorstStress);
}

/** The `count` smallest; equal values keep their order, so a report names the same scenario everywhere. */
function worstFirst(values: readonly bigint[], count: number) {
	const worst: { readonly index: number; readonly valueMicroUsd: bigint }[] = [];
	for (let index = 0; index < values.length; index++) {
		const valueMicroUsd = values[index] as bigint;
		let rank = worst.length;
		while (rank > 0 && valueMicroUsd < (worst[rank - 1]?.valueMicroUsd as bigint)) rank--;
		if (rank === count) continue;
		worst.splice(rank, 0, { index, valueMicroUsd });
		worst.length = Math.min(worst.length, count);
	}
	return worst;
}

function leastSlack(slack: Readonly<Record<MarginLine, bigint>>): MarginLine {
	let least: MarginLine = "stress";
	if (slack.tail < slack[least]) least = "tail";
	if (slack.floor < slack[least]) least = "floor";
	return least;
}

function sum(values: readonly bigint[]): bigint {
	return values.reduce((total, value) => total + value, 0n);
}

function abs(value: bigint): bigint {
	return value < 0n ? -value : value;
}
