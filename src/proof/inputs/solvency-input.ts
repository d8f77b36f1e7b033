/**
 * From an account, a risk table and a statement to the inputs of `circuits/solvency.circom`.
 *
 * Everything here is the honest prover's choice; nothing here is trusted: the circuit checks it.
 */
import { InputError } from "../../errors/base.ts";
import { type TreePath, treeLevel, treePath } from "../../field/tree.ts";
import type { AccountRecord } from "../../ledger/account-leaf.ts";
import { pseudonymOf } from "../../ledger/identity.ts";
import type { MarginAssessment } from "../../risk/margin/margin-engine.ts";
import type { SetNets } from "../../risk/margin/net-charges.ts";
import { AMOUNT_LIMIT, aloneGroups, EXTRA_SEGMENTS, MAX_INSTRUMENT_ID } from "../../risk/model/dimensions.ts";
import { encodeRow, rowElements } from "../../risk/model/risk-row.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";

/** Signal name → value, arrays nested as in the circuit. */
export type CircuitInput = { readonly [signal: string]: CircuitValue };
export type CircuitValue = bigint | readonly CircuitValue[];

/** What a solvency proof says, apart from the roots. */
export type SolvencyRequest = {
	/** Field element chosen by the verifying contract. */
	readonly scope: bigint;
	/** 20-byte address that may use the proof. */
	readonly holder: `0x${string}`;
	/** Free collateral to prove, µUSD, `0 ≤ surplus < 2^61`. */
	readonly surplusMicroUsd: bigint;
};

/** Public signals in the circuit's order. */
export type SolvencySignals = {
	readonly pseudonym: bigint;
	readonly ledgerRoot: bigint;
	readonly riskRoot: bigint;
	readonly scope: bigint;
	readonly context: bigint;
};

export type SolvencyWitnessSource = {
	readonly secret: bigint;
	readonly record: AccountRecord;
	readonly accountIndex: number;
	readonly accountPath: TreePath;
	readonly ledgerRoot: bigint;
	readonly table: RiskTable;
	readonly assessment: MarginAssessment;
	readonly request: SolvencyRequest;
};

const HOLDER_BITS = 160n;
const NO_LINES: readonly bigint[] = new Array<bigint>(EXTRA_SEGMENTS).fill(0n);
const NO_NETS: SetNets = [0n, 0n, 0n];

/**
 * `holder + surplus·2^160`: binds a proof to who may use it and for how much.
 *
 * @throws InputError `HOLDER_MALFORMED`, `SURPLUS_OUT_OF_RANGE`
 */
export function contextOf(holder: string, surplusMicroUsd: bigint): bigint {
	if (!/^0x[0-9a-fA-F]{40}$/.test(holder)) {
		throw new InputError({
			code: "HOLDER_MALFORMED",
			message: "holder is not an address",
			field: "holder",
			hint: "give a 20-byte address as 0x and 40 hexadecimal digits",
		});
	}
	if (surplusMicroUsd < 0n || surplusMicroUsd >= AMOUNT_LIMIT) {
		throw new InputError({
			code: "SURPLUS_OUT_OF_RANGE",
			message: `surplus ${surplusMicroUsd} µUSD is not in [0, 2^61)`,
			field: "surplus",
			hint: "give the free collateral to prove in USD, zero or more",
		});
	}
	return BigInt(holder) + (surplusMicroUsd << HOLDER_BITS);
}

