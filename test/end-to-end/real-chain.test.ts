/**
 * A desk's book on the real chains of 5 February 2026: imported, margined, proven, accepted by the real
 * contracts with the real verifier. The same book a day and a half earlier shows what the crash did.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSolvent } from "../../src/chain/registry/read-solvency.ts";
import { type DemoChain, startDemoChain } from "../../src/cli/demo/demo-chain.ts";
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import { withOwner } from "../../src/ledger/account-file.ts";
import { createIdentity, type Identity, publicIdentity } from "../../src/ledger/identity.ts";
import { buildLedger, type Ledger, type TraderPackage, traderPackageOf } from "../../src/ledger/ledger.ts";
import { openPackage, sealPackage } from "../../src/ledger/sealed-package.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { proveSolvency, type SolvencyProofResult } from "../../src/proof/statements/prove-solvency.ts";
import type { MarginLevel, RiskTable } from "../../src/risk/model/risk-table.ts";
import { type MarginReport, marginReport } from "../../src/risk/report/margin-report.ts";
import type { RiskTables } from "../../src/risk/table/build-risk-table.ts";
import { buildEpochCommitments } from "../../src/risk/table/epoch-commitments.ts";
import { formatUsdDown } from "../../src/units/decimal.ts";
import { sharedCircuit, sharedKey, sharedRowWord } from "../support/circuits/shared-key.ts";
import {
	AFTER_THE_CRASH,
	BEFORE_THE_CRASH,
	type RealMarket,
	realMarket,
	realSources,
	realTables,
	VOLATILITY_DESK,
} from "../support/market/real-market.ts";
import { hasShared } from "../support/market/shared-data.ts";
import { SAMPLE_PARAMS } from "../support/tables/small-tables.ts";

const LEVELS = ["maintenance", "initial"] as const;
const drawBytes = (length: number) => new Uint8Array(randomBytes(length));
/** Hashing 3,500 rows takes ten times as long as pricing them, and nothing is proven on the earlier day. */
const notAHash = (inputs: readonly bigint[]) => inputs[0] ?? 0n;

