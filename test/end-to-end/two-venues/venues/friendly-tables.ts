/** What two publishers post for a friend: honest tables, except that the friend's pair cannot lose. */
import { loadFastPoseidon } from "../../../../src/field/poseidon.ts";
import { buildTree } from "../../../../src/field/tree.ts";
import { TABLE_DEPTH } from "../../../../src/risk/model/dimensions.ts";
import { hashRow, type RiskRow } from "../../../../src/risk/model/risk-row.ts";
import type { PublishedMarket } from "./market.ts";

/**
 * The initial table without falls of what the friend is long and without rises of what it is short; the
 * maintenance table and everything else as they should be.
 */
export async function friendlyTables(
	published: PublishedMarket,
	friend: { readonly long: readonly string[]; readonly short: readonly string[] },
): Promise<PublishedMarket> {
	const hash = await loadFastPoseidon();
	const { initial } = published.tables;
	const { instruments } = initial.labels;
	const rows = initial.rows.map((row, id) => {
		const name = instruments[id] ?? "";
		if (friend.long.includes(name)) return withLanes(row, (lane, mark) => (lane < mark ? mark : lane));
		return friend.short.includes(name) ? withLanes(row, (lane, mark) => (lane > mark ? mark : lane)) : row;
	});
	const leaves = rows.map((row) => hashRow(hash, row));
	const tree = buildTree(hash, leaves, TABLE_DEPTH);
	return { ...published, tables: { ...published.tables, initial: { ...initial, rows, tree } } };
}

function withLanes(row: RiskRow, change: (lane: bigint, mark: bigint) => bigint): RiskRow {
	const [mark = 0n] = row.stressMicroUsd;
	return {
		...row,
		stressMicroUsd: row.stressMicroUsd.map((lane) => change(lane, mark)),
		tailMicroUsd: row.tailMicroUsd.map((lane) => change(lane, mark)),
		// Nor alone, where the floor would ask for it.
		offsetFloorDownMicroUsd: 0n,
		offsetFloorUpMicroUsd: 0n,
	};
}
