/** A dishonest venue: its word is trusted for what it commits to, so this says what its word is worth. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { writeByName } from "../../../src/chain/client/chain-call.ts";
import { type PoseidonHash, poseidon, poseidonChain } from "../../../src/field/poseidon.ts";
import {
	type AccountRecord,
	hashLeaf,
	leafElements,
	SIZE_CLASSES,
} from "../../../src/ledger/account-leaf.ts";
import { LIEN_END, lienActs } from "../../support/venue/lien-acts.ts";
import { freeMicroUsd, initialRows, type Sizes, wholeUsd } from "../../support/venue/party-money.ts";
import {
	LISTING,
	PSEUDONYM,
	refusalOf,
	START,
	TTL,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const BOOK: Sizes = { BTC: "10", USD: "-300000" };
const ROWS = initialRows();
const SURPLUS = freeMicroUsd(BOOK, ROWS);

describe("an owner that the venue computes", () => {
	/** Every block that is hashed for a leaf, and every state between blocks. */
	function hashed(record: AccountRecord): { blocks: string[]; states: bigint[] } {
		const blocks: string[] = [];
		const states: bigint[] = [];
		const recording: PoseidonHash = (inputs) => {
			const state = poseidon(inputs);
			blocks.push(inputs.join());
			states.push(state);
			return state;
		};
		expect(hashLeaf(recording, record)).toBe(states.at(-1));
		return { blocks, states };
	}
	const record = (sizeClass: AccountRecord["sizeClass"], owner: bigint, salt: bigint): AccountRecord => ({
		owner,
		salt,
		sizeClass,
		holdings: Array.from({ length: sizeClass }, (_, at) => ({ id: at + 1, qtyLots: BigInt(at + 1) })),
	});

	it("from a state of another leaf's chain opens nothing but its own leaf", () => {
		for (const victimClass of SIZE_CLASSES) {
			const victim = hashed(record(victimClass, 11n ** 60n % 2n ** 250n, 13n ** 60n % 2n ** 250n));
			for (const sizeClass of SIZE_CLASSES) {
				for (const state of victim.states) {
					const forged = record(sizeClass, state, state);
					const own = hashed(forged);
					expect(own.blocks.filter((block) => victim.blocks.includes(block))).toEqual([]);
					expect(poseidonChain(poseidon, leafElements(forged))).not.toBe(victim.states.at(-1));
				}
			}
		}
	});
});

describe("two leaves for one owner", () => {
	const COINS: Sizes = { BTC: "10" };
	const DEBT: Sizes = { USD: "-300000" };

	it("hide a debt: the lender bears what the second leaf owes", () => {
		const shown = freeMicroUsd(COINS, ROWS);
		expect(wholeUsd(shown - SURPLUS)).toBe(300_090);
		expect(freeMicroUsd(DEBT, ROWS) < 0n).toBe(true);
	});
});

describe("on the chain", () => {
	let fixture: VenueFixture;
	beforeAll(async () => {
		fixture = await VenueFixture.deploy();
	});
	beforeEach(async () => {
		await fixture.reset();
		await fixture.postPair();
	});
	afterAll(() => fixture.chain.close());

	it("two leaves for one owner are one account: the second proof replaces the first", async () => {
		const { venueLedger } = fixture.venue;
		const { alice, bob } = fixture.roles;
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: SURPLUS }));
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: 1n }));
		expect(await fixture.read("registry", "freeSurplus", [venueLedger, alice.address])).toBe(1n);
		const other = fixture.request({ level: "initial", surplusMicroUsd: SURPLUS, holder: bob.address });
		expect((await refusalOf(fixture.attest(other, { sender: bob }))).errorName).toBe("AccountHeldByAnother");
	});

	it("two owners for one customer double a surplus, and every lien on it is the venue's word", async () => {
		const { venueLedger } = fixture.venue;
		const { alice, bob } = fixture.roles;
		const twice = [
			[alice, PSEUDONYM],
			[bob, PSEUDONYM + 1n],
		] as const;
		for (const [holder, pseudonym] of twice) {
			const request = {
				level: "initial",
				surplusMicroUsd: SURPLUS,
				holder: holder.address,
				pseudonym,
			} as const;
			await fixture.attest(fixture.request(request), { sender: holder });
		}
		const free = await Promise.all(
			twice.map(([{ address }]) => fixture.read("registry", "freeSurplus", [venueLedger, address])),
		);
		expect(free).toEqual([SURPLUS, SURPLUS]);
	});

	it("different roots in two registries are firm in both: the surplus is lent once in each", async () => {
		const { operator, guardian, alice, bob } = fixture.roles;
		const second = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		const elsewhere = await fixture.withSecondRegistry({ venues: [second] });
		const { registry } = elsewhere.venue;
		const onSecond = (method: string, args: readonly unknown[]) =>
			writeByName({ signer: operator, address: second, abi: VENUE_LEDGER_ABI, method, args });
		const request = { level: "initial", surplusMicroUsd: SURPLUS } as const;
		const here = lienActs(fixture);
		await fixture.attest(fixture.request(request));
		await here.allow(SURPLUS);
		await here.place(SURPLUS);
		await here.acknowledge(1);
		// An honest venue's other ledger would hold the amount by now.
		await onSecond("post", [0x1ed6e6n, LISTING, START - 60]);
		await elsewhere.attest(elsewhere.request({ ...request, venue: second }));
		await elsewhere.send(alice, "registry", "allowLien", [second, bob.address, SURPLUS, LIEN_END]);
		await elsewhere.send(bob, "registry", "placeLien", [second, alice.address, SURPLUS, LIEN_END]);
		await onSecond("acknowledge", [registry, 1, alice.address, bob.address, SURPLUS]);
		expect(await here.secured(1)).toBe(true);
		expect(await elsewhere.read("registry", "isSecured", [1])).toBe(true);
		const hold = { "USD-HOLD": `${SURPLUS / 1_000_000n + 1n}` };
		expect(freeMicroUsd({ ...BOOK, ...hold }, ROWS) <= 0n).toBe(true);
		expect(wholeUsd(SURPLUS)).toBe(221_444);
	});

	it("a venue that acknowledges and leaves the hold out lets the surplus be promised again, by breaking its word", async () => {
		const { allow, place, acknowledge, free, secured } = lienActs(fixture);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: SURPLUS }));
		await allow(2n * SURPLUS);
		await place(SURPLUS);
		await fixture.at(100);
		await acknowledge(1);
		await fixture.postLedger(100);
		await fixture.postRisk(101);
		const again = { level: "initial", ledgerEpoch: 2, riskEpoch: 2, surplusMicroUsd: SURPLUS } as const;
		await fixture.attest(fixture.request(again));
		expect([await secured(1), await free()]).toEqual([true, SURPLUS]);
	});

	it("a venue that never acknowledges costs its customer the loan and the lender nothing", async () => {
		const { allow, place, free, secured } = lienActs(fixture);
		await fixture.attest(fixture.request({ level: "initial", surplusMicroUsd: SURPLUS }));
		await allow(SURPLUS);
		await place(SURPLUS);
		await fixture.chain.mineAt(START - 60 + TTL - 1);
		expect([await secured(1), await free()]).toEqual([false, 0n]);
	});
});
