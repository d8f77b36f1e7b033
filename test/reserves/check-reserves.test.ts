/** A venue's reserves on a real local chain, honest and forged: every forgery is refused by the check that is meant to. */
import { hexToBytes } from "@noble/hashes/utils.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askNode } from "../../src/chain/reserves/ask-node.ts";
import { addressOfKey, type Hex } from "../../src/hashing/eth-signature.ts";
import { balanceKey, type NodeAnswers } from "../../src/reserves/check-chain.ts";
import type { ReservesCheck } from "../../src/reserves/check-reserves.ts";
import type { Liabilities } from "../../src/reserves/liabilities-file.ts";
import type { ReservePlan } from "../../src/reserves/reserve-plan.ts";
import {
	type ChainReserves,
	parseReserves,
	type ReserveAccount,
	type Reserves,
	reservesToJson,
	signReserves,
} from "../../src/reserves/reserves-file.ts";
import { BEACON_SLOT, IMPLEMENTATION_SLOTS, mappingSlot } from "../../src/reserves/storage-slot.ts";
import {
	CHAIN_ID,
	CLAIM_TIME_MS,
	COLD,
	COLD_KEY,
	EMPTY,
	EMPTY_KEY,
	HOT,
	HOT_KEY,
	mappingCode,
	NOW_MS,
	PROXY_LAYOUT,
	PROXY_TOKEN,
	ReservesFixture,
	STRANGER_KEY,
	signedFor,
	VENUE,
	VENUE_KEY,
	VYPER_LAYOUT,
	VYPER_TOKEN,
} from "./reserves-fixture.ts";

let fixture: ReservesFixture;
let honest: Reserves;
let restore: () => Promise<void>;
beforeAll(async () => {
	fixture = await ReservesFixture.deploy();
	honest = await fixture.reserves();
	restore = await fixture.chain.snapshot();
});
beforeEach(async () => {
	await restore();
	restore = await fixture.chain.snapshot();
});
afterAll(() => fixture.chain.close());

const chainOf = ({ chains: [chain] }: Reserves) => chain as ChainReserves;
const withChain = (reserves: Reserves, changes: Partial<ChainReserves>): Reserves => ({
	...reserves,
	chains: [{ ...chainOf(reserves), ...changes }],
});
const withAccount = (at: number, changes: Partial<ReserveAccount>, reserves = honest): Reserves => {
	const { accounts } = chainOf(reserves);
	return withChain(reserves, {
		accounts: accounts.with(at, { ...(accounts[at] as ReserveAccount), ...changes }),
	});
};
const accountsOf = (reserves: Reserves) => chainOf(reserves).accounts;

/** Codes of what is not a warning, each once and in order. */
async function codes(reserves: Reserves, changes: Partial<ReservesCheck> = {}) {
	const { outcome, findings } = await fixture.check(reserves, changes);
	const found = findings.filter(({ severity }) => severity !== "warning").map(({ code }) => code);
	return [outcome, ...new Set(found)];
}

const ask = async (reserves: Reserves): Promise<ReadonlyMap<bigint, NodeAnswers>> => {
	const request = { provider: fixture.chain.provider, venue: VENUE, chain: chainOf(reserves) };
	return new Map([[CHAIN_ID, (await askNode(request)) as NodeAnswers]]);
};

