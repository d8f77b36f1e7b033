/** One instrument's rows at both levels, from its marks, the scenarios and the parameters. */
import { InputError } from "../../errors/base.ts";
import { lotAtMark } from "../../market/snapshot/lot-usd.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { MICRO_USD_DECIMALS, parseDecimal } from "../../units/decimal.ts";
import { largerOf, microUsdUp, ONE_IN_PPM } from "../../units/exact-value.ts";
import { flatCharge } from "../charges/charge-ladder.ts";
import { largestLongSlope, largestLoss, largestOptionSlopeUp } from "../charges/long-slope-cap.ts";
import { largestNetFactor, type NetLanes, netLanes } from "../charges/net-lanes.ts";
import { sideCharges } from "../charges/side-charges.ts";
import { PER_LOT_LIMIT, STRESS_LANES, TAIL_LANES } from "../model/dimensions.ts";
import type { LotPricer } from "../model/lot-pricer.ts";
import { type ChargeLadder, type RiskRow, type SetKeys, ZERO_ROW } from "../model/risk-row.ts";
import type { MarginLevel } from "../model/risk-table.ts";
import { largestPerLot, magnitude, perLotNumbers } from "../model/row-numbers.ts";
import type { Scenario, ScenarioSet } from "../model/scenario.ts";
import { initialMultiplier, type RiskParams } from "../params/risk-params.ts";
import { assetPricer, futurePricer } from "../pricing/linear-lanes.ts";
import { optionPricer } from "../pricing/option-lanes.ts";
import { initialInterceptDown, maintenanceRowOf } from "./maintenance-row.ts";
import {
	addMargin,
	countNetTerms,
	gainErrorUp,
	largestRoundingError,
	type RoundingFacts,
	roundingBuffer,
} from "./rounding-buffer.ts";

export type RowRequest = {
	readonly instrument: MarkedInstrument;
	readonly keys: SetKeys;
	readonly scenarios: ScenarioSet;
	readonly params: RiskParams;
	readonly snapshotTimeMs: number;
};

export type RowPair = Readonly<Record<MarginLevel, RiskRow>> & {
	/** µUSD per lot, over both levels. */
	readonly roundingErrorMicroUsd: bigint;
};

/** @throws InputError `ROW_TOO_LARGE` naming the instrument */
export function buildRiskRows(request: RowRequest): RowPair {
	const { instrument, params } = request;
	if (instrument.kind === "hold" || instrument.kind === "order") return obligationRows(instrument);
	const pricer = pricerOf(request);
	const initial = initialRow(request, pricer);
	const maintenance = maintenanceRowOf(initial, initialMultiplier(params));
	const facts = roundingFacts(request, pricer, initial);
	const finish = (level: MarginLevel, row: RiskRow) =>
		withBound(addMargin(row, roundingBuffer(level, facts)), instrument.name);
	return {
		maintenance: finish("maintenance", maintenance),
		initial: finish("initial", initial),
		roundingErrorMicroUsd: largestRoundingError(facts),
	};
}

/**
 * The initial row without rounding against the account and without the rounding buffer: values to
 * the nearest µUSD, no bound. With lots large enough that a µUSD is nothing, these are the exact
 * numbers that a table's rows are rounded from. For comparisons, never for a table.
 */
export function unroundedRow(request: RowRequest): RiskRow {
	return initialRow(request, pricerOf(request), (pricer, scenario, weight) =>
		BigInt(Math.round(pricer.lane(scenario, weight))),
	);
}

/** What one lot of anything but holds and orders is worth, now and in scenarios. */
export function pricerOf({
	instrument,
	params,
	snapshotTimeMs,
}: Pick<RowRequest, "instrument" | "params" | "snapshotTimeMs">): LotPricer {
	if (instrument.kind === "option") return optionPricer({ option: instrument, params, snapshotTimeMs });
	return instrument.assetClass === undefined
		? futurePricer(instrument, snapshotTimeMs)
		: assetPricer(instrument);
}

type LaneRounding = (pricer: LotPricer, scenario: Scenario, weightPpm: bigint) => bigint;

const roundedDown: LaneRounding = (pricer, scenario, weightPpm) => pricer.laneDown(scenario, weightPpm);

