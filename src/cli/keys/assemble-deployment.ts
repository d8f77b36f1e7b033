/** All that a deployment consists of, from files and sources: what is deployed, and what a deployed one is compared with. */
import type { VenueTerms } from "../../chain/deploy/venue-plan.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { compiledContracts } from "../../node/hardhat/compiled-contracts.ts";
import { solvencyCircuitName } from "../../proof/circuit/circuit-list.ts";
import type { KeyPin } from "../../proof/keys/key-kind.ts";
import { parameterSetHash } from "../../risk/leaves/scenario-tree.ts";
import { readRiskFolder } from "../folders/risk-folder.ts";
import { readDeploymentTerms } from "../options/deployment-terms.ts";
import type { Progress } from "../output/progress.ts";
import { reporting } from "../output/reporting.ts";
import { type CircuitAndKey, circuitAndKey } from "./circuit-and-key.ts";
import { verifierOfKey } from "./verifier-of-key.ts";

/**
 * Terms and contracts, with the verifiers of the keys that the terms name.
 *
 * @throws those of `readDeploymentTerms`, `readRiskFolder` and `circuitAndKey`
 */
export async function assembleDeployment(request: {
	/** Of the file with the terms. */
	readonly path: string;
	/** Folder whose listing and parameters are the first ones in force. */
	readonly risk: string;
	readonly trustedHashes: readonly string[];
	readonly progress: Progress;
}) {
	const { path, risk: riskPath, trustedHashes, progress } = request;
	const { terms: written, solvencyKeys, rowWordKey } = await readDeploymentTerms(path);
	const risk = await readRiskFolder(riskPath);
	// All keys before anything is made: a refused one costs no time.
	const tools: (CircuitAndKey & { readonly sizeClass: SizeClass })[] = [];
	for (const { sizeClass, folder } of solvencyKeys) {
		const name = solvencyCircuitName(sizeClass);
		tools.push({ sizeClass, ...(await circuitAndKey(name, progress, { folder, trustedHashes })) });
	}
	const rowWordTools = await circuitAndKey("row-word", progress, { folder: rowWordKey, trustedHashes });
	const rowWord = await verifierOfKey(rowWordTools);
	const artifacts = {
		...(await progress.step("contracts", (say) => compiledContracts(reporting(say)))),
		...rowWord.artifacts,
	};
	const verifiers: VenueTerms["verifiers"][number][] = [];
	for (const { sizeClass, ...tool } of tools) {
		const verifier = await verifierOfKey(tool);
		Object.assign(artifacts, verifier.artifacts);
		verifiers.push({ sizeClass, ...verifier.choice });
	}
	const terms: VenueTerms = {
		...written,
		verifiers,
		rowWordVerifier: rowWord.choice,
		parameterSet: parameterSetHash(risk.params),
		listingHash: risk.listing.hash,
	};
	return { terms, artifacts, keys: [rowWordTools, ...tools].map(pinOf) };
}

function pinOf({ circuit, key }: CircuitAndKey): KeyPin {
	return { circuit: circuit.name, zkeySha256: key.manifest.zkeySha256, kind: key.kind };
}