describe("honest reserves", () => {
	test("hold offline, and say what each asset amounts to, at which block and of which age", async () => {
		const verdict = await fixture.check(honest);
		expect(verdict.findings).toEqual([]);
		expect(verdict).toMatchObject({ outcome: "holds", holds: true, signedBy: undefined });
		const [block] = verdict.blocks;
		const latest = await fixture.chain.provider.getBlock("latest");
		expect(block).toEqual({
			chainId: CHAIN_ID,
			number: BigInt(latest?.number ?? -1),
			hash: latest?.hash,
			timeMs: (latest?.timestamp ?? 0) * 1000,
			ageMs: 3_600_000,
			comparedWith: "given hash",
		});
		const wei = await Promise.all([HOT, COLD].map((address) => fixture.chain.provider.getBalance(address)));
		expect(wei).toEqual([10_000n * 10n ** 18n, 10_000n * 10n ** 18n]);
		expect(verdict.assets).toEqual([
			{ asset: "ETH", proven: "20000", ownerNotChecked: "0", stated: "0" },
			{ asset: "USDC", proven: "72.500001", ownerNotChecked: "0", stated: "0" },
		]);
	});

	test("survive their file, and hold by a node's word instead", async () => {
		const again = parseReserves(JSON.parse(JSON.stringify(reservesToJson(honest))));
		expect(again).toEqual(honest);
		const verdict = await fixture.check(again, { blockHashes: new Map(), answers: await ask(again) });
		expect(verdict).toMatchObject({ outcome: "holds", findings: [], blocks: [{ comparedWith: "node" }] });
	});

	test("an address that was never used holds nothing, and its emptiness is proven", async () => {
		const addresses = [signedFor(HOT_KEY), signedFor(EMPTY_KEY)];
		const reserves = await fixture.reserves({ addresses });
		expect(accountsOf(reserves)[1]).toMatchObject({ address: EMPTY, units: [0n, 0n] });
		expect(await codes(reserves)).toEqual(["holds"]);
		const rich = withAccount(1, { units: [1n, 0n] }, reserves);
		expect(await codes(rich)).toEqual(["fails", "BALANCE_DIFFERS"]);
	});

	test("are found in contracts of Vyper, in Solidity's mappings behind a proxy, and in what a contract owes", async () => {
		const credit = {
			kind: "credit",
			asset: "ETH",
			contract: VYPER_TOKEN,
			decimals: 18,
			chainId: CHAIN_ID,
		} as const;
		const assets = [{ ...credit, layout: undefined }, fixture.tokenSource(PROXY_TOKEN)];
		const reserves = await fixture.reserves({ assets });
		expect(chainOf(reserves).sources).toMatchObject([VYPER_LAYOUT, PROXY_LAYOUT]);
		expect(accountsOf(reserves).map(({ units }) => units)).toEqual([
			[11n, 13n],
			[12n, 14n],
		]);
		expect(await codes(reserves)).toEqual(["holds"]);
	});
});

