/** The file that says what to deploy: who may do what, and the limits. Nothing in it is secret. */
import { join, resolve } from "node:path";
import { z } from "zod";
import { sizeClassOf } from "../../chain/client/size-class.ts";
import type { VenueTerms } from "../../chain/deploy/venue-plan.ts";
import { parseShape } from "../../input/parse-shape.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const wei = z
	.string()
	.regex(/^(?:0|[1-9][0-9]{0,38})$/)
	.transform(BigInt);
const seconds = z.int().min(0).max(0xffffffff);
const venue = { operator: address, guardian: address };

const schema = z.strictObject({
	format: z.literal("zkmargin-deployment-terms/2"),
	...venue,
	otherVenues: z.array(z.strictObject(venue)).optional(),
	publishers: z.array(address).min(1),
	threshold: z.int().min(1),
	bondWei: wei.optional(),
	feeds: z
		.array(
			z.strictObject({
				underlying: z.string().regex(/^[A-Z0-9]{1,12}$/, "must be a ticker such as BTC"),
				aggregator: address,
				decimals: z.int().min(0).max(18),
				maxAgeSeconds: seconds,
				toleranceBps: z.int().min(0).max(9_999),
			}),
		)
		.optional(),
	sequencerFeed: address.optional(),
	firstRiskEpoch: z.int().min(1).max(0xffffffff).optional(),
	timelockDelaySeconds: seconds,
	maxSkewSeconds: seconds,
	ttlSeconds: seconds,
	challengeWindowSeconds: seconds,
	rowWindowSeconds: seconds,
	gasPriceFloorWei: wei.optional(),
	registryOwner: address.optional(),
	creditLine: z.strictObject({ token: address, lender: address, unitsPerMicroUsd: wei }).optional(),
	/** Circuits to have a verifier for, such as `solvency-16`, and the key of each; `null` for a development key. */
	keys: z.record(z.string(), z.string().min(1).nullable()),
	/** The key that opens words of rows in disputes. */
	rowWordKey: z.string().min(1).nullable(),
});

export type DeploymentTerms = {
	/** All but what comes from keys and risk tables. */
	readonly terms: Omit<VenueTerms, "verifiers" | "rowWordVerifier" | "parameterSet" | "listingHash">;
	/** Folders of `ceremony finish`; without one the key is a development key. */
	readonly solvencyKeys: readonly { readonly sizeClass: SizeClass; readonly folder: string | undefined }[];
	readonly rowWordKey: string | undefined;
};

/** @throws InputError `DEPLOYMENT_TERMS_MALFORMED`, `SIZE_CLASS_UNKNOWN` and those of `readJsonFile` */
export async function readDeploymentTerms(path: string): Promise<DeploymentTerms> {
	const parsed = parseShape({
		schema,
		value: await readJsonFile(path),
		code: "DEPLOYMENT_TERMS_MALFORMED",
		what: "deployment terms",
		hint: "docs/deploy.md has an example",
	});
	const { format: _format, keys, rowWordKey, feeds, ...terms } = parsed;
	const folderOf = (folder: string | null) =>
		folder === null ? undefined : resolve(join(path, ".."), folder);
	const solvencyKeys = Object.entries(keys).map(([circuit, folder]) => ({
		sizeClass: sizeClassOf(circuit),
		folder: folderOf(folder),
	}));
	return {
		terms: {
			...terms,
			feeds: feeds?.map(({ maxAgeSeconds, ...feed }) => ({ ...feed, maxAge: maxAgeSeconds })),
		},
		solvencyKeys,
		rowWordKey: folderOf(rowWordKey),
	};
}
