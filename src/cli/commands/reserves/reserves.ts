import type { Command } from "@commander-js/extra-typings";
import { signDigest } from "../../../hashing/eth-signature.ts";
import { parseShape } from "../../../input/parse-shape.ts";
import { venueSchema } from "../../../ledger/json-elements.ts";
import { addressSchema, chainIdSchema } from "../../../reserves/elements.ts";
import { ownershipDigest, ownershipText } from "../../../reserves/ownership.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { isoTime } from "../../options/iso-time.ts";
import { readPrivateKey } from "../../options/read-private-key.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { registerReservesCheck } from "./check-reserves.ts";
import { registerReservesProve } from "./prove-reserves.ts";

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

	registerReservesProve(reserves);
	registerReservesCheck(reserves);
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