/** Before the rounding buffer. */
function initialRow(request: RowRequest, pricer: LotPricer, round = roundedDown): RiskRow {
	const { instrument, params, scenarios, keys, snapshotTimeMs } = request;
	const multiplier = initialMultiplier(params);
	const weight = params.levels.initialWeight;
	const stressMicroUsd = scenarios.stress.map((scenario) => round(pricer, scenario, weight));
	const tailMicroUsd = scenarios.tail.map((scenario) => round(pricer, scenario, weight));
	const lanes = [...stressMicroUsd, ...tailMicroUsd];
	const nets = limitedFloor(
		netLanes({ instrument, pricer, params, snapshotTimeMs }),
		instrument,
		stressMicroUsd[0],
	);
	const facts = roundingFacts(request, pricer, nets);
	const longCapMicroUsd = () =>
		instrument.kind === "option"
			? largestOptionSlopeUp({ lanes, nets, errorMicroUsd: gainErrorUp(facts) })
			: largestLongSlope({ lanes, nets, marginMicroUsd: roundingBuffer("initial", facts).longMicroUsd });
	const charges = sideCharges({
		instrument,
		pricer,
		params,
		haircutFactorsPpm: scenarios.haircutFactorsPpm,
		longCapMicroUsd: params.charges.capLongSlopes ? longCapMicroUsd() : undefined,
		largestLossMicroUsd: largestLoss(lanes),
	});
	const scalable = (ladder: ChargeLadder): ChargeLadder => ({
		...ladder,
		interceptsMicroUsd: ladder.interceptsMicroUsd.map((amount) => initialInterceptDown(amount, multiplier)),
	});
	return {
		stressMicroUsd,
		tailMicroUsd,
		longCharge: scalable(charges.long),
		shortCharge: scalable(charges.short),
		...nets,
		deltaAllowanceMicroUsd: initialInterceptDown(deltaAllowance(instrument, params), multiplier),
		keys,
		boundMicroUsd: 0n,
	};
}

/** An option loses at most its value at the mark, as rounded: bought alone it pays no more. */
function limitedFloor(nets: NetLanes, { kind }: MarkedInstrument, markMicroUsd = 0n): NetLanes {
	if (kind !== "option") return nets;
	return {
		...nets,
		offsetFloorDownMicroUsd: largerOf(nets.offsetFloorDownMicroUsd, -markMicroUsd),
		offsetFloorUpMicroUsd: largerOf(nets.offsetFloorUpMicroUsd, -markMicroUsd),
	};
}

/** The part of an underlying's net delta that costs nothing, as a charge: rate × free USD, down. */
function deltaAllowance({ underlying }: MarkedInstrument, params: RiskParams): bigint {
	if (underlying === "USD") return 0n;
	const { rate, allowanceUsd, allowanceUsdOther } = params.charges.concentration;
	return (rate * (allowanceUsd[underlying] ?? allowanceUsdOther)) / ONE_IN_PPM;
}

function roundingFacts(request: RowRequest, pricer: LotPricer, nets: NetLanes): RoundingFacts {
	const { instrument, params, scenarios, snapshotTimeMs } = request;
	// Parameters may take USD off its peg. Its rounded lanes need not show that.
	const isPegged = () => scenarios.stress.every(({ depegsPpm }) => depegsPpm[instrument.name] === undefined);
	const remainingMs = Math.max(0, (instrument.expiryMs ?? snapshotTimeMs) - snapshotTimeMs);
	return {
		netTerms: countNetTerms(nets),
		exact: instrument.assetClass === "fiat" && isPegged() && isWholeMicroUsd(instrument),
		floatErrorMicroUsd: pricer.floatErrorMicroUsd,
		netFactor: largestNetFactor(params, instrument.underlying, remainingMs),
		cutUp: instrument.kind === "option" && params.charges.capLongSlopes,
	};
}

function isWholeMicroUsd(instrument: MarkedInstrument): boolean {
	const { units, decimals } = lotAtMark(instrument);
	return (units * 10n ** BigInt(MICRO_USD_DECIMALS)) % 10n ** BigInt(decimals) === 0n;
}

/**
 * `USD-HOLD` is owed at both levels, `USD-ORDER` at initial level only. The short side, which would
 * be an obligation owed to the account, is charged its whole value: it is worth nothing.
 */
function obligationRows(instrument: MarkedInstrument): RowPair {
	const oneUsd = microUsdUp(parseDecimal(instrument.lot, instrument.name));
	const owed: RiskRow = {
		...ZERO_ROW,
		stressMicroUsd: new Array<bigint>(STRESS_LANES).fill(-oneUsd),
		tailMicroUsd: new Array<bigint>(TAIL_LANES).fill(-oneUsd),
		shortCharge: flatCharge(oneUsd),
	};
	const initial = withBound(owed, instrument.name);
	return {
		maintenance: instrument.kind === "order" ? ZERO_ROW : initial,
		initial,
		roundingErrorMicroUsd: 0n,
	};
}

function withBound(row: RiskRow, name: string): RiskRow {
	const boundMicroUsd = largestPerLot(row);
	if (boundMicroUsd < PER_LOT_LIMIT) return { ...row, boundMicroUsd };
	const [largestField] = perLotNumbers(row).find(([, value]) => magnitude(value) === boundMicroUsd) ?? [""];
	throw new InputError({
		code: "ROW_TOO_LARGE",
		message: `${name}: ${largestField} is ${boundMicroUsd} µUSD per lot, the limit is ${PER_LOT_LIMIT}`,
		field: name,
		hint: "list the instrument with a smaller lot",
	});
}
