/** The whole path on a sample market: margin, prove, accept on a chain, refuse five attacks. */
import { isSolvent } from "../../chain/registry/read-solvency.ts";
import { InputError, InternalError } from "../../errors/base.ts";
import { formatFieldElement } from "../../field/bn254.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { SAMPLE_TIME_MS } from "../../market/sample/sample-settings.ts";
import { compiledContracts } from "../../node/hardhat/compiled-contracts.ts";
import { verifyGroth16 } from "../../proof/provers/groth16.ts";
import { proveSolvency, type SolvencyProofResult } from "../../proof/statements/prove-solvency.ts";
import { assessMargin } from "../../risk/margin/margin-engine.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import type { RiskTables } from "../../risk/table/build-risk-table.ts";
import type { EpochCommitments } from "../../risk/table/epoch-commitments.ts";
import { formatUsdDown } from "../../units/decimal.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { HOUR_SECONDS, SECOND_MS } from "../../units/time.ts";
import { buildEpoch } from "../folders/build-epoch.ts";
import { type CircuitAndKey, circuitAndKey } from "../keys/circuit-and-key.ts";
import { usdDown } from "../output/amount-text.ts";
import type { Progress } from "../output/progress.ts";
import { notSolvent } from "../reports/not-solvent.ts";
import { type AccountSummary, summarise, summariseSilos, summaryLines } from "./account-summary.ts";
import { type DemoAttestation, type DemoChain, startDemoChain } from "./demo-chain.ts";
import {
	type DemoAccount,
	type SampleVenue,
	sampleMarket,
	sampleSources,
	sampleVenue,
} from "./sample-venue.ts";

/** The venue closes its books half a minute before the marks are taken. */
const LEDGER_TIME_MS = SAMPLE_TIME_MS - 30 * SECOND_MS;
const TEN_THOUSAND_USD = 10_000_000_000n;

export type DemoSummary = {
	readonly instruments: number;
	readonly accounts: readonly AccountSummary[];
	readonly circuit: { readonly constraints: number; readonly wires: number };
	readonly proofs: readonly { level: MarginLevel; gasUsed: bigint }[];
	readonly refusals: readonly { attack: string; refusal: string }[];
};

type Stage = {
	readonly say: (line: string) => void;
	readonly progress: Progress;
	readonly tables: RiskTables;
	readonly venue: SampleVenue;
	readonly ledger: Ledger;
	readonly tools: CircuitAndKey;
	readonly trees: EpochCommitments;
	readonly onChain: DemoChain;
};

/** Runs everything; `say` prints a line as it becomes known. */
export async function runDemo(say: (line: string) => void, progress: Progress): Promise<DemoSummary> {
	// The compiler is a process of its own and the slowest step when nothing is cached: it begins first.
	const contracts = compiledContracts();
	// Whoever waits for it gets the refusal; until then nobody may be told that it went unnoticed.
	contracts.catch(() => {});
	say("1  A market: marks that everybody sees");
	const market = await progress.step("sample market", () => sampleMarket());
	const instruments = market.listing.instruments.length;
	say(
		`   ${instruments} instruments on BTC, ETH and SOL at ${formatIsoTime(market.snapshot.timeMs)}, invented`,
	);

	say("2  Risk tables: all pricing happens here, in public");
	const sources = await sampleSources();
	const { tables, commitments } = await progress.step("two tables", (report) =>
		buildEpoch(market, sources, report),
	);
	for (const level of ["maintenance", "initial"] as const) {
		say(`   ${level.padEnd(12)} root ${formatFieldElement(tables[level].tree.root)}`);
	}

	say("3  Accounts: what each is worth and needs");
	const venue = await sampleVenue(market);
	const ledger = await progress.step("ledger of 4 accounts", () => venue.closeLedger(LEDGER_TIME_MS));
	const accounts = summariesOf(ledger, venue, tables);
	for (const line of summaryLines(accounts)) say(line);
	say(`   ledger       root ${formatFieldElement(ledger.epoch.ledgerRoot)}`);

	say("4  Circuit and key: built once, then cached");
	const tools = await circuitAndKey("solvency-16", progress);
	const rowWord = await circuitAndKey("row-word", progress);
	const { constraintCount: constraints, wireCount: wires } = tools.circuit;
	say(`   ${constraints} constraints, ${wires} wires, ${tools.key.kind} key`);

	say("5  Contracts: verifiers, timelock, venue ledger, judge of disputes, risk epochs, registry");
	const terms = { timeMs: SAMPLE_TIME_MS, listingHash: market.listing.hash, params: sources.params };
	const onChain = await progress.step("compile and deploy", () =>
		startDemoChain({ solvency: tools, rowWord }, terms, contracts),
	);
	try {
		const stage: Stage = { say, progress, tables, trees: commitments, venue, ledger, tools, onChain };
		const { proofs, initial } = await proveAndAttest(stage);
		const refusals = await refuse(stage, initial);
		return { instruments, accounts, circuit: { constraints, wires }, proofs, refusals };
	} finally {
		await onChain.chain.close();
	}
}

