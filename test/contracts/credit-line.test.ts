/** The example: draws on firm liens only, and a repayment that nothing can stop. */
import { Contract, Interface, type InterfaceAbi, type Signer } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CREDIT_LINE_ABI, SOLVENCY_REGISTRY_ABI } from "../../src/chain/client/abi.ts";
import { onChain, readByName, writeByName } from "../../src/chain/client/chain-call.ts";
import { refusalOf, START, SURPLUS, TTL, VenueFixture } from "../support/venue/venue-fixture.ts";

const DUE = START + 86_400;
const FUNDS = 10n * SURPLUS;
const TOKEN_ABI = [
	"function mint(address to, uint256 amount)",
	"function approve(address spender, uint256 amount) returns (bool)",
	"function balanceOf(address owner) view returns (uint256)",
];
const BORROWER_ABI = [
	"function prepare(address to, bytes data)",
	"function relay(address to, bytes data)",
	"function reentered() view returns (bool)",
	"function answer() view returns (bytes)",
];

let fixture: VenueFixture;
let token: string;
let line: string;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
	[token, line] = await deployLine(0);
	await fixture.keep();
});
beforeEach(async () => {
	await fixture.reset();
	await fixture.postPair();
});
afterAll(() => fixture.chain.close());

async function deployLine(feeBps: number): Promise<[token: string, line: string]> {
	const newToken = await fixture.deployContract("RudeToken", [feeBps]);
	const { registry } = fixture.venue;
	const args = [registry, newToken, fixture.roles.bob.address, 1];
	const newLine = await fixture.deployContract("CreditLine", args);
	await onToken(fixture.roles.bob, "mint", [fixture.roles.bob.address, FUNDS], newToken);
	await onToken(fixture.roles.bob, "approve", [newLine, FUNDS], newToken);
	await onLine(fixture.roles.bob, "fund", [FUNDS], newLine);
	return [newToken, newLine];
}
function onLine(signer: Signer, method: string, args: readonly unknown[], address = line) {
	return writeByName({ signer, address, abi: CREDIT_LINE_ABI, method, args });
}
function onToken(signer: Signer, method: string, args: readonly unknown[], address = token) {
	return writeByName({ signer, address, abi: TOKEN_ABI, method, args });
}
const balanceOf = (owner: string, address = token) =>
	readByName({
		runner: fixture.chain.provider,
		address,
		abi: TOKEN_ABI,
		method: "balanceOf",
		args: [owner],
	});
const debt = async (address = line) => {
	const args = [1];
	const call = { runner: fixture.chain.provider, address, abi: CREDIT_LINE_ABI, method: "lineOf", args };
	return ((await readByName(call)) as bigint[])[3];
};
const alice = () => fixture.roles.alice;
const draw = (amount: bigint, signer: Signer = alice()) => onLine(signer, "draw", [1, amount]);
const acknowledge = () => fixture.acknowledge(1);
const openLine = async (limit = SURPLUS, address = line) => {
	const { venueLedger } = fixture.venue;
	await fixture.attest(fixture.request({ level: "initial" }));
	await fixture.send(alice(), "registry", "allowLien", [venueLedger, address, limit, DUE + 7 * 86_400]);
	await onLine(alice(), "open", [venueLedger, limit, DUE], address);
};

