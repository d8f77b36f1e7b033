/** Reserves beside liabilities, asset by asset. */
import type { CheckFinding } from "../errors/check-outcome.ts";
import { type Decimal, divideFloor, formatScaled, parseDecimal } from "../units/decimal.ts";
import { addDecimals, DECIMAL_ZERO, decimalText, subtractDecimals } from "../units/decimal-arithmetic.ts";
import type { ShownAmount } from "./check-chain.ts";
import type { Liabilities } from "./liabilities-file.ts";
import type { StatedReserve } from "./reserves-file.ts";

/** Decimal texts in units of the asset. */
export type AssetCoverage = {
	readonly asset: string;
	readonly proven: string;
	/** Proven balances of contract wallets that nobody asked. */
	readonly ownerNotChecked: string;
	readonly stated: string;
	/** Of the file of liabilities; absent where none was given. */
	readonly liabilities?: string | undefined;
	/** Proven over owed, with four decimals, rounded down; absent where nothing is owed. */
	readonly provenRatio?: string | undefined;
	/** The same with what is only stated. */
	readonly ratioWithStated?: string | undefined;
};

type Sums = { proven: Decimal; ownerNotChecked: Decimal; stated: Decimal };

const RATIO_DECIMALS = 4;

export function coverageOf(request: {
	readonly amounts: readonly ShownAmount[];
	readonly stated: readonly StatedReserve[];
	readonly liabilities: Liabilities | undefined;
}): { readonly assets: readonly AssetCoverage[]; readonly findings: readonly CheckFinding[] } {
	const { amounts, stated, liabilities } = request;
	const sums = new Map<string, Sums>();
	const sumOf = (asset: string): Sums => {
		const known = sums.get(asset) ?? {
			proven: DECIMAL_ZERO,
			ownerNotChecked: DECIMAL_ZERO,
			stated: DECIMAL_ZERO,
		};
		sums.set(asset, known);
		return known;
	};
	for (const { asset, units, decimals, isOwnerKnown } of amounts) {
		const sum = sumOf(asset);
		const column = isOwnerKnown ? "proven" : "ownerNotChecked";
		sum[column] = addDecimals(sum[column], { units, decimals });
	}
	for (const { asset, amount } of stated) {
		const sum = sumOf(asset);
		sum.stated = addDecimals(sum.stated, parseDecimal(amount, "stated.amount"));
	}
	const totals = liabilities?.totals ?? {};
	for (const asset of Object.keys(totals)) sumOf(asset);

	const lines = [...sums]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([asset, sum]) => lineOf(asset, sum, totals[asset]));
	return { assets: lines.map(({ line }) => line), findings: lines.flatMap(({ findings }) => findings) };
}

function lineOf(asset: string, { proven, ownerNotChecked, stated }: Sums, total: string | undefined) {
	const owed = total === undefined ? undefined : parseDecimal(total, `totals.${asset}`);
	const isOwed = owed !== undefined && owed.units > 0n;
	const withStated = addDecimals(proven, stated);
	const line: AssetCoverage = {
		asset,
		proven: decimalText(proven),
		ownerNotChecked: decimalText(ownerNotChecked),
		stated: decimalText(stated),
		...(owed !== undefined && { liabilities: decimalText(owed) }),
		...(isOwed && { provenRatio: ratioDown(proven, owed), ratioWithStated: ratioDown(withStated, owed) }),
	};
	if (!isOwed || isAtLeast(proven, owed)) return { line, findings: [] };
	return { line, findings: [shortfall(line, { owed, all: addDecimals(withStated, ownerNotChecked) })] };
}

function shortfall(
	{ asset, proven, liabilities }: AssetCoverage,
	{ owed, all }: { owed: Decimal; all: Decimal },
) {
	if (isAtLeast(all, owed)) {
		const message = `${asset}: ${proven} are proven and ${liabilities} owed: the rest is stated, or of owners not asked`;
		return { severity: "missing", code: "RESTS_ON_STATEMENT", message } as const;
	}
	const message = `${asset}: ${decimalText(all)} of all kinds against ${liabilities} owed`;
	return { severity: "failure", code: "RESERVES_BELOW_LIABILITIES", message } as const;
}

function isAtLeast(a: Decimal, b: Decimal): boolean {
	return subtractDecimals(a, b).units >= 0n;
}

function ratioDown(held: Decimal, owed: Decimal): string {
	// Of two decimals at their common scale only the units count.
	const decimals = Math.max(held.decimals, owed.decimals) + RATIO_DECIMALS;
	const dividend = held.units * 10n ** BigInt(decimals - held.decimals);
	const divisor = owed.units * 10n ** BigInt(decimals - RATIO_DECIMALS - owed.decimals);
	return formatScaled(divideFloor(dividend, divisor), RATIO_DECIMALS);
}
