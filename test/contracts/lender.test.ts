/** The lender that docs/protocol.md shows: the page's text is the compiled contract's, and safe to copy. */
import { readFileSync } from "node:fs";
import { Contract, Interface, type Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { onChain } from "../../src/chain/client/chain-call.ts";
import { refusalOf, START, SURPLUS, TTL, VenueFixture } from "../support/venue/venue-fixture.ts";

const DAY = 86_400;
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

let fixture: VenueFixture;
let token: string;
/** Two lenders with money, of the same registry and venue. */
let lenders: readonly [string, string];
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
	const { registry, venueLedger } = fixture.venue;
	token = await fixture.deployContract("RudeToken", [0]);
	const deploy = () => fixture.deployContract("Lender", [registry, venueLedger, token]);
	lenders = [await deploy(), await deploy()];
	for (const lender of lenders) await on(token, fixture.roles.bob, "mint", [lender, 10n * SURPLUS]);
	await fixture.keep();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
	await fixture.attest(fixture.request({ level: "initial" }));
});
afterAll(() => fixture.chain.close());

function on(address: string, signer: Signer, method: string, args: readonly unknown[]) {
	const name = address === token ? "RudeToken" : "Lender";
	const contract = new Contract(address, [...(fixture.artifacts[name]?.abi ?? [])], signer);
	return onChain(async () => (await contract.getFunction(method).send(...args)).wait());
}
const alice = () => fixture.roles.alice;
const allow = (lender: string, amount = SURPLUS) =>
	fixture.send(alice(), "registry", "allowLien", [
		fixture.venue.venueLedger,
		lender,
		amount,
		START + 31 * DAY,
	]);
const balance = async () => {
	const contract = new Contract(token, ["function balanceOf(address) view returns (uint256)"], alice());
	return (await contract.getFunction("balanceOf").staticCall(alice().address)) as bigint;
};
/** The lender's own custom error: clients of ours do not know it. */
const reasonOf = async (work: Promise<unknown>) => {
	const error = await work.then(
		() => undefined,
		(refused: Error) => refused,
	);
	const data = (error?.cause as { data?: string } | undefined)?.data ?? "0x";
	return Interface.from([...(fixture.artifacts.Lender?.abi ?? [])]).parseError(data)?.name;
};
/** Alice has a lien of all her surplus with the first lender, and the venue stands behind it. */
const reserved = async () => {
	const [first] = lenders;
	await allow(first);
	await on(first, alice(), "reserve", [SURPLUS]);
	await fixture.acknowledge(1);
	return first;
};

it("is on the page word for word", () => {
	const source = read("contracts/examples/Lender.sol");
	const [, code = ""] = /```solidity\n([\s\S]*?)```/.exec(read("docs/protocol.md")) ?? [];
	const shown = source.slice(source.indexOf("contract Lender")).trim();
	expect(code.slice(code.indexOf("contract Lender")).trim()).toBe(shown);
});

describe("copied as it is", () => {
	it("lends up to the lien, is paid back, and lets the holder go", async () => {
		const first = await reserved();
		await on(first, alice(), "lend", [1, SURPLUS - 1n]);
		await on(first, alice(), "lend", [1, 1n]);
		expect(await balance()).toBe(SURPLUS);
		await on(token, alice(), "approve", [first, SURPLUS]);
		expect(await reasonOf(on(first, alice(), "giveBack", [1, SURPLUS]))).toBe("StillOwed");
		await on(first, alice(), "repay", [1, SURPLUS]);
		await on(first, alice(), "giveBack", [1, SURPLUS]);
		await fixture.send(alice(), "registry", "release", [fixture.venue.venueLedger]);
	});

	it("two lenders do not pay on one lien: the second one's is not secured", async () => {
		const [, second] = lenders;
		await reserved();
		expect(await reasonOf(on(second, alice(), "lend", [1, 1n]))).toBe("NoLoan");
		// A lien of the second lender's own, which the venue has not acknowledged, is none either.
		await allow(second);
		expect((await refusalOf(on(second, alice(), "reserve", [1n]))).errorName).toBe("SurplusReserved");
		await fixture.postRisk(-29);
		await fixture.attest(fixture.request({ level: "initial", riskEpoch: 2, surplusMicroUsd: SURPLUS + 1n }));
		await on(second, alice(), "reserve", [1n]);
		expect(await reasonOf(on(second, alice(), "lend", [2, 1n]))).toBe("NotSecured");
		expect(await balance()).toBe(0n);
	});

	it("what secures one consumer secures no other: securedFor names it", async () => {
		const [first, second] = lenders;
		await reserved();
		const secured = (consumer: string) => fixture.read("registry", "securedFor", [1, consumer]);
		expect([await secured(first), await secured(second), await secured(alice().address)]).toEqual([
			SURPLUS,
			0n,
			0n,
		]);
	});

	it("lends the lien once, however often it is asked", async () => {
		const first = await reserved();
		await on(first, alice(), "lend", [1, SURPLUS]);
		expect(await reasonOf(on(first, alice(), "lend", [1, 1n]))).toBe("NotSecured");
		expect(await balance()).toBe(SURPLUS);
	});

	it("nobody uses up what a trader allowed, nor draws on its lien", async () => {
		const { mallory } = fixture.roles;
		const [first] = lenders;
		await allow(first);
		const stolen = await refusalOf(on(first, mallory, "reserve", [SURPLUS]));
		expect(stolen.errorName).toBe("LienNotAllowed");
		await on(first, alice(), "reserve", [SURPLUS]);
		await fixture.acknowledge(1);
		expect(await reasonOf(on(first, mallory, "lend", [1, 1n]))).toBe("NoLoan");
		expect(await reasonOf(on(first, mallory, "giveBack", [1, 1n]))).toBe("StillOwed");
	});

	it("stops lending when the newest proof is of maintenance only, and when none counts", async () => {
		const first = await reserved();
		const at = (await fixture.chain.timeSeconds()) - START;
		await fixture.postLedger(at);
		await fixture.postRisk(at);
		await fixture.attest(fixture.request({ ledgerEpoch: 2, riskEpoch: 2 }));
		expect(await reasonOf(on(first, alice(), "lend", [1, 1n]))).toBe("NotSecured");
		await fixture.attest(fixture.request({ level: "initial", ledgerEpoch: 2, riskEpoch: 2 }));
		await on(first, alice(), "lend", [1, 1n]);
		await fixture.at(at + TTL);
		expect(await reasonOf(on(first, alice(), "lend", [1, 1n]))).toBe("NotSecured");
	});

	it("does not lend in the last days of a lien, after which anybody may clear it", async () => {
		const first = await reserved();
		await fixture.at(20 * DAY + 100);
		expect(await reasonOf(on(first, alice(), "lend", [1, 1n]))).toBe("NoLoan");
	});

	it("asks one venue: a proof at another that the registry accepts does not count", async () => {
		const { operator, guardian } = fixture.roles;
		const other = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		const { registry } = fixture.venue;
		const stranger = await fixture.deployContract("Lender", [registry, other, token]);
		const asked = (lender: string, holder: string) => {
			const contract = new Contract(lender, [...(fixture.artifacts.Lender?.abi ?? [])], alice());
			return contract.getFunction("mayTrade").staticCall(holder);
		};
		await fixture.postRisk(-29);
		const rich = { level: "initial", riskEpoch: 2, surplusMicroUsd: 60_000n * 1_000_000n } as const;
		await fixture.attest(fixture.request(rich));
		expect(await asked(lenders[0], alice().address)).toBe(true);
		expect(await asked(stranger, alice().address)).toBe(false);
	});
});
