/**
 * Where an asset of a venue lies on a chain, and the list of such sources that an auditor trusts. What a token is
 * called, how many decimals it has, which mapping holds its balances and which code keeps it so: no proof says that.
 */
import { z } from "zod";
import type { Hex } from "../hashing/eth-signature.ts";
import { addressSchema, chainIdSchema, wordSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { symbolText } from "../input/text-shape.ts";
import { decimalsSchema, word256Schema } from "./elements.ts";
import { type MappingLayout, SLOT_ORDERS } from "./storage-slot.ts";

const ASSET_LIST_FORMAT = "zkmargin-reserve-assets/1";
/** Of the chain's own coin: wei, on every chain that has `eth_getProof`. */
export const NATIVE_DECIMALS = 18;

/** A mapping in a contract: balances of an ERC-20 token, or what one of our contracts keeps for an address, in wei. */
export type MappedSource = MappingLayout & {
	readonly kind: "token" | "credit";
	/** As the listing of the ledger calls it. */
	readonly asset: string;
	readonly contract: Hex;
	readonly decimals: number;
};

export type AssetSource = { readonly kind: "native"; readonly asset: string } | MappedSource;

/** A source as the auditor vouches for it. */
export type ListedSource =
	| { readonly kind: "native"; readonly asset: string; readonly chainId: bigint }
	| (MappedSource & {
			readonly chainId: bigint;
			/** keccak256 of the code for which the layout is as said. */
			readonly codeHash: Hex;
			/** Where that code is a proxy: what it runs. */
			readonly implementation: Hex | null;
	  });

export const mappingFields = {
	kind: z.enum(["token", "credit"]),
	asset: symbolText,
	contract: addressSchema,
	decimals: decimalsSchema,
};
export const layoutFields = { slot: word256Schema, order: z.enum(SLOT_ORDERS) };
export const nativeFields = { kind: z.literal("native"), asset: symbolText };

export const assetSourceSchema = z.union([
	z.strictObject(nativeFields),
	z.strictObject({ ...mappingFields, ...layoutFields }),
]);

const listSchema = z.strictObject({
	format: z.literal(ASSET_LIST_FORMAT),
	assets: z
		.array(
			z.union([
				z.strictObject({ ...nativeFields, chainId: chainIdSchema }),
				z.strictObject({
					...mappingFields,
					...layoutFields,
					chainId: chainIdSchema,
					codeHash: wordSchema,
					implementation: addressSchema.nullable(),
				}),
			]),
		)
		.max(10_000),
});

/**
 * Reads the list of an auditor.
 *
 * @throws InputError `RESERVE_ASSETS_MALFORMED`
 */
export function parseAssetList(value: unknown): readonly ListedSource[] {
	return parseShape({
		schema: listSchema,
		value,
		code: "RESERVE_ASSETS_MALFORMED",
		what: "list of reserve assets",
		hint: "docs/reserves.md has an example; it is yours, never the venue's",
	}).assets;
}

/** The contract, or the chain's own coin: what must not be counted twice. */
export function sourceKey(source: AssetSource): string {
	return source.kind === "native" ? source.kind : source.contract;
}

export function decimalsOf(source: AssetSource): number {
	return source.kind === "native" ? NATIVE_DECIMALS : source.decimals;
}

/** The file form of a source. */
export function assetSourceToJson(source: AssetSource) {
	return source.kind === "native" ? source : { ...source, slot: source.slot.toString() };
}
