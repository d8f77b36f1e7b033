/**
 * A venue's addresses on a real local chain: keys, a contract wallet, an ERC-20 of Solidity, and contracts of a few
 * bytes that keep balances where others do.
 */
import { ContractFactory } from "ethers";
import { collectReserves } from "../../src/chain/reserves/collect-reserves.ts";
import { openTrie } from "../../src/chain/reserves/open-trie.ts";
import { addressOfKey, type Hex, signDigest } from "../../src/hashing/eth-signature.ts";
import { compiledTestContracts } from "../../src/node/hardhat/compiled-contracts.ts";
import { type LocalChain, startLocalChain } from "../../src/node/hardhat/local-chain.ts";
import type { ListedSource } from "../../src/reserves/asset-source.ts";
import { readHeader } from "../../src/reserves/block-header.ts";
import { checkReserves, type ReservesCheck } from "../../src/reserves/check-reserves.ts";
import { ownershipDigest } from "../../src/reserves/ownership.ts";
import type { PlannedSource, ReservePlan } from "../../src/reserves/reserve-plan.ts";
import type { Reserves } from "../../src/reserves/reserves-file.ts";
import { readAccountState } from "../../src/reserves/state-trie.ts";
import {
	IMPLEMENTATION_SLOTS,
	type MappingLayout,
	mappingSlot,
	wordText,
} from "../../src/reserves/storage-slot.ts";
import { localKey } from "../support/circuits/local-key.ts";

export const VENUE = "test venue";
export const CHAIN_ID = 31_337n;
const START_MS = Date.UTC(2026, 10, 20, 8);
export const CLAIM_TIME_MS = START_MS - 86_400_000;
export const NOW_MS = START_MS + 3_600_000;

export const HOT_KEY = localKey(3) as Hex;
export const HOT = addressOfKey(HOT_KEY);
export const COLD_KEY = localKey(4) as Hex;
export const COLD = addressOfKey(COLD_KEY);
export const VENUE_KEY = localKey(9) as Hex;
export const STRANGER_KEY = localKey(11) as Hex;
/** Never used on any chain. */
export const EMPTY_KEY: Hex = `0x${"5e".repeat(32)}`;
export const EMPTY = addressOfKey(EMPTY_KEY);

export const VYPER_TOKEN: Hex = `0x${"a1".repeat(20)}`;
export const PROXY_TOKEN: Hex = `0x${"b2".repeat(20)}`;
export const FIRST_IMPLEMENTATION: Hex = `0x${"c3".repeat(20)}`;
export const VYPER_LAYOUT: MappingLayout = { slot: 7n, order: "vyper" };
export const PROXY_LAYOUT: MappingLayout = { slot: 9n, order: "solidity" };

/** Answers `balanceOf`, and everything else, with the caller's argument looked up in a mapping. */
export function mappingCode({ slot, order }: MappingLayout): Hex {
	const place = slot.toString(16).padStart(2, "0");
	const arguments_ = order === "solidity" ? `60043560005260${place}602052` : `60${place}600052600435602052`;
	return `0x${arguments_}60406000205460005260206000f3`;
}

export function signedFor(
	key: Hex,
	claim: Partial<{ venue: string; chainId: bigint; timeMs: number; address: Hex }> = {},
) {
	const address = claim.address ?? addressOfKey(key);
	const { venue = VENUE, chainId = CHAIN_ID, timeMs = CLAIM_TIME_MS } = claim;
	const signature = signDigest(ownershipDigest({ venue, chainId, address, timeMs }), key);
	return { chainId: CHAIN_ID, address, timeMs, signature };
}

export class ReservesFixture {
	readonly chain: LocalChain;
	readonly token: Hex;
	/** A contract wallet of COLD's key. */
	readonly wallet: Hex;

	private constructor(chain: LocalChain, token: Hex, wallet: Hex) {
		this.chain = chain;
		this.token = token;
		this.wallet = wallet;
	}

