/** The commands of `zkmargin reserves`. Their work is loaded when it is asked for: it needs packages that are optional. */
import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { type Hex, signDigest } from "../../../hashing/eth-signature.ts";
import { addressSchema, chainIdSchema } from "../../../input/ethereum-shape.ts";
import { parseShape } from "../../../input/parse-shape.ts";
import { venueSchema } from "../../../ledger/json-elements.ts";
import { DEFAULT_MAX_CLAIM_AGE_DAYS, ownershipDigest, ownershipText } from "../../../reserves/ownership.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { isoTime } from "../../options/iso-time.ts";
import { readPrivateKey } from "../../options/read-private-key.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

export function registerReservesCommands(reserves: Command): void {
	reserves
		.command("message")
		.description("the text that the owner of an address signs, in a wallet or with --key")
		.requiredOption("--venue <name>", "the venue's name, as in its epoch files")
		.requiredOption("--chain-id <number>", "the chain that it counts on, and on no other")
		.requiredOption("--address <address>", "what is owned")
		.option("--time <ISO time>", "when it is signed; now by default", isoTime)
		.option("--key <file>", 'sign with this key: JSON {"privateKey": "0x…"}, readable by you alone')
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => message(options)));

	reserves
		.command("prove")
		.description("write what the venue holds at a block, with everything that shows it")
		.requiredOption("--plan <file>", "addresses with signatures, assets, and what can only be stated")
		.option(
			"--rpc <url>",
			"node of a chain of the plan; may be repeated",
			repeatable,
			[] as readonly string[],
		)
		.option("--block <number or tag>", "finalized, safe, latest, or with one --rpc a number", "finalized")
		.option("--key <file>", "the venue's key, which signs the file; needed when anything is only stated")
		.requiredOption("--out <file>", "gets the reserves file, which is public")
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, async (progress) => (await import("./prove-reserves.ts")).prove(options, progress)),
		);

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
			"--book <file or folder>",
			"in place of --liabilities: the record of the venue's book, with --listing",
		)
		.option("--listing <file>", "listing.json of the book's epoch")
		.option(
			"--max-claim-age <days>",
			`how long before the block owners may have signed; ${DEFAULT_MAX_CLAIM_AGE_DAYS} by default`,
		)
		.addOption(jsonOption())
		.action((path, options) =>
			runCommand(options, async (progress) =>
				(await import("./check-reserves.ts")).check(path, options, progress),
			),
		);
}

async function message(options: {
	readonly venue: string;
	readonly chainId: string;
	readonly address: string;
	readonly time?: number | undefined;
	readonly key?: string | undefined;
}): Promise<CommandResult> {
	const timeMs = options.time ?? Date.now();
	const claim = {
		venue: optionOf(venueSchema, options.venue, "venue"),
		chainId: optionOf(chainIdSchema, options.chainId, "chain-id"),
		address: optionOf(addressSchema, options.address, "address"),
		timeMs,
	};
	const text = ownershipText(claim);
	const signature =
		options.key === undefined
			? undefined
			: signDigest(ownershipDigest(claim), await readPrivateKey(options.key, "key"));
	const entry = { chainId: claim.chainId.toString(), address: claim.address, timeMs, signature };
	return {
		json: { text, ...entry, signature: signature ?? null },
		lines: [
			...text.split("\n"),
			"",
			signature === undefined
				? `sign these ${text.split("\n").length} lines (personal_sign), then add to "addresses" of the plan, with the signature:`
				: 'add to "addresses" of the plan:',
			JSON.stringify({ ...entry, signature: signature ?? "0x…" }),
			`signed for ${formatIsoTime(timeMs)}`,
		],
	};
}

function optionOf<T extends Parameters<typeof parseShape>[0]["schema"]>(
	schema: T,
	value: string,
	option: string,
) {
	return parseShape({
		schema,
		value,
		code: "OPTION_MALFORMED",
		what: option,
		hint: `see --${option} in --help`,
	});
}

function repeatable(text: string, earlier: readonly string[]): readonly string[] {
	return [...earlier, text];
}

function blockHash(text: string): [bigint, Hex] {
	const [, chainId, hash] = /^([1-9][0-9]{0,18})=(0x[0-9a-fA-F]{64})$/.exec(text) ?? [];
	if (chainId === undefined || hash === undefined) {
		throw new InvalidArgumentError("write the chain's number, = and the hash, such as 1=0x…");
	}
	return [BigInt(chainId), hash.toLowerCase() as Hex];
}
