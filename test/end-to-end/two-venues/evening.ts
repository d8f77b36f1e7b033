/** A false table: two of three publishers help a friend, a watcher shows it to the contract, honest ones carry on. */
import { describe, expect, it } from "vitest";
import { demandRow, serveRow } from "../../../src/chain/demands/row-demands.ts";
import { disputeEpoch, isWrong } from "../../../src/chain/disputes/dispute-row.ts";
import { type Breach, findBreach } from "../../../src/chain/disputes/find-breach.ts";
import { readPostedEpoch } from "../../../src/chain/disputes/posted-epoch.ts";
import { withdrawCredit } from "../../../src/chain/epochs/credits.ts";
import { depositBond, readPublisher } from "../../../src/chain/epochs/publisher-bonds.ts";
import { elementRows, postedRows } from "../../../src/cli/folders/posted-rows.ts";
import { proveRowWord } from "../../../src/proof/statements/prove-row-word.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";
import { northWithHolds } from "./afternoon.ts";
import { friendlyTables } from "./venues/friendly-tables.ts";
import { movedMarket, type PublishedMarket } from "./venues/market.ts";
import type { PostedTable } from "./venues/proving.ts";
import { type Actor, BOND_WEI, contentOf } from "./venues/stage.ts";
import type { Story } from "./venues/story.ts";

/** Seconds after dawn. */
const FALSE_AT = 16_000;
const HONEST_AT = 16_120;
const EVENING = { pricePerMille: { BTC: 961n, ETH: 963n, SOL: 796n }, ivPerMille: 1140n };
/** What Cleo is long and short of. */
const FRIEND = { long: ["USDC", "SOL-PERPETUAL"], short: ["ETH-PERPETUAL"] };
const DOUBTED = "SOL-PERPETUAL";