/** The circuit's inputs for one statement. */
export function solvencyInput(source: SolvencyWitnessSource): CircuitInput {
	const { record, table, assessment, request } = source;
	const slots = paddedSlots(record, assessment);
	const path = slots.map(({ id }) => treePath(table.tree, id));
	return {
		pseudonym: pseudonymOf(source.secret, request.scope),
		ledgerRoot: source.ledgerRoot,
		riskRoot: table.tree.root,
		scope: request.scope,
		context: contextOf(request.holder, request.surplusMicroUsd),
		secret: source.secret,
		salt: record.salt,
		accountIndex: BigInt(source.accountIndex),
		accountPath: source.accountPath,
		holder: BigInt(request.holder),
		surplusMicroUsd: request.surplusMicroUsd,
		ids: slots.map(({ id }) => BigInt(id)),
		negs: slots.map(({ qtyLots }) => (qtyLots < 0n ? 1n : 0n)),
		qtysLots: slots.map(({ qtyLots }) => (qtyLots < 0n ? -qtyLots : qtyLots)),
		rows: slots.map(({ id }) => rowElements(encodeRow(rowOf(table, id)))),
		rowPaths: path.map((levels) => levels.slice(0, 2)),
		tableCap: treeLevel(table.tree, 2),
		chargeLinesMicroUsd: slots.map((slot) => slot.linesMicroUsd),
		pinNetsMicroUsd: slots.map((slot) => slot.pinNetMicroUsd),
		expiryNetsMicroUsd: slots.map((slot) => slot.expiryNetsMicroUsd),
		underlyingNetsMicroUsd: slots.map((slot) => slot.underlyingNetsMicroUsd),
		tailShiftMicroUsd: assessment.tailHintMicroUsd + AMOUNT_LIMIT,
		...aloneInput(source),
	};
}

/** No set has this key but one that starts at the last id; what comes after it has no slot at all. */
const FIRST_UNUSED_KEY = MAX_INSTRUMENT_ID;

/** Underlyings with options in the order of their keys, then keys that make empty groups. */
function aloneInput({ record, table, assessment }: SolvencyWitnessSource) {
	const groupCount = aloneGroups(record.sizeClass);
	const keys = assessment.aloneSets.map(({ key }) => key);
	if (keys.length > groupCount) {
		throw new InputError({
			code: "TOO_MANY_OPTION_UNDERLYINGS",
			message: `options on ${keys.length} underlyings, size class ${record.sizeClass} tests ${groupCount} alone`,
			field: "holdings",
			hint: "ask the venue to commit the account in a larger size class",
		});
	}
	while (keys.length < groupCount) keys.push(Math.max(FIRST_UNUSED_KEY, (keys.at(-1) ?? 0) + 1));
	const restMicroUsd = (key: number) =>
		assessment.holdings.reduce((rest, { id, qtyLots }) => {
			const row = rowOf(table, id);
			return row.keys.underlying === key ? rest : rest + qtyLots * (row.stressMicroUsd[0] as bigint);
		}, 0n);
	return {
		aloneKeys: keys.map(BigInt),
		aloneRestShiftsMicroUsd: keys.map((key) => restMicroUsd(key) + AMOUNT_LIMIT),
	};
}

/** Holdings in the circuit's slots, empty slots first, with the nets of the sets that end there. */
function paddedSlots(record: AccountRecord, assessment: MarginAssessment) {
	const empty = record.sizeClass - assessment.holdings.length;
	const slots = Array.from({ length: record.sizeClass }, (_, slot) => ({
		id: assessment.holdings[slot - empty]?.id ?? 0,
		qtyLots: assessment.holdings[slot - empty]?.qtyLots ?? 0n,
		linesMicroUsd: assessment.positionCharges[slot - empty]?.linesMicroUsd ?? NO_LINES,
		pinNetMicroUsd: 0n,
		expiryNetsMicroUsd: NO_NETS,
		underlyingNetsMicroUsd: NO_NETS,
	}));
	for (const set of assessment.strikeSets) {
		const slot = slots[empty + set.lastHolding];
		if (slot !== undefined) slot.pinNetMicroUsd = set.pinNetMicroUsd;
	}
	for (const set of assessment.expirySets) {
		const slot = slots[empty + set.lastHolding];
		if (slot !== undefined) slot.expiryNetsMicroUsd = set.netsMicroUsd;
	}
	for (const set of assessment.underlyingSets) {
		const slot = slots[empty + set.lastHolding];
		if (slot !== undefined) slot.underlyingNetsMicroUsd = set.netsMicroUsd;
	}
	return slots;
}

function rowOf(table: RiskTable, id: number) {
	const row = table.rows[id];
	if (row === undefined) {
		throw new InputError({
			code: "INSTRUMENT_NOT_IN_TABLE",
			message: `instrument ${id} has no row in the risk table`,
			field: "holdings",
			hint: "the table and the account must come from the same listing",
		});
	}
	return row;
}