describe("drawing", () => {
	it("NotSecured: never on a soft lien, at once on a firm one", async () => {
		await openLine();
		expect(await refusalOf(draw(1n))).toMatchObject({ errorName: "NotSecured", args: { lienId: 1n } });
		await acknowledge();
		await draw(SURPLUS);
		expect(await balanceOf(alice().address)).toBe(SURPLUS);
		expect(await debt()).toBe(SURPLUS);
	});

	it("OverLimit: debt never exceeds the lien, in one draw or in many", async () => {
		await openLine();
		await acknowledge();
		await draw(SURPLUS - 1n);
		const refusal = await refusalOf(draw(2n));
		expect(refusal).toMatchObject({ errorName: "OverLimit", args: { got: SURPLUS + 1n, limit: SURPLUS } });
		await draw(1n);
	});

	it("NotBorrower: nobody draws or settles in another's name", async () => {
		await openLine();
		await acknowledge();
		const { mallory } = fixture.roles;
		const args = { got: mallory.address, borrower: alice().address };
		expect(await refusalOf(draw(1n, mallory))).toMatchObject({ errorName: "NotBorrower", args });
		expect((await refusalOf(onLine(mallory, "settle", [1]))).errorName).toBe("NotBorrower");
	});

	it("stops when the attestation expires, when the venue is frozen, and when it is dropped", async () => {
		await openLine();
		await acknowledge();
		await fixture.send(fixture.roles.guardian, "venueLedger", "freeze");
		expect((await refusalOf(draw(1n))).errorName).toBe("NotSecured");
		await fixture.send(fixture.roles.guardian, "venueLedger", "unfreeze");
		await draw(1n);
		await fixture.chain.mineAt(START - 60 + TTL);
		expect((await refusalOf(draw(1n))).errorName).toBe("NotSecured");
	});

	it("NotAvailable: what is not here is not lent, nor taken out", async () => {
		const { bob } = fixture.roles;
		await openLine();
		await acknowledge();
		await onLine(bob, "defund", [FUNDS - 1n]);
		expect(await refusalOf(draw(2n))).toMatchObject({
			errorName: "NotAvailable",
			args: { got: 2n, available: 1n },
		});
		expect((await refusalOf(onLine(bob, "defund", [2n]))).errorName).toBe("NotAvailable");
	});
});

describe("a borrower in trouble", () => {
	it("over-liened by a lower proof: draws stop, anybody may close the line, the debt can still be paid", async () => {
		await openLine();
		await acknowledge();
		await draw(3n);
		expect(await refusalOf(onLine(fixture.roles.mallory, "close", [1]))).toMatchObject({
			errorName: "LineHealthy",
		});
		await fixture.postRisk(-29);
		await fixture.attest(fixture.request({ level: "initial", riskEpoch: 2, surplusMicroUsd: SURPLUS - 1n }));
		expect((await refusalOf(draw(1n))).errorName).toBe("NotSecured");
		const { events } = await onLine(fixture.roles.mallory, "close", [1]);
		expect(events.map(({ name, args }) => [name, args.debt])).toEqual([["Closed", 3n]]);
		expect((await refusalOf(draw(1n))).errorName).toBe("LineClosed");
		await onToken(alice(), "approve", [line, 3n]);
		await onLine(alice(), "repay", [1, 3n]);
		expect(await debt()).toBe(0n);
	});

	it("LineHealthy: a line that is fine is not closed before it is due", async () => {
		await openLine();
		await acknowledge();
		expect((await refusalOf(onLine(fixture.roles.bob, "close", [1]))).errorName).toBe("LineHealthy");
		await fixture.chain.mineAt(DUE);
		await onLine(fixture.roles.mallory, "close", [1]);
	});

	it("LineClosed: a closed line lends nothing and is not closed twice", async () => {
		await openLine();
		await acknowledge();
		await fixture.chain.mineAt(DUE);
		expect((await refusalOf(draw(1n))).errorName).toBe("LineClosed");
		await onLine(fixture.roles.mallory, "close", [1]);
		expect((await refusalOf(onLine(fixture.roles.mallory, "close", [1]))).errorName).toBe("LineClosed");
		expect((await refusalOf(onLine(fixture.roles.mallory, "close", [2]))).errorName).toBe("LineClosed");
	});
});

describe("repaying", () => {
	it("works while the registry is paused, the venue frozen and dropped, the lien over and the line closed", async () => {
		const { deployer, guardian, mallory } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await openLine();
		await acknowledge();
		await draw(SURPLUS);
		await fixture.send(deployer, "registry", "pause");
		await fixture.send(guardian, "venueLedger", "freeze");
		await fixture.send(deployer, "registry", "dropVenue", [venueLedger]);
		await fixture.chain.mineAt(DUE + 8 * 86_400);
		await onLine(mallory, "close", [1]);
		await fixture.send(mallory, "registry", "clearLien", [1]);
		await onToken(alice(), "approve", [line, SURPLUS]);
		await onLine(alice(), "repay", [1, SURPLUS]);
		await onLine(alice(), "settle", [1]);
		await fixture.send(alice(), "registry", "release", [venueLedger]);
		expect(await debt()).toBe(0n);
	});

	it("NothingOwed: takes no more than is owed, from anybody who pays", async () => {
		const { mallory } = fixture.roles;
		await openLine();
		await acknowledge();
		await draw(5n);
		await onToken(mallory, "mint", [mallory.address, 100n]);
		await onToken(mallory, "approve", [line, 100n]);
		await onLine(mallory, "repay", [1, 100n]);
		expect(await balanceOf(mallory.address)).toBe(95n);
		expect((await refusalOf(onLine(mallory, "repay", [1, 1n]))).errorName).toBe("NothingOwed");
	});

	it("StillOwed: a lien goes back when the debt is paid, and not before", async () => {
		await openLine();
		await acknowledge();
		await draw(5n);
		expect(await refusalOf(onLine(alice(), "settle", [1]))).toMatchObject({
			errorName: "StillOwed",
			args: { debt: 5n },
		});
		await onToken(alice(), "approve", [line, 5n]);
		await onLine(alice(), "repay", [1, 5n]);
		await onLine(alice(), "settle", [1]);
		expect(await fixture.read("registry", "lienOf", [1])).toMatchObject({ 3: 0n });
	});
});

