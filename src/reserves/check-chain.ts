/** The part of a reserves file that is about one chain: block, sources, ownership and every balance. */
import type { CheckFinding } from "../errors/check-outcome.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import { formatIsoTime } from "../units/parse-iso-time.ts";
import {
	type AssetSource,
	decimalsOf,
	type ListedSource,
	type MappedSource,
	sourceKey,
} from "./asset-source.ts";
import { type BlockHeader, readHeader } from "./block-header.ts";
import { type ContractCode, compareSource } from "./compare-source.ts";
import { isSignedByKey } from "./ownership.ts";
import type { ChainReserves, ReserveAccount } from "./reserves-file.ts";
import {
	type AccountState,
	NO_CODE,
	readAccountState,
	readStorageWord,
	type TrieReader,
} from "./state-trie.ts";
import { BEACON_SLOT, IMPLEMENTATION_SLOTS, mappingSlot, wordText } from "./storage-slot.ts";

/** What a node says of the file's block. It is believed: who runs it is the checker's choice. */
export type NodeAnswers = {
	/** Of the block that this node has at the header's number. */
	readonly blockHash: Hex;
	/** Contract wallets that accepted their signature at that block (EIP-1271). */
	readonly acceptedBy: ReadonlySet<Hex>;
	/** What contracts say of balances at that block, by `balanceKey`. */
	readonly balances: ReadonlyMap<string, bigint>;
};

export type ChainCheck = {
	readonly venue: string;
	readonly chain: ChainReserves;
	readonly openTrie: (nodes: readonly Hex[]) => TrieReader;
	/** The block's hash from a source other than the file. */
	readonly blockHash: Hex | undefined;
	readonly answers: NodeAnswers | undefined;
	readonly assets: readonly ListedSource[] | undefined;
	readonly nowMs: number;
	/** How long before the block an owner may have signed. */
	readonly maxClaimAgeMs: number;
};

export type ShownAmount = {
	readonly asset: string;
	readonly units: bigint;
	readonly decimals: number;
	/** False where a contract wallet has to be asked, and was not. */
	readonly isOwnerKnown: boolean;
};

export type ChainVerdict = {
	readonly findings: readonly CheckFinding[];
	readonly block: BlockHeader | undefined;
	/** All that stood every check of its own. */
	readonly amounts: readonly ShownAmount[];
};

/** A larger balance is a word that holds more than a balance: a flag of a block list, two packed numbers. */
const LARGEST_BALANCE = 2n ** 128n;
/** How far two clocks may be apart. */
const CLOCK_TOLERANCE_MS = 300_000;

export function balanceKey(contract: Hex, address: Hex): string {
	return `${contract} ${address}`;
}

export async function checkChain(check: ChainCheck): Promise<ChainVerdict> {
	const { chain } = check;
	const block = readHeader(chain.header);
	if (block === undefined) {
		return {
			findings: [failure(check, "HEADER_MALFORMED", "this is no header of a block")],
			block,
			amounts: [],
		};
	}
	const reader = new StateReader(check.openTrie(chain.nodes), block.stateRoot);
	const findings = [...blockFindings(check, block), ...repetitions(check)];
	const contracts = new Map<Hex, AccountState>();
	for (const source of chain.sources) {
		const { state, code, problem } = await reader.contractOf(source);
		if (state !== undefined && source.kind !== "native") contracts.set(source.contract, state);
		if (problem)
			findings.push(failure(check, "PROOF_INVALID", `no proof of the contract ${sourceKey(source)}`));
		const isAskedFor = check.answers !== undefined;
		findings.push(...compareSource({ ...check, chainId: chain.chainId, source, code, isAskedFor }));
	}
	const amounts: ShownAmount[] = [];
	for (const account of chain.accounts) {
		const state = await reader.account(account.address);
		if (state === undefined) {
			findings.push(failure(check, "PROOF_INVALID", `no proof of the account ${account.address}`));
			continue;
		}
		const owner = ownerFindings(check, block, account, state);
		findings.push(...owner);
		const shown = await reader.balances(check, account, state, contracts);
		findings.push(...shown.findings);
		if (owner.some(({ severity }) => severity === "failure")) continue;
		const isOwnerKnown = owner.length === 0;
		amounts.push(...shown.amounts.map((amount) => ({ ...amount, isOwnerKnown })));
	}
	return { findings, block, amounts };
}

function failure({ chain }: ChainCheck, code: string, what: string): CheckFinding {
	return { severity: "failure", code, message: `chain ${chain.chainId}: ${what}` };
}

function blockFindings(check: ChainCheck, block: BlockHeader): CheckFinding[] {
	const { blockHash, answers, chain } = check;
	const known = [
		{ hash: blockHash, source: "the hash that was given" },
		{ hash: answers?.blockHash, source: "the node's block of that number" },
	].filter(({ hash }) => hash !== undefined);
	if (known.length === 0) {
		const message = `chain ${chain.chainId}: whether ${block.hash} is the hash of its block ${block.number} was not compared`;
		return [{ severity: "missing", code: "BLOCK_NOT_COMPARED", message }];
	}
	return known
		.filter(({ hash }) => hash !== block.hash)
		.map(({ hash, source }) =>
			failure(check, "BLOCK_DIFFERS", `the file's block ${block.number} is ${block.hash}, ${source} ${hash}`),
		);
}

/** One address, and one token, is counted once whatever it is called. */
function repetitions(check: ChainCheck): CheckFinding[] {
	const { accounts, sources } = check.chain;
	return [
		...repeated(accounts.map(({ address }) => address)).map((address) =>
			failure(check, "ADDRESS_TWICE", `${address} is in the file more than once`),
		),
		...repeated(sources.map(sourceKey)).map((key) =>
			failure(check, "SOURCE_TWICE", `${key} is a source of assets more than once`),
		),
	];
}

