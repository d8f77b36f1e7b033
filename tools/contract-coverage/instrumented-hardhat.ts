/**
 * Stands in for `hardhat/hre` while coverage is measured: what is compiled gets probes, and what a chain executes
 * is remembered. Everything else is Hardhat's own.
 */
import { relative } from "node:path";
import type { HardhatUserConfig } from "hardhat/config";
import { createHardhatRuntimeEnvironment as createPlain } from "hardhat/hre";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { PROBE_FILE, PROBE_SOURCE } from "./instrument-solidity.ts";
import { instrumentedContracts } from "./instrumented-contracts.ts";

/** Hits of this process, numbered as in `instrumentedContracts`. */
export const hits = new Set<number>();

type PlainArguments = Parameters<typeof createPlain>;

export async function createHardhatRuntimeEnvironment(
	config: HardhatUserConfig,
	...others: PlainArguments extends [unknown, ...infer Rest] ? Rest : never
) {
	const hre = await createPlain({ ...quickly(config), networks: { default: ROOMY } }, ...others);
	let sources: ReadonlyMap<string, string> | undefined;
	hre.hooks.registerHandlers("solidity", {
		preprocessProjectFileBeforeBuilding: (context, name, path, source, version, next) => {
			sources ??= new Map(instrumentedContracts().map((contract) => [contract.path, contract.source]));
			const probed = sources.get(relative(REPOSITORY_ROOT, path).replaceAll("\\", "/"));
			return next(context, name, path, probed ?? source, version);
		},
		preprocessSolcInputBeforeBuilding: (context, input, next) =>
			next(context, {
				...input,
				sources: { ...input.sources, [PROBE_FILE]: { content: PROBE_SOURCE } },
			}),
	});
	hre.hooks.registerHandlers("network", {
		onCoverageData: async (_context, tags) => {
			for (const tag of tags) hits.add(Number(BigInt(`0x${tag}`)));
		},
	});
	return hre;
}

/**
 * The older code generator does the same with larger code and in a tenth of the time: 9 s for 90 s. Only size makes
 * the contracts need the newer one.
 */
function quickly(config: HardhatUserConfig): HardhatUserConfig {
	const { solidity } = config;
	if (typeof solidity !== "object" || !("version" in solidity)) return config;
	return { ...config, solidity: { ...solidity, settings: { ...solidity.settings, viaIR: false } } };
}

/** Probes take room and gas. */
const ROOMY = {
	type: "edr-simulated",
	allowUnlimitedContractSize: true,
	blockGasLimit: 1_000_000_000,
	transactionGasCap: 1_000_000_000,
} as const;
