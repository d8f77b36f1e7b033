/** A publisher and a watcher at the command line, on the real contracts: bond, demand, serve, expire, leave. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { showMarks } from "../../../src/chain/demands/market-demands.ts";
import { serveRow } from "../../../src/chain/demands/row-demands.ts";
import { depositBond } from "../../../src/chain/epochs/publisher-bonds.ts";
import { allOpenDemands, answerDemands } from "../../../src/cli/commands/chain/answer-demands.ts";
import { readRiskFolder } from "../../../src/cli/folders/risk-folder.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import type { EpochCommitments } from "../../../src/risk/table/epoch-commitments.ts";
import { localKey } from "../../support/circuits/local-key.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET } from "../../support/market/small-market.ts";
import { CliSession, type JsonNode } from "../../support/session/cli-session.ts";
import { writeSmallRiskFolder } from "../../support/tables/small-risk-folder.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";
import { ROW_WINDOW, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const EXIT_NOTICE = 14 * 86_400;
const NOTHING = { holds: true, served: [], noLongerAwaited: [], left: [], failed: [] };
/** Places of the fixture's roles among the local chain's accounts. */
const [MALLORY, FIRST_PUBLISHER] = [5, 6];

let fixture: VenueFixture;
let bridge: JsonRpcServer;
let trees: EpochCommitments;
let content: {
	maintenanceRoot: bigint;
	initialRoot: bigint;
	marketRoot: `0x${string}`;
	parametersHash: `0x${string}`;
};
const session = new CliSession();
beforeAll(async () => {
	const { maintenance, initial } = await buildSmallTables();
	await writeSmallRiskFolder(session.path("risk"), { maintenance, initial });
	trees = await (await readRiskFolder(session.path("risk"))).readEpochCommitments();
	content = {
		maintenanceRoot: maintenance.tree.root,
		initialRoot: initial.tree.root,
		marketRoot: trees.market.marketRoot,
		parametersHash: trees.scenarios.parametersHash,
	};
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	bridge = await startJsonRpcServer(fixture.chain);
	session.writeJson("publisher.json", { privateKey: localKey(FIRST_PUBLISHER) });
	session.writeJson("watcher.json", { privateKey: localKey(MALLORY) });
});
beforeEach(() => fixture.reset());
afterAll(async () => {
	session.remove();
	await bridge.close();
	await fixture.chain.close();
});

const target = () => ["--rpc", bridge.url, "--risk-epochs", fixture.venue.riskEpochs];
const run = (...commandLine: string[]) => session.runJson(...commandLine, ...target());
const asPublisher = (...commandLine: string[]) => run(...commandLine, "--sender-key", "publisher.json");
const asWatcher = (...commandLine: string[]) => run(...commandLine, "--sender-key", "watcher.json");
const watch = (...options: string[]) =>
	session.runJson(
		"watch",
		"--rpc",
		bridge.url,
		"--registry",
		fixture.venue.registry,
		"--from",
		"0",
		...options,
	);
const publisherAddress = () => String(fixture.roles.publishers[0]?.address);
const names = ({ events }: JsonNode) => (events as unknown as { name: string }[]).map(({ name }) => name);
const goLive = async (posted: Partial<typeof content> = content) => {
	for (const publisher of fixture.roles.publishers) {
		await depositBond({ publisher, riskEpochs: fixture.venue.riskEpochs, amountWei: BOND });
	}
	await fixture.postRisk(-30, posted);
};

describe("a bond", () => {
	it("is deposited, in part and then the rest, shown, and fetched after the notice", async () => {
		const half = await asPublisher("publisher", "bond", "--amount", "0.5");
		expect(half).toMatchObject({ code: 0, json: { amountWei: `${BOND / 4n}` } });
		const rest = await asPublisher("publisher", "bond");
		expect(rest).toMatchObject({ code: 0, json: { amountWei: `${(BOND * 3n) / 4n}` } });
		expect(await asPublisher("publisher", "bond")).toEqual({ code: 0, json: { amountWei: "0" } });

		const left = await asPublisher("publisher", "exit");
		const withdrawableFromMs = 1000 * ((await fixture.chain.timeSeconds()) + EXIT_NOTICE);
		expect(left).toMatchObject({ code: 0, json: { withdrawableFromMs } });
		const early = await asPublisher("publisher", "withdraw");
		expect(early).toMatchObject({ code: 2, json: { error: { code: "BOND_LOCKED" } } });
		await fixture.chain.mineAt(withdrawableFromMs / 1000);
		const fetched = await asPublisher("publisher", "withdraw");
		expect(fetched).toMatchObject({ code: 0, json: { amountWei: `${BOND}` } });
		expect(await run("publisher", "status", publisherAddress())).toEqual({
			code: 0,
			json: {
				isPublisher: true,
				bondWei: "0",
				neededWei: `${BOND}`,
				lastPostedMs: null,
				creditWei: "0",
			},
		});
	});

	it("says in words how much of it is there", async () => {
		await asPublisher("publisher", "bond", "--amount", "0.5");
		const { stdout } = await session.run("publisher", "status", publisherAddress(), ...target());
		expect(stdout).toBe("a publisher\nbond 0.5 of 2.0 ether\nlast post: never posted; may fetch 0.0 ether\n");
	});

	it("is refused with a malformed amount, before anything is sent", async () => {
		const refused = await asPublisher("publisher", "bond", "--amount", "1e3");
		expect(refused).toMatchObject({ code: 2, json: { error: { code: "ETHER_MALFORMED", field: "amount" } } });
	});
});