describe("tampered proofs", () => {
	test("a balance that is one unit more, or one less", async () => {
		for (const at of [0, 1]) {
			for (const change of [1n, -1n]) {
				const units = (accountsOf(honest)[0] as ReserveAccount).units;
				const other = withAccount(0, { units: units.with(at, (units[at] as bigint) + change) });
				expect(await codes(other)).toEqual(["fails", "BALANCE_DIFFERS"]);
			}
		}
	});

	test("balances of two accounts that are swapped", async () => {
		const [hot, cold] = accountsOf(honest) as [ReserveAccount, ReserveAccount];
		const accounts = [
			{ ...hot, units: cold.units },
			{ ...cold, units: hot.units },
		];
		expect(await codes(withChain(honest, { accounts }))).toEqual(["fails", "BALANCE_DIFFERS"]);
	});

	test("a balance too few, and one too many", async () => {
		const { units } = accountsOf(honest)[0] as ReserveAccount;
		expect(await codes(withAccount(0, { units: units.slice(1) }))).toEqual(["fails", "BALANCES_INCOMPLETE"]);
		expect(await codes(withAccount(0, { units: [...units, 5n] }))).toEqual(["fails", "BALANCES_INCOMPLETE"]);
	});

	test("the account of somebody else, whose owner did not sign and whose nodes are not there", async () => {
		const other = withAccount(0, { address: addressOfKey(STRANGER_KEY) });
		expect(await codes(other)).toEqual(["fails", "PROOF_INVALID"]);
	});

	test("somebody else's account with all of its nodes, and our signature", async () => {
		const theirs = await fixture.reserves({
			addresses: [signedFor(STRANGER_KEY)],
			assets: [fixture.native],
		});
		const [hot] = accountsOf(honest) as [ReserveAccount];
		const forged = withAccount(0, { signature: hot.signature }, theirs);
		expect(await codes(forged)).toEqual(["fails", "OWNERSHIP_INVALID"]);
	});

	test("every node is needed: without any one of them something is not shown", async () => {
		const { nodes } = chainOf(honest);
		expect(nodes.length).toBeGreaterThan(5);
		for (const at of nodes.keys()) {
			const left = withChain(honest, { nodes: nodes.filter((_, place) => place !== at) });
			expect(await codes(left)).toContain("PROOF_INVALID");
		}
	});

	test("a node that is shorter, longer, or has another byte", async () => {
		const { nodes } = chainOf(honest);
		for (const [at, node] of nodes.entries()) {
			const last = Number.parseInt(node.slice(-2), 16) ^ 1;
			const changes = [
				node.slice(0, -2),
				`${node}00`,
				`${node.slice(0, -2)}${last.toString(16).padStart(2, "0")}`,
			];
			for (const change of changes) {
				const changed = withChain(honest, { nodes: nodes.with(at, change as Hex) });
				expect((await codes(changed))[0]).toBe("fails");
				expect(await codes(changed)).toContain("PROOF_INVALID");
			}
		}
	});

	test("proofs of another block under this block's header, and another block altogether", async () => {
		await fixture.setWord(fixture.token, mappingSlot({ slot: 0n, order: "solidity" }, HOT), 10n ** 15n);
		await fixture.chain.mineAt(NOW_MS / 1000 - 60);
		const later = await fixture.reserves();
		expect(accountsOf(later)[0]?.units[1]).toBe(10n ** 15n);
		expect(await codes(later)).toEqual(["holds"]);
		const { header } = chainOf(honest);
		const blockHashes = new Map([[CHAIN_ID, (await fixture.check(honest)).blocks[0]?.hash as Hex]]);
		expect(await codes(withChain(later, { header }), { blockHashes })).toEqual(["fails", "PROOF_INVALID"]);
		expect(await codes(later, { blockHashes })).toEqual(["fails", "BLOCK_DIFFERS"]);
		const answers = new Map([
			[
				CHAIN_ID,
				{ blockHash: blockHashes.get(CHAIN_ID) as Hex, acceptedBy: new Set<Hex>(), balances: new Map() },
			],
		]);
		expect(await codes(later, { blockHashes: new Map(), answers })).toEqual([
			"fails",
			"BLOCK_DIFFERS",
			"LAYOUT_WRONG",
		]);
	});

	test("a header with another state root, another time, a byte more, a byte less", async () => {
		const { header } = chainOf(honest);
		const root = hexToBytes(header.slice(2));
		for (const place of [100, 101]) {
			const changed = root.slice();
			changed[place] = (changed[place] as number) ^ 1;
			const other = withChain(honest, { header: `0x${Buffer.from(changed).toString("hex")}` });
			expect(await codes(other)).toEqual(["fails", "BLOCK_DIFFERS", "PROOF_INVALID"]);
		}
		for (const other of [`${header}00`, header.slice(0, -2)]) {
			expect(await codes(withChain(honest, { header: other as Hex }))).toEqual(["fails", "HEADER_MALFORMED"]);
		}
	});
});

describe("counting twice", () => {
	test("one address in two entries", async () => {
		const accounts = [...accountsOf(honest), accountsOf(honest)[0] as ReserveAccount];
		expect(await codes(withChain(honest, { accounts }))).toEqual(["fails", "ADDRESS_TWICE"]);
	});

	test("one address in capitals and in small letters", async () => {
		const json = reservesToJson(honest);
		const [chain] = json.chains as [(typeof json.chains)[number]];
		const [first] = chain.accounts as [(typeof chain.accounts)[number]];
		const shouted = { ...first, address: `0x${first.address.slice(2).toUpperCase()}` };
		const file = { ...json, chains: [{ ...chain, accounts: [...chain.accounts, shouted] }] };
		expect(await codes(parseReserves(file))).toEqual(["fails", "ADDRESS_TWICE"]);
	});

	test("one token under two names", async () => {
		const layout = { slot: 0n, order: "solidity" } as const;
		const assets = [fixture.tokenSource(), fixture.tokenSource(fixture.token, layout, "USDT")];
		const reserves = await fixture.reserves({ assets });
		expect(await codes(reserves)).toEqual(["fails", "SOURCE_TWICE", "ASSET_DIFFERS"]);
		expect(await codes(reserves, { assets: undefined })).toEqual([
			"fails",
			"SOURCE_TWICE",
			"ASSET_NOT_COMPARED",
		]);
	});

	test("a chain's own coin under two names, and one chain in two parts", async () => {
		const assets: ReservePlan["assets"] = [fixture.native, { ...fixture.native, asset: "WETH" }];
		expect(await codes(await fixture.reserves({ assets }))).toEqual([
			"fails",
			"SOURCE_TWICE",
			"ASSET_DIFFERS",
		]);
		const twice = { ...honest, chains: [chainOf(honest), chainOf(honest)] };
		expect(await codes(twice)).toEqual(["fails", "CHAIN_TWICE"]);
	});
});

