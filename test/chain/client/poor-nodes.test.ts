/** Nodes as they are: with limits, behind each other, without history; and wallets that change what they sent. */
import { JsonRpcProvider, type Provider, parseEther, Wallet } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { readContract, writeContract } from "../../../src/chain/client/chain-call.ts";
import { contractEvents, watchContract } from "../../../src/chain/client/contract-events.ts";
import { auditRegistry } from "../../../src/chain/registry/audit-registry.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../../src/node/hardhat/json-rpc-server.ts";
import { SIMULATOR_KEY } from "../../support/venue/groth16-simulator.ts";
import { VenueFixture } from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

type LogFilter = { readonly fromBlock: number; readonly toBlock: number };

/** The chain's provider, with another way to answer one question. */
function provider(changes: Partial<Record<keyof Provider, unknown>>): Provider {
	const real = fixture.chain.provider as unknown as Provider;
	return new Proxy(real, {
		get: (target, name) => {
			const changed = changes[name as keyof Provider];
			if (changed !== undefined) return changed;
			const value = target[name as keyof Provider] as unknown;
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}

describe("a node that refuses long ranges of blocks", () => {
	it.each([10, 1])("is asked for halves until it answers: a limit of %i blocks", async (limit) => {
		for (let k = 0; k < 3; k++) await fixture.postLedger(-20 + k, { root: BigInt(k + 5) });
		const toBlock = await fixture.chain.provider.getBlockNumber();
		const getLogs = (filter: LogFilter) => {
			if (filter.toBlock - filter.fromBlock + 1 > limit) throw new Error(`query exceeds ${limit} blocks`);
			return fixture.chain.provider.getLogs({ ...filter });
		};
		const source = { address: fixture.venue.venueLedger, abi: VENUE_LEDGER_ABI, fromBlock: 0, toBlock };
		const events = await contractEvents({ ...source, provider: provider({ getLogs }) });
		const all = await contractEvents({ ...source, provider: provider({}) });
		expect(events.filter(({ name }) => name === "LedgerPosted")).toHaveLength(3);
		expect(events).toEqual(all);
	});

	it("is believed when it refuses a single block", async () => {
		const getLogs = () => {
			throw new Error("logs are not kept here");
		};
		const source = { address: fixture.venue.venueLedger, abi: VENUE_LEDGER_ABI, fromBlock: 0, toBlock: 3 };
		await expect(contractEvents({ ...source, provider: provider({ getLogs }) })).rejects.toMatchObject({
			code: "CHAIN_CALL_FAILED",
		});
	});
});

it("an event is not lost, and not told twice, when logs come from a node two blocks behind", async () => {
	const { provider: chain } = fixture.chain;
	const fromBlock = (await chain.getBlockNumber()) + 1;
	let behind = 2;
	const getLogs = async ({ toBlock, ...filter }: LogFilter) => {
		const known = (await chain.getBlockNumber()) - behind;
		return filter.fromBlock > known ? [] : chain.getLogs({ ...filter, toBlock: Math.min(toBlock, known) });
	};
	await fixture.postLedger(-20, { root: 5n });
	await fixture.postLedger(-19, { root: 6n });
	const stopped = new AbortController();
	const told: unknown[] = [];
	const watched = watchContract({
		provider: provider({ getLogs }),
		address: fixture.venue.venueLedger,
		abi: VENUE_LEDGER_ABI,
		fromBlock,
		pollMs: 1,
		signal: stopped.signal,
	});
	// The log node catches up only after the watcher has read to the head once.
	setImmediate(() => {
		behind = 0;
	});
	for await (const { name, args } of watched) {
		told.push([name, name === "LedgerPosted" && args.ledgerRoot]);
		if (told.length === 2) stopped.abort();
	}
	expect(told).toEqual([
		["LedgerPosted", 5n],
		["LedgerPosted", 6n],
	]);
});

it("NODE_LACKS_TRANSACTION: a node without old transactions accuses nobody", async () => {
	await fixture.postPair();
	await fixture.attest(fixture.request());
	const audited = auditRegistry({
		provider: provider({ getTransaction: async () => null }),
		registry: fixture.venue.registry,
		fromBlock: 0,
		toBlock: await fixture.chain.provider.getBlockNumber(),
		verificationKeys: new Map([[16, SIMULATOR_KEY]]),
	});
	await expect(audited).rejects.toMatchObject({ code: "NODE_LACKS_TRANSACTION" });
});

describe("an address without our contract", () => {
	const nowhere = "0x00000000000000000000000000000000000a11ce";

	it("CONTRACT_NOT_THERE: is named when it is read", async () => {
		const contract = { address: nowhere, abi: VENUE_LEDGER_ABI, runner: provider({}) };
		await expect(readContract({ ...contract, method: "newestEpoch", args: [] })).rejects.toMatchObject({
			code: "CONTRACT_NOT_THERE",
			message: expect.stringContaining(nowhere),
		});
	});

	it("CONTRACT_NOT_THERE: is sent nothing", async () => {
		const { operator } = fixture.roles;
		const contract = { signer: operator, address: nowhere, abi: VENUE_LEDGER_ABI };
		const before = await fixture.chain.provider.getTransactionCount(operator.address);
		await expect(writeContract({ ...contract, method: "freeze", args: [] })).rejects.toMatchObject({
			code: "CONTRACT_NOT_THERE",
		});
		expect(await fixture.chain.provider.getTransactionCount(operator.address)).toBe(before);
	});

	it("CONTRACT_NOT_THERE: has no history that holds", async () => {
		const audited = auditRegistry({
			provider: provider({}),
			registry: nowhere,
			fromBlock: 0,
			toBlock: 1,
			verificationKeys: new Map(),
		});
		await expect(audited).rejects.toMatchObject({ code: "CONTRACT_NOT_THERE" });
	});
});

describe("a transaction that no block takes", () => {
	let server: JsonRpcServer;
	let rpc: JsonRpcProvider;
	let wallet: Wallet;
	beforeEach(async () => {
		server = await startJsonRpcServer(fixture.chain);
		rpc = new JsonRpcProvider(server.url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
		wallet = new Wallet(`0x${"5".repeat(64)}`, rpc);
		await fixture.roles.operator.sendTransaction({ to: wallet.address, value: parseEther("1") });
		await fixture.chain.provider.send("evm_setAutomine", [false]);
		return async () => {
			await fixture.chain.provider.send("evm_setAutomine", [true]);
			rpc.destroy();
			await server.close();
		};
	});

	/** Of our own contract: a call that anybody may make. */
	const send = (patienceMs: number) =>
		writeContract({
			signer: wallet,
			address: fixture.venue.registry,
			abi: SOLVENCY_REGISTRY_ABI,
			method: "cancelConsents",
			args: [],
			patienceMs,
		});
	it("TRANSACTION_PENDING: says its hash when no block takes it in the stated time", async () => {
		await expect(send(50)).rejects.toMatchObject({
			code: "TRANSACTION_PENDING",
			message: expect.stringMatching(/0x[0-9a-f]{64}/),
		});
	});
});
