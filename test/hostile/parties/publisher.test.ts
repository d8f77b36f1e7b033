/** Dishonest publishers of risk tables: what a false or missing table is worth, and what bounds it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { SMALL_LISTING } from "../../support/tables/small-book.ts";
import { freeMicroUsd, initialRows, type Sizes, wholeUsd } from "../../support/venue/party-money.ts";
import { refusalOf, START, SURPLUS, TTL, VenueFixture } from "../../support/venue/venue-fixture.ts";

const ROWS = initialRows();
const LARGEST_PER_LOT = (1n << 36n) - 1n;

function edited(name: string, edit: (row: RiskRow) => RiskRow): readonly RiskRow[] {
	const id = SMALL_LISTING.instruments.find((instrument) => instrument.name === name)?.id as number;
	return ROWS.with(id, edit(ROWS[id] as RiskRow));
}
const raised = (row: RiskRow, microUsd: bigint): RiskRow => ({
	...row,
	stressMicroUsd: row.stressMicroUsd.map((lane) => lane + microUsd),
	tailMicroUsd: row.tailMicroUsd.map((lane) => lane + microUsd),
	boundMicroUsd: row.boundMicroUsd + microUsd,
});

describe("a table that enough publishers agree on", () => {
	const COIN: Sizes = { BTC: "0.00001" };
	const worthALot = edited("BTC", (row) => ({
		...row,
		stressMicroUsd: row.stressMicroUsd.map(() => LARGEST_PER_LOT),
		tailMicroUsd: row.tailMicroUsd.map(() => LARGEST_PER_LOT),
		boundMicroUsd: LARGEST_PER_LOT,
	}));

	it("makes 68,719 USD of a lot worth 64 cents, and passes every check of its form", () => {
		checkRiskTable(worthALot);
		expect(wholeUsd(freeMicroUsd(COIN, ROWS))).toBe(0);
		expect(wholeUsd(freeMicroUsd(COIN, worthALot))).toBe(68_719);
	});

	it("is bounded by the range of the circuit alone: 2.3 million million USD an account", () => {
		const lots = (1n << 61n) / LARGEST_PER_LOT;
		const most = freeMicroUsd({ BTC: `${Number(lots) / 100_000}` }, worthALot);
		expect(most < 1n << 61n).toBe(true);
		expect(most > 1n << 60n).toBe(true);
	});
});

describe("an error too small for a dispute", () => {
	/** An option's lane may be this far from what contracts compute: `RowDispute` loses from three on. */
	const UNSEEN = 2n;
	const OPTION = "BTC-27MAR26-60000-C";

	it("is worth 20 cents on a thousand BTC of options", () => {
		const book: Sizes = { [OPTION]: "1000", USD: "100000000" };
		const gain =
			freeMicroUsd(
				book,
				edited(OPTION, (row) => raised(row, UNSEEN)),
			) - freeMicroUsd(book, ROWS);
		expect(gain).toBe(200_000n);
	});
});

describe("no table", () => {
	let fixture: VenueFixture;
	beforeAll(async () => {
		fixture = await VenueFixture.deploy();
	});
	beforeEach(async () => {
		await fixture.reset();
		await fixture.postPair();
	});
	afterAll(() => fixture.chain.close());

	const solvent = () =>
		fixture.read("registry", "isSolvent", [fixture.roles.alice.address, 0, SURPLUS, TTL]) as Promise<boolean>;

	it("keeps the last one in use until the venue's next ledger, and what was proven until its end", async () => {
		await fixture.attest(fixture.request());
		await fixture.postLedger(-10);
		const request = fixture.request({ ledgerEpoch: 2 });
		expect((await refusalOf(fixture.attest(request))).errorName).toBe("TableBeforeLedger");
		expect(await solvent()).toBe(true);
		await fixture.chain.mineAt(START - 60 + TTL);
		expect(await solvent()).toBe(false);
	});

	it("from one publisher of two is a dissent on record, and the other two go on without it", async () => {
		const [first, second, third] = fixture.roles.publishers;
		const post = (publisher: typeof first, content: object) =>
			fixture.send(publisher as NonNullable<typeof first>, "riskEpochs", "post", [content, []]);
		await post(first, fixture.riskContent(-20, { initialRoot: 7n }));
		await post(second, fixture.riskContent(-20));
		expect(await fixture.read("riskEpochs", "newestEpoch")).toBe(1n);
		await post(third, fixture.riskContent(-20));
		expect(await fixture.read("riskEpochs", "newestEpoch")).toBe(2n);
	});
});