describe("signatures of owners", () => {
	const forged = (claim: Parameters<typeof signedFor>[1], changes: Partial<ReserveAccount> = {}) =>
		withAccount(0, { signature: signedFor(HOT_KEY, claim).signature, ...changes });

	test("for another venue, another chain, another address or another time count for nothing", async () => {
		const others = [
			{ venue: "other venue" },
			{ venue: `${VENUE} ` },
			{ chainId: 1n },
			{ address: COLD },
			{ timeMs: CLAIM_TIME_MS + 1 },
		];
		for (const claim of others) expect(await codes(forged(claim))).toEqual(["fails", "OWNERSHIP_INVALID"]);
	});

	test("a whole file of another venue that is given a new name", async () => {
		expect(await codes({ ...honest, venue: "other venue" })).toEqual(["fails", "OWNERSHIP_INVALID"]);
	});

	test("by somebody else, shortened, or with the other s", async () => {
		const theirs = signedFor(STRANGER_KEY, { address: HOT }).signature;
		const [{ signature }] = accountsOf(honest) as [ReserveAccount];
		const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
		const s = (order - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, "0");
		const malleated = `${signature.slice(0, 66)}${s}${signature.endsWith("1b") ? "1c" : "1b"}` as Hex;
		for (const other of [theirs, signature.slice(0, -2) as Hex, malleated]) {
			expect(await codes(withAccount(0, { signature: other }))).toEqual(["fails", "OWNERSHIP_INVALID"]);
		}
	});

	test("that are older than the checker takes, or of the future", async () => {
		const dayMs = 86_400_000;
		const at = (timeMs: number) => withAccount(0, { ...signedFor(HOT_KEY, { timeMs }) });
		const [, second] = accountsOf(honest) as [ReserveAccount, ReserveAccount];
		expect(second.timeMs).toBe(CLAIM_TIME_MS);
		const { timeMs } = (await fixture.check(honest)).blocks[0] as { timeMs: number };
		expect(await codes(at(timeMs - 92 * dayMs))).toEqual(["holds"]);
		expect(await codes(at(timeMs - 92 * dayMs - 1))).toEqual(["fails", "OWNERSHIP_OLD"]);
		expect(await codes(at(timeMs - 3 * dayMs), { maxClaimAgeMs: 2 * dayMs })).toEqual([
			"fails",
			"OWNERSHIP_OLD",
		]);
		expect(await codes(at(NOW_MS))).toEqual(["holds"]);
		expect(await codes(at(NOW_MS + 300_001))).toEqual(["fails", "OWNERSHIP_IN_FUTURE"]);
	});

	describe("of a contract wallet", () => {
		const ofWallet = (key = COLD_KEY, venue = VENUE) => [
			signedFor(HOT_KEY),
			signedFor(key, { address: fixture.wallet, venue }),
		];

		test("wait for a node: offline its balance is proven and its owner is open", async () => {
			const reserves = await fixture.reserves({ addresses: ofWallet() });
			expect(await codes(reserves)).toEqual(["incomplete", "OWNERSHIP_NOT_ASKED"]);
			const { assets } = await fixture.check(reserves);
			expect(assets[1]).toMatchObject({ asset: "USDC", proven: "2.5", ownerNotChecked: "5" });
		});

		test("count when the wallet itself accepts them at the block", async () => {
			const reserves = await fixture.reserves({ addresses: ofWallet() });
			const answers = await ask(reserves);
			expect(await codes(reserves, { answers })).toEqual(["holds"]);
			const { assets } = await fixture.check(reserves, { answers });
			expect(assets[1]).toMatchObject({ asset: "USDC", proven: "7.5", ownerNotChecked: "0" });
		});

		test("do not count for a stranger's key, for another venue, or where the wallet has no code", async () => {
			for (const addresses of [ofWallet(STRANGER_KEY), ofWallet(COLD_KEY, "other venue")]) {
				const reserves = await fixture.reserves({ addresses });
				const answers = await ask(reserves);
				expect(await codes(reserves, { answers })).toEqual(["fails", "OWNERSHIP_INVALID"]);
			}
			const addresses = [signedFor(HOT_KEY), signedFor(COLD_KEY, { address: addressOfKey(STRANGER_KEY) })];
			const reserves = await fixture.reserves({ addresses });
			expect(await codes(reserves)).toEqual(["fails", "OWNERSHIP_INVALID"]);
		});

		test("do not count where a token, which has no such function, is said to be one", async () => {
			const addresses = [signedFor(COLD_KEY, { address: fixture.token })];
			const reserves = await fixture.reserves({ addresses, assets: [fixture.native] });
			expect(await codes(reserves, { answers: await ask(reserves) })).toEqual(["fails", "OWNERSHIP_INVALID"]);
			const answersAll = [signedFor(COLD_KEY, { address: VYPER_TOKEN })];
			const byMapping = await fixture.reserves({ addresses: answersAll, assets: [fixture.native] });
			expect(await codes(byMapping, { answers: await ask(byMapping) })).toEqual([
				"fails",
				"OWNERSHIP_INVALID",
			]);
		});
	});
});

