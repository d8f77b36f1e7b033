/**
 * Charges on nets: short options and pinned long ones per strike (K, P), basis and vega per expiry (B, W), concentration and
 * stand-alone risk per underlying (D, R).
 *
 * A bought option is paid for and can be left to expire. So W asks for net vega that is long only of accounts
 * that are short any option, whose hedge it may be, and B only of sets that hold anything but bought options.
 *
 * Between two scenarios an option near expiry can be worth far less than in either, if spot ends at its strike.
 * So P asks for net long options near expiry wherever they may hide another position's loss: of accounts that
 * hold anything but bought options and money. What bought options alone can lose, pinned scenarios show.
 *
 * A netting set is a run of neighbours with equal key. Sets are nested: a strike set ends where its
 * expiry set ends, an expiry set where its underlying set ends, exactly as in the circuit.
 */
import type { Holding } from "../model/holding.ts";
import type { RiskRow, SetKeys } from "../model/risk-row.ts";

type SetRange = {
	/** The set's key: id of its first listed member; 0 for instruments outside any set. */
	readonly key: number;
	/** Index of the last holding of the run. */
	readonly lastHolding: number;
};

/** In the order of the packed word's first three lanes. */
export type SetNets = readonly [bigint, bigint, bigint];

export type StrikeSet = SetRange & {
	readonly uncoveredShortMicroUsd: bigint;
	readonly pinMicroUsd: bigint;
	/** Net of the pin lane, which P is charged on. */
	readonly pinNetMicroUsd: bigint;
};
export type ExpirySet = SetRange & {
	readonly basisMicroUsd: bigint;
	readonly vegaMicroUsd: bigint;
	/** What they are charged on: basis up, basis down, vega. */
	readonly netsMicroUsd: SetNets;
};
export type UnderlyingSet = SetRange & {
	readonly offsetFloorMicroUsd: bigint;
	readonly concentrationMicroUsd: bigint;
	/** Net of the delta lane: the delta that D is charged on. */
	readonly netDeltaMicroUsd: bigint;
	/** What they are charged on: stand-alone down, stand-alone up, delta. */
	readonly netsMicroUsd: SetNets;
};

export type NetCharges = {
	readonly strikeSets: readonly StrikeSet[];
	readonly expirySets: readonly ExpirySet[];
	readonly underlyingSets: readonly UnderlyingSet[];
};

type Position = { readonly row: RiskRow; readonly holding: Holding };
type Run = { readonly key: number; readonly first: number; readonly last: number };

/** All charges on nets of an account whose holdings are sorted by id. */
export function netCharges(positions: readonly Position[]): NetCharges {
	const keys = positions.map(({ row }) => row.keys);
	const net = (run: Run, lane: (row: RiskRow) => bigint) => {
		let total = 0n;
		for (let at = run.first; at <= run.last; at++) {
			const { row, holding } = positions[at] as Position;
			total += holding.qtyLots * lane(row);
		}
		return total;
	};
	const isShortAnyOption = positions.some(
		({ row, holding }) => row.keys.strike !== 0 && holding.qtyLots < 0n,
	);
	const holdsMore = holdsMoreThanBoughtOptions(positions);
	const range = (run: Run): SetRange => ({ key: run.key, lastHolding: run.last });
	return {
		strikeSets: runs(keys, "strike").map((run) => {
			const pin = net(run, (row) => row.pinMicroUsd);
			return {
				...range(run),
				uncoveredShortMicroUsd: largest(0n, -net(run, (row) => row.uncoveredShortMicroUsd)),
				pinMicroUsd: holdsMore ? largest(0n, pin) : 0n,
				pinNetMicroUsd: pin,
			};
		}),
		expirySets: runs(keys, "expiry").map((run) => {
			const up = net(run, (row) => row.basisUpMicroUsd);
			const down = net(run, (row) => row.basisDownMicroUsd);
			const vega = net(run, (row) => row.vegaMicroUsd);
			return {
				...range(run),
				basisMicroUsd: isLiable(positions, run) ? largest(0n, -up, -down) : 0n,
				vegaMicroUsd: isShortAnyOption ? largest(vega, -vega) : largest(0n, -vega),
				netsMicroUsd: [up, down, vega],
			};
		}),
		underlyingSets: runs(keys, "underlying").map((run) => {
			const down = net(run, (row) => row.offsetFloorDownMicroUsd);
			const up = net(run, (row) => row.offsetFloorUpMicroUsd);
			const delta = net(run, (row) => row.deltaMicroUsd);
			const free = (positions[run.last] as Position).row.deltaAllowanceMicroUsd;
			return {
				...range(run),
				netDeltaMicroUsd: delta,
				offsetFloorMicroUsd: largest(0n, -down, -up),
				concentrationMicroUsd: largest(0n, largest(delta, -delta) - free),
				netsMicroUsd: [down, up, delta],
			};
		}),
	};
}

/** A short option, or anything else of an underlying of which the account has options. */
function holdsMoreThanBoughtOptions(positions: readonly Position[]): boolean {
	const withOptions = new Set(
		positions.flatMap(({ row: { keys } }) => (keys.strike === 0 ? [] : [keys.underlying])),
	);
	return positions.some(({ row: { keys }, holding }) =>
		keys.strike === 0 ? withOptions.has(keys.underlying) : holding.qtyLots < 0n,
	);
}

/** Does a run hold anything but bought options? Options are what has a strike set. */
function isLiable(positions: readonly Position[], run: Run): boolean {
	return positions
		.slice(run.first, run.last + 1)
		.some(({ row, holding }) => row.keys.strike === 0 || holding.qtyLots < 0n);
}

function runs(keys: readonly SetKeys[], kind: keyof SetKeys): Run[] {
	const found: Run[] = [];
	let first = 0;
	for (let at = 0; at < keys.length; at++) {
		const here = keys[at] as SetKeys;
		const next = keys[at + 1];
		if (next !== undefined && continues(here, next, kind)) continue;
		found.push({ key: here[kind], first, last: at });
		first = at + 1;
	}
	return found;
}

function continues(here: SetKeys, next: SetKeys, kind: keyof SetKeys): boolean {
	if (here.underlying !== next.underlying) return false;
	if (kind === "underlying") return true;
	if (here.expiry !== next.expiry) return false;
	return kind === "expiry" || here.strike === next.strike;
}

function largest(...values: readonly bigint[]): bigint {
	return values.reduce((most, value) => (value > most ? value : most));
}
