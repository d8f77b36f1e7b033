/** The verifier contract of one key, compiled exactly as `compiledContracts` compiles it, and nothing else. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InternalError } from "../../errors/base.ts";
import { cachedEntry } from "../../node/cache/cache-folder.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import { buildWithHardhat, compilerSettings } from "../../node/hardhat/compiled-contracts.ts";
import type { ContractArtifact } from "../../node/hardhat/contract-artifact.ts";
import { exportVerifier, verifierContractName } from "../../proof/keys/export-verifier.ts";
import type { SuppliedKey } from "../../proof/keys/proving-key.ts";

const RESULT_FILE = "verifier.json";
/** The smallest project that Hardhat takes. Source names, which are part of the bytecode, are as in ours. */
const PROJECT = { name: "verifier", version: "1.0.0", type: "module" };

export type CompiledVerifier = {
	readonly artifact: ContractArtifact;
	/** What the contract's address holds once it is deployed, 0x. */
	readonly runtimeCode: `0x${string}`;
};

/** @throws InputError `VERIFICATION_KEY_UNSOUND`; InternalError `CONTRACTS_DO_NOT_COMPILE` */
export async function compiledVerifier(key: SuppliedKey): Promise<CompiledVerifier> {
	const settings = await compilerSettings();
	const { circuit, verificationKeyHash } = key.manifest;
	const { folder } = await cachedEntry({
		name: `verifier-code-${circuit}`,
		contentHash: textHash(["verifier-code-1", settings, verificationKeyHash].join("\n")),
		build: async (staging) => {
			const project = join(staging, "project");
			await mkdir(project);
			await writeFile(join(project, "package.json"), JSON.stringify(PROJECT));
			await exportVerifier({ key, folder: join(project, "contracts", "verifiers") });
			const [built] = await buildWithHardhat(project, join(project, "built"));
			if (built?.contractName !== verifierContractName(circuit)) throw notBuilt();
			const { contractName, abi, bytecode, deployedBytecode } = built;
			await rm(project, { recursive: true });
			const result = { artifact: { contractName, abi, bytecode }, runtimeCode: deployedBytecode };
			await writeFile(join(staging, RESULT_FILE), JSON.stringify(result));
		},
	});
	return JSON.parse(await readFile(join(folder, RESULT_FILE), "utf8")) as CompiledVerifier;
}

function notBuilt(): InternalError {
	return new InternalError({ code: "VERIFIER_NOT_BUILT", message: "Hardhat built another contract" });
}