describe("which token, and where it keeps balances", () => {
	test("are the venue's word without a list of the auditor's", async () => {
		expect(await codes(honest, { assets: undefined })).toEqual(["incomplete", "ASSET_NOT_COMPARED"]);
		expect(await codes(honest, { assets: [] })).toEqual(["incomplete", "ASSET_NOT_COMPARED"]);
		const assets = (await fixture.assetList(honest)).map((entry) => ({ ...entry, chainId: 1n }));
		expect(await codes(honest, { assets })).toEqual(["incomplete", "ASSET_NOT_COMPARED"]);
	});

	test("a token of the venue's own that is called USDC is not the listed one", async () => {
		await fixture.placeMapping(`0x${"d4".repeat(20)}`, PROXY_LAYOUT, new Map([[HOT, 10n ** 16n]]));
		await fixture.chain.mineAt(NOW_MS / 1000 - 60);
		const assets = [fixture.tokenSource(`0x${"d4".repeat(20)}`)];
		const reserves = await fixture.reserves({ assets });
		const list = await fixture.assetList(honest);
		expect(await codes(reserves, { assets: list })).toEqual(["incomplete", "ASSET_NOT_COMPARED"]);
		expect(await codes(reserves, { assets: list, answers: await ask(reserves) })).toEqual([
			"incomplete",
			"ASSET_NOT_COMPARED",
		]);
	});

	test("another name, other decimals, another mapping or another order than listed", async () => {
		const list = await fixture.assetList(honest);
		const [native, token] = list as [(typeof list)[number], (typeof list)[number]];
		const changes = [
			{ asset: "DAI" },
			{ decimals: 18 },
			{ slot: 1n },
			{ order: "vyper" as const },
			{ kind: "credit" as const },
		];
		for (const change of changes) {
			const assets = [native, { ...token, ...change } as typeof token];
			expect(await codes(honest, { assets })).toEqual(["fails", "ASSET_DIFFERS"]);
		}
	});

	test("an allowance that is passed off as a balance: any word is proven at some slot", async () => {
		// allowance[COLD][HOT] of the real token: the inner mapping's slot is a hash, the spender its key.
		const inner = BigInt(mappingSlot({ slot: 1n, order: "solidity" }, COLD));
		await fixture.setWord(fixture.token, mappingSlot({ slot: inner, order: "solidity" }, HOT), 2n ** 100n);
		await fixture.chain.mineAt(NOW_MS / 1000 - 60);
		const list = await fixture.assetList(honest);
		const assets = [fixture.tokenSource(fixture.token, { slot: inner, order: "solidity" })];
		const forged = await fixture.reserves({ assets });
		expect(accountsOf(forged)[0]?.units).toEqual([2n ** 100n]);
		expect(await codes(forged, { assets: list })).toEqual(["fails", "ASSET_DIFFERS"]);
		const own = await fixture.assetList(forged);
		expect(await codes(forged, { assets: own, answers: await ask(forged) })).toEqual([
			"fails",
			"LAYOUT_WRONG",
		]);
	});

	test("a word that holds a flag beside the balance is no balance", async () => {
		for (const word of [2n ** 255n + 5n, 2n ** 128n]) {
			await fixture.setWord(fixture.token, mappingSlot({ slot: 0n, order: "solidity" }, HOT), word);
			await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + 12);
			const reserves = await fixture.reserves({
				assets: [fixture.tokenSource(fixture.token, { slot: 0n, order: "solidity" })],
			});
			expect(await codes(reserves)).toEqual(["fails", "BALANCE_OUT_OF_RANGE"]);
		}
	});

	test("a proxy that runs something else than the list knows, one that asks a beacon, and other code", async () => {
		const assets = [fixture.tokenSource(PROXY_TOKEN, PROXY_LAYOUT)];
		const before = await fixture.reserves({ assets });
		const list = await fixture.assetList(before);
		expect(await codes(before, { assets: list })).toEqual(["holds"]);

		const change = async (work: () => Promise<unknown>) => {
			const back = await fixture.chain.snapshot();
			await work();
			await fixture.chain.mineAt((await fixture.chain.timeSeconds()) + 12);
			const changed = await fixture.reserves({ assets });
			const found = await codes(changed, { assets: list });
			const asked = await codes(changed, { assets: list, answers: await ask(changed) });
			await back();
			return [found, asked];
		};
		const [implementation, older] = IMPLEMENTATION_SLOTS as [Hex, Hex];
		const open = ["incomplete", "LAYOUT_NOT_COMPARED"];
		expect(await change(() => fixture.setWord(PROXY_TOKEN, implementation, 5n))).toEqual([open, ["holds"]]);
		expect(await change(() => fixture.setWord(PROXY_TOKEN, BEACON_SLOT, 5n))).toEqual([open, ["holds"]]);
		const gone = async () => {
			await fixture.setWord(PROXY_TOKEN, implementation, 0n);
			await fixture.setWord(PROXY_TOKEN, older, 5n);
		};
		expect(await change(gone)).toEqual([open, ["holds"]]);
		// The new code keeps balances elsewhere, and what was left behind is no balance any more.
		const moved = mappingCode({ slot: 10n, order: "solidity" });
		const setCode = () => fixture.chain.provider.send("hardhat_setCode", [PROXY_TOKEN, moved]);
		expect(await change(setCode)).toEqual([open, ["fails", "LAYOUT_WRONG"]]);
	});

	test("a node that says nothing of a balance does not confirm it", async () => {
		const answers = await ask(honest);
		const { blockHash, acceptedBy, balances } = answers.get(CHAIN_ID) as NodeAnswers;
		const fewer = new Map([...balances].filter(([key]) => key !== balanceKey(fixture.token, COLD)));
		const silent = new Map([[CHAIN_ID, { blockHash, acceptedBy, balances: fewer }]]);
		expect(await codes(honest, { answers: silent })).toEqual(["fails", "LAYOUT_WRONG"]);
	});
});

