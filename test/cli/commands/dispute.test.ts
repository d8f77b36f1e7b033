/** `zkmargin dispute` against the real contracts and the real verifier of words, over JSON-RPC. */
import { writeFileSync } from "node:fs";
import { HDNodeWallet, parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RiskFolder, readRiskFolder } from "../../../src/cli/folders/risk-folder.ts";
import { loadFastPoseidon, type PoseidonHash } from "../../../src/field/poseidon.ts";
import { buildTree, type Tree, treePath } from "../../../src/field/tree.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { parseVerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { TABLE_DEPTH } from "../../../src/risk/model/dimensions.ts";
import { encodeRow, hashRow, type RiskRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import type { EpochCommitments } from "../../../src/risk/table/epoch-commitments.ts";
import { encodeTable } from "../../../src/risk/table/table-format.ts";
import { sharedRowWord } from "../../support/circuits/shared-key.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";
import { CliSession } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";
import { compiledVerifier } from "../../support/venue/groth16-simulator.ts";
import { START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("3");
const HISTORY = 64;
const OPTION = "BTC-27MAR26-60000-P";
/** Tail lane 20 is lane 0 of element 31. */
const TAIL_LANE = 20;
const GIFT_MICRO_USD = 5_000_000n;
/** Hardhat's own phrase, the same on every machine. */
const PHRASE = "test test test test test test test test test test test junk";
const DISPUTER = 5;
const OFFSET = Math.floor(SMALL_MARKET.timeMs / 1000) - START;
const HASH = `0x${"cd".repeat(32)}`;

const session = new CliSession();
let fixture: VenueFixture;
let bridge: JsonRpcServer;
let folder: RiskFolder;
let trees: EpochCommitments;
let hash: PoseidonHash;
let falseTable: RiskTable;
let maintenance: RiskTable;
let id: number;

beforeAll(async () => {
	await writeSmallRiskFolder(session.path("risk"), await buildSmallTables());
	folder = await readRiskFolder(session.path("risk"));
	trees = await folder.readEpochCommitments();
	hash = await loadFastPoseidon();
	maintenance = await folder.readTable("maintenance");
	id = folder.listing.instruments.findIndex(({ name }) => name === OPTION) + 1;
	const honest = await folder.readTable("initial");
	falseTable = withRows(
		honest,
		honest.rows.map((row, at) => (at === id ? withGift(row) : row)),
	);
	writeFileSync(session.path("false.table"), encodeTable(falseTable));
	const { privateKey } = HDNodeWallet.fromPhrase(PHRASE, "", `m/44'/60'/0'/0/${DISPUTER}`);
	session.writeJson("key.json", { privateKey });

	const { key } = await sharedRowWord();
	const { manifest, verificationKey } = key;
	const rowWordVerifier = { verifierName: "RowWord", verifierKey: { kind: manifest.kind, verificationKey } };
	const RowWord = compiledVerifier(parseVerificationKey(verificationKey));
	fixture = await VenueFixture.deploy({ rowWordVerifier, bondWei: BOND }, { RowWord });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.chain.mineAt(START + OFFSET);
	await fixture.keep();
	bridge = await startJsonRpcServer(fixture.chain);
});
beforeEach(async () => {
	await fixture.reset();
	await postFalse();
});
afterAll(async () => {
	session.remove();
	await bridge?.close();
	await fixture?.chain.close();
});

const withRows = (table: RiskTable, rows: readonly RiskRow[]): RiskTable => {
	const tree = buildTree(
		hash,
		rows.map((row) => hashRow(hash, row)),
		TABLE_DEPTH,
	);
	return { ...table, rows, tree };
};
const withGift = (row: RiskRow): RiskRow => ({
	...row,
	tailMicroUsd: row.tailMicroUsd.map((lane, at) => (at === TAIL_LANE ? lane - GIFT_MICRO_USD : lane)),
});
const content = (changes: object = {}) => ({
	maintenanceRoot: maintenance.tree.root,
	initialRoot: falseTable.tree.root,
	marketRoot: trees.market.marketRoot,
	parametersHash: trees.scenarios.parametersHash,
	nextExpiry: FEBRUARY_EXPIRY_MS / 1000,
	...changes,
});
const postFalse = (offset = OFFSET, changes: object = {}) => fixture.postRisk(offset, content(changes));
const dispute = (...options: readonly string[]) => {
	const { riskEpochs } = fixture.venue;
	const where = ["--risk", "risk", "--rpc", bridge.url, "--risk-epochs", riskEpochs];
	return session.runJson("dispute", ...where, ...options);
};
const falseLevel = ["--level", "initial", "--table", "false.table"];
const read = (method: string, ...args: readonly unknown[]) => fixture.read("riskEpochs", method, args);
const disputer = () => fixture.chain.signers[DISPUTER]?.address ?? "";

describe("a false table", () => {
	const found = () => {
		const right = folderLane();
		return {
			holds: true,
			epoch: 1,
			level: "initial",
			ground: "lane",
			id,
			instrument: OPTION,
			element: 31,
			lane: 0,
			posted: String(right - GIFT_MICRO_USD),
			right: String(right),
			atStakeWei: String(2n * BOND),
			wouldWinWei: String(BOND),
		};
	};
	const folderLane = () => (falseTable.rows[id]?.tailMicroUsd[TAIL_LANE] as bigint) + GIFT_MICRO_USD;

	it("is found, and with --dry-run nothing is sent", async () => {
		const { code, json } = await dispute(...falseLevel, "--dry-run");
		expect(json).toEqual({ ...found(), sent: false });
		expect(code).toBe(0);
		expect(await read("isDead", 1)).toBe(false);
	});

	it("is disputed: the epoch dies, and half of the bonds is credited to the sender", async () => {
		const { code, json } = await dispute(...falseLevel, "--sender-key", "key.json");
		expect(json).toEqual({
			...found(),
			sent: true,
			transactionHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
			gasUsed: expect.stringMatching(/^[0-9]+$/),
			slashedWei: String(2n * BOND),
			creditedWei: String(BOND),
		});
		expect(code).toBe(0);
		expect(await read("isDead", 1)).toBe(true);
		expect(await read("creditOf", disputer())).toBe(BOND);
		expect(await dispute(...falseLevel, "--dry-run")).toMatchObject({
			code: 2,
			json: { error: { code: "EPOCH_DEAD", field: "epoch" } },
		});
	});

	it("that its publishers hide is disputed by a row that they had to serve", async () => {
		const none = await dispute("--level", "initial", "--dry-run");
		expect(none).toMatchObject({ code: 2, json: { error: { code: "NO_ROWS_SERVED" } } });
		const block = await fixture.chain.provider.getBlock("latest");
		const value = 2n * ((await read("rowDeposit", block?.baseFeePerGas ?? 0n)) as bigint);
		const { mallory, publishers } = fixture.roles;
		const row = falseTable.rows[id] as RiskRow;
		const path = treePath(falseTable.tree as Tree, id).map((children) => [...children]);
		await fixture.send(mallory, "riskEpochs", "demandRow", [1, 1, id, { value }]);
		const served = [1, 1, id, rowElements(encodeRow(row)), path];
		await fixture.send(publishers[0] as typeof mallory, "riskEpochs", "serveRow", served);
		const { code, json } = await dispute("--level", "initial", "--sender-key", "key.json");
		expect(json).toMatchObject({ ...found(), sent: true, slashedWei: String(2n * BOND) });
		expect(code).toBe(0);
		expect(await read("isDead", 1)).toBe(true);
	});

	it("is not saved by 64 newer epochs on top of it", async () => {
		for (let newer = 1; newer <= HISTORY; newer++) {
			await postFalse(OFFSET + newer, { initialRoot: 7n, marketRoot: HASH });
		}
		const { json } = await dispute(...falseLevel, "--epoch", "1", "--sender-key", "key.json");
		expect(json).toMatchObject({ epoch: 1, sent: true, slashedWei: String(2n * BOND) });
		expect(await read("isDead", 1)).toBe(true);
	});

	it("is told in words, with what it would win", async () => {
		const where = ["--risk", "risk", "--rpc", bridge.url, "--risk-epochs", fixture.venue.riskEpochs];
		const { stdout, code } = await session.run("dispute", ...where, ...falseLevel, "--dry-run");
		expect(stdout).toContain(`row ${id} (${OPTION}), element 31, lane 0`);
		expect(stdout).toContain("6.0 ETH are at stake, a dispute wins 3.0 ETH");
		expect(code).toBe(0);
	});
});

describe("the right table", () => {
	it("is left alone: the answer is no", async () => {
		const { code, json } = await dispute("--level", "maintenance", "--sender-key", "key.json");
		expect(json).toEqual({
			holds: false,
			epoch: 1,
			level: "maintenance",
			reason: "the posted table is the right one",
			differences: 0,
			asked: 0,
			skipped: [],
			lanesJudged: true,
			otherInput: null,
		});
		expect(code).toBe(1);
		expect(await read("isDead", 1)).toBe(false);
	});
});

describe("an epoch that is false beside its tables", () => {
	it("is disputed without a table: it claims that nothing expires", async () => {
		await postFalse(OFFSET + 1, { nextExpiry: 0 });
		const { code, json } = await dispute("--level", "maintenance", "--sender-key", "key.json");
		expect(json).toMatchObject({
			...{ holds: true, sent: true, epoch: 2, ground: "expiry", slashedWei: String(2n * BOND) },
			instruments: [expect.stringContaining("27FEB26")],
		});
		expect(code).toBe(0);
		expect(await read("isDead", 2)).toBe(true);
	});
});

describe("what is refused", () => {
	const refused = async (code: string, field: string, ...options: readonly string[]) =>
		expect(await dispute(...options)).toMatchObject({ code: 2, json: { error: { code, field } } });

	it("a dispute without a key, and numbers that are none", async () => {
		await refused("SENDER_KEY_MISSING", "sender-key", ...falseLevel);
		await refused("NUMBER_MALFORMED", "epoch", ...falseLevel, "--dry-run", "--epoch", "one");
		await refused("NUMBER_MALFORMED", "from-block", ...falseLevel, "--dry-run", "--from-block", "-1");
	});

	it("an epoch that never was, and the table of another one", async () => {
		await refused("EPOCH_NOT_POSTED", "epoch", ...falseLevel, "--dry-run", "--epoch", "2");
		const other = ["--level", "initial", "--table", "risk/initial.table", "--dry-run"];
		await refused("TABLE_NOT_OF_EPOCH", "table", ...other);
	});
});

describe("a folder of another market or of other parameters than the epoch's", () => {
	it("judges no lane, and says so", async () => {
		for (const [newer, change, otherInput] of [
			[1, { marketRoot: HASH }, "market"],
			[2, { parametersHash: HASH }, "parameters or scenarios"],
		] as const) {
			await postFalse(OFFSET + newer, change);
			const { code, json } = await dispute(...falseLevel, "--dry-run");
			expect(json).toMatchObject({ holds: false, lanesJudged: false, otherInput, asked: 0, skipped: [] });
			expect(code).toBe(1);
		}
		const where = ["--risk", "risk", "--rpc", bridge.url, "--risk-epochs", fixture.venue.riskEpochs];
		const { stdout } = await session.run("dispute", ...where, ...falseLevel, "--dry-run");
		expect(stdout).toContain("lanes and set keys could NOT be judged");
		expect(stdout).toContain("zkmargin marks demand --epoch 3");
	});

	it("still wins with a row that breaks its own bound", async () => {
		const rows = falseTable.rows.map((row, at) => (at === id ? { ...row, boundMicroUsd: 1n } : row));
		const unbounded = withRows(falseTable, rows);
		writeFileSync(session.path("unbounded.table"), encodeTable(unbounded));
		const changes = { initialRoot: unbounded.tree.root, marketRoot: HASH, parametersHash: HASH };
		await postFalse(OFFSET + 1, changes);
		const table = ["--level", "initial", "--table", "unbounded.table"];
		const { code, json } = await dispute(...table, "--sender-key", "key.json");
		expect(json).toMatchObject({ holds: true, sent: true, epoch: 2, ground: "bound", id, right: null });
		expect(code).toBe(0);
		expect(await read("isDead", 2)).toBe(true);
	});
});
