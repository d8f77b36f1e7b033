/** Credit against proven surplus, a crash, and what an honest lower proof does to a line. */
import { describe, expect, it } from "vitest";
import { acknowledgeLien } from "../../../src/chain/registry/liens.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";
import { Lending } from "./venues/lending.ts";
import { DAWN_MS, MICRO_USD, movedMarket } from "./venues/market.ts";
import type { Story } from "./venues/story.ts";

const TEN_THOUSAND_USD = 10_000n * MICRO_USD;
/** Seconds after dawn. */
const CRASH_AT = 300;
/** BTC −7 %, ETH −5 %, SOL −20 %, volatilities up by 30 %. */
const CRASH = { pricePerMille: { BTC: 930n, ETH: 950n, SOL: 800n }, ivPerMille: 1300n };

export function morning(told: () => Story): void {
	describe("morning", () => {
		it("a line lends once the venue has acknowledged its lien, up to the lien and no further", async () => {
			const story = told();
			const { stage } = story;
			const lending = await Lending.open(stage, 1_000_000n * MICRO_USD);
			story.lending = lending;
			for (const who of ["ada", "cleo"] as const) {
				const free = story.free(who, "north", 1, 1);
				const limit = free - (free % TEN_THOUSAND_USD);
				const lienId = await lending.openLine(who, limit);
				story.liens.set(who, { lienId, limit });
				expect(await story.freeSurplus(who)).toBe(free - limit);
				expect((await refusalOf(lending.draw(who, lienId, 1n))).errorName).toBe("NotSecured");

				const operator = stage.operator("north");
				const lien = { venueLedger: stage.venues.north, registry: stage.protocol.registry, lienId };
				const agreed = { holder: story.addressOf(who), consumer: lending.line, amountMicroUsd: limit };
				expect(await acknowledgeLien({ operator, ...lien, ...agreed })).toMatchObject({ fromEpoch: 2 });
				await lending.draw(who, lienId, limit - TEN_THOUSAND_USD);
				const tooMuch = await refusalOf(lending.draw(who, lienId, TEN_THOUSAND_USD + 1n));
				expect(tooMuch).toMatchObject({ errorName: "OverLimit", args: { got: limit + 1n, limit } });
				expect(await lending.balanceOf(story.addressOf(who))).toBe(limit - TEN_THOUSAND_USD);
			}
		});

		it("SnapshotBeforeAcknowledgement: the venue's next books are of a time after its promise", async () => {
			const story = told();
			const refused = await refusalOf(story.closeBooks("north", 2, story.cast.books.north));
			expect(refused).toMatchObject({
				errorName: "SnapshotBeforeAcknowledgement",
				args: { got: BigInt(DAWN_MS / 1000 + 2) },
			});
		});

		it("SurplusReserved: what one lender has reserved is not there for the next", async () => {
			const story = told();
			const free = await story.freeSurplus("ada");
			const refused = await refusalOf(story.lending.openLine("ada", free + 1n));
			expect(refused).toMatchObject({ errorName: "SurplusReserved", args: { got: free + 1n, free } });
		});

		it("the market crashes: Ada's honest new proof shows less than her lien, and draws stop", async () => {
			const story = told();
			const { lienId, limit } = story.lien("ada");
			const healthy = await refusalOf(story.lending.close(story.stage.roles.watcher, lienId));
			expect(healthy.errorName).toBe("LineHealthy");
			await story.stage.at(CRASH_AT + 1);
			expect(await story.goLive(movedMarket(story.market.dawn, CRASH_AT, CRASH))).toBe(2);
			expect(await story.secured("ada")).toBe(true);

			await story.proveAndAttest("ada", "north", 1, 2);
			const proven = story.free("ada", "north", 1, 2);
			expect(await story.surplus("ada")).toBe(proven);
			expect(proven).toBeLessThan(limit);
			expect([await story.isOverLiened("ada"), await story.secured("ada")]).toEqual([true, false]);
			expect((await refusalOf(story.lending.draw("ada", lienId, 1n))).errorName).toBe("NotSecured");
		});

		it("a debt can be paid at all times", async () => {
			const story = told();
			const { lienId, limit } = story.lien("ada");
			await story.lending.repay("ada", lienId, 5n * TEN_THOUSAND_USD);
			expect(await story.lending.debtOf(lienId)).toBe(limit - 6n * TEN_THOUSAND_USD);
		});

		it("Bela's cash and carry does not mind: more is free than before", () => {
			const story = told();
			expect(story.free("bela", "south", 1, 2)).toBeGreaterThan(story.free("bela", "south", 1, 1));
		});
	});
}