	static async deploy(): Promise<ReservesFixture> {
		const chain = await startLocalChain({ genesisTimeMs: START_MS - 3_600_000 });
		const artifacts = await compiledTestContracts();
		const [deployer] = chain.signers;
		const deployed = async (name: string, args: readonly unknown[]) => {
			const { abi, bytecode } = artifacts[name] as (typeof artifacts)[string];
			const contract = await new ContractFactory(abi as [], bytecode, deployer as never).deploy(...args);
			await contract.waitForDeployment();
			return contract;
		};
		const token = await deployed("RudeToken", [0]);
		const wallet = await deployed("ContractWallet", [COLD]);
		const address = async (contract: { getAddress(): Promise<string> }) =>
			(await contract.getAddress()).toLowerCase() as Hex;
		const fixture = new ReservesFixture(chain, await address(token), await address(wallet));
		const mint = token.getFunction("mint");
		for (const [to, units] of [
			[HOT, 2_500_000n],
			[COLD, 70_000_001n],
			[fixture.wallet, 5_000_000n],
		] as const) {
			await (await mint(to, units)).wait();
		}
		await fixture.placeMapping(
			VYPER_TOKEN,
			VYPER_LAYOUT,
			new Map([
				[HOT, 11n],
				[COLD, 12n],
			]),
		);
		await fixture.placeMapping(
			PROXY_TOKEN,
			PROXY_LAYOUT,
			new Map([
				[HOT, 13n],
				[COLD, 14n],
			]),
		);
		await fixture.setWord(PROXY_TOKEN, IMPLEMENTATION_SLOTS[0] as Hex, BigInt(FIRST_IMPLEMENTATION));
		await chain.mineAt(START_MS / 1000);
		return fixture;
	}

	async placeMapping(at: Hex, layout: MappingLayout, balances: ReadonlyMap<Hex, bigint>): Promise<void> {
		await this.chain.provider.send("hardhat_setCode", [at, mappingCode(layout)]);
		for (const [address, balance] of balances) await this.setWord(at, mappingSlot(layout, address), balance);
	}

	async setWord(contract: Hex, slot: Hex, word: bigint): Promise<void> {
		await this.chain.provider.send("hardhat_setStorageAt", [
			contract,
			slot.replace(/^0x0+(?=.)/, "0x"),
			wordText(word),
		]);
	}

	readonly native: PlannedSource = { kind: "native", asset: "ETH", chainId: CHAIN_ID };
	tokenSource(contract = this.token, layout?: MappingLayout, asset = "USDC"): PlannedSource {
		return { kind: "token", asset, contract, decimals: 6, chainId: CHAIN_ID, layout };
	}

	plan(changes: Partial<ReservePlan> = {}): ReservePlan {
		return {
			venue: VENUE,
			addresses: [signedFor(HOT_KEY), signedFor(COLD_KEY)],
			assets: [this.native, this.tokenSource()],
			stated: [],
			...changes,
		};
	}

	/** Of the newest block. */
	async reserves(changes: Partial<ReservePlan> = {}): Promise<Reserves> {
		const plan = this.plan(changes);
		const request = { provider: this.chain.provider, chainId: CHAIN_ID, block: "latest", plan };
		return {
			venue: plan.venue,
			timeMs: START_MS,
			chains: [await collectReserves(request)],
			stated: plan.stated,
		};
	}

	/** The list that an auditor would write who looked at the code of this moment. */
	async assetList(reserves: Reserves): Promise<readonly ListedSource[]> {
		const [chain] = reserves.chains;
		if (chain === undefined) return [];
		const read = openTrie(chain.nodes);
		const stateRoot = readHeader(chain.header)?.stateRoot as Hex;
		return Promise.all(
			chain.sources.map(async (source) => {
				if (source.kind === "native") return { ...source, chainId: chain.chainId };
				const codeHash = (await readAccountState(read, stateRoot, source.contract))?.codeHash as Hex;
				const implementation = source.contract === PROXY_TOKEN ? FIRST_IMPLEMENTATION : null;
				return { ...source, chainId: chain.chainId, codeHash, implementation };
			}),
		);
	}

	/** What an auditor has who checks offline with everything that offline can be had. */
	async check(reserves: Reserves, changes: Partial<ReservesCheck> = {}) {
		const latest = await this.chain.provider.getBlock("latest");
		return checkReserves({
			reserves,
			openTrie,
			nowMs: NOW_MS,
			blockHashes: new Map([[CHAIN_ID, latest?.hash as Hex]]),
			answers: new Map(),
			assets: await this.assetList(reserves),
			...changes,
		});
	}
}