test("a file that shows nothing does not hold for that", async () => {
	expect(await codes({ ...honest, chains: [] })).toEqual(["incomplete", "NOTHING_SHOWN"]);
	expect(await codes(withChain(honest, { accounts: [] }))).toEqual(["incomplete", "NOTHING_SHOWN"]);
});

test("a block that nobody compared leaves it open", async () => {
	expect(await codes(honest, { blockHashes: new Map() })).toEqual(["incomplete", "BLOCK_NOT_COMPARED"]);
});

describe("what is only stated", () => {
	const stated = [
		{ asset: "BTC", amount: "12.5", place: "bitcoin", reason: "no account state on this chain" },
	];
	const signer = addressOfKey(VENUE_KEY);
	const signed = () => signReserves({ ...honest, stated }, VENUE_KEY);

	test("is worth the signature of the venue's key", async () => {
		const verdict = await fixture.check(signed(), { signer });
		expect(verdict).toMatchObject({ outcome: "holds", signedBy: signer });
		expect(verdict.assets[0]).toEqual({ asset: "BTC", proven: "0", ownerNotChecked: "0", stated: "12.5" });
		expect(
			await codes(parseReserves(JSON.parse(JSON.stringify(reservesToJson(signed())))), { signer }),
		).toEqual(["holds"]);
		expect(await codes(signed())).toEqual(["incomplete", "SIGNER_NOT_COMPARED"]);
	});

	test("counts for nothing unsigned, signed by another, or changed afterwards", async () => {
		expect(await codes({ ...honest, stated }, { signer })).toEqual(["fails", "STATEMENT_UNSIGNED"]);
		expect(await codes(signReserves({ ...honest, stated }, STRANGER_KEY), { signer })).toEqual([
			"fails",
			"SIGNER_DIFFERS",
		]);
		const more = { ...signed(), stated: [{ ...stated[0], amount: "13" } as (typeof stated)[number]] };
		expect(await codes(more, { signer })).toEqual(["fails", "SIGNER_DIFFERS"]);
		const lessProven = withChain(signed(), { accounts: accountsOf(honest).slice(1) });
		expect(await codes(lessProven, { signer })).toEqual(["fails", "SIGNER_DIFFERS"]);
		expect(await codes({ ...signed(), signature: "0x00" }, { signer })).toEqual(["fails", "SIGNER_DIFFERS"]);
	});
});

