/** What a dispute does to an epoch, to bonds and to attestations. The simulator opens words under any root. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	type Dispute,
	disputeEpoch,
	laneDispute,
	wordDispute,
} from "../../../src/chain/disputes/dispute-row.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { openedWord, RISK_ROOT } from "../../support/venue/dispute-fixture.ts";
import {
	MAINTENANCE_ROOT,
	ROW_WINDOW,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const DAY = 86_400;
const HISTORY = 64;
const CONTRACT_SIZE_LIMIT = 24_576;
const OPTION = "BTC-27MAR26-60000-P";
const WORD_INDEX = 23;
/** 1 USD for a lot of 0.01 BTC. */
const GIFT_MICRO_USD = 1_000_000n;

let fixture: VenueFixture;
let honest: DisputeCase;
/** Of the market's time, seconds after `START`. */
let marketOffset: number;
let id: number;

beforeAll(async () => {
	honest = disputeCase();
	id = honest.instruments.find(({ name }) => name === OPTION)?.id ?? 0;
	marketOffset = Math.floor(honest.snapshotTimeMs / 1000) - START;
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.chain.mineAt(START + marketOffset);
	await fixture.keep();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postLedger(marketOffset);
	await fixture.postRisk(marketOffset, content());
});
afterAll(() => fixture.chain.close());

const content = (changes: object = {}) => ({
	initialRoot: RISK_ROOT,
	marketRoot: honest.market.marketRoot,
	parametersHash: honest.scenarios.parametersHash,
	...changes,
});
/** That a lane is what it is plus a gift; the honest lane without one. */
const claim = (giftMicroUsd: bigint): Dispute => {
	const row = honest.rows.initial[id];
	if (row === undefined) throw new Error("no row");
	const word = (rowElements(encodeRow(row))[WORD_INDEX] as bigint) + giftMicroUsd;
	return laneDispute({ word: openedWord(id, WORD_INDEX, word), laneOfWord: 0, ...honest });
};
const send = (
	dispute: Dispute,
	{ epoch = 1, level = "initial", disputer = fixture.roles.mallory }: Partial<Sending> = {},
) => disputeEpoch({ disputer, riskEpochs: fixture.venue.riskEpochs, epoch, level, dispute });
type Sending = {
	readonly epoch: number;
	readonly level: MarginLevel;
	readonly disputer: VenueFixture["roles"]["mallory"];
};
const falseLane = (sending: Partial<Sending> = {}) => send(claim(GIFT_MICRO_USD), sending);
const read = (method: string, ...args: readonly unknown[]) => fixture.read("riskEpochs", method, args);
const publisherAt = (index: number) => {
	const publisher = fixture.roles.publishers[index];
	if (publisher === undefined) throw new Error(`no publisher ${index}`);
	return publisher;
};
const bondsAndCredits = async () => {
	let total = 0n;
	for (const { address } of fixture.roles.publishers) {
		total += ((await read("bondOf", address)) as bigint) + ((await read("creditOf", address)) as bigint);
	}
	return total;
};
/** Buries the first epoch under as many newer ones as the history holds. */
const bury = async () => {
	for (let newer = 1; newer <= HISTORY; newer++) await fixture.postRisk(marketOffset + newer);
};

describe("a dispute that shows a breach", () => {
	it("kills the epoch, takes the bonds of all who stand behind it and pays half to the disputer", async () => {
		expect(await read("atStake", 1)).toBe(2n * BOND);
		const { events } = await falseLane();
		expect(events.map(({ name }) => name)).toEqual([
			"BondSlashed",
			"BondSlashed",
			"CreditAdded",
			"CreditAdded",
			"RiskEpochDisputed",
		]);
		expect(events.at(-1)?.args.toObject()).toMatchObject({
			epoch: 1n,
			disputer: fixture.roles.mallory.address,
			slashedWei: 2n * BOND,
		});
		expect(await read("isDead", 1)).toBe(true);
		expect(await read("atStake", 1)).toBe(0n);
		expect(await read("creditOf", fixture.roles.mallory.address)).toBe(BOND);
		expect(await read("creditOf", fixture.venue.timelock)).toBe(BOND);
		// The third publisher stood behind nothing.
		expect(await read("bondOf", publisherAt(2).address)).toBe(BOND);
		const post = fixture.send(publisherAt(0), "riskEpochs", "post", [
			fixture.riskContent(marketOffset + 1),
			[],
		]);
		expect((await refusalOf(post)).errorName).toBe("BondTooSmall");
	});

	it("is about one level: a table of the other level is judged by its own root", async () => {
		const { events } = await fixture.send(fixture.roles.bob, "riskEpochs", "recallEpoch", [
			1,
			fixture.riskContent(marketOffset, content()),
			[],
		]);
		expect(events.map(({ name }) => name)).toEqual(["RiskEpochRecalled"]);
		// The simulator's proof is for the initial root.
		expect(await refusalOf(falseLane({ level: "maintenance" }))).toMatchObject({
			errorName: "WordNotOpened",
		});
		expect(MAINTENANCE_ROOT).not.toBe(RISK_ROOT);
	});

	it("stops attestations on record and new ones in the same block", async () => {
		const request = { ...fixture.request(), deadlineMs: (START + 2 * marketOffset) * 1000 };
		await fixture.attest(request);
		const standing = async () => {
			const args = [request.venue, fixture.roles.alice.address];
			return ((await fixture.read("registry", "status", args)) as bigint[])[0];
		};
		expect(await standing()).toBe(1n);
		await falseLane();
		expect(await standing()).toBe(5n);
		expect((await refusalOf(fixture.attest(request))).errorName).toBe("RiskEpochIsDead");
	});

	it("takes the bond of a publisher that only confirmed it later", async () => {
		const late = [fixture.riskContent(marketOffset, content()), []];
		await fixture.send(publisherAt(2), "riskEpochs", "post", late);
		expect(await read("atStake", 1)).toBe(3n * BOND);
		await falseLane();
		expect(await read("bondOf", publisherAt(2).address)).toBe(0n);
		expect(await read("creditOf", fixture.roles.mallory.address)).toBe((3n * BOND) / 2n);
	});

	it("is refused a second time: a dead epoch has nothing left to take", async () => {
		await falseLane();
		expect(await refusalOf(falseLane())).toMatchObject({ errorName: "RiskEpochIsDead", args: { got: 1n } });
	});

	it("costs publishers who dispute themselves half of what they had at stake", async () => {
		const before = await bondsAndCredits();
		await falseLane({ disputer: publisherAt(0) });
		expect(await bondsAndCredits()).toBe(before - BOND);
	});

	it("leaves later epochs alone", async () => {
		await fixture.send(publisherAt(0), "riskEpochs", "post", [fixture.riskContent(marketOffset + 1), []]);
		await falseLane();
		await fixture.send(publisherAt(2), "riskEpochs", "post", [fixture.riskContent(marketOffset + 1), []]);
		expect(await read("newestEpoch")).toBe(2n);
		expect(await read("isDead", 2)).toBe(false);
	});
});

