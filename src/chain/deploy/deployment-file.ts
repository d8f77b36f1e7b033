/** The addresses of one deployment, as a file that people publish and programs load. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { symbolText } from "../../input/text-shape.ts";
import type { KeyPin } from "../../proof/keys/key-kind.ts";
import { scopeOf } from "../client/scope-of.ts";
import type { VenueAddresses } from "./venue-plan.ts";

export type Deployment = VenueAddresses & {
	readonly chainId: bigint;
	/** The keys whose verifiers were deployed: what proofs for this deployment are made with. */
	readonly keys?: readonly KeyPin[] | undefined;
	/** In which transaction each step of the plan was made. */
	readonly creations?: Creations | undefined;
};

/** Transaction hashes by step of the plan, such as `RiskEpochs`. */
export type Creations = Readonly<Record<string, string>>;

const FORMAT = "zkmargin-deployment/2";

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const decimal = z
	.string()
	.regex(/^(?:0|[1-9][0-9]{0,77})$/)
	.transform(BigInt);

const schema = z.strictObject({
	format: z.literal(FORMAT),
	chainId: decimal,
	verifiers: z.array(address),
	timelock: address,
	venueLedger: address,
	otherVenueLedgers: z.array(address),
	rowOpening: address,
	rowWordVerifier: address,
	rowDispute: address,
	riskEpochs: address,
	registry: address,
	creditLine: address.optional(),
	scope: decimal,
	keys: z
		.array(
			z.strictObject({
				circuit: symbolText,
				zkeySha256: z.string().regex(/^[0-9a-f]{64}$/),
				kind: z.enum(["development", "ceremony"]),
			}),
		)
		.optional(),
	creations: z
		.record(z.string().regex(/^[A-Za-z0-9]{1,40}$/), z.string().regex(/^0x[0-9a-f]{64}$/))
		.optional(),
});

/** Text of the file. */
export function formatDeployment({ chainId, scope, ...addresses }: Deployment): string {
	const fields = { format: FORMAT, chainId: String(chainId), ...addresses, scope: String(scope) };
	return `${JSON.stringify(fields, null, "\t")}\n`;
}

/** @throws InputError `DEPLOYMENT_MALFORMED`, also when the scope is not that of registry and chain */
export function parseDeployment(value: unknown): Deployment {
	const { format: _format, ...deployment } = parseShape({
		schema,
		value,
		code: "DEPLOYMENT_MALFORMED",
		what: "deployment",
		hint: "this is the file that `zkmargin deploy` wrote",
	});
	if (deployment.scope === scopeOf(deployment)) return deployment;
	throw new InputError({
		code: "DEPLOYMENT_MALFORMED",
		message: "the scope does not belong to this registry on this chain",
		field: "scope",
		hint: "the file was put together from two deployments",
	});
}

/**
 * Loads a file that `zkmargin deploy` wrote.
 *
 * @throws InputError `DEPLOYMENT_MALFORMED`, `DEPLOYMENT_NOT_READABLE`
 */
export async function loadDeployment(path: string): Promise<Deployment> {
	const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
		throw new InputError({
			code: "DEPLOYMENT_NOT_READABLE",
			message: `cannot read ${path} (${error.code})`,
			field: path,
			hint: "give the file that `zkmargin deploy` wrote",
		});
	});
	return parseDeployment(jsonOrNothing(text));
}

function jsonOrNothing(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
