/** What traders do: ask the engine what they can spare, prove it, and put the proof on record. */
import {
	type AttestationRequest,
	consentNonce,
	consentTypedData,
	signConsent,
	submitAttestation,
} from "../../../../src/chain/registry/attest.ts";
import type { Ledger } from "../../../../src/ledger/ledger.ts";
import type { Groth16Proof } from "../../../../src/proof/provers/groth16.ts";
import { proveSolvency, type SolvencyProofResult } from "../../../../src/proof/statements/prove-solvency.ts";
import { assessMargin } from "../../../../src/risk/margin/margin-engine.ts";
import type { RiskTable } from "../../../../src/risk/model/risk-table.ts";
import type { Cast, Trader, VenueName } from "./cast.ts";
import { DAWN_MS } from "./market.ts";
import { type Actor, DAY, type Stage } from "./stage.ts";

/** A ledger and a table with the numbers that they have on the chain. */
export type PostedLedger = { readonly venue: VenueName; readonly epoch: number; readonly ledger: Ledger };
export type PostedTable = { readonly epoch: number; readonly table: RiskTable };

/** A proof with everything that an attestation says about it. */
export type Claim = { readonly attestation: AttestationRequest; readonly proof: Groth16Proof };

export class Proving {
	readonly #stage: Stage;
	readonly #cast: Cast;

	constructor(stage: Stage, cast: Cast) {
		this.#stage = stage;
		this.#cast = cast;
	}

	/** The engine's number: what a trader can spare under a table, µUSD; negative is a shortfall. */
	free(
		trader: Trader,
		{ ledger }: Pick<PostedLedger, "ledger">,
		{ table }: Pick<PostedTable, "table">,
	): bigint {
		const { holdings } = this.#cast.packageOf(ledger, trader).record;
		return assessMargin(table.rows, holdings).freeCollateralMicroUsd;
	}

	/** Tries to prove a surplus with the trader's own package. */
	attempt(
		trader: Trader,
		{ ledger }: PostedLedger,
		{ table }: PostedTable,
		surplusMicroUsd: bigint,
	): Promise<SolvencyProofResult> {
		const holder = this.#stage.holder(trader).address as `0x${string}`;
		return proveSolvency({
			identity: this.#cast.identities[trader],
			traderPackage: this.#cast.packageOf(ledger, trader),
			table,
			request: { scope: this.#stage.protocol.scope, holder, surplusMicroUsd },
			...this.#stage.solvency,
		});
	}

	/** Proves a surplus, by default all that the engine says can be spared. */
	async prove(
		trader: Trader,
		posted: PostedLedger,
		under: PostedTable,
		surplusMicroUsd = this.free(trader, posted, under),
	): Promise<Claim> {
		const result = await this.attempt(trader, posted, under, surplusMicroUsd);
		if (!result.holds) throw new Error(`${trader} cannot prove it: ${result.decision.reason}`);
		const attestation: AttestationRequest = {
			venue: this.#stage.venues[posted.venue],
			ledgerEpoch: posted.epoch,
			riskEpoch: under.epoch,
			level: under.table.origin.level,
			sizeClass: 16,
			pseudonym: BigInt(result.publicSignals[0] as string),
			holder: this.#stage.holder(trader).address,
			surplusMicroUsd,
			deadlineMs: DAWN_MS + 1000 * DAY,
		};
		return { attestation, proof: result.proof };
	}

	/** The trader sends the claim. */
	attest(trader: Trader, claim: Claim, changes: Partial<AttestationRequest> = {}) {
		return this.#submit(this.#stage.holder(trader), { ...claim.attestation, ...changes }, claim.proof);
	}

	/** The trader signs, somebody else sends and pays. */
	async attestThrough(relayer: Actor, trader: Trader, { attestation, proof }: Claim) {
		const { registry, chainId } = this.#stage.protocol;
		const holder = this.#stage.holder(trader);
		const nonce = await consentNonce({ runner: relayer, registry, holder: holder.address });
		const consent = consentTypedData({ chainId, registry, attestation, nonce });
		return this.#submit(relayer, attestation, proof, await signConsent(holder, consent));
	}

	#submit(sender: Actor, attestation: AttestationRequest, proof: Groth16Proof, signature?: string) {
		const { registry } = this.#stage.protocol;
		return submitAttestation({ sender, registry, attestation, proof, signature });
	}
}
