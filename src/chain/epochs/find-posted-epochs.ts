/** Which posted epochs a proof belongs to: roots on a chain have numbers, a certificate does not know them. */
import type { ContractRunner } from "ethers";
import { InputError } from "../../errors/base.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import { contractReader } from "../client/chain-call.ts";

export type PostedEpochs = { readonly ledgerEpoch: number; readonly riskEpoch: number };

/**
 * The venue's newest ledger and the newest risk epoch, or the one before it, that carry these roots:
 * exactly the epochs that a registry takes.
 *
 * @throws InputError `LEDGER_ROOT_NOT_POSTED`, `RISK_ROOT_NOT_POSTED`, and what `readContract` throws
 */
export async function findPostedEpochs(request: {
	readonly runner: ContractRunner;
	readonly registry: string;
	readonly venue: string;
	readonly level: MarginLevel;
	readonly ledgerRoot: bigint;
	readonly riskRoot: bigint;
}): Promise<PostedEpochs> {
	const { runner, registry, venue, level, ledgerRoot, riskRoot } = request;
	const venueLedger = contractReader({ runner, address: venue, abi: VENUE_LEDGER_ABI });
	const ledgerEpoch = Number(await venueLedger("newestEpoch", []));
	if (ledgerEpoch === 0) throw notPosted("LEDGER", "the venue has posted no ledger");
	const ledger = await venueLedger("epochAt", [ledgerEpoch]);
	if (ledger.ledgerRoot !== ledgerRoot) {
		throw notPosted("LEDGER", "the proof is not for the venue's newest ledger");
	}

	const ofRegistry = contractReader({ runner, address: registry, abi: SOLVENCY_REGISTRY_ABI });
	const address = await ofRegistry("riskEpochs", []);
	const riskEpochs = contractReader({ runner, address, abi: RISK_EPOCHS_ABI });
	const newest = Number(await riskEpochs("newestEpoch", []));
	const first = Number(await riskEpochs("firstEpoch", []));
	for (const riskEpoch of [newest, newest - 1].filter((epoch) => epoch >= first)) {
		const risk = await riskEpochs("epochAt", [riskEpoch]);
		const posted = level === "initial" ? risk.initialRoot : risk.maintenanceRoot;
		if (posted === riskRoot) return { ledgerEpoch, riskEpoch };
	}
	throw notPosted("RISK", `the proof is for none of the two newest risk tables at ${level} level`);
}

function notPosted(kind: "LEDGER" | "RISK", message: string): InputError {
	return new InputError({
		code: `${kind}_ROOT_NOT_POSTED`,
		message,
		field: "certificate",
		hint: "prove again under the newest epochs",
	});
}
