/**
 * What the same holdings would need in separate accounts: the comparison that portfolio margin is
 * sold with, so here is what it means.
 *
 * A silo is a whole account under the same table and the same rule. Its requirement is its equity
 * less its free collateral: the largest loss from the mark over the three lines, plus all charges.
 * That is never negative (the mark is one of the stress scenarios) and does not depend on what the
 * silo is worth, so it is as well defined for a short option alone, whose equity is negative, as for
 * cash, whose requirement is close to zero. Equity adds up over silos, hence so does the comparison:
 * Σ requirement − unified requirement = unified free collateral − Σ free collateral.
 *
 * Two things to know before quoting the benefit. It is understated where free collateral cannot
 * move: the sum lets the free value of a long option in one silo carry a short one in another. And it
 * may be negative: the concentration charge leaves a free net delta per account, which every silo gets anew, and
 * bought options that are alone in their silo are not asked for basis and vega.
 * All other parts are subadditive, and per underlying concentration and basis are the same on both sides, so
 * `siloedByUnderlying` needs less than the unified account at most by that vega.
 */
import { divideFloor } from "../../units/decimal.ts";
import { ONE_IN_PPM } from "../../units/exact-value.ts";
import { assessMargin } from "../margin/margin-engine.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskTable } from "../model/risk-table.ts";

export type Silo = {
	/** Name of the instrument or underlying. */
	readonly name: string;
	readonly equityMicroUsd: bigint;
	/** Never negative. */
	readonly requirementMicroUsd: bigint;
};

export type SiloComparison = {
	readonly silos: readonly Silo[];
	/** Sum over the silos. */
	readonly requirementMicroUsd: bigint;
	readonly unifiedRequirementMicroUsd: bigint;
	/** What one account saves, `1 − unified / siloed`, rounded down; absent when the silos need nothing. */
	readonly benefitPpmDown?: bigint | undefined;
};

export type SiloRequest = {
	readonly table: Pick<RiskTable, "rows" | "labels">;
	readonly holdings: readonly Holding[];
	/** That of the account as it is, when the caller has assessed it already. */
	readonly unifiedRequirementMicroUsd?: bigint | undefined;
};

/** Every holding in an account of its own: cash too, and each leg of a spread by itself. */
export function siloedRequirement(request: SiloRequest): SiloComparison {
	const { table, holdings } = request;
	const groups = holdings.map((holding) => ({
		name: table.labels.instruments[holding.id] ?? `instrument ${holding.id}`,
		holdings: [holding],
	}));
	return compare(request, groups);
}

/**
 * One account per underlying, cash in one more: the fairer comparison, since few venues margin a
 * call spread leg by leg.
 */
export function siloedByUnderlying(request: SiloRequest): SiloComparison {
	const { table, holdings } = request;
	const groups = new Map<number, { name: string; holdings: Holding[] }>();
	for (const holding of holdings) {
		const key = table.rows[holding.id]?.keys.underlying ?? 0;
		const group = groups.get(key) ?? { name: table.labels.underlyings[key] ?? "cash", holdings: [] };
		group.holdings.push(holding);
		groups.set(key, group);
	}
	return compare(request, [...groups.values()]);
}

function compare(
	request: SiloRequest,
	groups: readonly { readonly name: string; readonly holdings: readonly Holding[] }[],
): SiloComparison {
	const { table, holdings } = request;
	const unifiedRequirementMicroUsd =
		request.unifiedRequirementMicroUsd ?? assessMargin(table.rows, holdings).requirementMicroUsd;
	const silos = groups.map((group): Silo => {
		const { equityMicroUsd, requirementMicroUsd } = assessMargin(table.rows, group.holdings);
		return { name: group.name, equityMicroUsd, requirementMicroUsd };
	});
	const requirementMicroUsd = silos.reduce((total, silo) => total + silo.requirementMicroUsd, 0n);
	const savedMicroUsd = requirementMicroUsd - unifiedRequirementMicroUsd;
	return {
		silos,
		requirementMicroUsd,
		unifiedRequirementMicroUsd,
		benefitPpmDown:
			requirementMicroUsd === 0n ? undefined : divideFloor(savedMicroUsd * ONE_IN_PPM, requirementMicroUsd),
	};
}