describe("a row", () => {
	it("is demanded by a watcher and served out of the publisher's risk folder", async () => {
		await goLive();
		const demanded = await asWatcher("row", "demand", "--epoch", "1", "--level", "initial", "--id", "7");
		const answerByMs = 1000 * ((await fixture.chain.timeSeconds()) + ROW_WINDOW);
		expect(demanded).toMatchObject({ code: 0, json: { answerByMs } });

		const served = await asPublisher("publisher", "serve", "--risk", "risk");
		const { depositWei } = demanded.json;
		expect(served).toMatchObject({
			code: 0,
			json: { holds: true, served: [{ epoch: 1, level: "initial", id: 7, depositWei }], left: [] },
		});
		const { json } = await run("publisher", "status", publisherAddress());
		expect(json.creditWei).toBe(depositWei);
		const again = await asPublisher("publisher", "serve", "--risk", "risk");
		expect(again).toEqual({ code: 0, json: NOTHING });
	});

	it("is served with marks and scenarios that are demanded, too", async () => {
		await goLive();
		const { market } = trees;
		const beyond = market.instrumentCount + 1;
		for (const id of [3, beyond]) {
			expect(await asWatcher("marks", "demand", "--epoch", "1", "--id", `${id}`)).toMatchObject({ code: 0 });
		}
		const scenario = ["--epoch", "1", "--lane", "5", "--id", "3", "--risk", "risk"];
		expect(await asWatcher("scenario", "demand", ...scenario)).toMatchObject({ code: 0 });
		await asWatcher("row", "demand", "--epoch", "1", "--id", "0");
		const served = await asPublisher("publisher", "serve", "--risk", "risk");
		expect(served).toMatchObject({
			code: 0,
			json: {
				// What is due first is answered first.
				served: [
					{ kind: "marks", id: 3 },
					{ kind: "marks", id: beyond },
					{ kind: "scenario", lane: 5, subject: `${market.leaves[2]?.subject}` },
					{ kind: "row", id: 0, level: "maintenance" },
				],
				left: [],
			},
		});
		const again = await asPublisher("publisher", "serve", "--risk", "risk");
		expect(again).toEqual({ code: 0, json: NOTHING });
	});

	const demandThree = async () => {
		await goLive();
		await asWatcher("row", "demand", "--epoch", "1", "--level", "initial", "--id", "7");
		await asWatcher("marks", "demand", "--epoch", "1", "--id", "3");
		await asWatcher("row", "demand", "--epoch", "1", "--level", "initial", "--id", "9");
	};

	it("that somebody else was quicker to serve keeps nobody from the rest", async () => {
		await demandThree();
		const { riskEpochs } = fixture.venue;
		const { provider } = fixture.chain;
		const { bob, publishers } = fixture.roles;
		const range = { fromBlock: 0, toBlock: await provider.getBlockNumber() };
		const demands = await allOpenDemands({ provider, riskEpochs, ...range });
		const { initial } = await buildSmallTables();
		const place = { riskEpochs, epoch: 1 };
		await serveRow({ ...place, level: "initial", id: 7, server: bob, table: initial });
		await showMarks({ ...place, id: 3, sender: bob, market: trees.market });
		const folders = [session.path("risk")];
		const answers = await answerDemands({ sender: publishers[0] as typeof bob, demands, folders });
		expect(answers).toMatchObject({
			served: [{ kind: "row", id: 9 }],
			noLongerAwaited: [
				{ kind: "row", id: 7 },
				{ kind: "marks", id: 3 },
			],
			left: [],
			failed: [],
		});
	});

	it("that cannot be answered is named with the reason, and every other folder and demand is tried", async () => {
		await demandThree();
		const broken = await asPublisher("publisher", "serve", "--risk", "nowhere");
		expect(broken).toMatchObject({ code: 1, json: { holds: false, served: [], left: [] } });
		const failed = broken.json.failed as unknown as { id: number; code: string; message: string }[];
		expect(failed.map(({ id }) => id)).toEqual([7, 3, 9]);
		for (const { code, message } of failed) {
			expect(code).toMatch(/^[A-Z_]+$/);
			expect(message).toContain("nowhere");
		}
		const served = await asPublisher("publisher", "serve", "--risk", "nowhere", "risk");
		expect(served).toMatchObject({ code: 0, json: { holds: true, failed: [] } });
	});

	it("that no folder holds is named, and costs everybody's bond when its time is over", async () => {
		await goLive({});
		const place = ["--epoch", "1", "--level", "initial", "--id", "7"];
		await asWatcher("row", "demand", ...place);
		const marks = ["--epoch", "1", "--id", "3"];
		await asWatcher("marks", "demand", ...marks);
		const served = await asPublisher("publisher", "serve", "--risk", "risk");
		expect(served).toMatchObject({
			code: 1,
			json: {
				holds: false,
				served: [],
				left: [
					{ kind: "row", id: 7 },
					{ kind: "marks", id: 3 },
				],
			},
		});
		const early = await asWatcher("row", "expire", ...place);
		expect(early).toMatchObject({ code: 2, json: { error: { code: "ROW_STILL_DUE" } } });
		// Marks that wait behind a row are due later.
		await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + 2 * ROW_WINDOW);
		const expired = await asWatcher("row", "expire", ...place);
		expect(expired).toMatchObject({ code: 0, json: { slashedWei: `${2n * BOND}` } });
		// The epoch is dead and its bonds are gone: a second silent demand only gives its deposit back.
		const late = await asWatcher("marks", "expire", ...marks);
		expect(late).toMatchObject({ code: 0, json: { slashedWei: "0" } });
	});

	it("is as little hidden as a scenario: its silence kills, too", async () => {
		await goLive();
		const scenario = ["--epoch", "1", "--lane", "5", "--id", "3", "--risk", "risk"];
		await asWatcher("scenario", "demand", ...scenario);
		const early = await asWatcher("scenario", "expire", ...scenario);
		expect(early).toMatchObject({ code: 2, json: { error: { code: "ROW_STILL_DUE" } } });
		await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + ROW_WINDOW);
		const expired = await asWatcher("scenario", "expire", ...scenario);
		expect(expired).toMatchObject({ code: 0, json: { slashedWei: `${2n * BOND}` } });
	});

	it("that is false is found by asking for inner nodes, one run after the other", async () => {
		const options = [{ strike: "60000", optionType: "C", iv: "0.81" }] as const;
		const optionExpiries = SMALL_MARKET.optionExpiries.map((expiry) =>
			expiry.expiryMs === FEBRUARY_EXPIRY_MS ? { ...expiry, options } : expiry,
		);
		const snapshot = { ...SMALL_MARKET, optionExpiries };
		await writeSmallRiskFolder(session.path("right"), await buildSmallTables({ snapshot }), snapshot);
		await goLive();
		const search = (risk: string) => asWatcher("row", "search", "--epoch", "1", "--risk", risk);
		const serve = () => asPublisher("publisher", "serve", "--risk", "risk");
		expect(await search("risk")).toMatchObject({ code: 1, json: { found: false, demanded: null } });
		for (let depth = 0; depth < 4; depth++) {
			const demanded = { kind: "node", depth };
			expect(await search("right")).toMatchObject({ code: 0, json: { demanded, sent: true } });
			expect(await search("right")).toMatchObject({ code: 0, json: { demanded, sent: false } });
			expect(await serve()).toMatchObject({ code: 0, json: { served: [demanded], left: [] } });
		}
		const id = trees.market.leaves.findIndex(({ expiryMs }) => expiryMs === FEBRUARY_EXPIRY_MS) + 1;
		const found = { kind: "row", id };
		expect(await search("right")).toMatchObject({ code: 0, json: { demanded: found, sent: true } });
		expect(await search("right")).toMatchObject({ code: 0, json: { demanded: found, sent: false } });
		expect(await serve()).toMatchObject({ code: 0, json: { served: [found] } });
		expect(await search("right")).toMatchObject({ code: 0, json: { found: true, id, isEmpty: false } });
	});

	it("is refused where no table has a place for it", async () => {
		const refused = await asWatcher("row", "demand", "--epoch", "1", "--id", "4096");
		expect(refused).toMatchObject({ code: 2, json: { error: { code: "NUMBER_MALFORMED", field: "id" } } });
	});
});

