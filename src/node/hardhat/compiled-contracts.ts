/**
 * The compiled contracts, compiled again only when a source, the compiler or its settings changed.
 *
 * `contracts/verifiers/` is exported from the keys of this machine, so it belongs to the content
 * hash like any other source. Nothing is downloaded: the compiler is the pinned npm package.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { isAbsolute, join, sep } from "node:path";
import type { HardhatUserConfig } from "hardhat/config";
import { InternalError } from "../../errors/base.ts";
import { cachedEntry } from "../cache/cache-folder.ts";
import { textHash } from "../cache/file-hash.ts";
import { REPOSITORY_ROOT } from "../files/repository-root.ts";
import { optionalPackage } from "../packages/missing-package.ts";
import type { OnProgress } from "../threads/progress.ts";
import type { ContractArtifact, ContractArtifacts } from "./contract-artifact.ts";

const ARTIFACTS_FILE = "artifacts.json";

const CONTRACTS = join(REPOSITORY_ROOT, "contracts");
/** Contracts that only tests deploy. */
const TEST_CONTRACTS = join(CONTRACTS, "test", sep);

/**
 * Every contract that can be deployed for use, by name.
 *
 * @throws InternalError `CONTRACTS_DO_NOT_COMPILE`
 */
export function compiledContracts(onProgress?: OnProgress): Promise<ContractArtifacts> {
	const isWanted = (path: string) => !isInTests(path) && !path.startsWith(TEST_CONTRACTS);
	return compiled("contracts", isWanted, onProgress);
}

/** The same, and the contracts that only tests deploy. */
export function compiledTestContracts(): Promise<ContractArtifacts> {
	return compiled("contracts-and-tests", (path) => !isInTests(path));
}

/** Hardhat counts the invariant tests among the sources. Compiling them would compile every contract twice. */
function isInTests(path: string): boolean {
	return isAbsolute(path) && !path.startsWith(join(CONTRACTS, sep));
}

async function compiled(
	name: string,
	isWanted: (path: string) => boolean,
	onProgress?: OnProgress,
): Promise<ContractArtifacts> {
	const { folder } = await cachedEntry({
		name,
		contentHash: await contentHash(),
		build: async (staging) => {
			onProgress?.({ step: "compile contracts" });
			const artifacts = await compileInto(await mkdtemp(join(staging, "hardhat-")), isWanted);
			await writeFile(join(staging, ARTIFACTS_FILE), JSON.stringify(artifacts));
		},
	});
	return JSON.parse(await readFile(join(folder, ARTIFACTS_FILE), "utf8")) as ContractArtifacts;
}

/** The text that says how contracts are compiled: part of the name of whatever is compiled. */
export function compilerSettings(): Promise<string> {
	return readFile(new URL("./hardhat-config.ts", import.meta.url), "utf8");
}

async function contentHash(): Promise<string> {
	const names = (await readdir(CONTRACTS, { recursive: true }))
		.filter((name) => name.endsWith(".sol"))
		.sort();
	const sources = await Promise.all(names.map((name) => readFile(join(CONTRACTS, name), "utf8")));
	const config = await compilerSettings();
	const require = createRequire(import.meta.url);
	const versions = ["solc", "@openzeppelin/contracts"].map(
		(name) => (require(`${name}/package.json`) as { version: string }).version,
	);
	return textHash(JSON.stringify([names, sources, config, versions]));
}

/** Compiles with Hardhat in a folder of its own, so that two processes never share a half-written one. */
async function compileInto(scratch: string, isWanted: (path: string) => boolean): Promise<ContractArtifacts> {
	const artifacts: Record<string, ContractArtifact> = {};
	for (const { contractName, abi, bytecode } of await buildWithHardhat(REPOSITORY_ROOT, scratch, isWanted)) {
		artifacts[contractName] = { contractName, abi, bytecode: bytecode as `0x${string}` };
	}
	await rm(scratch, { recursive: true });
	return artifacts;
}

/**
 * Compiles `contracts/` of a project with this repository's compiler and settings.
 *
 * @param scratch gets Hardhat's own files
 * @param isWanted of a source file's absolute path, or of `npm:` and the path in a package
 * @throws InternalError `CONTRACTS_DO_NOT_COMPILE`
 */
export async function buildWithHardhat(
	projectRoot: string,
	scratch: string,
	isWanted: (path: string) => boolean = () => true,
) {
	const { createHardhatRuntimeEnvironment } = await optionalPackage(() => import("hardhat/hre"));
	const { hardhatConfig: config } = await optionalPackage(() => import("./hardhat-config.ts"));
	const paths = { artifacts: join(scratch, "artifacts"), cache: join(scratch, "cache") };
	const settings = projectRoot === REPOSITORY_ROOT ? config : withoutPackages(config);
	const hre = await createHardhatRuntimeEnvironment({ ...settings, paths }, {}, projectRoot);
	const results = await withQuietConsole(async () =>
		hre.solidity.build((await hre.solidity.getRootFilePaths()).filter(isWanted), { quiet: true }),
	);
	const isBuilt =
		hre.solidity.isSuccessfulBuildResult(results) &&
		[...results.values()].every(({ type }) => type !== "BUILD_FAILURE");
	if (!isBuilt) {
		throw new InternalError({
			code: "CONTRACTS_DO_NOT_COMPILE",
			message: "the contracts do not compile",
			hint: "run `npx hardhat build` to see the compiler's messages",
		});
	}
	const names = [...(await hre.artifacts.getAllFullyQualifiedNames())];
	return Promise.all(names.map((name) => hre.artifacts.readArtifact(name)));
}

/** Contracts of packages are built with ours, and are found from this repository only. */
function withoutPackages(config: HardhatUserConfig): HardhatUserConfig {
	const { solidity } = config;
	if (typeof solidity !== "object" || !("version" in solidity)) return config;
	return { ...config, solidity: { ...solidity, npmFilesToBuild: [] } };
}

/**
 * Hardhat prints an empty line on stdout, quiet or not, and stdout is for a command's one answer. Of the
 * compiler's warnings only the one about transient storage is dropped: OpenZeppelin's reentrancy guard is
 * the use that it calls safe.
 */
async function withQuietConsole<T>(work: () => Promise<T>): Promise<T> {
	const { log, warn } = console;
	console.log = () => {};
	console.warn = (...texts: unknown[]) => {
		if (!texts.some((text) => String(text).includes("EIP-1153"))) warn(...texts);
	};
	try {
		return await work();
	} finally {
		Object.assign(console, { log, warn });
	}
}
