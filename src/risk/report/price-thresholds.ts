/**
 * How far one price may move, down and up, until the account has no free collateral left at
 * maintenance level: the distance to liquidation.
 *
 * The requirement moves too. At each tried price the rows of the moved instruments are built again,
 * as a publisher would build them there: same scenarios (they are relative), same volatilities by
 * strike, same time, same parameters. Rows of other underlyings are the table's. Holding the
 * requirement at today's marks instead would be wrong on both sides: a short option that runs into the
 * money needs more, one that runs out of it needs less.
 *
 * Prices are tried outward in steps of 4 % of the price; the first step on which free collateral
 * changes its sign is halved until it is a hundredth of a percent wide. A dip narrower than a step
 * may be missed.
 */
import { InputError } from "../../errors/base.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { ONE_IN_PPM } from "../../units/exact-value.ts";
import { assessMargin } from "../margin/margin-engine.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";
import type { RiskTable } from "../model/risk-table.ts";
import type { ScenarioSet } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { buildRiskRows } from "../table/build-risk-row.ts";
import { moveMarks } from "./moved-marks.ts";

/** Of the price, toward and away from 0. */
const STEP_PPM = 40_000n;
/** No further than this, relative to the mark. */
const LOWEST_MOVE_PPM = -950_000n;
const HIGHEST_MOVE_PPM = 3_000_000n;
/** Width of the interval in which the crossing lies at the end. */
const PRECISION_PPM = 100n;

export type Crossing = {
	/** The move nearest to 0 that is known to be on the other side. */
	readonly movePpm: bigint;
	/** At that move. */
	readonly freeCollateralMicroUsd: bigint;
};

export type PriceThreshold = {
	/** The underlyings that move; all others stand still. */
	readonly underlyings: readonly string[];
	/** Spot of a single underlying at the mark, decimal USD; absent for several. */
	readonly indexUsd?: string | undefined;
	/** Absent when no move within the searched range crosses. */
	readonly down?: Crossing | undefined;
	readonly up?: Crossing | undefined;
	/** The searched range; less than the widest where a row would not fit its bounds. */
	readonly lowestMovePpm: bigint;
	readonly highestMovePpm: bigint;
};

export type PriceThresholds = {
	/** Free collateral at the mark, maintenance level. Below 0 the crossings are the way back. */
	readonly freeCollateralMicroUsd: bigint;
	/** One per underlying held, then all of them together if there are several. */
	readonly thresholds: readonly PriceThreshold[];
};

type Request = {
	/** At maintenance level. */
	readonly table: Pick<RiskTable, "rows" | "origin">;
	readonly holdings: readonly Holding[];
	/** At least the instruments held, at the marks of the table. */
	readonly marked: readonly MarkedInstrument[];
	/** Those of the table; nothing here can check that. */
	readonly params: RiskParams;
	readonly scenarios: ScenarioSet;
};