describe("beside what is owed", () => {
	const owed = (totals: Liabilities["totals"], changes: Partial<Liabilities> = {}): Liabilities => ({
		venue: VENUE,
		ledgerRoot: `0x0${"1".repeat(63)}`,
		snapshotTimeMs: Date.UTC(2026, 10, 20, 8),
		totals,
		...changes,
	});
	const line = async (reserves: Reserves, liabilities: Liabilities, asset: string) =>
		(await fixture.check(reserves, { liabilities, signer: addressOfKey(VENUE_KEY) })).assets.find(
			(entry) => entry.asset === asset,
		);

	test("ratios round down, what customers owe is not covered by anything, and equality is enough", async () => {
		const liabilities = owed({ ETH: "30000", USDC: "72.500001", DAI: "-5" });
		expect(await line(honest, liabilities, "ETH")).toMatchObject({
			provenRatio: "0.6666",
			liabilities: "30000",
		});
		expect(await line(honest, liabilities, "USDC")).toMatchObject({ provenRatio: "1", ratioWithStated: "1" });
		expect(await line(honest, liabilities, "DAI")).toEqual({
			asset: "DAI",
			proven: "0",
			ownerNotChecked: "0",
			stated: "0",
			liabilities: "-5",
		});
		expect(await codes(honest, { liabilities: owed({ USDC: "72.500001", DAI: "-5" }) })).toEqual(["holds"]);
		expect(await codes(honest, { liabilities: owed({ USDC: "72.500001000000000001" }) })).toEqual([
			"fails",
			"RESERVES_BELOW_LIABILITIES",
		]);
		expect(await line(honest, owed({ USDC: "72.500001000000000001" }), "USDC")).toMatchObject({
			provenRatio: "0.9999",
		});
	});

	test("an asset that is owed and nowhere held is missing in full", async () => {
		expect(await codes(honest, { liabilities: owed({ SOL: "0.000001" }) })).toEqual([
			"fails",
			"RESERVES_BELOW_LIABILITIES",
		]);
	});

	test("what rests on a statement, or on a wallet that nobody asked, is left open", async () => {
		const stated = [{ asset: "USDC", amount: "10", place: "a bank", reason: "no chain" }];
		const signed = signReserves({ ...honest, stated }, VENUE_KEY);
		const liabilities = owed({ USDC: "80" });
		const changes = { liabilities, signer: addressOfKey(VENUE_KEY) };
		expect(await codes(signed, changes)).toEqual(["incomplete", "RESTS_ON_STATEMENT"]);
		expect(await line(signed, liabilities, "USDC")).toMatchObject({
			provenRatio: "0.9062",
			ratioWithStated: "1.0312",
		});
		const addresses = [signedFor(HOT_KEY), signedFor(COLD_KEY, { address: fixture.wallet })];
		const withWallet = await fixture.reserves({ addresses });
		expect(await codes(withWallet, { liabilities: owed({ USDC: "7.5" }) })).toEqual([
			"incomplete",
			"OWNERSHIP_NOT_ASKED",
			"RESTS_ON_STATEMENT",
		]);
	});

	test("liabilities of another venue do not belong here, and those of another hour are pointed at", async () => {
		const other = owed({}, { venue: "other venue" });
		expect(await codes(honest, { liabilities: other })).toEqual(["fails", "LIABILITIES_OF_ANOTHER_VENUE"]);
		const early = owed({}, { snapshotTimeMs: Date.UTC(2026, 10, 20, 6) });
		const { outcome, findings } = await fixture.check(honest, { liabilities: early });
		expect(outcome).toBe("holds");
		expect(findings).toMatchObject([{ severity: "warning", code: "TIMES_APART" }]);
		expect(findings[0]?.message).toContain("120 minutes");
	});
});

