import { BrowserProvider, ContractFactory, concat, Interface, id, makeError, ZeroHash } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI, TIMELOCK_ABI, VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { onChain, writeByName, writeContract } from "../../../src/chain/client/chain-call.ts";
import { ChainRefusal } from "../../../src/chain/client/chain-refusal.ts";
import { demandNode } from "../../../src/chain/demands/node-demands.ts";
import { publishLedgerEpoch } from "../../../src/chain/epochs/publish-epochs.ts";
import { submitAttestation } from "../../../src/chain/registry/attest.ts";
import { InputError, InternalError, RetryableError } from "../../../src/errors/base.ts";
import {
	LEDGER_ROOT,
	LISTING,
	START,
	TIMELOCK_DELAY,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
afterAll(() => fixture.chain.close());

it("arguments out of an event, which are frozen, are sent on as they are", async () => {
	const siblings = Object.freeze(new Array<bigint>(8).fill(0n)) as readonly bigint[];
	const demanded = demandNode({
		...{ demander: fixture.roles.bob, riskEpochs: fixture.venue.riskEpochs, epoch: 1 },
		...{ level: "initial", depth: 0, index: 0, siblings },
	});
	// The contract's own word, so it was asked.
	await expect(demanded).rejects.toMatchObject({ code: "EPOCH_UNKNOWN" });
});

describe("a refusal", () => {
	const ledger = {
		ledgerRoot: LEDGER_ROOT,
		listingHash: LISTING,
		snapshotTimeMs: (START + 86_400) * 1000,
	} as const;
	const refused = {
		name: "ChainRefusal",
		code: "SNAPSHOT_IN_FUTURE",
		errorName: "SnapshotInFuture",
		args: { got: BigInt(START + 86_400) },
	};

	it("has the contract's own name and arguments with Hardhat's provider", async () => {
		const { operator } = fixture.roles;
		const { venueLedger } = fixture.venue;
		await expect(publishLedgerEpoch({ operator, venueLedger, ledger })).rejects.toMatchObject(refused);
	});

	it("and with a wallet's provider, which buries it elsewhere", async () => {
		const { provider } = fixture.chain;
		const wallet = new BrowserProvider({
			request: ({ method, params }) => provider.send(method, [...((params as unknown[]) ?? [])]),
		});
		const operator = await wallet.getSigner(fixture.roles.operator.address);
		const { venueLedger } = fixture.venue;
		await expect(publishLedgerEpoch({ operator, venueLedger, ledger })).rejects.toMatchObject(refused);
		wallet.destroy();
	});

	it("is bad input, says so in words, and hints at the way out", async () => {
		await fixture.postPair();
		await fixture.postLedger(-50);
		const error = await fixture.attest(fixture.request()).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(InputError);
		expect(error).toBeInstanceOf(ChainRefusal);
		expect(error).toMatchObject({
			code: "LEDGER_EPOCH_NOT_NEWEST",
			message: "the contract refuses: LedgerEpochNotNewest(got 1, newest 2)",
			hint: "the venue has posted a newer ledger: fetch your new record and prove under it",
		});
	});
});

describe("what the client refuses before a node sees it", () => {
	const submit = (changes: object) => {
		const { alice } = fixture.roles;
		const attestation = { ...fixture.request(), ...changes };
		const proof = fixture.prove(fixture.request());
		return submitAttestation({ sender: alice, registry: fixture.venue.registry, attestation, proof });
	};

	it.each([
		["HOLDER_MALFORMED", { holder: "alice.eth" }],
		["SURPLUS_OUT_OF_RANGE", { surplusMicroUsd: 2n ** 61n }],
		["SURPLUS_OUT_OF_RANGE", { surplusMicroUsd: -1n }],
		["TIME_OUT_OF_RANGE", { deadlineMs: Number.NaN }],
	])("%s", async (code, changes) => {
		await expect(async () => submit(changes)).rejects.toMatchObject({ code });
	});
});

describe("other failures", () => {
	const failing = (error: unknown) => onChain(() => Promise.reject(error));

	it.each(["NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT"] as const)("%s is worth another try", async (code) => {
		const error = await failing(makeError("down", code, {} as never)).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(RetryableError);
		expect(error).toMatchObject({ code: "CHAIN_UNREACHABLE" });
	});

	it("a connection that the operating system refuses is worth another try, too", async () => {
		const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
		await expect(failing(refused)).rejects.toMatchObject({
			name: "RetryableError",
			code: "CHAIN_UNREACHABLE",
		});
	});

	it("an empty purse is the caller's to fill", async () => {
		const error = makeError("poor", "INSUFFICIENT_FUNDS", {} as never);
		await expect(failing(error)).rejects.toMatchObject({ name: "InputError", code: "FUNDS_INSUFFICIENT" });
	});

	it("a revert without a name, or with a stranger's, is our fault until shown otherwise", async () => {
		for (const data of ["0x", "0xdeadbeef"]) {
			const error = await failing(Object.assign(new Error("reverted"), { data })).catch(
				(caught: unknown) => caught,
			);
			expect(error).toBeInstanceOf(InternalError);
			expect(error).toMatchObject({ code: "CHAIN_CALL_FAILED", message: "reverted" });
		}
	});
});

describe("a transaction's events", () => {
	it("are the called contract's own, not those of another that it calls, however alike", async () => {
		const { deployer } = fixture.roles;
		const { timelock, registry } = fixture.venue;
		const venue = await fixture.deployContract("VenueLedger", [deployer.address, fixture.roles.bob.address]);
		const data = new Interface(SOLVENCY_REGISTRY_ABI).encodeFunctionData("acceptVenue", [venue]);
		const call = [registry, 0, data, ZeroHash, ZeroHash];
		await fixture.send(deployer, "timelock", "schedule", [...call, TIMELOCK_DELAY]);
		await fixture.chain.setNextBlockTime((await fixture.chain.timeSeconds()) + TIMELOCK_DELAY);
		const abi = [...TIMELOCK_ABI, "event VenueAccepted(address indexed venue)"];
		const sent = await writeByName({
			signer: deployer,
			address: timelock,
			abi,
			method: "execute",
			args: call,
		});
		const receipt = await fixture.chain.provider.getTransactionReceipt(sent.transactionHash);
		expect(receipt?.logs.map(({ address }) => address)).toEqual([registry, timelock]);
		expect(sent.events.map(({ name }) => name)).toEqual(["CallExecuted"]);
	});

	it("leave out what does not decode, and the transaction counts as sent", async () => {
		const { deployer } = fixture.roles;
		// Whatever it is sent, it writes a log with this one topic and no data.
		const runtime = concat(["0x7f", id("LedgerPosted(uint32,uint256,bytes32,uint40)"), "0x5f5fa100"]);
		const creation = concat(["0x60258060095f395ff3", runtime]);
		const forger = await (await new ContractFactory([], creation, deployer).deploy()).waitForDeployment();
		const address = await forger.getAddress();
		const contract = { signer: deployer, address, abi: VENUE_LEDGER_ABI };
		const { transactionHash, events } = await writeContract({ ...contract, method: "freeze", args: [] });
		expect(events).toEqual([]);
		const receipt = await fixture.chain.provider.getTransactionReceipt(transactionHash);
		expect(receipt?.logs).toMatchObject([{ address, data: "0x" }]);
	});
});
