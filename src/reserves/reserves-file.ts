/**
 * What a venue publishes of its reserves: for each chain a block, sources of assets, addresses with signed ownership
 * and balances, and the nodes that show them under the block's state root; and what it can only say.
 */
import { z } from "zod";
import { hashCanonical } from "../hashing/canonical-json.ts";
import { type Hex, recoverAddress, signDigest, textDigest } from "../hashing/eth-signature.ts";
import { addressSchema, chainIdSchema, signatureSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { printableText, symbolText } from "../input/text-shape.ts";
import { timeMsSchema, venueSchema } from "../ledger/json-elements.ts";
import { parseDecimal } from "../units/decimal.ts";
import { type AssetSource, assetSourceSchema, assetSourceToJson } from "./asset-source.ts";
import { headerSchema, trieNodeSchema, word256Schema } from "./elements.ts";

const RESERVES_FORMAT = "zkmargin-reserves/1";

export type ReserveAccount = {
	readonly address: Hex;
	/** When its owner signed. */
	readonly timeMs: number;
	readonly signature: Hex;
	/** Smallest units, one for each of the chain's sources. */
	readonly units: readonly bigint[];
};

export type ChainReserves = {
	readonly chainId: bigint;
	/** RLP of the block's header. */
	readonly header: Hex;
	readonly sources: readonly AssetSource[];
	readonly accounts: readonly ReserveAccount[];
	/** Of the state's trie and of the contracts' tries, each once, in no order. */
	readonly nodes: readonly Hex[];
};

/** What lies where nothing can be proven: another kind of chain, a bank, another venue. */
export type StatedReserve = {
	readonly asset: string;
	/** Units of the asset, decimal text, positive. */
	readonly amount: string;
	/** Such as `bitcoin`, with addresses if they are public. */
	readonly place: string;
	/** Why it is said and not proven. */
	readonly reason: string;
};

export type Reserves = {
	readonly venue: string;
	/** When the file was made, by the venue's word: what is stated is of then. */
	readonly timeMs: number;
	readonly chains: readonly ChainReserves[];
	readonly stated: readonly StatedReserve[];
	/** Of the whole file, by the venue's key; needed where anything is only stated. */
	readonly signature?: Hex | undefined;
};

export const statedSchema = z.strictObject({
	asset: symbolText,
	amount: z.string().refine(isPositiveDecimal, "not a positive decimal number as text"),
	place: printableText(500),
	reason: printableText(500),
});

const reservesSchema = z.strictObject({
	format: z.literal(RESERVES_FORMAT),
	venue: venueSchema,
	timeMs: timeMsSchema,
	chains: z.array(
		z.strictObject({
			chainId: chainIdSchema,
			header: headerSchema,
			sources: z.array(assetSourceSchema).min(1).max(1_000),
			accounts: z.array(
				z.strictObject({
					address: addressSchema,
					timeMs: timeMsSchema,
					signature: signatureSchema,
					units: z.array(word256Schema),
				}),
			),
			nodes: z.array(trieNodeSchema),
		}),
	),
	stated: z.array(statedSchema),
	signature: signatureSchema.optional(),
});

/** @throws InputError `RESERVES_MALFORMED` */
export function parseReserves(value: unknown): Reserves {
	const { format: _format, ...reserves } = parseShape({
		schema: reservesSchema,
		value,
		code: "RESERVES_MALFORMED",
		what: "reserves file",
		hint: "use the file that `zkmargin reserves prove` wrote",
	});
	return reserves;
}

export function reservesToJson({ venue, timeMs, chains, stated, signature }: Reserves) {
	return {
		format: RESERVES_FORMAT,
		venue,
		timeMs,
		chains: chains.map(({ chainId, header, sources, accounts, nodes }) => ({
			chainId: chainId.toString(),
			header,
			sources: sources.map(assetSourceToJson),
			accounts: accounts.map(({ units, ...account }) => ({ ...account, units: units.map(String) })),
			nodes,
		})),
		stated,
		...(signature !== undefined && { signature }),
	} as const;
}

/** The text that the venue's key signs (EIP-191): the venue, and the hash of everything else in the file. */
export function reservesText(reserves: Reserves): string {
	const { signature: _signature, ...content } = reservesToJson(reserves);
	return `zkmargin reserves: what this venue holds, and what it only states\nvenue: ${reserves.venue}\ncontent: ${hashCanonical(content)}`;
}

/** The file with the venue's signature. */
export function signReserves(reserves: Reserves, privateKey: Hex): Reserves {
	return { ...reserves, signature: signDigest(textDigest(reservesText(reserves)), privateKey) };
}

/** Whose key signed the file; nothing when nobody's did. */
export function reservesSigner(reserves: Reserves): Hex | undefined {
	if (reserves.signature === undefined) return undefined;
	return recoverAddress(textDigest(reservesText(reserves)), reserves.signature);
}

function isPositiveDecimal(text: string): boolean {
	try {
		return parseDecimal(text, "amount").units > 0n;
	} catch {
		return false;
	}
}
