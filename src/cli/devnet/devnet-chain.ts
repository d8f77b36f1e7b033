/** The chain of a development network: the real contracts, well-known keys, and a clock that runs. */
import { HDNodeWallet } from "ethers";
import { sizeClassOf } from "../../chain/client/size-class.ts";
import { type DeployedVenue, deployVenue } from "../../chain/deploy/deploy-venue.ts";
import { InternalError } from "../../errors/base.ts";
import { compiledContracts } from "../../node/hardhat/compiled-contracts.ts";
import { type JsonRpcServer, startJsonRpcServer } from "../../node/hardhat/json-rpc-server.ts";
import { type LocalChain, startLocalChain } from "../../node/hardhat/local-chain.ts";
import { HOUR_SECONDS } from "../../units/time.ts";
import type { CircuitAndKey } from "../keys/circuit-and-key.ts";
import { verifierOfKey } from "../keys/verifier-of-key.ts";

/** Hardhat's own: everybody knows these keys, so nothing of value may ever belong to them. */
const MNEMONIC = "test test test test test test test test test test test junk";
const ACCOUNT_PATH = "m/44'/60'/0'/0";
const ROLES = [
	"deployer",
	"operator",
	"guardian",
	"holder",
	"publisher-1",
	"publisher-2",
	"publisher-3",
] as const;
export type DevnetRole = (typeof ROLES)[number];

const THRESHOLD = 2;
/** Tables and ledgers are renewed well before this. */
export const DEVNET_TTL_SECONDS = 4 * HOUR_SECONDS;
/** Views see the time of the newest block, so blocks are mined even when nobody sends anything. */
const BLOCK_EVERY_MS = 4_000;

export type DevnetChain = {
	readonly venue: DeployedVenue;
	readonly wallets: Readonly<Record<DevnetRole, HDNodeWallet>>;
	readonly url: string;
	readonly close: () => Promise<void>;
};

/**
 * @param request.port of 127.0.0.1, 0 for any that is free
 * @throws InputError `PORT_TAKEN`
 */
export async function startDevnetChain(request: {
	readonly solvency: CircuitAndKey;
	readonly rowWord: CircuitAndKey;
	readonly parameterSet: `0x${string}`;
	readonly listingHash: `0x${string}`;
	readonly port: number;
}): Promise<DevnetChain> {
	const { solvency, rowWord, parameterSet, listingHash, port } = request;
	const verifier = await verifierOfKey(solvency);
	const rowVerifier = await verifierOfKey(rowWord);
	const artifacts = { ...(await compiledContracts()), ...verifier.artifacts, ...rowVerifier.artifacts };
	const chain = await startLocalChain();
	const wallets = walletsOn(chain);
	const publishers = [wallets["publisher-1"], wallets["publisher-2"], wallets["publisher-3"]];
	let server: JsonRpcServer | undefined;
	try {
		const venue = await deployVenue({
			deployer: wallets.deployer,
			artifacts,
			verifiers: [{ sizeClass: sizeClassOf(solvency.circuit.name), ...verifier.choice }],
			rowWordVerifier: rowVerifier.choice,
			parameterSet,
			listingHash,
			timelockDelaySeconds: 48 * HOUR_SECONDS,
			challengeWindowSeconds: 12 * HOUR_SECONDS,
			rowWindowSeconds: 6 * HOUR_SECONDS,
			operator: wallets.operator.address,
			guardian: wallets.guardian.address,
			publishers: publishers.map(({ address }) => address),
			threshold: THRESHOLD,
			maxSkewSeconds: 600,
			ttlSeconds: DEVNET_TTL_SECONDS,
		});
		server = await startJsonRpcServer(chain, port);
		return { venue, wallets, url: server.url, close: keepMining(chain, server) };
	} catch (error) {
		await server?.close();
		await chain.close();
		throw error;
	}
}

function walletsOn({ provider, signers }: LocalChain): Record<DevnetRole, HDNodeWallet> {
	const pairs = ROLES.map((role, index) => {
		const wallet = HDNodeWallet.fromPhrase(MNEMONIC, undefined, `${ACCOUNT_PATH}/${index}`);
		if (wallet.address !== signers[index]?.address) {
			throw new InternalError({ code: "DEVNET_ACCOUNTS", message: "Hardhat funds other accounts" });
		}
		return [role, wallet.connect(provider)] as const;
	});
	return Object.fromEntries(pairs) as Record<DevnetRole, HDNodeWallet>;
}

/** @returns ends the mining, the server and the chain */
function keepMining(chain: LocalChain, server: JsonRpcServer): () => Promise<void> {
	let last: Promise<unknown> = Promise.resolve();
	const timer = setInterval(() => {
		// A transaction may have taken this second's block: the next tick mines again.
		last = chain.provider.send("evm_mine", []).catch(() => undefined);
	}, BLOCK_EVERY_MS);
	return async () => {
		clearInterval(timer);
		await last;
		await server.close();
		await chain.close();
	};
}
