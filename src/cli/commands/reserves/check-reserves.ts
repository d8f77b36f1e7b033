import { openTrie } from "../../../chain/reserves/open-trie.ts";
import { InputError } from "../../../errors/base.ts";
import type { Hex } from "../../../hashing/eth-signature.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { parseAssetList } from "../../../reserves/asset-source.ts";
import type { NodeAnswers } from "../../../reserves/check-chain.ts";
import { checkReserves } from "../../../reserves/check-reserves.ts";
import { type Liabilities, parseLiabilities } from "../../../reserves/liabilities-file.ts";
import { liabilitiesOfBook } from "../../../reserves/liabilities-of-book.ts";
import { parseReserves, type Reserves } from "../../../reserves/reserves-file.ts";
import { readBookRecord } from "../../folders/book-record-file.ts";
import { readListing } from "../../folders/ledger-folder.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { EXIT_CODE_OF } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";
import { reservesLines } from "../../reports/reserves-text.ts";

export type CheckOptions = {
	readonly blockHash: ReadonlyMap<bigint, Hex>;
	readonly rpc: readonly string[];
	readonly assets?: string | undefined;
	readonly signer?: string | undefined;
	readonly liabilities?: string | undefined;
	readonly book?: string | undefined;
	readonly listing?: string | undefined;
	readonly maxClaimAge?: string | undefined;
};

/** Ten thousand addresses with a handful of tokens. */
const LIMITS = { maxBytes: 256 * 1024 * 1024, maxValues: 10_000_000 };
const DAY_MS = 86_400_000;

/** `reserves check`. */
export async function check(path: string, options: CheckOptions, progress: Progress): Promise<CommandResult> {
	const reserves = parseReserves(await readJsonFile(path, LIMITS));
	const { assets, signer, maxClaimAge } = options;
	const verdict = await checkReserves({
		reserves,
		openTrie,
		nowMs: Date.now(),
		blockHashes: options.blockHash,
		answers: await askNodes(reserves, options.rpc, progress),
		assets: assets === undefined ? undefined : parseAssetList(await readJsonFile(assets)),
		signer: signer === undefined ? undefined : signerAddress(signer),
		liabilities: await readLiabilities(options),
		maxClaimAgeMs:
			maxClaimAge === undefined
				? undefined
				: requireWholeNumber(maxClaimAge, "max-claim-age", 36_500) * DAY_MS,
	});
	return {
		json: {
			venue: reserves.venue,
			timeMs: reserves.timeMs,
			...verdict,
			signedBy: verdict.signedBy ?? null,
			stated: reserves.stated,
		},
		lines: reservesLines(reserves, verdict),
		exitCode: EXIT_CODE_OF[verdict.outcome],
	};
}

async function readLiabilities({
	liabilities,
	book,
	listing,
}: Pick<CheckOptions, "liabilities" | "book" | "listing">): Promise<Liabilities | undefined> {
	if (book === undefined && listing === undefined) {
		return liabilities === undefined ? undefined : parseLiabilities(await readJsonFile(liabilities));
	}
	if (book !== undefined && listing !== undefined && liabilities === undefined) {
		return liabilitiesOfBook(await readBookRecord(book), await readListing(listing));
	}
	throw new InputError({
		code: "LIABILITIES_AMBIGUOUS",
		message: "what is owed is named twice, or a book without its listing",
		field: book === undefined ? "listing" : "book",
		hint: "give --liabilities, or both --book and --listing",
	});
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

function signerAddress(text: string): Hex {
	if (/^0x[0-9a-fA-F]{40}$/.test(text)) return text.toLowerCase() as Hex;
	throw new InputError({
		code: "ADDRESS_MALFORMED",
		message: "signer is not an address",
		field: "signer",
		hint: "give 0x and 40 hexadecimal digits",
	});
}