export function evening(told: () => Story): void {
	let friendly: PublishedMarket;
	let breach: Breach;
	const friendlyTable = (): PostedTable => ({ epoch: 5, table: friendly.tables.initial });
	const bondOf = async ({ address: publisher }: Actor) => {
		const { chain, protocol } = told().stage;
		const { riskEpochs } = protocol;
		return (await readPublisher({ runner: chain.provider, riskEpochs, publisher })).bondWei;
	};

	describe("evening", () => {
		it("two publishers post a table on which Cleo cannot lose; the third posts the right one, in vain", async () => {
			const story = told();
			const { firstPublisher, secondPublisher, thirdPublisher } = story.stage.roles;
			await story.stage.at(FALSE_AT + 1);
			expect(await story.closeBooks("north", FALSE_AT - 30, northWithHolds(story))).toBe(4);
			const honest = await story.buildTables(movedMarket(story.market.dawn, FALSE_AT, EVENING));
			friendly = await friendlyTables(honest, FRIEND);
			expect(await story.stage.post(firstPublisher, contentOf(friendly))).toBeNull();
			expect(await story.stage.post(secondPublisher, contentOf(friendly))).toBe(5);
			expect(await story.stage.post(thirdPublisher, contentOf(honest))).toBeNull();
		});

		it("Cleo proves a surplus that she does not have, and the registry has to believe it", async () => {
			const story = told();
			const ledger = story.ledger("north", 4);
			const surplus = story.proving.free("cleo", ledger, friendlyTable());
			expect(story.free("cleo", "north", 4, 5)).toBeLessThan(0n);
			expect(surplus).toBeGreaterThan(0n);
			const claim = await story.proving.prove("cleo", ledger, friendlyTable());
			story.claims.set("cleo", claim);
			await story.proving.attest("cleo", claim);
			expect([await story.standing("cleo"), await story.surplus("cleo")]).toEqual(["live", surplus]);
			expect(await story.spares("cleo", surplus)).toBe(true);
		});

		it("a watcher demands the row that it doubts; the answer is all that it needs to find the breach", async () => {
			const story = told();
			const { chain, protocol, roles, rowWord } = story.stage;
			const { provider } = chain;
			const honest = story.published(5);
			const id = honest.tables.initial.labels.instruments.indexOf(DOUBTED);
			const table = { riskEpochs: protocol.riskEpochs, epoch: 5, level: "initial" } as const;
			await demandRow({ ...table, id, demander: roles.watcher });
			await serveRow({ ...table, id, server: roles.firstPublisher, table: friendly.tables.initial });

			const source = { provider, ...table, fromBlock: 0 };
			const { commitments, rowDispute, atStakeWei } = await readPostedEpoch(source);
			expect(atStakeWei).toBe(2n * BOND_WEI);
			const served = await postedRows({ ...source, file: undefined, root: commitments.riskRoot });
			const search = await findBreach({
				posted: served.rows,
				right: elementRows(honest.tables.initial.rows),
				trees: honest.trees,
				prove: (row, wordIndex) =>
					proveRowWord({
						tree: served.treeOf(row),
						id: row,
						wordIndex,
						elements: served.rows.get(row) ?? [],
						...rowWord,
					}),
				isWrong: (dispute) => isWrong({ runner: provider, rowDispute, commitments, dispute }),
			});
			expect(search).toMatchObject({ asked: 1, breach: { id, dispute: { ground: "lane" } } });
			breach = search.breach as Breach;
		});

		it("the dispute kills the epoch: two bonds are taken, half for the watcher, and the surplus is gone", async () => {
			const story = told();
			const { protocol, roles } = story.stage;
			const { riskEpochs } = protocol;
			const dispute = { riskEpochs, epoch: 5, level: "initial", dispute: breach.dispute } as const;
			const sent = await disputeEpoch({ ...dispute, disputer: roles.watcher });
			expect(sent.slashedWei).toBe(2n * BOND_WEI);
			const bonds = [roles.firstPublisher, roles.secondPublisher, roles.thirdPublisher].map(bondOf);
			expect(await Promise.all(bonds)).toEqual([0n, 0n, BOND_WEI]);
			expect(await story.credit(protocol.timelock, "riskEpochs")).toBe(BOND_WEI);
			const credit = { account: roles.watcher, contract: riskEpochs };
			expect(await withdrawCredit(credit)).toMatchObject({ amountWei: BOND_WEI });

			expect([await story.standing("cleo"), await story.spares("cleo", 0n)]).toEqual([
				"risk-epoch-dead",
				false,
			]);
			const again = await refusalOf(story.proving.attest("cleo", story.claim("cleo")));
			expect(again).toMatchObject({ errorName: "RiskEpochIsDead", args: { got: 5n } });
			const disputedAgain = await refusalOf(disputeEpoch({ ...dispute, disputer: roles.watcher }));
			expect(disputedAgain.errorName).toBe("RiskEpochIsDead");
		});

		it("the third publisher and the second, with a new bond, carry on, and so does Ada", async () => {
			const story = told();
			const { protocol, roles } = story.stage;
			const { secondPublisher, thirdPublisher } = roles;
			await story.stage.at(HONEST_AT + 1);
			const content = contentOf(await story.buildTables(movedMarket(story.market.dawn, HONEST_AT, EVENING)));
			const unbonded = await refusalOf(story.stage.post(secondPublisher, content));
			expect(unbonded).toMatchObject({ code: "BOND_TOO_SMALL", args: { got: 0n, needed: BOND_WEI } });
			const { riskEpochs } = protocol;
			await depositBond({ publisher: secondPublisher, riskEpochs, amountWei: BOND_WEI });
			expect(await story.stage.post(secondPublisher, content)).toBeNull();
			expect(await story.stage.post(thirdPublisher, content)).toBe(6);
			await story.proveAndAttest("ada", "north", 4, 6);
			expect(await story.surplus("ada")).toBe(story.free("ada", "north", 4, 6));
			expect(await story.secured("ada")).toBe(true);
		});
	});
}
