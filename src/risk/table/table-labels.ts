import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { formatScaled } from "../../units/decimal.ts";
import { PPM_DECIMALS } from "../../units/exact-value.ts";
import type { TableLabels } from "../model/risk-table.ts";
import type { ScenarioSet } from "../model/scenario.ts";
import { haircutFactorPpm } from "../scenarios/haircut-factors.ts";
import { assignSetKeys, setNames } from "./set-keys.ts";

/**
 * The names in a table, which its root does not bind. They follow from listing, marks and scenarios alone, so whoever
 * has those checks them.
 */
export function tableLabels(instruments: readonly MarkedInstrument[], scenarios: ScenarioSet): TableLabels {
	const keys = assignSetKeys(instruments);
	const sets = { underlying: {}, expiry: {}, strike: {} } as Record<
		"underlying" | "expiry" | "strike",
		Record<number, string>
	>;
	instruments.forEach((instrument, at) => {
		const names = setNames(instrument);
		for (const level of ["underlying", "expiry", "strike"] as const) {
			const key = keys[at]?.[level] ?? 0;
			const name = names[level];
			if (key !== 0 && name !== undefined) sets[level][key] = name;
		}
	});
	return {
		instruments: ["(empty)", ...instruments.map(({ name }) => name)],
		lots: ["0", ...instruments.map(({ lot }) => lot)],
		stress: scenarios.stress.map(({ name }) => name),
		tail: scenarios.tail.map(({ name }) => name),
		haircutFactors: haircutFactorLabels(instruments, scenarios),
		underlyings: sets.underlying,
		expiries: sets.expiry,
		strikes: sets.strike,
	};
}

/** Of every coin and wrapped coin. */
function haircutFactorLabels(
	instruments: readonly MarkedInstrument[],
	{ haircutFactorsPpm }: ScenarioSet,
): Record<string, string> {
	return Object.fromEntries(
		instruments
			.filter(({ assetClass }) => assetClass === "coin" || assetClass === "wrapped")
			.map((asset) => [asset.name, formatScaled(haircutFactorPpm(haircutFactorsPpm, asset), PPM_DECIMALS)]),
	);
}