function summariesOf(ledger: Ledger, venue: SampleVenue, tables: RiskTables): AccountSummary[] {
	const holdings = (account: DemoAccount) => venue.deliver(ledger, account).record.holdings;
	return [
		summarise("hedged options book", holdings("hedged-options"), tables),
		summariseSilos("its legs one by one", holdings("hedged-options"), tables),
		summarise("over-levered", holdings("over-levered"), tables),
		summarise("insolvent", holdings("insolvent"), tables),
	];
}

type Accepted = Extract<SolvencyProofResult, { holds: true }>;

async function proveAndAttest(stage: Stage) {
	const { say, progress, tables, trees, ledger, onChain } = stage;
	const ledgerEpoch = await progress.step("post the ledger root", () => onChain.postLedger(ledger));
	const riskEpoch = await progress.step("post the tables, 2 of 3 publishers", () =>
		onChain.postTables(tables, trees),
	);

	say("6  Proofs: the hedged book, on the trader's own machine");
	const [maintenance, initial] = await progress.step("prove at maintenance and at initial level", () =>
		Promise.all([proveHedgedBook(stage, "maintenance"), proveHedgedBook(stage, "initial")]),
	);
	const proofs: DemoSummary["proofs"][number][] = [];
	const attested = async ({ level, surplusMicroUsd, proof }: HedgedProof): Promise<DemoAttestation> => {
		const attestation: DemoAttestation = {
			ledgerEpoch,
			riskEpoch,
			level,
			pseudonym: BigInt(proof.publicSignals[0] as string),
			holder: onChain.holder.address,
			surplusMicroUsd,
			proof: proof.proof,
			sender: onChain.holder,
		};
		const what = `attest ${formatUsdDown(surplusMicroUsd)} USD to spare at ${level} level`;
		const { gasUsed, validUntilMs } = await progress.step(what, () => onChain.attest(attestation));
		say(`   accepted: ${gasUsed} gas, valid until ${formatIsoTime(validUntilMs)}`);
		proofs.push({ level, gasUsed });
		return attestation;
	};
	await attested(maintenance);
	const attestation = await attested(initial);
	await showAnswer(stage, attestation);
	return { proofs, initial: { attestation, proof: initial.proof } };
}

type HedgedProof = {
	readonly level: MarginLevel;
	readonly surplusMicroUsd: bigint;
	readonly proof: Accepted;
};

async function proveHedgedBook(stage: Stage, level: MarginLevel): Promise<HedgedProof> {
	const surplusMicroUsd = provableSurplus(stage, level);
	const proof = await prove(stage, { account: "hedged-options", level, surplusMicroUsd });
	if (proof.holds) return { level, surplusMicroUsd, proof };
	throw new InternalError({ code: "DEMO_NOT_PROVEN", message: "the hedged book must be provable" });
}

/** What a protocol sees: one call, yes or no. */
async function showAnswer(
	{ say, onChain }: Stage,
	{ level, surplusMicroUsd }: DemoAttestation,
): Promise<void> {
	const ask = (holder: string) =>
		isSolvent({
			runner: onChain.chain.provider,
			registry: onChain.venue.registry,
			holder,
			level,
			minSurplusMicroUsd: surplusMicroUsd,
			maxAgeSeconds: HOUR_SECONDS,
		});
	say(
		`   isSolvent(holder, ${level}, ${formatUsdDown(surplusMicroUsd)} USD, 1 h) = ${await ask(onChain.holder.address)}`,
	);
	say(
		`   isSolvent(a stranger, the same)${" ".repeat(level.length + 4)} = ${await ask(onChain.stranger.address)}`,
	);
}

