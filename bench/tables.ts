/** Hashing and building risk tables. */
import { sampleMarket, sampleTables } from "../src/cli/demo/sample-venue.ts";
import { loadFastPoseidon, poseidon } from "../src/field/poseidon.ts";
import { comparison, measure, repeat, row } from "./measure.ts";

const RUNS = 5;

export async function benchTables(): Promise<void> {
	const fast = await loadFastPoseidon();
	const block = Array.from({ length: 16 }, (_, at) => BigInt(at + 1) ** 60n);
	const portableHash = await measure("ten Poseidon hashes of 16, poseidon-lite", RUNS, () =>
		repeat(10, () => poseidon(block)),
	);
	const fastHash = await measure("ten Poseidon hashes of 16, circomlibjs", RUNS, () =>
		repeat(10, () => fast(block)),
	);
	console.log(row(portableHash));
	console.log(comparison(fastHash, portableHash));

	const market = sampleMarket();
	const instruments = market.listing.instruments.length;
	const build = await measure(`two risk tables, ${instruments} instruments`, RUNS, () =>
		sampleTables(market, () => {}),
	);
	console.log(row(build));
}
