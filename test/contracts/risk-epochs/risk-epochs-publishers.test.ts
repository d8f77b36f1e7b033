/** Publishers' bonds. */
import { Contract, Interface, parseEther, ZeroAddress } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RISK_EPOCHS_ABI } from "../../../src/chain/client/abi.ts";
import { onChain } from "../../../src/chain/client/chain-call.ts";
import { refusalOf, START, VenueFixture } from "../../support/venue/venue-fixture.ts";

const BOND = parseEther("2");
const NOTICE = 14 * 86_400;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await (await VenueFixture.deploy()).withRiskEpochs({ bondWei: BOND });
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const publisher = (index: number) => {
	const found = fixture.roles.publishers[index];
	if (found === undefined) throw new Error(`no publisher ${index}`);
	return found;
};
const asPublisher = (method: string, args: readonly unknown[] = [], index = 0) =>
	fixture.send(publisher(index), "riskEpochs", method, args);
const deposit = (value: bigint, index = 0) => asPublisher("depositBond", [{ value }], index);
const post = (offset: number, index = 0) => asPublisher("post", [fixture.riskContent(offset), []], index);
const bondOf = (index: number) => fixture.read("riskEpochs", "bondOf", [publisher(index).address]);

describe("a bond", () => {
	it("BondTooSmall: nobody posts before the bond is whole", async () => {
		await deposit(BOND - 1n);
		const args = { got: BOND - 1n, needed: BOND };
		expect(await refusalOf(post(-60))).toMatchObject({ errorName: "BondTooSmall", args });
		await deposit(1n);
		await post(-60);
		expect(await bondOf(0)).toBe(BOND);
		expect(await bondOf(1)).toBe(0n);
	});

	it("stands with its publisher's name and newest time for everybody to read", async () => {
		const names = fixture.roles.publishers.map(({ address }) => address);
		expect(await fixture.read("riskEpochs", "publishers")).toEqual(names);
		await deposit(BOND);
		await post(-60);
		expect(await fixture.read("riskEpochs", "lastPostedTime", [publisher(0).address])).toBe(
			BigInt(START - 60),
		);
		expect(await fixture.read("riskEpochs", "lastPostedTime", [publisher(1).address])).toBe(0n);
	});

	it("BondTooLarge: no more is kept than is at stake", async () => {
		await deposit(BOND);
		const refusal = await refusalOf(deposit(1n));
		expect(refusal).toMatchObject({ errorName: "BondTooLarge", args: { got: BOND + 1n, needed: BOND } });
	});

	it("is a publisher's business alone", async () => {
		const { mallory } = fixture.roles;
		for (const method of ["depositBond", "announceExit", "withdrawBond"]) {
			const refusal = await refusalOf(fixture.send(mallory, "riskEpochs", method));
			expect(refusal).toMatchObject({ errorName: "NotPublisher", args: { got: mallory.address } });
		}
	});
});

describe("an exit", () => {
	it("PublisherLeaving: who is on the way out neither posts, nor deposits, nor announces again", async () => {
		await deposit(BOND);
		await asPublisher("announceExit");
		for (const work of [() => post(-60), () => deposit(0n), () => asPublisher("announceExit")]) {
			expect(await refusalOf(work())).toMatchObject({ errorName: "PublisherLeaving" });
		}
	});

	it("BondLocked: the bond leaves after the notice and not a second earlier, and may come back", async () => {
		await deposit(BOND);
		expect(await refusalOf(asPublisher("withdrawBond"))).toMatchObject({ args: { withdrawableFrom: 0n } });
		await fixture.at(10);
		await asPublisher("announceExit");
		await fixture.at(10 + NOTICE - 1);
		expect(await refusalOf(asPublisher("withdrawBond"))).toMatchObject({
			errorName: "BondLocked",
			args: { withdrawableFrom: BigInt(START + 10 + NOTICE) },
		});
		await fixture.at(10 + NOTICE);
		await asPublisher("withdrawBond");
		expect(await fixture.read("riskEpochs", "creditOf", [publisher(0).address])).toBe(BOND);
		await asPublisher("withdrawCredit");
		expect(await fixture.chain.provider.getBalance(fixture.venue.riskEpochs)).toBe(0n);
		await deposit(BOND);
		await post(-60);
	});
});

describe("credit", () => {
	it("NoCredit: who has none fetches none, also not twice", async () => {
		await deposit(BOND);
		expect(await refusalOf(asPublisher("withdrawCredit"))).toMatchObject({ errorName: "NoCredit" });
	});

	it("TransferFailed: who takes no ether keeps the credit, and holds up nobody else", async () => {
		const stubborn = await fixture.deployContract("RefusesEther", []);
		const publishers = [stubborn, publisher(1).address];
		const own = await fixture.withRiskEpochs({ bondWei: 5n, publishers });
		const relay = async (method: string, value = 0n) => {
			const data = new Interface(RISK_EPOCHS_ABI).encodeFunctionData(method, []);
			const abi = ["function relay(address to, bytes data) payable"];
			const contract = new Contract(stubborn, abi, fixture.roles.bob);
			return onChain(async () =>
				(await contract.getFunction("relay").send(own.venue.riskEpochs, data, { value })).wait(),
			);
		};
		await relay("depositBond", 5n);
		await relay("announceExit");
		await fixture.at(NOTICE + 1_000);
		await relay("withdrawBond");
		const refusal = await refusalOf(relay("withdrawCredit"));
		expect(refusal).toMatchObject({ errorName: "TransferFailed", args: { to: stubborn, amountWei: 5n } });
		expect(await own.read("riskEpochs", "creditOf", [stubborn])).toBe(5n);
	});
});

it("TooManyPublishers: a slash walks through all of them, so there are few", async () => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, at) => `0x${(at + 1).toString(16).padStart(40, "0")}`);
	const deploy = (count: number) =>
		fixture.deployContract("RiskEpochs", [fixture.riskConfig({ publishers: many(count), threshold: count })]);
	await deploy(32);
	expect(await refusalOf(deploy(33))).toMatchObject({
		errorName: "TooManyPublishers",
		args: { got: 33n, limit: 32n },
	});
	expect(await fixture.read("riskEpochs", "isPublisher", [ZeroAddress])).toBe(false);
});