describe("tokens with manners of their own", () => {
	it("one that charges for transfers: only what arrives counts, on both sides", async () => {
		const [feeToken, feeLine] = await deployLine(100);
		const available = () =>
			readByName({
				runner: fixture.chain.provider,
				address: feeLine,
				abi: CREDIT_LINE_ABI,
				method: "available",
				args: [],
			});
		expect(await available()).toBe((FUNDS * 99n) / 100n);
		await openLine(SURPLUS, feeLine);
		await acknowledge();
		await onLine(alice(), "draw", [1, 1_000n], feeLine);
		await onToken(alice(), "approve", [feeLine, 500n], feeToken);
		await onLine(alice(), "repay", [1, 500n], feeLine);
		expect(await debt(feeLine)).toBe(505n);
		expect(await available()).toBe(await balanceOf(feeLine, feeToken));
	});

	it.each(["draw", "repay", "settle", "defund"] as const)(
		"one that calls back: %s cannot be entered while money moves",
		async (method) => {
			const borrower = await fixture.deployContract("ReentrantBorrower", []);
			const { bob } = fixture.roles;
			const { registry, venueLedger } = fixture.venue;
			const contract = new Contract(borrower, BORROWER_ABI, bob);
			const relay = (to: string, abi: InterfaceAbi, name: string, args: readonly unknown[]) => {
				const data = new Interface([...abi]).encodeFunctionData(name, [...args]);
				return onChain(async () => (await contract.getFunction("relay").send(to, data)).wait());
			};
			// The contract is the holder, so it sends its own attestation.
			const request = fixture.request({ level: "initial", holder: borrower });
			await relay(registry, SOLVENCY_REGISTRY_ABI, "attest", await fixture.attestArguments(request));
			const allowance = [venueLedger, line, SURPLUS, DUE + 7 * 86_400];
			await relay(registry, SOLVENCY_REGISTRY_ABI, "allowLien", allowance);
			await relay(line, CREDIT_LINE_ABI, "open", [venueLedger, SURPLUS, DUE]);
			await fixture.acknowledge(1);
			const args = method === "settle" ? [1] : method === "defund" ? [1n] : [1, 1n];
			const again = new Interface(CREDIT_LINE_ABI).encodeFunctionData(method, args);
			await (await contract.getFunction("prepare").send(line, again)).wait();
			await relay(line, CREDIT_LINE_ABI, "draw", [1, 5n]);

			expect(await contract.getFunction("reentered").staticCall()).toBe(false);
			const answer = String(await contract.getFunction("answer").staticCall());
			expect(new Interface(CREDIT_LINE_ABI).parseError(answer)?.name).toBe("ReentrancyGuardReentrantCall");
			expect(await debt()).toBe(5n);
		},
	);
});

it("NotLender: nobody else takes the lender's money", async () => {
	const { mallory, bob } = fixture.roles;
	const refusal = await refusalOf(onLine(mallory, "defund", [1n]));
	expect(refusal).toMatchObject({
		errorName: "NotLender",
		args: { got: mallory.address, lender: bob.address },
	});
});

it("ZeroUnits: a token that is worth nothing is refused at deployment", async () => {
	const args = [fixture.venue.registry, token, fixture.roles.bob.address, 0];
	expect((await refusalOf(fixture.deployContract("CreditLine", args))).errorName).toBe("ZeroUnits");
});
