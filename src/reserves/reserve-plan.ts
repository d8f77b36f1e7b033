/** What `reserves prove` is told: addresses with their signatures, where assets lie, and what can only be stated. */
import { z } from "zod";
import type { Hex } from "../hashing/eth-signature.ts";
import { addressSchema, chainIdSchema, signatureSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { timeMsSchema, venueSchema } from "../ledger/json-elements.ts";
import { layoutFields, type MappedSource, mappingFields, nativeFields } from "./asset-source.ts";
import { type StatedReserve, statedSchema } from "./reserves-file.ts";
import type { MappingLayout } from "./storage-slot.ts";

const RESERVE_PLAN_FORMAT = "zkmargin-reserve-plan/1";

/** A source whose layout may still have to be found. */
export type PlannedSource = { readonly chainId: bigint } & (
	| { readonly kind: "native"; readonly asset: string }
	| (Omit<MappedSource, keyof MappingLayout> & { readonly layout: MappingLayout | undefined })
);

export type PlannedAddress = {
	readonly chainId: bigint;
	readonly address: Hex;
	readonly timeMs: number;
	readonly signature: Hex;
};

export type ReservePlan = {
	readonly venue: string;
	readonly addresses: readonly PlannedAddress[];
	readonly assets: readonly PlannedSource[];
	readonly stated: readonly StatedReserve[];
};

const mappedSchema = z
	.strictObject({
		...mappingFields,
		chainId: chainIdSchema,
		slot: layoutFields.slot.optional(),
		order: layoutFields.order.optional(),
	})
	.transform(({ slot, order, ...source }, context) => {
		if (slot === undefined && order === undefined) return { ...source, layout: undefined };
		if (slot !== undefined && order !== undefined) return { ...source, layout: { slot, order } };
		context.addIssue({
			code: "custom",
			message: "give both slot and order, or neither: then they are found",
		});
		return z.NEVER;
	});

const planSchema = z.strictObject({
	format: z.literal(RESERVE_PLAN_FORMAT),
	venue: venueSchema,
	addresses: z.array(
		z.strictObject({
			chainId: chainIdSchema,
			address: addressSchema,
			timeMs: timeMsSchema,
			signature: signatureSchema,
		}),
	),
	assets: z.array(z.union([z.strictObject({ ...nativeFields, chainId: chainIdSchema }), mappedSchema])),
	stated: z.array(statedSchema).default([]),
});

/** @throws InputError `RESERVE_PLAN_MALFORMED` */
export function parseReservePlan(value: unknown): ReservePlan {
	const { format: _format, ...plan } = parseShape({
		schema: planSchema,
		value,
		code: "RESERVE_PLAN_MALFORMED",
		what: "reserve plan",
		hint: "docs/reserves.md has an example",
	});
	return plan;
}
