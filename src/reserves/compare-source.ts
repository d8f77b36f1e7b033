/** A source of assets beside the auditor's list: what it is called, where it is read, and whether its code is the known one. */
import type { CheckFinding } from "../errors/check-outcome.ts";
import type { Hex } from "../hashing/eth-signature.ts";
import { type AssetSource, assetSourceToJson, type ListedSource, sourceKey } from "./asset-source.ts";

/** What the proofs show of a source's contract. */
export type ContractCode = {
	readonly codeHash: Hex;
	/** What a proxy runs, by the slots that proxies keep it in. */
	readonly implementation: Hex | null;
	/** Whether it asks a beacon what to run, which shows in another contract. */
	readonly hasBeacon: boolean;
};

export function compareSource(request: {
	readonly chainId: bigint;
	readonly source: AssetSource;
	/** Nothing for a native coin, or where the proofs do not show it. */
	readonly code: ContractCode | undefined;
	readonly assets: readonly ListedSource[] | undefined;
	/** A node was asked for every balance of this source, and the answers are compared with the proofs elsewhere. */
	readonly isAskedFor: boolean;
}): CheckFinding[] {
	const { chainId, source, code, assets, isAskedFor } = request;
	const name = `${source.asset}, ${sourceKey(source)} on chain ${chainId}`;
	const listed = assets?.find((entry) => entry.chainId === chainId && sourceKey(entry) === sourceKey(source));
	if (listed === undefined) {
		const why = assets === undefined ? "no list of assets was given" : "it is not in the list of assets";
		const message = `${name}: that this is ${source.asset} is the venue's word alone: ${why}`;
		return [{ severity: "missing", code: "ASSET_NOT_COMPARED", message }];
	}
	const differing = differingFields(source, listed);
	if (differing.length > 0) {
		const message = `${name}: ${differing.join(", ")} ${differing.length === 1 ? "is" : "are"} not as in the list`;
		return [{ severity: "failure", code: "ASSET_DIFFERS", message }];
	}
	if (code === undefined || listed.kind === "native" || isAskedFor) return [];
	if (code.hasBeacon) return [layoutUnknown(`${name}: a beacon says what it runs, which no list can pin`)];
	if (code.codeHash !== listed.codeHash || code.implementation !== listed.implementation) {
		const runs = code.implementation === null ? "" : `, running ${code.implementation}`;
		return [
			layoutUnknown(`${name}: its code is ${code.codeHash}${runs}: not what the list knows the layout of`),
		];
	}
	return [];
}

function layoutUnknown(message: string): CheckFinding {
	return { severity: "missing", code: "LAYOUT_NOT_COMPARED", message };
}

function differingFields(source: AssetSource, listed: ListedSource): string[] {
	const said: Readonly<Record<string, unknown>> = assetSourceToJson(source);
	const known: Readonly<Record<string, unknown>> = assetSourceToJson(listed);
	return Object.keys(said).filter((field) => said[field] !== known[field]);
}
