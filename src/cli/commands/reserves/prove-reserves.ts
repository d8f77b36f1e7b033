import { collectReserves } from "../../../chain/reserves/collect-reserves.ts";
import { InputError } from "../../../errors/base.ts";
import { readJsonFile } from "../../../node/files/read-json-file.ts";
import { writeAtomically } from "../../../node/files/write-atomically.ts";
import { readHeader } from "../../../reserves/block-header.ts";
import { parseReservePlan, type ReservePlan } from "../../../reserves/reserve-plan.ts";
import {
	type ChainReserves,
	type Reserves,
	reservesSigner,
	reservesToJson,
	signReserves,
} from "../../../reserves/reserves-file.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { requireBlock } from "../../options/block-number.ts";
import { readPrivateKey } from "../../options/read-private-key.ts";
import { withNode } from "../../options/with-node.ts";
import type { Progress } from "../../output/progress.ts";
import type { CommandResult } from "../../output/run-command.ts";

export type ProveOptions = {
	readonly plan: string;
	readonly rpc: readonly string[];
	readonly block: string;
	readonly key?: string | undefined;
	readonly out: string;
};

const TAGS: readonly string[] = ["finalized", "safe", "latest"];

/** `reserves prove`. */
export async function prove(options: ProveOptions, progress: Progress): Promise<CommandResult> {
	const plan = parseReservePlan(await readJsonFile(options.plan));
	if (plan.stated.length > 0 && options.key === undefined) {
		throw new InputError({
			code: "STATEMENT_UNSIGNED",
			message: "the plan states reserves, and what is stated has to be signed",
			field: "key",
			hint: "give the venue's key with --key",
		});
	}
	const privateKey = options.key === undefined ? undefined : await readPrivateKey(options.key, "key");
	const block = blockOf(options);
	const chains: ChainReserves[] = [];
	for (const url of options.rpc) {
		chains.push(
			await withNode(url, async (provider) => {
				const { chainId } = await provider.getNetwork();
				return progress.step(`proving balances on chain ${chainId}`, () =>
					collectReserves({ provider, chainId, block, plan }),
				);
			}),
		);
	}
	refuseMissing(plan, chains);
	const bare: Reserves = { venue: plan.venue, timeMs: Date.now(), chains, stated: plan.stated };
	const reserves = privateKey === undefined ? bare : signReserves(bare, privateKey);
	const text = `${JSON.stringify(reservesToJson(reserves), null, "\t")}\n`;
	await writeAtomically(options.out, text);
	return described(reserves, { path: options.out, bytes: Buffer.byteLength(text) });
}

function blockOf({ block, rpc }: ProveOptions): bigint | string {
	if (TAGS.includes(block)) return block;
	if (rpc.length > 1) {
		throw new InputError({
			code: "BLOCK_AMBIGUOUS",
			message: "one number of a block is given for several chains",
			field: "block",
			hint: "give finalized, safe or latest",
		});
	}
	return BigInt(requireBlock(block, "block"));
}

/** What the plan names and the file would not say is left out in silence otherwise. */
function refuseMissing(plan: ReservePlan, chains: readonly ChainReserves[]): void {
	const done = new Set(chains.map(({ chainId }) => chainId));
	const left = [...plan.addresses, ...plan.assets].find(({ chainId }) => !done.has(chainId));
	if (left === undefined) return;
	throw new InputError({
		code: "CHAIN_WITHOUT_NODE",
		message: `the plan has entries on chain ${left.chainId}, and no node of it is named`,
		field: "rpc",
		hint: "give --rpc for each chain of the plan",
	});
}

function described(
	reserves: Reserves,
	file: { readonly path: string; readonly bytes: number },
): CommandResult {
	const blocks = reserves.chains.map(({ chainId, header, accounts, nodes }) => {
		const { number, hash, timeMs } = readHeader(header) as NonNullable<ReturnType<typeof readHeader>>;
		return { chainId, number, hash, timeMs, accounts: accounts.length, nodes: nodes.length };
	});
	return {
		json: {
			file: file.path,
			bytes: file.bytes,
			blocks,
			stated: reserves.stated.length,
			signedBy: reservesSigner(reserves) ?? null,
		},
		lines: [
			...blocks.map(
				({ chainId, number, hash, timeMs, accounts }) =>
					`chain ${chainId}   block ${number}, ${formatIsoTime(timeMs)}, ${hash}, ${accounts} ${accounts === 1 ? "address" : "addresses"}`,
			),
			...(reserves.stated.length === 0
				? []
				: [`stated only, signed by ${reservesSigner(reserves)}: ${reserves.stated.length}`]),
			`written to ${file.path}, ${file.bytes} bytes`,
		],
	};
}
