/** A publisher's way in and out: a bond, posts, the notice, and the money back. */
import { parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readCredit, withdrawCredit } from "../../../src/chain/epochs/credits.ts";
import {
	announceExit,
	depositBond,
	readPublisher,
	withdrawBond,
} from "../../../src/chain/epochs/publisher-bonds.ts";
import { refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const EXIT_NOTICE = 14 * 86_400;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const first = () => {
	const [publisher] = fixture.roles.publishers;
	if (publisher === undefined) throw new Error("no publisher");
	return { publisher, riskEpochs: fixture.venue.riskEpochs };
};
const onRecord = async () => {
	const { publisher, riskEpochs } = first();
	return readPublisher({ runner: fixture.chain.provider, riskEpochs, publisher: publisher.address });
};

it("pays a bond in parts, and posts once it is whole", async () => {
	const post = () => fixture.send(first().publisher, "riskEpochs", "post", [fixture.riskContent(-30), []]);
	await depositBond({ ...first(), amountWei: BOND - 1n });
	expect(await onRecord()).toEqual({
		isPublisher: true,
		bondWei: BOND - 1n,
		neededWei: BOND,
		lastPostedMs: null,
	});
	const needs = { errorName: "BondTooSmall", args: { got: BOND - 1n, needed: BOND } };
	expect(await refusalOf(post())).toMatchObject(needs);
	await depositBond({ ...first(), amountWei: 1n });
	await post();
	expect(await onRecord()).toMatchObject({ bondWei: BOND, lastPostedMs: (START - 30) * 1000 });
});

it("BOND_TOO_LARGE: takes no more than is needed", async () => {
	const refusal = await refusalOf(depositBond({ ...first(), amountWei: BOND + 1n }));
	expect(refusal).toMatchObject({ code: "BOND_TOO_LARGE", args: { got: BOND + 1n, needed: BOND } });
});

it("NOT_PUBLISHER: nobody else bonds, leaves or withdraws", async () => {
	const stranger = { publisher: fixture.roles.mallory, riskEpochs: fixture.venue.riskEpochs };
	for (const attempt of [
		() => depositBond({ ...stranger, amountWei: 1n }),
		() => announceExit(stranger),
		() => withdrawBond(stranger),
	]) {
		const got = fixture.roles.mallory.address;
		expect(await refusalOf(attempt())).toMatchObject({ code: "NOT_PUBLISHER", args: { got } });
	}
	const { runner, riskEpochs, publisher } = {
		...stranger,
		runner: fixture.chain.provider,
		publisher: stranger.publisher.address,
	};
	expect(await readPublisher({ runner, riskEpochs, publisher })).toMatchObject({ isPublisher: false });
});

it("leaves after its notice: bond, credit, money", async () => {
	const { publisher, riskEpochs } = first();
	await depositBond({ ...first(), amountWei: BOND });
	await fixture.at(100);
	const { withdrawableFromMs } = await announceExit(first());
	expect(withdrawableFromMs).toBe((START + 100 + EXIT_NOTICE) * 1000);
	expect((await refusalOf(announceExit(first()))).code).toBe("PUBLISHER_LEAVING");

	await fixture.at(100 + EXIT_NOTICE - 1);
	expect(await refusalOf(withdrawBond(first()))).toMatchObject({
		code: "BOND_LOCKED",
		args: { withdrawableFrom: BigInt(withdrawableFromMs / 1000) },
		hint: "announce the exit, then wait until the notice has run out",
	});
	await fixture.at(100 + EXIT_NOTICE);
	expect(await withdrawBond(first())).toMatchObject({ amountWei: BOND });

	const credit = { runner: fixture.chain.provider, contract: riskEpochs, account: publisher.address };
	expect(await readCredit(credit)).toBe(BOND);
	expect(await withdrawCredit({ account: publisher, contract: riskEpochs })).toMatchObject({
		amountWei: BOND,
	});
	expect(await fixture.chain.provider.getBalance(riskEpochs)).toBe(0n);
	const again = await refusalOf(withdrawCredit({ account: publisher, contract: riskEpochs }));
	expect(again).toMatchObject({ code: "NO_CREDIT", args: { got: publisher.address } });
});