async function refuse(stage: Stage, accepted: { attestation: DemoAttestation; proof: Accepted }) {
	const { say, progress, onChain, venue, tools } = stage;
	const { attestation, proof } = accepted;
	const refusals: { attack: string; refusal: string }[] = [];
	const show = async (attack: string, work: () => Promise<string>) => {
		const refusal = await progress.step(attack, work);
		say(`   refused: ${refusal}`);
		refusals.push({ attack, refusal });
	};
	say("7  Five refusals");
	await show("a flipped public signal", async () => {
		const flipped = proof.publicSignals.map((signal, at) => (at === 4 ? `${BigInt(signal) ^ 1n}` : signal));
		const { verificationKey } = tools.key;
		const verifies = await verifyGroth16({ verificationKey, proof: proof.proof, publicSignals: flipped });
		const surplusMicroUsd = attestation.surplusMicroUsd + 1n;
		return `offline verification ${verifies}; ${await onChain.refusalOf({ ...attestation, surplusMicroUsd })}`;
	});
	await show("the proof used by another holder", () => {
		const { stranger } = onChain;
		return onChain.refusalOf({ ...attestation, holder: stranger.address, sender: stranger });
	});
	await show("an account below maintenance margin asks for a proof", async () => {
		const result = await prove(stage, { account: "insolvent", level: "maintenance", surplusMicroUsd: 0n });
		if (result.holds)
			throw new InternalError({ code: "DEMO_NOT_REFUSED", message: "it must not be provable" });
		const { lines, exitCode } = notSolvent(result, stage.tables.maintenance, 0n);
		return `exit ${exitCode}, ${lines[0]}; ${lines.at(-1)}`;
	});

	const later = await venue.closeLedger(SAMPLE_TIME_MS + SECOND_MS);
	const ledgerEpoch = await onChain.postLedger(later);
	await show("a ledger newer than the table", async () => {
		const atProver = await prove(
			{ ...stage, ledger: later },
			{ ...attestation, account: "hedged-options" },
		).then(
			() => "accepted",
			(error: unknown) => (error instanceof InputError ? error.code : Promise.reject(error)),
		);
		return `prover ${atProver}; ${await onChain.refusalOf({ ...attestation, ledgerEpoch })}`;
	});
	await show("a stale ledger root", () => onChain.refusalOf(attestation));
	return refusals;
}

/** A round number well inside the free collateral: the exact one is nobody's business. */
function provableSurplus({ ledger, venue, tables }: Stage, level: MarginLevel): bigint {
	const { holdings } = venue.deliver(ledger, "hedged-options").record;
	const { freeCollateralMicroUsd } = assessMargin(tables[level].rows, holdings);
	if (freeCollateralMicroUsd < TEN_THOUSAND_USD) {
		throw new InternalError({
			code: "DEMO_ACCOUNT_UNTUNED",
			message: `the hedged book has only ${usdDown(freeCollateralMicroUsd)} USD free at ${level} level`,
		});
	}
	return freeCollateralMicroUsd - (freeCollateralMicroUsd % TEN_THOUSAND_USD);
}

function prove(
	{ tables, venue, ledger, tools, onChain }: Stage,
	wanted: { readonly account: DemoAccount; readonly level: MarginLevel; readonly surplusMicroUsd: bigint },
): Promise<SolvencyProofResult> {
	return proveSolvency({
		identity: venue.identities[wanted.account],
		traderPackage: venue.deliver(ledger, wanted.account),
		table: tables[wanted.level],
		request: {
			scope: onChain.venue.scope,
			holder: onChain.holder.address as `0x${string}`,
			surplusMicroUsd: wanted.surplusMicroUsd,
		},
		...tools,
		// Two proofs are made side by side.
		cores: "one",
	});
}
