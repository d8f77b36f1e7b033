import type { Command } from "@commander-js/extra-typings";
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { openTrie } from "../../../chain/reserves/open-trie.ts";
import { InputError } from "../../../errors/base.ts";
import type { Hex } from "../../../hashing/eth-signature.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { parseAssetList } from "../../../reserves/asset-source.ts";
import type { NodeAnswers } from "../../../reserves/check-chain.ts";
import { checkReserves, DEFAULT_MAX_CLAIM_AGE_MS } from "../../../reserves/check-reserves.ts";
import { parseLiabilities } from "../../../reserves/liabilities-file.ts";
import { parseReserves, type Reserves } from "../../../reserves/reserves-file.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { EXIT_CODE_OF } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { reservesLines } from "../../reports/reserves-text.ts";
import { repeatable } from "./prove-reserves.ts";

type CheckOptions = {
	readonly blockHash: ReadonlyMap<bigint, Hex>;
	readonly rpc: readonly string[];
	readonly assets?: string | undefined;
	readonly signer?: string | undefined;
	readonly liabilities?: string | undefined;
	readonly maxClaimAge?: string | undefined;
};

/** Ten thousand addresses with a handful of tokens. */
const LIMITS = { maxBytes: 256 * 1024 * 1024, maxValues: 10_000_000 };
const DAY_MS = 86_400_000;

export function registerReservesCheck(reserves: Command): void {
	reserves
		.command("check")
		.description("as an auditor: do the addresses belong to the venue, and hold what the file says?")
		.argument("<file>", "as `reserves prove` wrote it")
		.option(
			"--block-hash <chain=hash>",
			"hash of the file's block, from a source other than the file; may be repeated",
			(text: string, earlier: ReadonlyMap<bigint, Hex>) => new Map([...earlier, blockHash(text)]),
			new Map<bigint, Hex>() as ReadonlyMap<bigint, Hex>,
		)
		.option(
			"--rpc <url>",
			"ask this node instead, about contract wallets and tokens, too; may be repeated",
			repeatable,
			[] as readonly string[],
		)
		.option(
			"--assets <file>",
			"your own list of assets: which token is what, where balances lie, with which code",
		)
		.option("--signer <address>", "the venue's address, which has to have signed what is only stated")
		.option("--liabilities <file>", "totals owed by asset: set beside, with the ratio")
		.option(
			"--max-claim-age <days>",
			`how long before the block owners may have signed; ${DEFAULT_MAX_CLAIM_AGE_MS / DAY_MS} by default`,
		)
		.addOption(jsonOption())
		.action((path, options) => runCommand(options, (progress) => check(path, options, progress)));
}

async function check(path: string, options: CheckOptions, progress: Progress): Promise<CommandResult> {
	const reserves = parseReserves(await readJsonFile(path, LIMITS));
	const { assets, signer, liabilities, maxClaimAge } = options;
	const verdict = await checkReserves({
		reserves,
		openTrie,
		nowMs: Date.now(),
		blockHashes: options.blockHash,
		answers: await askNodes(reserves, options.rpc, progress),
		assets: assets === undefined ? undefined : parseAssetList(await readJsonFile(assets)),
		signer: signer === undefined ? undefined : signerAddress(signer),
		liabilities: liabilities === undefined ? undefined : parseLiabilities(await readJsonFile(liabilities)),
		maxClaimAgeMs:
			maxClaimAge === undefined
				? undefined
				: requireWholeNumber(maxClaimAge, "max-claim-age", 36_500) * DAY_MS,
	});
	return {
		json: { venue: reserves.venue, ...verdict, signedBy: verdict.signedBy ?? null, stated: reserves.stated },
		lines: reservesLines(reserves, verdict),
		exitCode: EXIT_CODE_OF[verdict.outcome],
	};
}

/** Without a node nothing of ethers is loaded. */
async function askNodes(
	reserves: Reserves,
	urls: readonly string[],
	progress: Progress,
): Promise<ReadonlyMap<bigint, NodeAnswers>> {
	const answers = new Map<bigint, NodeAnswers>();
	if (urls.length === 0) return answers;
	const [{ askNode }, { withNode }] = await Promise.all([
		import("../../../chain/reserves/ask-node.ts"),
		import("../../options/with-node.ts"),
	]);
	for (const url of urls) {
		await withNode(url, async (provider) => {
			const { chainId } = await provider.getNetwork();
			const chain = reserves.chains.find((entry) => entry.chainId === chainId);
			if (chain === undefined) throw nothingOnChain(chainId);
			const answer = await progress.step(`asking a node of chain ${chainId}`, () =>
				askNode({ provider, venue: reserves.venue, chain }),
			);
			if (answer !== undefined) answers.set(chainId, answer);
		});
	}
	return answers;
}

function nothingOnChain(chainId: bigint): InputError {
	return new InputError({
		code: "CHAIN_MISMATCH",
		message: `a node is of chain ${chainId}, and the file has nothing on it`,
		field: "rpc",
		hint: "give nodes of the file's chains",
	});
}

function blockHash(text: string): [bigint, Hex] {
	const [, chainId, hash] = /^([1-9][0-9]{0,18})=(0x[0-9a-fA-F]{64})$/.exec(text) ?? [];
	if (chainId === undefined || hash === undefined) {
		throw new InvalidArgumentError("write the chain's number, = and the hash, such as 1=0x…");
	}
	return [BigInt(chainId), hash.toLowerCase() as Hex];
}

function signerAddress(text: string): Hex {
	if (/^0x[0-9a-fA-F]{40}$/.test(text)) return text.toLowerCase() as Hex;
	throw new InputError({
		code: "ADDRESS_MALFORMED",
		message: "signer is not an address",
		field: "signer",
		hint: "give 0x and 40 hexadecimal digits",
	});
}
