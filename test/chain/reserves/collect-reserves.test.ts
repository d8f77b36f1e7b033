/** Where contracts keep balances, and nodes that answer badly. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CollectRequest, collectReserves } from "../../../src/chain/reserves/collect-reserves.ts";
import type { RpcNode } from "../../../src/chain/reserves/rpc-node.ts";
import type { Hex } from "../../../src/hashing/eth-signature.ts";
import { readHeader } from "../../../src/reserves/block-header.ts";
import { mappingSlot, wordText } from "../../../src/reserves/storage-slot.ts";
import {
	CHAIN_ID,
	COLD,
	EMPTY_KEY,
	HOT,
	HOT_KEY,
	NOW_MS,
	ReservesFixture,
	signedFor,
	VYPER_LAYOUT,
	VYPER_TOKEN,
} from "../../reserves/reserves-fixture.ts";

let fixture: ReservesFixture;
let restore: () => Promise<void>;
beforeAll(async () => {
	fixture = await ReservesFixture.deploy();
	restore = await fixture.chain.snapshot();
});
beforeEach(async () => {
	await restore();
	restore = await fixture.chain.snapshot();
});
afterAll(() => fixture.chain.close());

function collect(changes: Partial<CollectRequest> = {}) {
	return collectReserves({
		provider: fixture.chain.provider,
		chainId: CHAIN_ID,
		block: "latest",
		plan: fixture.plan(),
		...changes,
	});
}

/** The chain's node, with another way to answer one question. */
function nodeThat(changes: Readonly<Record<string, (params: unknown[]) => unknown>>): RpcNode {
	const { provider } = fixture.chain;
	return {
		send: async (method, params) => (changes[method] ?? ((same) => provider.send(method, same)))(params),
	};
}

describe("the mapping of a token", () => {
	const mine = (slot: Hex, word: bigint) => fixture.setWord(VYPER_TOKEN, slot, word);

	test("is found by what its contract answers", async () => {
		expect((await collect()).sources[1]).toMatchObject({ slot: 0n, order: "solidity" });
		const plan = fixture.plan({ assets: [fixture.tokenSource(VYPER_TOKEN)] });
		expect((await collect({ plan })).sources).toMatchObject([VYPER_LAYOUT]);
	});

	test("LAYOUT_AMBIGUOUS: another mapping that says the same of everybody", async () => {
		await mine(mappingSlot({ slot: 3n, order: "solidity" }, HOT), 11n);
		await mine(mappingSlot({ slot: 3n, order: "solidity" }, COLD), 12n);
		await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + 12);
		const plan = fixture.plan({ assets: [fixture.tokenSource(VYPER_TOKEN)] });
		await expect(collect({ plan })).rejects.toMatchObject({ code: "LAYOUT_AMBIGUOUS" });
		const told = fixture.plan({ assets: [fixture.tokenSource(VYPER_TOKEN, VYPER_LAYOUT)] });
		expect((await collect({ plan: told })).accounts.map(({ units }) => units)).toEqual([[11n], [12n]]);
	});

	test("LAYOUT_NOT_FOUND: nobody has a balance, or it is computed", async () => {
		const nobody = fixture.plan({ addresses: [signedFor(EMPTY_KEY)], assets: [fixture.tokenSource()] });
		await expect(collect({ plan: nobody })).rejects.toMatchObject({ code: "LAYOUT_NOT_FOUND" });
		// Answers 5 to everything and keeps nothing.
		await fixture.chain.provider.send("hardhat_setCode", [VYPER_TOKEN, "0x600560005260206000f3"]);
		await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + 12);
		const computed = fixture.plan({ assets: [fixture.tokenSource(VYPER_TOKEN)] });
		await expect(collect({ plan: computed })).rejects.toMatchObject({ code: "LAYOUT_NOT_FOUND" });
	});
});

describe("a node", () => {
	test("is asked for more words than it takes at once in several questions, and for what is final", async () => {
		const addresses = Array.from({ length: 300 }, (_, at) => signedFor(wordText(BigInt(at + 1))));
		const asked: number[] = [];
		const provider = nodeThat({
			eth_getProof: (params) => {
				asked.push((params[1] as unknown[]).length);
				return fixture.chain.provider.send("eth_getProof", params);
			},
		});
		const layout = { slot: 0n, order: "solidity" } as const;
		const plan = fixture.plan({ addresses, assets: [fixture.tokenSource(fixture.token, layout)] });
		const reserves = await collect({ provider, plan, block: "finalized" });
		expect(asked.slice(0, 3)).toEqual([256, 47, 0]);
		expect(reserves.accounts).toHaveLength(300);
		expect(new Set(reserves.nodes).size).toBe(reserves.nodes.length);
		const file = { venue: plan.venue, timeMs: NOW_MS, chains: [reserves], stated: [] };
		const { number } = readHeader(reserves.header) as NonNullable<ReturnType<typeof readHeader>>;
		const block = await fixture.chain.provider.getBlock(Number(number));
		const verdict = await fixture.check(file, { blockHashes: new Map([[CHAIN_ID, block?.hash as Hex]]) });
		expect(verdict).toMatchObject({ outcome: "holds", findings: [] });
	});

	test("BLOCK_UNKNOWN: has not got the block", async () => {
		await expect(collect({ block: 10n ** 9n })).rejects.toMatchObject({ code: "BLOCK_UNKNOWN" });
	});

	test("HEADER_UNKNOWN_FORM: is of a chain that hashes its headers in another way", async () => {
		const provider = nodeThat({
			eth_getBlockByNumber: async (params) => ({
				...((await fixture.chain.provider.send("eth_getBlockByNumber", params)) as object),
				hash: `0x${"12".repeat(32)}`,
			}),
		});
		await expect(collect({ provider })).rejects.toMatchObject({ code: "HEADER_UNKNOWN_FORM" });
	});

	test.each([
		["null", null],
		["no proof", {}],
		["a proof of nothing", { accountProof: [], storageProof: [] }],
	])("PROOF_NOT_GIVEN: answers eth_getProof with %s", async (_what, answer) => {
		const provider = nodeThat({ eth_getProof: () => answer });
		await expect(collect({ provider })).rejects.toMatchObject({ code: "PROOF_NOT_GIVEN" });
	});

	test("PROOF_OF_ANOTHER_STATE: answers for another block than it was asked about", async () => {
		const provider = nodeThat({
			eth_getProof: ([address, slots]) =>
				fixture.chain.provider.send("eth_getProof", [address, slots, "0x2"]),
		});
		await expect(collect({ provider })).rejects.toMatchObject({ code: "PROOF_OF_ANOTHER_STATE" });
	});

	test("that fails is no answer of a contract's", async () => {
		const provider = nodeThat({
			eth_call: () =>
				Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })),
		});
		await expect(collect({ provider })).rejects.toMatchObject({ code: "CHAIN_UNREACHABLE" });
	});
});

test("RESERVE_PLAN_EMPTY: a plan that says nothing of the chain", async () => {
	await expect(collect({ chainId: 1n })).rejects.toMatchObject({
		code: "RESERVE_PLAN_EMPTY",
		field: "assets",
	});
	const nobody = fixture.plan({ addresses: [{ ...signedFor(HOT_KEY), chainId: 1n }] });
	await expect(collect({ plan: nobody })).rejects.toMatchObject({
		code: "RESERVE_PLAN_EMPTY",
		field: "addresses",
	});
});
