/** Marks and scenarios that must be shown, and that what does not exist kills nobody. */
import { parseEther, toBeHex } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	demandMarks,
	demandScenario,
	expireMarks,
	expireScenario,
	showMarks,
	showScenario,
} from "../../../src/chain/demands/market-demands.ts";
import { type MarketLeaf, marketTreeOf } from "../../../src/market/snapshot/market-tree.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import {
	GAS_PRICE_FLOOR_WEI,
	ROW_WINDOW,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const DAY = 86_400;
const LONGEST_QUEUE = 3 * DAY;
const LANES = STRESS_LANES + TAIL_LANES;
const MAINTENANCE = 0;
const MOST_GAS = 160_000n;

let fixture: VenueFixture;
let honest: DisputeCase;
beforeAll(async () => {
	honest = disputeCase();
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.postRisk(-30, {
		marketRoot: honest.market.marketRoot,
		parametersHash: honest.scenarios.parametersHash,
	});
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const place = () => ({ riskEpochs: fixture.venue.riskEpochs, epoch: 1 });
const demandId = (id: number) => demandMarks({ ...place(), id, demander: fixture.roles.mallory });
const showId = (id: number, market = honest.market) =>
	showMarks({ ...place(), id, market, sender: fixture.roles.bob });
const expireId = (id: number) => expireMarks({ ...place(), id, sender: fixture.roles.bob });
const demandLane = (lane: number, id: number, market = honest.market) =>
	demandScenario({ ...place(), lane, id, market, demander: fixture.roles.mallory });
const showLane = (lane: number, subject: bigint) =>
	showScenario({ ...place(), lane, subject, scenarios: honest.scenarios, sender: fixture.roles.bob });
const subjectOf = (id: number) => honest.market.leaves[id - 1]?.subject ?? 0n;
const read = (method: string, ...args: readonly unknown[]) => fixture.read("riskEpochs", method, args);
const creditOf = (account: { readonly address: string }) => read("creditOf", account.address);

describe("marks", () => {
	it("are shown to everybody, and whoever shows them earns the deposit", async () => {
		const { depositWei, answerByMs } = await demandId(3);
		expect(answerByMs).toBe(((await fixture.chain.timeSeconds()) + ROW_WINDOW) * 1000);
		const { events, gasUsed } = await showId(3);
		const shown = events.find(({ name }) => name === "MarksShown");
		expect(shown?.args.opening).toContain(toBeHex(honest.market.marksRoot, 32).slice(2));
		expect(await creditOf(fixture.roles.bob)).toBe(depositWei);
		expect(gasUsed).toBeLessThan(MOST_GAS);
		expect((await refusalOf(showId(3))).errorName).toBe("NotAwaited");
	});

	it("beyond the last instrument are answered with the number of instruments: nobody can be killed with them", async () => {
		const last = honest.market.instrumentCount;
		for (const id of [last, last + 1, 4_095]) {
			await demandId(id);
			await showId(id);
		}
		expect(await read("isDead", 1)).toBe(false);
	});

	it("NotShown: of another market, or of another instrument, are no answer", async () => {
		await demandId(3);
		const moved = honest.market.leaves.map((leaf) => ({ ...leaf, priceE18: leaf.priceE18 + 1n }));
		const forged = marketTreeOf(moved, honest.market.marketHash);
		expect((await refusalOf(showId(3, forged))).errorName).toBe("NotShown");
		const fewer = { ...honest.market, instrumentCount: 2 };
		expect((await refusalOf(showId(3, fewer))).errorName).toBe("NotShown");
		await showId(3);
	});

	it("that nobody shows kill the epoch, as rows do", async () => {
		const { depositWei, answerByMs } = await demandId(3);
		await fixture.chain.setNextBlockTime(answerByMs / 1000 - 1);
		expect((await refusalOf(expireId(3))).errorName).toBe("RowStillDue");
		await fixture.chain.setNextBlockTime(answerByMs / 1000);
		const { events } = await expireId(3);
		expect(events.find(({ name }) => name === "RiskEpochKilledUnshown")?.args.toObject()).toMatchObject({
			epoch: 1n,
			key: await read("marksKey", 1, 3),
			slashedWei: 2n * BOND,
		});
		expect(await read("isDead", 1)).toBe(true);
		expect(await creditOf(fixture.roles.mallory)).toBe(depositWei + BOND);
		expect(await read("creditOf", fixture.venue.timelock)).toBe(BOND);
		expect((await refusalOf(demandId(4))).errorName).toBe("RiskEpochIsDead");
	});
});

describe("scenarios", () => {
	it("are shown for the subject of an instrument, and whoever shows them earns the deposit", async () => {
		for (const [lane, id] of [
			[0, 1],
			[LANES - 1, honest.market.instrumentCount],
		] as const) {
			const before = (await creditOf(fixture.roles.bob)) as bigint;
			const { depositWei } = await demandLane(lane, id);
			const { events, gasUsed } = await showLane(lane, subjectOf(id));
			expect(events.map(({ name }) => name)).toContain("ScenarioShown");
			expect(await creditOf(fixture.roles.bob)).toBe(before + depositWei);
			expect(gasUsed).toBeLessThan(MOST_GAS);
		}
	});

	it("an honest publisher has one for every lane and every subject that marks name", () => {
		const known = new Set(honest.scenarios.scenarios.map(({ lane, subject }) => `${lane} ${subject}`));
		const subjects = new Set(honest.market.leaves.map(({ subject }) => subject));
		expect(subjects.size).toBeGreaterThan(3);
		for (const subject of subjects) {
			for (let lane = 0; lane < LANES; lane++) expect(known.has(`${lane} ${subject}`)).toBe(true);
		}
	});

	it("cannot be demanded of a subject that no marks name", async () => {
		const invented = honest.market.leaves.map((leaf): MarketLeaf => ({ ...leaf, subject: 0x444f4745n }));
		const forged = { ...honest.market, leaves: invented };
		expect(await refusalOf(demandLane(0, 1, forged))).toMatchObject({ errorName: "MarketNotOpened" });
	});

	it("of two instruments of one subject are one demand, and another lane's is no answer", async () => {
		const ids = honest.market.leaves.filter(({ subject }) => subject === subjectOf(3)).map(({ id }) => id);
		expect(ids.length).toBeGreaterThan(1);
		await demandLane(7, ids[0] as number);
		expect((await refusalOf(demandLane(7, ids[1] as number))).errorName).toBe("AlreadyDemanded");
		expect((await refusalOf(showLane(8, subjectOf(3)))).errorName).toBe("NotAwaited");
		await showLane(7, subjectOf(3));
	});

	it("that nobody shows kill the epoch", async () => {
		const { answerByMs } = await demandLane(7, 3);
		await fixture.chain.setNextBlockTime(answerByMs / 1000);
		const subject = subjectOf(3);
		await expireScenario({ ...place(), lane: 7, subject, sender: fixture.roles.bob });
		expect(await read("isDead", 1)).toBe(true);
	});
});

describe("a flood of demands", () => {
	const answerBy = async (work: Promise<{ answerByMs: number }>) => (await work).answerByMs / 1000;
	const demandRow = async (id: number) => {
		const block = await fixture.chain.provider.getBlock("latest");
		const value = 2n * ((await read("rowDeposit", block?.baseFeePerGas ?? 0n)) as bigint);
		const sent = await fixture.send(fixture.roles.alice, "riskEpochs", "demandRow", [
			...[1, MAINTENANCE, id, { value }],
		]);
		return { answerByMs: Number(sent.events[0]?.args.answerBy) * 1000 };
	};

	/** Moves the end of the queue, wherever its five bytes are: in a slot of its own or with others. */
	const fillQueue = async (queueEnd: number, bySeconds: number) => {
		const { riskEpochs } = fixture.venue;
		const { provider } = fixture.chain;
		const hex = (time: number) => toBeHex(time, 5).slice(2);
		let slot = 0;
		const stored = () => provider.getStorage(riskEpochs, slot);
		while (!(await stored()).includes(hex(queueEnd))) {
			if (++slot > 50) throw new Error("the queue is not found");
		}
		const far = (await stored()).replace(hex(queueEnd), hex(queueEnd + bySeconds));
		await provider.send("hardhat_setStorageAt", [riskEpochs, `0x${slot.toString(16)}`, far]);
		return queueEnd + bySeconds;
	};

	it("gives half a minute more for every row before, and a block's time for everything else", async () => {
		const first = await answerBy(demandRow(1));
		expect(await answerBy(demandRow(2))).toBe(first + 30);
		expect(await answerBy(demandId(1))).toBe(first + 60);
		expect(await answerBy(demandId(2))).toBe(first + 72);
		expect(await answerBy(demandRow(3))).toBe(first + 84);
		// Once the queue would have been worked off nobody waits.
		await fixture.chain.setNextBlockTime(first + 1);
		expect(await answerBy(demandRow(4))).toBe(first + 1 + ROW_WINDOW);
	});

	it("costs more than what stands in it: the deposit grows with the wait, to thirteen times", async () => {
		const { provider } = fixture.chain;
		const rowOf = async (wei: bigint) => (await read("rowDeposit", wei)) as bigint;
		const wei = GAS_PRICE_FLOOR_WEI;
		const alone = await rowOf(wei);
		const shown = (await read("showDeposit", wei)) as bigint;
		expect([alone, shown]).toEqual([(12_000_000n * wei * 3n) / 2n, (150_000n * wei * 3n) / 2n]);
		const last = await demandRow(1);
		const halfWay = await fillQueue(last.answerByMs / 1000 - ROW_WINDOW + 30, LONGEST_QUEUE / 2);
		const half = await rowOf(wei);
		expect(half).toBeGreaterThan((69n * alone) / 10n);
		expect(half).toBeLessThan((71n * alone) / 10n);
		await fillQueue(halfWay, 2 * LONGEST_QUEUE);
		expect([await rowOf(wei), await read("showDeposit", wei)]).toEqual([13n * alone, 13n * shown]);
		expect((await provider.getBlock("latest"))?.baseFeePerGas).toBeLessThan(wei);
		const demanded = fixture.send(fixture.roles.alice, "riskEpochs", "demandRow", [
			...[1, MAINTENANCE, 2, { value: 13n * alone - 1n }],
		]);
		expect(await refusalOf(demanded)).toMatchObject({
			errorName: "RowDepositOutOfRange",
			args: { least: 13n * alone },
		});
		await demandRow(2);
	});

	it("cannot put an answer off for more than three days", async () => {
		const first = await answerBy(demandRow(1));
		await fillQueue(first - ROW_WINDOW + 30, 30 * DAY);
		const second = await answerBy(demandRow(2));
		expect(second).toBe((await fixture.chain.timeSeconds()) + LONGEST_QUEUE + ROW_WINDOW);
	});
});

describe("what is refused", () => {
	it("MarksIdOutOfRange: the empty slot has no marks, a table no more than 4,096 places", async () => {
		for (const id of [0, 4_096]) {
			const demanded = demandMarks({ ...place(), id, demander: fixture.roles.mallory });
			expect(await refusalOf(demanded)).toMatchObject({
				errorName: "MarksIdOutOfRange",
				args: { got: BigInt(id), limit: 4_096n },
			});
		}
	});

	it("LaneOutOfRange: a row has 192 stress and tail lanes", async () => {
		expect(LANES).toBe(192);
		expect(await refusalOf(demandLane(LANES, 1))).toMatchObject({
			errorName: "LaneOutOfRange",
			args: { got: 192n, limit: 192n },
		});
	});

	it("AlreadyDemanded: marks are demanded once", async () => {
		await demandId(3);
		await showId(3);
		expect(await refusalOf(demandId(3))).toMatchObject({
			errorName: "AlreadyDemanded",
			args: { key: await read("marksKey", 1, 3) },
		});
	});

	it("NotAwaited: nobody shows or expires what nobody demanded", async () => {
		expect((await refusalOf(showId(3))).errorName).toBe("NotAwaited");
		expect((await refusalOf(expireId(3))).errorName).toBe("NotAwaited");
	});

	it("a deposit that an answer's gas is not worth, and an epoch that is too old", async () => {
		const { mallory } = fixture.roles;
		const cheap = fixture.send(mallory, "riskEpochs", "demandMarks", [1, 3, { value: 1n }]);
		expect((await refusalOf(cheap)).errorName).toBe("RowDepositOutOfRange");
		await fixture.at(8 * DAY);
		expect((await refusalOf(demandId(3))).errorName).toBe("EpochTooOld");
		expect(START).toBeLessThan(await fixture.chain.timeSeconds());
	});
});
