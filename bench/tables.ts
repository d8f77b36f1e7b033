/** Hashing and building risk tables, reading and checking them. */
import { readFile } from "node:fs/promises";
import { buildPoseidon } from "circomlibjs";
import { poseidon16 } from "poseidon-lite";
import { SAMPLE_CLOSES, SAMPLE_PARAMS } from "../src/cli/folders/risk-sources.ts";
import { makePoseidonEngine } from "../src/field/poseidon/poseidon-engine.ts";
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import { parseDailyCloses } from "../src/market/history/parse-closes.ts";
import { withRowHashThreads } from "../src/node/threads/row-hash-threads.ts";
import { parseRiskParams } from "../src/risk/params/risk-params.ts";
import {
	buildRiskRowsOnly,
	buildRiskTables,
	buildRiskTablesAhead,
} from "../src/risk/table/build-risk-table.ts";
import { decodeTable, decodeTableWith, encodeTable } from "../src/risk/table/table-format.ts";
import { largeMarket } from "./large-market.ts";
import { comparison, measure, repeat, row } from "./measure.ts";

const RUNS = 5;
const INSTRUMENTS = 2000;

export async function benchTables(): Promise<void> {
	await benchHashing();
	const params = parseRiskParams(await readFile(SAMPLE_PARAMS, "utf8"));
	const closes = parseDailyCloses(await readFile(SAMPLE_CLOSES, "utf8"));
	const hash = await loadFastPoseidon();
	const request = { ...largeMarket(INSTRUMENTS), params, closes, hash };
	const what = `${INSTRUMENTS} instruments`;

	console.log(row(await measure(`rows of both levels, ${what}`, RUNS, () => buildRiskRowsOnly(request))));
	const alone = await measure(`both tables, ${what}, one thread`, RUNS, () => buildRiskTables(request));
	const ahead = await measure(`both tables, ${what}, threads`, RUNS, () =>
		withRowHashThreads((hashRows) => buildRiskTablesAhead({ ...request, hashRows })),
	);
	console.log(row(alone));
	console.log(comparison(ahead, alone));

	const bytes = encodeTable(buildRiskTables(request).initial);
	console.log(
		row(await measure("reading a table", RUNS, () => decodeTable(bytes, { hash, verify: "leaves" }))),
	);
	const checkAlone = await measure("checking every row hash, one thread", RUNS, () =>
		decodeTable(bytes, { hash, verify: "full" }),
	);
	const check = await measure("checking every row hash, threads", RUNS, () =>
		withRowHashThreads((hashRows) => decodeTableWith(bytes, { hash, hashRows })),
	);
	console.log(row(checkAlone));
	console.log(comparison(check, checkAlone));
}

async function benchHashing(): Promise<void> {
	const fast = await loadFastPoseidon();
	const circomlib = await buildPoseidon();
	const block = Array.from({ length: 16 }, (_, at) => BigInt(at + 1) ** 60n);
	const hundred = (name: string, hash: (inputs: bigint[]) => unknown) =>
		measure(`100 Poseidon hashes of 16, ${name}`, RUNS, () => repeat(100, () => hash(block)));
	const lite = await hundred("poseidon-lite", poseidon16);
	console.log(row(lite));
	console.log(
		comparison(await hundred("circomlibjs", (inputs) => circomlib.F.toObject(circomlib(inputs))), lite),
	);
	console.log(comparison(await hundred("ours", fast), lite));
	const start = await measure("start: constants for a table's three arities", RUNS, async () => {
		(await makePoseidonEngine()).constantsOf([8, 15, 16]);
	});
	console.log(row(start));
}
