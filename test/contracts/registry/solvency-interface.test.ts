/** The one interface that a consumer needs, and how a registry says that it has it. */
import { Interface, type InterfaceAbi } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isSolvent } from "../../../src/chain/registry/read-solvency.ts";
import { START, SURPLUS, TTL, VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

/** ERC-165: the exclusive or of the selectors of all functions. */
function interfaceIdOf(abi: InterfaceAbi): string {
	const selectors: number[] = [];
	Interface.from(abi).forEachFunction(({ name, selector }) => {
		if (name !== "supportsInterface") selectors.push(Number(selector));
	});
	const id = selectors.reduce((all, selector) => (all ^ selector) >>> 0, 0);
	return `0x${id.toString(16).padStart(8, "0")}`;
}

describe("a registry", () => {
	it("supports ISolvency and ERC-165, and says which version of it", async () => {
		const abi = fixture.artifacts.ISolvency?.abi ?? [];
		const supports = (id: string) => fixture.read("registry", "supportsInterface", [id]);
		expect(await supports(interfaceIdOf([...abi]))).toBe(true);
		expect(await supports("0x01ffc9a7")).toBe(true);
		expect(await supports("0xffffffff")).toBe(false);
		expect(await fixture.read("registry", "version")).toBe(2n);
	});

	it("answers for one venue, and for some venue when asked for none", async () => {
		const { operator, guardian, alice } = fixture.roles;
		const other = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
		await fixture.throughTimelock("registry", "acceptVenue", [other]);
		await fixture.postPair();
		await fixture.attest(fixture.request({ level: "initial" }));
		const asked = (venue?: string, minSurplusMicroUsd = SURPLUS) =>
			isSolvent({
				runner: fixture.chain.provider,
				registry: fixture.venue.registry,
				venue,
				holder: alice.address,
				level: "initial",
				minSurplusMicroUsd,
				maxAgeSeconds: TTL,
			});
		expect([await asked(), await asked(fixture.venue.venueLedger), await asked(other)]).toEqual([
			true,
			true,
			false,
		]);
		expect(await asked(fixture.venue.venueLedger, SURPLUS + 1n)).toBe(false);
		expect(await fixture.chain.timeSeconds()).toBeGreaterThan(START);
		// A venue that anybody could post to is not asked.
		expect(await asked(alice.address)).toBe(false);
	});
});