describe("a file with any one value changed", () => {
	type Json = string | number | readonly Json[] | { readonly [key: string]: Json };

	/** Every way to change one leaf: a digit, a byte less or more, zero, one more, one less. */
	function* edits(value: Json): Generator<Json> {
		if (typeof value === "number") yield* [value + 1, value - 1, 0];
		else if (typeof value === "string") {
			const middle = Math.floor(value.length / 2);
			const digit = value[middle] === "0" ? "1" : "0";
			yield* [
				`${value.slice(0, middle)}${digit}${value.slice(middle + 1)}`,
				value.slice(0, -2),
				`${value}00`,
				"0",
			];
		} else if (Array.isArray(value)) {
			for (const [at, entry] of value.entries()) {
				for (const edited of edits(entry)) yield value.with(at, edited);
				yield value.toSpliced(at, 1);
				yield value.toSpliced(at, 0, entry);
			}
		} else {
			const fields = value as { readonly [key: string]: Json };
			for (const [key, field] of Object.entries(fields)) {
				for (const edited of edits(field)) yield { ...fields, [key]: edited };
			}
		}
	}

	test("is refused, or fails, or shows no more of any asset, at the same block", async () => {
		const addresses = [signedFor(HOT_KEY), signedFor(EMPTY_KEY)];
		const reserves = await fixture.reserves({ addresses });
		const assets = await fixture.assetList(reserves);
		const honestVerdict = await fixture.check(reserves, { assets });
		expect(honestVerdict.outcome).toBe("holds");
		const counts = { refused: 0, fails: 0, incomplete: 0, noMore: 0 };
		for (const edited of edits(JSON.parse(JSON.stringify(reservesToJson(reserves))))) {
			let parsed: Reserves;
			try {
				parsed = parseReserves(edited);
			} catch (error) {
				expect(error).toMatchObject({ code: "RESERVES_MALFORMED" });
				counts.refused++;
				continue;
			}
			const verdict = await fixture.check(parsed, { assets });
			if (verdict.outcome === "holds") {
				expect(verdict.blocks).toEqual(honestVerdict.blocks);
				for (const { asset, proven } of verdict.assets) {
					const most = honestVerdict.assets.find((line) => line.asset === asset)?.proven;
					expect(Number(proven)).toBeLessThanOrEqual(Number(most));
				}
				counts.noMore++;
			} else counts[verdict.outcome]++;
		}
		expect(counts.fails).toBeGreaterThan(50);
		// An address less, a node twice, the file's own time, on which nothing of a chain depends.
		expect(counts.noMore).toBeLessThan(counts.fails / 2);
	});
});
