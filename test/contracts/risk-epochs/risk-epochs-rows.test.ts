/** Rows that must be shown: a real table, opened under its root by Solidity's own Poseidon, and what silence costs. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readByName } from "../../../src/chain/client/chain-call.ts";
import { constantsCreationCodes } from "../../../src/chain/deploy/poseidon-constants.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { CALL_A1_LOW, EUR, UNLISTED } from "../../support/tables/desk-table.ts";
import { type DeskTree, deskTree } from "../../support/tables/desk-tree.ts";
import {
	GAS_PRICE_FLOOR_WEI,
	ROW_WINDOW,
	refusalOf,
	START,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const DAY = 86_400;
const MAINTENANCE = 0;

let fixture: VenueFixture;
let tree: DeskTree;
beforeAll(async () => {
	tree = await deskTree();
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
	for (const publisher of fixture.roles.publishers) {
		await fixture.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await fixture.keep();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postLedger(-60);
	await fixture.postRisk(-30, { maintenanceRoot: tree.root });
});
afterAll(() => fixture.chain.close());

const wordsOf = (id: number) => tree.wordsOf(id);
const pathOf = (id: number) => tree.pathOf(id);
const deposit = async () => {
	const block = await fixture.chain.provider.getBlock("latest");
	const least = await fixture.read("riskEpochs", "rowDeposit", [block?.baseFeePerGas ?? 0n]);
	return 2n * (least as bigint);
};
const demand = async (id: number, options: { epoch?: number; value?: bigint } = {}) => {
	const { epoch = 1, value = await deposit() } = options;
	return fixture.send(fixture.roles.mallory, "riskEpochs", "demandRow", [epoch, MAINTENANCE, id, { value }]);
};
const serve = (
	id: number,
	words: readonly bigint[] = wordsOf(id),
	path: readonly (readonly bigint[])[] = pathOf(id),
) => fixture.send(fixture.roles.bob, "riskEpochs", "serveRow", [1, MAINTENANCE, id, words, path]);
const expire = (id: number) =>
	fixture.send(fixture.roles.bob, "riskEpochs", "expireDemand", [1, MAINTENANCE, id]);
const creditOf = (account: string) => fixture.read("riskEpochs", "creditOf", [account]);
const opens = (id: number, words: readonly bigint[], path = pathOf(id), root = tree.root) =>
	readByName({
		runner: fixture.chain.provider,
		address: fixture.venue.rowOpening,
		abi: ["function opens(uint256, uint256, uint256[], uint256[8][4]) view returns (bool)"],
		method: "opens",
		args: [root, id, words, path],
	});

describe("opening a row in Solidity", () => {
	it.each([0, CALL_A1_LOW, EUR])("agrees with the table's own hashes: row %s", async (id) => {
		expect(await opens(id, wordsOf(id))).toBe(true);
	});

	it("knows an id that is not listed by its empty leaf", async () => {
		expect(await opens(UNLISTED, [])).toBe(true);
		expect(await opens(CALL_A1_LOW, [])).toBe(false);
		expect(await opens(UNLISTED, wordsOf(0))).toBe(false);
	});

	it.each([0, 15, 16, 30, 45, 60, 61, 67])(
		"refuses a row with word %s changed, or with r added to it",
		async (at) => {
			for (const shift of [1n, FIELD_ORDER]) {
				const words = wordsOf(CALL_A1_LOW).map((word, index) => (index === at ? word + shift : word));
				expect(await opens(CALL_A1_LOW, words)).toBe(false);
			}
		},
	);

	it("refuses the row of another place, another root, a path with r added, and a row too short", async () => {
		const words = wordsOf(CALL_A1_LOW);
		expect(await opens(CALL_A1_LOW + 1, words, pathOf(CALL_A1_LOW))).toBe(false);
		expect(await opens(CALL_A1_LOW, words, pathOf(CALL_A1_LOW), tree.root + 1n)).toBe(false);
		expect(await opens(CALL_A1_LOW + 4_096, words, pathOf(CALL_A1_LOW))).toBe(false);
		expect(await opens(CALL_A1_LOW, words.slice(1))).toBe(false);
		const shifted = pathOf(CALL_A1_LOW).map((children, level) =>
			children.map((child, index) => (level === 1 && index === 3 ? child + FIELD_ORDER : child)),
		);
		expect(await opens(CALL_A1_LOW, words, shifted)).toBe(false);
	});

	it("ConstantsWrong: no other constants are taken for Poseidon's", async () => {
		const parts: string[] = [];
		for (const code of constantsCreationCodes()) {
			const sent = await fixture.roles.bob.sendTransaction({ data: code });
			parts.push((await sent.wait())?.contractAddress ?? "");
		}
		await fixture.deployContract("RowOpening", [parts]);
		const swapped = fixture.deployContract("RowOpening", [[parts[1], parts[0], ...parts.slice(2)]]);
		await expect(swapped).rejects.toThrow(/ConstantsWrong|0x/);
	});
});

describe("a demand that is served", () => {
	it("shows the row to everybody and pays whoever opened it", async () => {
		const value = await deposit();
		await demand(CALL_A1_LOW, { value });
		const { events, gasUsed } = await serve(CALL_A1_LOW);
		const served = events.find(({ name }) => name === "RowServed");
		expect(served?.args.toObject()).toMatchObject({
			words: wordsOf(CALL_A1_LOW),
			path: pathOf(CALL_A1_LOW),
		});
		expect(await creditOf(fixture.roles.bob.address)).toBe(value);
		expect(gasUsed).toBeLessThan(12_000_000n);
		await fixture.chain.mineAt(START + 2 * ROW_WINDOW);
		expect((await refusalOf(expire(CALL_A1_LOW))).errorName).toBe("RowNotAwaited");
	});

	it("RowNotOpened: by the row and by nothing else", async () => {
		await demand(CALL_A1_LOW);
		const refusal = await refusalOf(serve(CALL_A1_LOW, wordsOf(EUR)));
		expect(refusal).toMatchObject({ errorName: "RowNotOpened", args: { id: BigInt(CALL_A1_LOW) } });
		await serve(CALL_A1_LOW);
	});

	it("is still served after its time as long as nobody has let it expire", async () => {
		await demand(UNLISTED);
		await fixture.at(2 * ROW_WINDOW);
		await serve(UNLISTED);
	});
});

describe("a row that is not served", () => {
	it("kills the epoch at once, for attestations on record and for new ones, and slashes all who stood behind it", async () => {
		const { alice, mallory, publishers } = fixture.roles;
		// The third publisher stands behind something else.
		const third = publishers[2];
		if (third === undefined) throw new Error("no publisher");
		await fixture.send(third, "riskEpochs", "post", [fixture.riskContent(-30), []]);
		const request = fixture.request();
		await fixture.attest(request, { proof: fixture.prove(request, { riskRoot: tree.root }) });
		const standing = async () => {
			const [found] = (await fixture.read("registry", "status", [request.venue, alice.address])) as bigint[];
			return found;
		};
		const value = await deposit();
		await fixture.at(200);
		await demand(CALL_A1_LOW, { value });
		expect(await standing()).toBe(1n);
		await fixture.at(200 + ROW_WINDOW);
		const { events } = await expire(CALL_A1_LOW);
		expect(events.filter(({ name }) => name === "BondSlashed")).toHaveLength(2);
		expect(events.find(({ name }) => name === "RiskEpochKilled")?.args.slashedWei).toBe(2n * BOND);
		expect(await creditOf(mallory.address)).toBe(value + BOND);
		expect(await creditOf(fixture.venue.timelock)).toBe(BOND);
		expect(await fixture.read("riskEpochs", "isDead", [1])).toBe(true);
		expect(await fixture.read("riskEpochs", "bondOf", [third.address])).toBe(BOND);
		const post = fixture.send(publishers[0] ?? third, "riskEpochs", "post", [fixture.riskContent(0), []]);
		expect((await refusalOf(post)).errorName).toBe("BondTooSmall");
	});

	it("pays for silence once: a demand that has expired is over", async () => {
		const value = await deposit();
		await demand(CALL_A1_LOW, { value });
		await fixture.at(2 * ROW_WINDOW);
		await expire(CALL_A1_LOW);
		const paid = await creditOf(fixture.roles.mallory.address);
		expect((await refusalOf(expire(CALL_A1_LOW))).errorName).toBe("RowNotAwaited");
		expect((await refusalOf(serve(CALL_A1_LOW))).errorName).toBe("RowNotAwaited");
		expect(await creditOf(fixture.roles.mallory.address)).toBe(paid);
	});

	it("RiskEpochIsDead: a dead epoch is neither attested under nor demanded of again", async () => {
		await demand(CALL_A1_LOW);
		await fixture.at(2 * ROW_WINDOW);
		await expire(CALL_A1_LOW);
		const again = await refusalOf(demand(EUR));
		expect(again).toMatchObject({ errorName: "RiskEpochIsDead", args: { got: 1n } });
		expect((await refusalOf(fixture.attest(fixture.request()))).errorName).toBe("RiskEpochIsDead");
	});

	it("an attestation that is still valid stops counting in the block in which its epoch dies", async () => {
		const long = await fixture.withSecondRegistry({ ttl: DAY });
		const request = long.request();
		await long.attest(request, { proof: long.prove(request, { riskRoot: tree.root }) });
		await demand(CALL_A1_LOW);
		const status = async () =>
			((await long.read("registry", "status", [request.venue, long.roles.alice.address])) as bigint[])[0];
		await fixture.chain.mineAt(START + 2 * ROW_WINDOW);
		expect(await status()).toBe(1n);
		await expire(CALL_A1_LOW);
		expect(await status()).toBe(5n);
	});

	it("RowStillDue: not before the window is over", async () => {
		await fixture.at(200);
		await demand(CALL_A1_LOW);
		await fixture.at(200 + ROW_WINDOW - 1);
		const refusal = await refusalOf(expire(CALL_A1_LOW));
		expect(refusal).toMatchObject({
			errorName: "RowStillDue",
			args: { answerBy: BigInt(START + 200 + ROW_WINDOW) },
		});
		await fixture.at(200 + ROW_WINDOW);
		await expire(CALL_A1_LOW);
	});

	it("a second silent demand finds no more bonds, and gives its deposit back", async () => {
		const value = await deposit();
		await demand(CALL_A1_LOW, { value });
		await demand(EUR, { value });
		await fixture.at(2 * ROW_WINDOW);
		await expire(CALL_A1_LOW);
		await expire(EUR);
		expect(await creditOf(fixture.roles.mallory.address)).toBe(2n * value + BOND);
	});
});

describe("an outage of the sequencer", () => {
	const onRollup = async () => {
		const sequencer = await fixture.sequencerFeed();
		const rollup = await fixture.withRiskEpochs({ bondWei: BOND, sequencerFeed: sequencer.address });
		for (const publisher of rollup.roles.publishers) {
			await rollup.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
		}
		await rollup.postRisk(-30, { maintenanceRoot: tree.root });
		const value = await deposit();
		const send = (method: string, ...args: readonly unknown[]) =>
			rollup.send(rollup.roles.mallory, "riskEpochs", method, args);
		return { sequencer, rollup, value, send };
	};

	it("gives publishers the whole time to answer again, and nothing dies while it lasts", async () => {
		const { sequencer, rollup, value, send } = await onRollup();
		await rollup.at(200);
		await send("demandRow", 1, MAINTENANCE, CALL_A1_LOW, { value });
		await rollup.at(200 + ROW_WINDOW);
		await sequencer.say(true, 300);
		const expireNow = () => send("expireDemand", 1, MAINTENANCE, CALL_A1_LOW);
		expect((await refusalOf(expireNow())).errorName).toBe("SequencerIsDown");
		const back = 200 + ROW_WINDOW - 10;
		await sequencer.say(false, back);
		await rollup.at(back + ROW_WINDOW - 1);
		expect(await refusalOf(expireNow())).toMatchObject({
			errorName: "RowStillDue",
			args: { answerBy: BigInt(START + back + ROW_WINDOW) },
		});
		await rollup.at(back + ROW_WINDOW);
		await expireNow();
		expect(await rollup.read("riskEpochs", "isDead", [1])).toBe(true);
	});

	it("from before the demand gives none, and neither does a feed that does not answer", async () => {
		const { sequencer, rollup, value, send } = await onRollup();
		await sequencer.say(false, 190);
		await rollup.at(200);
		await send("demandRow", 1, MAINTENANCE, CALL_A1_LOW, { value });
		for (const since of [190, -START, 10 * DAY]) {
			const back = await rollup.chain.snapshot();
			await sequencer.say(false, since);
			await rollup.at(200 + ROW_WINDOW);
			await send("expireDemand", 1, MAINTENANCE, CALL_A1_LOW);
			await back();
		}
	});

	it("whoever calls cannot starve the feed of its grace", async () => {
		const { sequencer, rollup, value, send } = await onRollup();
		await rollup.at(200);
		await send("demandRow", 1, MAINTENANCE, CALL_A1_LOW, { value });
		await rollup.at(200 + ROW_WINDOW);
		await sequencer.say(false, 300);
		for (const gasLimit of [60_000, 100_000, 120_000]) {
			const starved = send("expireDemand", 1, MAINTENANCE, CALL_A1_LOW, { gasLimit });
			expect((await refusalOf(starved)).errorName).toBe("GasTooLow");
		}
	});

	it("begins the notice of an exit again: what is awaited after it must still find the bonds", async () => {
		const { sequencer, rollup } = await onRollup();
		const [publisher] = rollup.roles.publishers;
		if (publisher === undefined) throw new Error("no publisher");
		await rollup.send(publisher, "riskEpochs", "announceExit");
		await sequencer.say(false, 13 * DAY);
		const withdraw = () => rollup.send(publisher, "riskEpochs", "withdrawBond");
		await rollup.at(27 * DAY - 1);
		expect((await refusalOf(withdraw())).errorName).toBe("BondLocked");
		await rollup.at(27 * DAY);
		await withdraw();
	});
});

describe("what is refused", () => {
	it("RowAlreadyDemanded: a row is demanded once", async () => {
		await demand(CALL_A1_LOW);
		expect((await refusalOf(demand(CALL_A1_LOW))).errorName).toBe("RowAlreadyDemanded");
	});

	it("RowNotAwaited: nobody serves or expires what nobody demanded", async () => {
		expect((await refusalOf(serve(EUR))).errorName).toBe("RowNotAwaited");
		expect((await refusalOf(expire(EUR))).errorName).toBe("RowNotAwaited");
	});

	it("RowIdOutOfRange: a table has 4,096 places", async () => {
		expect(await refusalOf(demand(4_096))).toMatchObject({
			errorName: "RowIdOutOfRange",
			args: { limit: 4_096n },
		});
		await demand(4_095);
	});

	it("RowDepositOutOfRange: an answer's gas is deposited first", async () => {
		expect(await refusalOf(demand(EUR, { value: 1n }))).toMatchObject({
			errorName: "RowDepositOutOfRange",
			args: { got: 1n },
		});
	});

	it("GasPriceFloorOutOfRange: a deposit is worth an answer at the floor, however cheap the block is that asks", async () => {
		await fixture.chain.provider.send("hardhat_setNextBlockBaseFeePerGas", ["0x1"]);
		const least = (12_000_000n * GAS_PRICE_FLOOR_WEI * 3n) / 2n;
		expect((await refusalOf(demand(EUR, { value: least - 1n }))).args).toMatchObject({ least });
		await demand(EUR, { value: least });
		for (const gasPriceFloor of [10n ** 7n - 1n, 10n ** 12n + 1n]) {
			const deployed = fixture.deployContract("RiskEpochs", [fixture.riskConfig({ gasPriceFloor })]);
			expect(await refusalOf(deployed)).toMatchObject({
				errorName: "GasPriceFloorOutOfRange",
				args: { got: gasPriceFloor },
			});
		}
	});

	it("EpochTooOld: no longer than bonds are sure to be there", async () => {
		await fixture.at(-30 + 7 * DAY);
		await demand(EUR);
		await fixture.at(-30 + 7 * DAY + 1);
		expect((await refusalOf(demand(CALL_A1_LOW))).errorName).toBe("EpochTooOld");
	});

	it("RowWindowOutOfRange: between an hour and three days", async () => {
		for (const rowWindow of [3_599, 3 * DAY + 1]) {
			const deployed = fixture.deployContract("RiskEpochs", [fixture.riskConfig({ rowWindow })]);
			expect(await refusalOf(deployed)).toMatchObject({
				errorName: "RowWindowOutOfRange",
				args: { got: BigInt(rowWindow) },
			});
		}
	});
});
