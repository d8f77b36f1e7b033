/** A dishonest trader: what it tries, what stops it, and where nothing does, what that is worth. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lienActs } from "../../support/venue/lien-acts.ts";
import { freeMicroUsd, initialRows, type Sizes, wholeUsd } from "../../support/venue/party-money.ts";
import {
	INITIAL_ROOT,
	PSEUDONYM,
	refusalOf,
	START,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

/** BTC, percent, between one risk epoch and the next. */
const BREAK = 10;
const NEW_ROOT = INITIAL_ROOT + 1n;

const LONG: Sizes = { BTC: "10", USD: "-300000" };
const SHORT: Sizes = { BTC: "-10", USD: "900000" };
const BEFORE = initialRows();

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

const alice = () => fixture.roles.alice;
const solvent = (minSurplus: bigint) =>
	fixture.read("registry", "isSolvent", [alice().address, 1, minSurplus, TTL]) as Promise<boolean>;

describe("a table that is older than a break of prices", () => {
	it.each([
		["a long after a fall", LONG, -BREAK, 52_154],
		["a short after a rise", SHORT, BREAK, 74_041],
	])(
		"lets %s prove what it has lost, until the next table and no later than its time to live",
		async (_who, book, move, lostUsd) => {
			const stale = freeMicroUsd(book, BEFORE);
			const true_ = freeMicroUsd(book, initialRows(move));
			expect(wholeUsd(stale - true_)).toBe(lostUsd);
			await fixture.postRisk(-20, { initialRoot: NEW_ROOT });
			const request = fixture.request({ level: "initial", surplusMicroUsd: stale });
			await fixture.attest(request);
			expect(await solvent(true_ + 1n)).toBe(true);
			// A second table ends it for whoever has not attested yet, the clock for whoever has.
			await fixture.postRisk(-10, { initialRoot: NEW_ROOT + 1n });
			expect((await refusalOf(fixture.attest(request))).errorName).toBe("RiskEpochNotRecent");
			await fixture.chain.mineAt(START - 60 + TTL);
			expect(await solvent(0n)).toBe(false);
		},
	);

	it("is of no use twice: whoever proved under the newer one cannot go back", async () => {
		await fixture.postRisk(-20, { initialRoot: NEW_ROOT });
		const surplusMicroUsd = freeMicroUsd(LONG, initialRows(-BREAK));
		const now = fixture.request({ level: "initial", riskEpoch: 2, surplusMicroUsd });
		await fixture.attest(now, { proof: fixture.prove(now, { riskRoot: NEW_ROOT }) });
		const back = fixture.request({ level: "initial", surplusMicroUsd: freeMicroUsd(LONG, BEFORE) });
		expect((await refusalOf(fixture.attest(back))).errorName).toBe("RiskEpochMovedBack");
		expect(await solvent(surplusMicroUsd + 1n)).toBe(false);
	});
});

describe("money that leaves the venue after the ledger was taken", () => {
	it("stays proven until the attestation ends: the whole surplus, where no lien is firm", async () => {
		const surplusMicroUsd = freeMicroUsd(LONG, BEFORE);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd }));
		// The next ledger is without it, and the trader does not prove under it.
		await fixture.postLedger(-10, { root: 7n });
		expect(await solvent(surplusMicroUsd)).toBe(true);
		await fixture.chain.mineAt(START - 60 + TTL - 1);
		expect(await solvent(surplusMicroUsd)).toBe(true);
		await fixture.chain.mineAt(START - 60 + TTL);
		expect(await solvent(0n)).toBe(false);
		expect(wholeUsd(surplusMicroUsd)).toBe(wholeUsd(freeMicroUsd(LONG, BEFORE)));
	});

	it("is worth nothing to a consumer that lends on secured liens only", async () => {
		const { allow, place, secured } = lienActs(fixture);
		const surplusMicroUsd = freeMicroUsd(LONG, BEFORE);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd }));
		await allow(surplusMicroUsd);
		await place(surplusMicroUsd);
		expect(await secured(1)).toBe(false);
	});
});

describe("a new identity at the same venue", () => {
	it("does not shed a lien: the old holder keeps it, and the new one has what the next ledger shows", async () => {
		const { allow, place, acknowledge, free, secured } = lienActs(fixture);
		const surplusMicroUsd = freeMicroUsd(LONG, BEFORE);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd }));
		await allow(surplusMicroUsd);
		await place(surplusMicroUsd);
		await fixture.at(100);
		await acknowledge(1);
		// The venue moves the account to a new owner and keeps its word: the lien is a hold there.
		const hold = `${(surplusMicroUsd + 999_999n) / 1_000_000n}`;
		const carried = freeMicroUsd({ ...LONG, "USD-HOLD": hold }, BEFORE);
		expect(carried <= 0n && carried > -1_000_000n).toBe(true);
		await fixture.postLedger(100);
		await fixture.postRisk(101);
		const holder = fixture.roles.mallory;
		const moved = { level: "initial", ledgerEpoch: 2, riskEpoch: 2, holder: holder.address } as const;
		await fixture.attest(fixture.request({ ...moved, pseudonym: PSEUDONYM + 1n, surplusMicroUsd: 0n }), {
			sender: holder,
		});
		const { venueLedger } = fixture.venue;
		expect(await fixture.read("registry", "freeSurplus", [venueLedger, holder.address])).toBe(0n);
		expect([await free(), await secured(1)]).toEqual([0n, true]);
		expect((await refusalOf(fixture.send(alice(), "registry", "release", [venueLedger]))).errorName).toBe(
			"LiensOutstanding",
		);
	});

	it("sheds a soft lien, on which nobody has lent", async () => {
		const { allow, place, secured } = lienActs(fixture);
		const surplusMicroUsd = freeMicroUsd(LONG, BEFORE);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd }));
		await allow(surplusMicroUsd);
		await place(surplusMicroUsd);
		await fixture.postLedger(-10);
		await fixture.postRisk(-5);
		const holder = fixture.roles.mallory;
		const moved = { level: "initial", ledgerEpoch: 2, riskEpoch: 2, holder: holder.address } as const;
		await fixture.attest(fixture.request({ ...moved, pseudonym: PSEUDONYM + 1n, surplusMicroUsd }), {
			sender: holder,
		});
		const { venueLedger } = fixture.venue;
		expect(await fixture.read("registry", "freeSurplus", [venueLedger, holder.address])).toBe(
			surplusMicroUsd,
		);
		expect(await secured(1)).toBe(false);
	});
});