describe("watch", () => {
	it("lists what happened around a registry, with every argument by its name", async () => {
		await goLive();
		const { code, json } = await watch();
		expect(code).toBe(0);
		expect(names(json)).toEqual(
			expect.arrayContaining(["VerifierSet", "BondDeposited", "RiskTablePosted", "RiskEpochLive"]),
		);
		const posted = (json.events as unknown as JsonNode[]).find(
			({ name }) => String(name) === "RiskTablePosted",
		);
		expect(posted).toMatchObject({
			part: "riskEpochs",
			args: {
				publisher: publisherAddress(),
				content: { initialRoot: `${content.initialRoot}`, snapshotTime: `${START - 30}` },
				indexPricesMicroUsd: [],
			},
		});
		const none = await watch("--to", "0");
		expect(none).toEqual({ code: 0, json: { events: [] } });
	});

	it("follows the chain until it is interrupted", async () => {
		await goLive();
		const stream = session.start(
			"watch",
			...["--rpc", bridge.url, "--follow", "--json"],
			...["--registry", fixture.venue.registry, "--from", "0"],
		);
		await stream.until("RiskEpochLive");
		await fixture.send(fixture.roles.operator, "venueLedger", "freeze");
		await stream.until('"Frozen"');
		const { code, stdout } = await stream.interrupt();
		expect(code).toBe(0);
		const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as object;
		expect(last).toMatchObject({
			part: "venue",
			name: "Frozen",
			args: { by: fixture.roles.operator.address },
		});
	});
});