/** What is there more than once, each once. */
export function repeated(keys: readonly string[]): string[] {
	const seen = new Set<string>();
	return [...new Set(keys.filter((key) => seen.size === seen.add(key).size))];
}

function ownerFindings(
	check: ChainCheck,
	block: BlockHeader,
	{ address, timeMs, signature }: ReserveAccount,
	state: AccountState,
): CheckFinding[] {
	const { venue, chain, answers, nowMs, maxClaimAgeMs } = check;
	const findings: CheckFinding[] = [];
	if (timeMs < block.timeMs - maxClaimAgeMs) {
		const what = `the owner of ${address} signed at ${formatIsoTime(timeMs)}, too long before the block`;
		findings.push(failure(check, "OWNERSHIP_OLD", what));
	}
	if (timeMs > nowMs + CLOCK_TOLERANCE_MS) {
		const what = `the owner of ${address} signed for ${formatIsoTime(timeMs)}, which is in the future`;
		findings.push(failure(check, "OWNERSHIP_IN_FUTURE", what));
	}
	const isByKey = isSignedByKey({ venue, chainId: chain.chainId, address, timeMs }, signature);
	if (isByKey || answers?.acceptedBy.has(address) === true) return findings;
	if (state.codeHash !== NO_CODE && answers === undefined) {
		const message = `chain ${chain.chainId}: ${address} is a contract, and was not asked about its signature`;
		return [...findings, { severity: "missing", code: "OWNERSHIP_NOT_ASKED", message }];
	}
	const what = `the signature for ${address} is not its owner's, or for another venue, chain or time`;
	return [...findings, failure(check, "OWNERSHIP_INVALID", what)];
}

/** Reads under one state root. */
class StateReader {
	readonly #read: TrieReader;
	readonly #stateRoot: Hex;

	constructor(read: TrieReader, stateRoot: Hex) {
		this.#read = read;
		this.#stateRoot = stateRoot;
	}

	account(address: Hex): Promise<AccountState | undefined> {
		return readAccountState(this.#read, this.#stateRoot, address);
	}

	/** `problem` when the nodes do not show what the list of assets is compared with. */
	async contractOf(source: AssetSource): Promise<{
		readonly state?: AccountState;
		readonly code?: ContractCode;
		readonly problem: boolean;
	}> {
		if (source.kind === "native") return { problem: false };
		const state = await this.account(source.contract);
		if (state === undefined) return { problem: true };
		const slots = [...IMPLEMENTATION_SLOTS, BEACON_SLOT];
		const words = await Promise.all(
			slots.map((slot) => readStorageWord(this.#read, state.storageRoot, slot)),
		);
		if (words.includes(undefined)) return { state, problem: true };
		const beacon = words.pop();
		const implementation = words.find((word) => word !== 0n);
		const code = {
			codeHash: state.codeHash,
			implementation: implementation === undefined ? null : addressOf(implementation),
			hasBeacon: beacon !== 0n,
		};
		return { state, code, problem: false };
	}

	async balances(
		check: ChainCheck,
		account: ReserveAccount,
		state: AccountState,
		contracts: ReadonlyMap<Hex, AccountState>,
	): Promise<{
		readonly findings: readonly CheckFinding[];
		readonly amounts: readonly Omit<ShownAmount, "isOwnerKnown">[];
	}> {
		const { sources } = check.chain;
		const { address, units } = account;
		if (units.length !== sources.length) {
			const what = `${address} has ${units.length} balances for ${sources.length} sources`;
			return { findings: [failure(check, "BALANCES_INCOMPLETE", what)], amounts: [] };
		}
		const findings: CheckFinding[] = [];
		const amounts: Omit<ShownAmount, "isOwnerKnown">[] = [];
		for (const [at, source] of sources.entries()) {
			const proven =
				source.kind === "native"
					? state.balance
					: await this.#mapped(source, address, contracts.get(source.contract));
			const problem = balanceProblem(check, { source, address, proven, said: units[at] as bigint });
			if (problem !== undefined) findings.push(problem);
			else amounts.push({ asset: source.asset, units: units[at] as bigint, decimals: decimalsOf(source) });
		}
		return { findings, amounts };
	}

	async #mapped(source: MappedSource, address: Hex, contract: AccountState | undefined) {
		if (contract === undefined) return undefined;
		return readStorageWord(this.#read, contract.storageRoot, mappingSlot(source, address));
	}
}

function balanceProblem(
	check: ChainCheck,
	{
		source,
		address,
		proven,
		said,
	}: { source: AssetSource; address: Hex; proven: bigint | undefined; said: bigint },
): CheckFinding | undefined {
	const what = `${source.asset} of ${address}`;
	if (proven === undefined) return failure(check, "PROOF_INVALID", `no proof of ${what}`);
	if (proven >= LARGEST_BALANCE) {
		const why = "the word holds more than a balance, such as the flag of a block list";
		return failure(check, "BALANCE_OUT_OF_RANGE", `${what}: ${why}`);
	}
	if (proven !== said)
		return failure(check, "BALANCE_DIFFERS", `${what}: the file says ${said}, its proof ${proven}`);
	if (source.kind === "native" || check.answers === undefined) return undefined;
	const answered = check.answers.balances.get(balanceKey(source.contract, address));
	if (answered === proven) return undefined;
	const why = `the storage that was proven says ${proven}, the contract itself ${answered ?? "nothing"}`;
	return failure(check, "LAYOUT_WRONG", `${what}: ${why}`);
}

function addressOf(word: bigint): Hex {
	return `0x${wordText(word).slice(-40)}`;
}
