/** `zkmargin devnet`: a venue on a chain of this machine that stays up, renewed while it runs. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { formatDeployment } from "../../chain/deploy/deployment-file.ts";
import { createIdentity, type Identity, identityToJson } from "../../ledger/identity.ts";
import { writeSecretFile } from "../../node/files/secret-file.ts";
import { writeAtomically } from "../../node/files/write-atomically.ts";
import { refuseExistingFolder } from "../../node/files/write-folder.ts";
import { solvencyCircuitName } from "../../proof/circuit/circuit-list.ts";
import { parameterSetHash } from "../../risk/scenarios/scenario-tree.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import type { ListedMarket } from "../folders/build-epoch.ts";
import { circuitAndKey } from "../keys/circuit-and-key.ts";
import type { Progress } from "../output/progress.ts";
import { DEVNET_TTL_SECONDS, type DevnetChain, startDevnetChain } from "./devnet-chain.ts";
import { devnetMarket, postDevnetEpoch } from "./devnet-epoch.ts";
import { devnetSources } from "./devnet-sources.ts";

const SIZE_CLASS = 16;
const KEYS = ["holder", "operator", "publisher-1", "publisher-2", "publisher-3"] as const;

export type Devnet = {
	readonly chain: DevnetChain;
	/** When the newest epochs stop counting. */
	readonly validUntilMs: number;
	/**
	 * Posts tables and ledger of now into the next folder of `epochs/`.
	 *
	 * @returns its path, or nothing once an instrument has expired: a new listing needs the timelock's notice
	 */
	readonly renew: () => Promise<string | undefined>;
	readonly close: () => Promise<void>;
};

/**
 * @param request.out must not exist; gets deployment.json, the keys of every role, the trader's identity and epochs/
 * @param request.nowMs the clock
 * @throws InputError `FILE_EXISTS`, `PORT_TAKEN`
 */
export async function startDevnet(request: {
	readonly out: string;
	readonly port: number;
	readonly nowMs: () => number;
	readonly progress: Progress;
}): Promise<Devnet> {
	const { out, port, nowMs, progress } = request;
	await refuseExistingFolder(out);
	const market = devnetMarket(nowMs());
	const sources = await devnetSources(market.snapshot.timeMs);
	const solvency = await circuitAndKey(solvencyCircuitName(SIZE_CLASS), progress);
	const rowWord = await circuitAndKey("row-word", progress);
	const chain = await progress.step("contracts on a chain of this machine", () =>
		startDevnetChain({
			solvency,
			rowWord,
			parameterSet: parameterSetHash(sources.params),
			listingHash: market.listing.hash,
			port,
		}),
	);
	try {
		const identity = createIdentity((length) => new Uint8Array(randomBytes(length)));
		await writeRoles(out, chain, identity);
		const nextExpiryMs = Math.min(...market.snapshot.optionExpiries.map(({ expiryMs }) => expiryMs));
		let count = 0;
		const post = async (now: ListedMarket) => {
			count++;
			const folder = join(out, "epochs", String(count));
			await mkdir(folder, { recursive: true });
			const current = await devnetSources(now.snapshot.timeMs);
			await postDevnetEpoch({ chain, market: now, sources: current, identity, folder });
			return folder;
		};
		await progress.step("risk tables and a ledger of this minute", () => post(market));
		return {
			chain,
			validUntilMs: market.snapshot.timeMs + DEVNET_TTL_SECONDS * 1000,
			renew: async () => {
				const snapshot = devnetMarket(nowMs()).snapshot;
				return snapshot.timeMs < nextExpiryMs ? post({ snapshot, listing: market.listing }) : undefined;
			},
			close: chain.close,
		};
	} catch (error) {
		await chain.close();
		throw error;
	}
}

async function writeRoles(out: string, { venue, wallets }: DevnetChain, identity: Identity): Promise<void> {
	const { gasUsed: _gas, ...deployment } = venue;
	await mkdir(out, { recursive: true });
	await writeAtomically(join(out, "deployment.json"), formatDeployment(deployment));
	await writeSecretFile(join(out, "trader.identity.json"), identityToJson(identity));
	for (const role of KEYS) {
		await writeSecretFile(join(out, `${role}.key.json`), { privateKey: wallets[role].privateKey });
	}
}

/** What to type next, in the order of the protocol's steps. */
export function devnetLines(out: string, { chain, validUntilMs }: Devnet): readonly string[] {
	const { url, venue, wallets } = chain;
	const holder = wallets.holder.address;
	return [
		`chain        ${url}, chain id ${venue.chainId}: keys that everybody knows, for trying only`,
		`registry     ${venue.registry}`,
		`holder       ${holder}`,
		`epochs       posted, valid until ${formatIsoTime(validUntilMs)}, renewed while this runs`,
		"",
		"prove, attest and ask, in another terminal:",
		`  prove --package ${out}/epochs/1/delivered/trader.sealed.json --identity ${out}/trader.identity.json \\`,
		`    --risk ${out}/epochs/1/risk --level initial --surplus 50000 --holder ${holder} \\`,
		`    --deployment ${out}/deployment.json --out ${out}/certificate.json`,
		`  attest ${out}/certificate.json --rpc ${url} --deployment ${out}/deployment.json --sender-key ${out}/holder.key.json`,
		`  solvency show ${holder} --rpc ${url} --deployment ${out}/deployment.json --level initial --surplus 50000`,
		"",
		"Ctrl-C ends it",
	];
}
