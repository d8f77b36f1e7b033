/** ERC-7893 on top of a registry: a proven answer, and no word on what is held. */
import { Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { onChain } from "../../src/chain/client/chain-call.ts";
import { SURPLUS, TTL, VenueFixture } from "../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
let adapter: Contract;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
	const { registry, venueLedger } = fixture.venue;
	const args = [registry, venueLedger, fixture.roles.alice.address, 1, SURPLUS, TTL];
	const address = await fixture.deployContract("SolvencyProofAdapter", args);
	const { abi = [] } = fixture.artifacts.SolvencyProofAdapter ?? {};
	adapter = new Contract(address, [...abi], fixture.roles.mallory);
	await fixture.keep();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const ask = (method: string, ...args: readonly unknown[]) =>
	onChain(() => adapter.getFunction(method).staticCall(...args));
const nameOf = (method: string, ...args: readonly unknown[]) => {
	const data = adapter.interface.encodeFunctionData(method, args);
	return fixture.chain.provider.call({ to: adapter.target, data }).then(
		() => "answers",
		(error: { data?: string }) => adapter.interface.parseError(error.data ?? "0x")?.name,
	);
};

it("answers with a proof: covered, or nothing known", async () => {
	expect(await ask("verifySolvency")).toEqual([false, 0n]);
	await fixture.postPair();
	await fixture.attest(fixture.request());
	expect(await ask("verifySolvency")).toEqual([false, 0n]);
	await fixture.attest(fixture.request({ level: "initial" }));
	expect([await ask("verifySolvency"), await ask("getSolvencyRatio")]).toEqual([[true, 10_000n], 10_000n]);
	await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + TTL);
	expect(await ask("verifySolvency")).toEqual([false, 0n]);
});

it("says nothing of what is held or owed, now or before, and takes nobody's word for it", async () => {
	await fixture.postPair();
	await fixture.attest(fixture.request({ level: "initial" }));
	expect(await nameOf("getProtocolAssets")).toBe("NotDisclosed");
	expect(await nameOf("getProtocolLiabilities")).toBe("NotDisclosed");
	expect(await nameOf("getSolvencyHistory", 0, 1)).toBe("NotDisclosed");
	expect(await nameOf("updateAssets", [], [], [])).toBe("NotReported");
	expect(await nameOf("updateLiabilities", [], [], [])).toBe("NotReported");
});

it("does not claim to be all of ERC-7893", async () => {
	expect(await ask("supportsInterface", "0x01ffc9a7")).toBe(true);
	expect(await ask("supportsInterface", "0xffffffff")).toBe(false);
});