describe("a dispute that shows nothing", () => {
	it("EvidenceShowsNothing: an honest lane and a sound word kill nothing", async () => {
		const sound = wordDispute(openedWord(id, WORD_INDEX, 0n));
		for (const [dispute, ground] of [
			[claim(0n), 0n],
			[sound, 1n],
		] as const) {
			const refusal = await refusalOf(send(dispute));
			expect(refusal).toMatchObject({ errorName: "EvidenceShowsNothing", args: { epoch: 1n, ground } });
		}
		expect(await read("isDead", 1)).toBe(false);
		expect(await read("atStake", 1)).toBe(2n * BOND);
	});

	it("cannot use marks and scenarios of another epoch", async () => {
		await fixture.postRisk(marketOffset + 1, { initialRoot: RISK_ROOT });
		expect((await refusalOf(falseLane({ epoch: 2 }))).errorName).toBe("ScenarioNotOpened");
	});
});

describe("getting away", () => {
	it("ContentNotOfEpoch: a table that is buried under newer ones is given back and disputed", async () => {
		await bury();
		expect((await refusalOf(falseLane())).errorName).toBe("EpochUnknown");
		const recall = (changes: object) =>
			fixture.send(fixture.roles.bob, "riskEpochs", "recallEpoch", [
				1,
				fixture.riskContent(marketOffset, content(changes)),
				[],
			]);
		expect((await refusalOf(recall({ marketRoot: MAINTENANCE_ROOT_HASH }))).errorName).toBe(
			"ContentNotOfEpoch",
		);
		await recall({});
		// Views of the history do not change: what was not checked then is not checked now.
		expect((await refusalOf(read("isChecked", 1))).errorName).toBe("EpochUnknown");
		await falseLane();
		expect(await read("isDead", 1)).toBe(true);
		expect(await read("creditOf", fixture.roles.mallory.address)).toBe(BOND);
	});

	it("has no use: a bond stays for the whole notice, and leaves nothing undisputed after it", async () => {
		await fixture.send(publisherAt(0), "riskEpochs", "announceExit", []);
		await fixture.at(marketOffset + 14 * DAY - 10);
		const locked = fixture.send(publisherAt(0), "riskEpochs", "withdrawBond", []);
		expect((await refusalOf(locked)).errorName).toBe("BondLocked");
		const restore = await fixture.chain.snapshot();
		await falseLane();
		expect(await read("creditOf", fixture.roles.mallory.address)).toBe(BOND);
		await restore();

		await fixture.at(marketOffset + 15 * DAY);
		await fixture.send(publisherAt(0), "riskEpochs", "withdrawBond", []);
		await falseLane();
		expect(await read("isDead", 1)).toBe(true);
		expect(await read("creditOf", fixture.roles.mallory.address)).toBe(BOND / 2n);
	});

	it("an epoch that dies while a row is demanded of it gives the deposit back and takes no second bond", async () => {
		const block = await fixture.chain.provider.getBlock("latest");
		const value = 2n * ((await read("rowDeposit", block?.baseFeePerGas ?? 0n)) as bigint);
		const { bob, mallory } = fixture.roles;
		const { events } = await fixture.send(bob, "riskEpochs", "demandRow", [1, 1, id, { value }]);
		await falseLane();
		for (const index of [0, 1]) {
			await fixture.send(publisherAt(index), "riskEpochs", "depositBond", [{ value: BOND }]);
		}
		await fixture.chain.setNextBlockTime(Number(events[0]?.args.answerBy) + ROW_WINDOW);
		await fixture.send(mallory, "riskEpochs", "expireDemand", [1, 1, id]);
		expect(await read("creditOf", bob.address)).toBe(value);
		expect(await read("bondOf", publisherAt(0).address)).toBe(BOND);
	});
});

const MAINTENANCE_ROOT_HASH = `0x${"33".repeat(32)}`;

it("risk epochs and judge fit into contracts", async () => {
	for (const address of [fixture.venue.riskEpochs, fixture.venue.rowDispute]) {
		const code = await fixture.chain.provider.getCode(address);
		expect(code.length).toBeGreaterThan(2);
		expect((code.length - 2) / 2).toBeLessThan(CONTRACT_SIZE_LIMIT);
	}
});