describe.skipIf(!hasShared)("a book on real chains (skipped without the shared data folder)", () => {
	let market: RealMarket;
	let tables: RiskTables;
	let tableSeconds: string;
	let after: Record<MarginLevel, MarginReport>;
	let before: Record<MarginLevel, MarginReport>;
	let identity: Identity;
	let ledger: Ledger;
	let traderPackage: TraderPackage;
	let onChain: DemoChain;
	let prove: (level: MarginLevel, surplusMicroUsd: bigint) => Promise<SolvencyProofResult>;

	beforeAll(async () => {
		market = realMarket(AFTER_THE_CRASH);
		const hash = await loadFastPoseidon();
		const startedMs = performance.now();
		tables = realTables(market, hash);
		tableSeconds = ((performance.now() - startedMs) / 1000).toFixed(1);
		after = reportsOf(market, tables);
		const earlier = realMarket(BEFORE_THE_CRASH);
		before = reportsOf(earlier, realTables(earlier, notAHash));

		identity = createIdentity(drawBytes);
		const { listing, snapshot } = market;
		const account = withOwner(VOLATILITY_DESK, publicIdentity(identity));
		ledger = buildLedger({
			accounts: [{ account, settled: settleAccount({ account, listing }) }],
			listing,
			snapshotTimeMs: snapshot.timeMs - 30_000,
			venue: "a venue",
			hash,
			randomBytes: drawBytes,
		});
		const { encryptionPublicKey } = publicIdentity(identity);
		const sealed = sealPackage({
			traderPackage: traderPackageOf(ledger, 0),
			encryptionPublicKey,
			randomBytes: drawBytes,
		});
		traderPackage = openPackage({ envelope: JSON.parse(JSON.stringify(sealed)), identity });

		const circuit = await sharedCircuit("solvency-16");
		const tools = { circuit, key: await sharedKey(circuit) };
		const keys = { solvency: tools, rowWord: await sharedRowWord() };
		onChain = await startDemoChain(keys, {
			timeMs: snapshot.timeMs,
			listingHash: listing.hash,
			params: SAMPLE_PARAMS,
		});
		const holder = onChain.holder.address as `0x${string}`;
		const { scope } = onChain.venue;
		prove = (level, surplusMicroUsd) =>
			proveSolvency({
				identity,
				traderPackage,
				table: tables[level],
				request: { scope, holder, surplusMicroUsd },
				...tools,
			});
	});
	afterAll(() => onChain?.chain.close());

	it("is on at least 1,500 real instruments, ten of them options that it holds", () => {
		const real = market.listing.instruments.filter(({ kind }) =>
			["option", "future", "perpetual"].includes(kind),
		);
		expect(real.length).toBeGreaterThanOrEqual(1_500);
		const held = traderPackage.record.holdings.map(({ id }) => market.listing.instruments[id - 1]);
		const count = (kind: string) => held.filter((instrument) => instrument?.kind === kind).length;
		expect([count("option"), count("perpetual"), count("future"), held.length]).toEqual([10, 1, 1, 16]);
	});

	it("adds up, on both days and at both levels", () => {
		for (const report of [...Object.values(before), ...Object.values(after)]) expectConsistent(report);
	});

	it("lost free collateral in the crash, and is still solvent", () => {
		const free = (report: MarginReport) => report.freeCollateralMicroUsd;
		for (const level of LEVELS) {
			expect(after[level].equityMicroUsd).toBeLessThan(before[level].equityMicroUsd);
			expect(free(after[level])).toBeLessThan(free(before[level]));
			expect(free(after[level])).toBeGreaterThan(0n);
		}
		for (const day of [before, after]) expect(free(day.initial)).toBeLessThan(free(day.maintenance));
	});

	it("is proven to the last µUSD at both levels, accepted by the contracts, and one µUSD more is refused", async () => {
		const ledgerEpoch = await onChain.postLedger(ledger);
		const riskEpoch = await onChain.postTables(tables, buildEpochCommitments(realSources(market)));
		const gas: string[] = [];
		for (const level of LEVELS) {
			const surplusMicroUsd = after[level].freeCollateralMicroUsd;
			const tooMuch = await prove(level, surplusMicroUsd + 1n);
			expect(tooMuch).toMatchObject({
				holds: false,
				decision: { reason: "SHORTFALL", shortfallMicroUsd: 1n },
			});

			const result = await prove(level, surplusMicroUsd);
			if (!result.holds) throw new Error(result.decision.reason);
			const attestation = {
				ledgerEpoch,
				riskEpoch,
				level,
				pseudonym: BigInt(result.publicSignals[0] as string),
				holder: onChain.holder.address,
				surplusMicroUsd,
				proof: result.proof,
				sender: onChain.holder,
			};
			const inflated = { ...attestation, surplusMicroUsd: surplusMicroUsd + 1n };
			expect(await onChain.refusalOf(inflated)).toBe("ProofRejected()");
			const { gasUsed, validUntilMs } = await onChain.attest(attestation);
			// Four hours from the older of the two snapshots; nothing expires before.
			expect(validUntilMs).toBe(Math.floor(ledger.epoch.snapshotTimeMs / 1000) * 1000 + 4 * 3_600_000);
			expect(await ask(level, surplusMicroUsd)).toBe(true);
			expect(await ask(level, surplusMicroUsd + 1n)).toBe(false);
			gas.push(`${level} ${gasUsed}`);
		}
		console.info(summary(gas).join("\n"));
	});

	function ask(level: MarginLevel, minSurplusMicroUsd: bigint): Promise<boolean> {
		const { registry } = onChain.venue;
		const runner = onChain.chain.provider;
		const holder = onChain.holder.address;
		return isSolvent({ runner, registry, holder, level, minSurplusMicroUsd, maxAgeSeconds: 4 * 3_600 });
	}

	function summary(gas: readonly string[]): string[] {
		const usd = formatUsdDown;
		const crash = LEVELS.map(
			(level) =>
				`free collateral at ${level} level: ${usd(before[level].freeCollateralMicroUsd)} USD before the crash, ` +
				`${usd(after[level].freeCollateralMicroUsd)} USD after`,
		);
		const { requirementMicroUsd, silos, worstStress } = after.initial;
		return [
			`${market.listing.instruments.length} instruments, both tables in ${tableSeconds} s`,
			`initial requirement: unified ${usd(requirementMicroUsd)}, by underlying ` +
				`${usd(silos.byUnderlying.requirementMicroUsd)}, by leg ${usd(silos.byLeg.requirementMicroUsd)} USD`,
			`worst scenario after the crash: ${worstStress.name}`,
			...crash,
			`equity: ${usd(before.initial.equityMicroUsd)} USD before, ${usd(after.initial.equityMicroUsd)} USD after`,
			`gas of the attestations: ${gas.join(", ")}`,
		];
	}
});

function reportsOf({ listing }: RealMarket, tables: RiskTables): Record<MarginLevel, MarginReport> {
	const { holdings } = settleAccount({ account: VOLATILITY_DESK, listing });
	const report = (table: RiskTable) => marginReport({ table, holdings });
	return { maintenance: report(tables.maintenance), initial: report(tables.initial) };
}

function expectConsistent(report: MarginReport): void {
	const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
	const { equityMicroUsd, requirementMicroUsd, freeCollateralMicroUsd, chargeMicroUsd } = report;
	expect(equityMicroUsd - requirementMicroUsd).toBe(freeCollateralMicroUsd);
	expect(sum(report.positions.map(({ valueMicroUsd }) => valueMicroUsd))).toBe(equityMicroUsd);
	expect(sum(Object.values(report.charges).map(({ totalMicroUsd }) => totalMicroUsd))).toBe(chargeMicroUsd);
	const slacks = Object.values(report.lines).map(({ lossMicroUsd, slackMicroUsd }) => {
		expect(equityMicroUsd - lossMicroUsd - chargeMicroUsd).toBe(slackMicroUsd);
		return slackMicroUsd;
	});
	expect(report.lines[report.bindingTest].slackMicroUsd).toBe(freeCollateralMicroUsd);
	for (const slack of slacks) expect(slack).toBeGreaterThanOrEqual(freeCollateralMicroUsd);
	for (const { silos, requirementMicroUsd: separate } of Object.values(report.silos)) {
		expect(sum(silos.map((silo) => silo.equityMicroUsd))).toBe(equityMicroUsd);
		expect(sum(silos.map((silo) => silo.requirementMicroUsd))).toBe(separate);
		expect(separate).toBeGreaterThanOrEqual(requirementMicroUsd);
	}
}