/** @throws InputError those of `assessMargin` */
export function priceThresholds(request: Request): PriceThresholds {
	const { table, holdings } = request;
	const { freeCollateralMicroUsd } = assessMargin(table.rows, holdings);
	const held = heldInstruments(request);
	const names = [...new Set(held.map(({ underlying }) => underlying))].filter((name) => name !== "USD");
	const rowAfter = movedRows(request);
	const groups = [...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
	return {
		freeCollateralMicroUsd,
		thresholds: groups.map((underlyings) => {
			const freeAt = freeCollateralAt({ ...request, held, underlyings, rowAfter });
			const down = firstCrossing(freeAt, freeCollateralMicroUsd, "down");
			const up = firstCrossing(freeAt, freeCollateralMicroUsd, "up");
			return {
				underlyings,
				indexUsd: underlyings.length === 1 ? indexOf(held, underlyings[0]) : undefined,
				down: down.crossing,
				up: up.crossing,
				lowestMovePpm: down.searchedPpm,
				highestMovePpm: up.searchedPpm,
			};
		}),
	};
}

function heldInstruments({ holdings, marked }: Request): MarkedInstrument[] {
	const ids = new Set(holdings.map(({ id }) => id));
	return marked.filter(({ id }) => ids.has(id));
}

function indexOf(held: readonly MarkedInstrument[], name: string | undefined): string | undefined {
	return held.find(({ underlying }) => underlying === name)?.indexUsd;
}

/** Free collateral at maintenance level after a move; absent where a moved row would not fit. */
type FreeAt = (movePpm: bigint) => bigint | undefined;

/** The instrument's maintenance row after its underlying has moved; absent where it would not fit. */
type RowAfter = (instrument: MarkedInstrument, movePpm: bigint) => RiskRow | undefined;

/** A row depends on its own underlying alone, so it serves all groups that move that one by as much. */
function movedRows({ table, params, scenarios }: Request): RowAfter {
	const known = new Map<string, RiskRow | undefined>();
	const build = (instrument: MarkedInstrument, movePpm: bigint): RiskRow | undefined => {
		try {
			return buildRiskRows({
				instrument: moveMarks(instrument, { movesPpm: { [instrument.underlying]: movePpm } }),
				keys: (table.rows[instrument.id] as RiskRow).keys,
				scenarios,
				params,
				snapshotTimeMs: table.origin.snapshotTimeMs,
			}).maintenance;
		} catch (error) {
			if (error instanceof InputError && error.code === "ROW_TOO_LARGE") return undefined;
			throw error;
		}
	};
	return (instrument, movePpm) => {
		const name = `${instrument.id} ${movePpm}`;
		if (!known.has(name)) known.set(name, build(instrument, movePpm));
		return known.get(name);
	};
}

function freeCollateralAt(given: {
	readonly table: Request["table"];
	readonly holdings: readonly Holding[];
	readonly held: readonly MarkedInstrument[];
	readonly underlyings: readonly string[];
	readonly rowAfter: RowAfter;
}): FreeAt {
	const { table, holdings, held, underlyings, rowAfter } = given;
	const moving = held.filter(({ underlying }) => underlyings.includes(underlying));
	const rows: RiskRow[] = [...table.rows];
	return (movePpm) => {
		for (const instrument of moving) {
			const row = rowAfter(instrument, movePpm);
			if (row === undefined) return undefined;
			rows[instrument.id] = row;
		}
		return assessMargin(rows, holdings).freeCollateralMicroUsd;
	};
}

function firstCrossing(freeAt: FreeAt, atMark: bigint, direction: "down" | "up") {
	const startsBelow = atMark < 0n;
	const crosses = (free: bigint) => free < 0n !== startsBelow;
	let insidePpm = 0n;
	while (true) {
		const nextPpm = stepFrom(insidePpm, direction);
		if (nextPpm === insidePpm) return { searchedPpm: insidePpm };
		const free = freeAt(nextPpm);
		if (free === undefined) return { searchedPpm: insidePpm };
		if (crosses(free)) {
			const crossing = bisect({ freeAt, crosses, insidePpm, outside: { movePpm: nextPpm, free } });
			return { searchedPpm: nextPpm, crossing };
		}
		insidePpm = nextPpm;
	}
}

/** The next price is a fixed share of the last one away; the range ends the walk. */
function stepFrom(movePpm: bigint, direction: "down" | "up"): bigint {
	const step = ((ONE_IN_PPM + movePpm) * STEP_PPM) / ONE_IN_PPM;
	if (direction === "down") return movePpm - step < LOWEST_MOVE_PPM ? LOWEST_MOVE_PPM : movePpm - step;
	return movePpm + step > HIGHEST_MOVE_PPM ? HIGHEST_MOVE_PPM : movePpm + step;
}

function bisect(given: {
	readonly freeAt: FreeAt;
	readonly crosses: (free: bigint) => boolean;
	readonly insidePpm: bigint;
	readonly outside: { readonly movePpm: bigint; readonly free: bigint };
}): Crossing {
	let { insidePpm } = given;
	let { movePpm, free } = given.outside;
	while (movePpm - insidePpm > PRECISION_PPM || insidePpm - movePpm > PRECISION_PPM) {
		const middlePpm = (insidePpm + movePpm) / 2n;
		const there = given.freeAt(middlePpm);
		// Rows grow with the move: what fits further out fits here.
		if (there === undefined || !given.crosses(there)) {
			insidePpm = middlePpm;
		} else {
			movePpm = middlePpm;
			free = there;
		}
	}
	return { movePpm, freeCollateralMicroUsd: free };
}
