/**
 * Collateral ladders as venues publish them → haircut tiers of risk parameters.
 *
 * A venue states the share of a balance that COUNTS, band by band: the part of the balance inside a
 * band counts at the band's rate, the part above the last band counts nothing. We charge what does
 * not count: haircut = 1 − rate. Bands are in USD or in coins.
 */
import { InputError } from "../../errors/base.ts";
import { type Decimal, divideCeil, divideFloor, parseDecimal } from "../../units/decimal.ts";
import { multiplyDecimals } from "../../units/decimal-arithmetic.ts";
import { microUsdDown, ONE_IN_PPM } from "../../units/exact-value.ts";
import { type HaircutTier, MOST_HAIRCUT_TIERS } from "./risk-params.ts";

export type PublishedBand = {
	/** USD or coins, decimal text. */
	readonly from: string;
	/** Absent: the band has no end. */
	readonly to: string | undefined;
	/** Share of the balance that counts, ppm, rounded down where a venue states more digits. */
	readonly ratePpmDown: bigint;
};

export type PublishedLadder = {
	readonly asset: string;
	/** Which of a venue's tables it stands in: "crossMargin". */
	readonly table: string;
	readonly unit: "USD" | "coin";
	readonly bands: readonly PublishedBand[];
};

export type ConvertedLadder = {
	readonly tiers: readonly HaircutTier[];
	/** Some band counts for more than a smaller one: it was given the smaller one's rate. */
	readonly tightened: boolean;
};

/**
 * Converts a ladder, every rounding against the account.
 *
 * Charges must be convex. Where a rate RISES with size, each band gets the lowest rate of all bands up
 * to it, which is nowhere below the published charge.
 *
 * @param priceUsd needed for bands in coins. The tiers are then right for balances at that price: at a
 * lower one the same coins reach each tier later than published, so choose it at the low end.
 * @throws InputError `TIERS_EMPTY`, `TIERS_NOT_CONTIGUOUS`, `TIERS_RATE_OUT_OF_RANGE`,
 * `TIERS_NEED_PRICE`, `TIERS_TOO_MANY`, `TIERS_OUT_OF_RANGE`
 */
export function haircutTiersOf(ladder: PublishedLadder, priceUsd?: string): ConvertedLadder {
	const bands = sorted(ladder.bands);
	checkBands({ ...ladder, bands });
	const scale = scaleOf(ladder, priceUsd);
	const starts = bands.map(({ from, ratePpmDown }) => ({
		fromUsd: microUsdDown(multiplyDecimals(parseDecimal(from, ladder.asset), scale)),
		haircut: ONE_IN_PPM - ratePpmDown,
	}));
	const end = bands.at(-1)?.to;
	// Above the last band nothing counts.
	if (end !== undefined) {
		starts.push({
			fromUsd: microUsdDown(multiplyDecimals(parseDecimal(end, ladder.asset), scale)),
			haircut: ONE_IN_PPM,
		});
	}
	const tiers: HaircutTier[] = [];
	let tightened = false;
	for (const { fromUsd, haircut } of starts) {
		const before = tiers.at(-1);
		if (before !== undefined && haircut < before.haircut) tightened = true;
		if (before !== undefined && haircut <= before.haircut) continue;
		// Two starts within one µUSD: the larger haircut holds from there.
		if (before?.fromUsd === fromUsd) tiers.pop();
		tiers.push({ fromUsd, haircut });
	}
	checkSize(ladder, tiers);
	return { tiers, tightened };
}

/** Files list bands in any order: they are ranges, not steps. */
function sorted(bands: readonly PublishedBand[]): PublishedBand[] {
	return [...bands].sort((left, right) => compare(left.from, right.from));
}

function checkBands({ asset, table, bands }: PublishedLadder): void {
	const refuse = (code: string, band: number, why: string, hint: string): never => {
		throw new InputError({ code, message: `${asset} in ${table}: ${why}`, field: `${asset}[${band}]`, hint });
	};
	if (bands.length === 0) {
		refuse(
			"TIERS_EMPTY",
			0,
			"the ladder has no band, so nothing of it counts",
			"leave the asset out of the listing",
		);
	}
	bands.forEach(({ from, to, ratePpmDown }, k) => {
		const before = bands[k - 1];
		const contiguous =
			before === undefined
				? compare(from, "0") === 0
				: before.to !== undefined && compare(from, before.to) === 0;
		const rises = to === undefined ? k === bands.length - 1 : compare(from, to) < 0;
		if (!contiguous || !rises) {
			const hint = "bands cover all sizes from 0 up without gap or overlap";
			refuse("TIERS_NOT_CONTIGUOUS", k, `band ${k + 1} reaches from ${from} to ${to ?? "no end"}`, hint);
		}
		if (ratePpmDown < 0n || ratePpmDown > ONE_IN_PPM) {
			refuse(
				"TIERS_RATE_OUT_OF_RANGE",
				k,
				`band ${k + 1} counts ${ratePpmDown} ppm`,
				"a rate lies between 0 and 1",
			);
		}
	});
}

function scaleOf({ asset, unit }: PublishedLadder, priceUsd: string | undefined): Decimal {
	if (unit === "USD") return { units: 1n, decimals: 0 };
	const price = priceUsd === undefined ? undefined : parseDecimal(priceUsd, `price of ${asset}`);
	if (price !== undefined && price.units > 0n) return price;
	throw new InputError({
		code: "TIERS_NEED_PRICE",
		message: `the bands of ${asset} are in coins and no positive price is given`,
		field: asset,
		hint: `give a price in USD: --price ${asset}=…`,
	});
}

function checkSize({ asset }: PublishedLadder, tiers: readonly HaircutTier[]): void {
	const hint = "merge bands of the ladder yourself, against the account";
	if (tiers.length > MOST_HAIRCUT_TIERS) {
		const message = `${asset} has ${tiers.length} tiers, parameters take ${MOST_HAIRCUT_TIERS}`;
		throw new InputError({ code: "TIERS_TOO_MANY", message, field: asset, hint });
	}
	if ((tiers.at(-1)?.fromUsd ?? 0n) >= 1n << 61n) {
		const message = `a tier of ${asset} starts at 2.3e12 USD or more`;
		throw new InputError({ code: "TIERS_OUT_OF_RANGE", message, field: asset, hint });
	}
}

/** A rate in hundredths of a percent and the like → ppm, toward zero: less of the balance counts. */
export function rateToPpmDown(rate: Decimal): bigint {
	return divideFloor(rate.units * ONE_IN_PPM, 10n ** BigInt(rate.decimals));
}

/** `1 − haircut`, toward zero. */
export function haircutToRatePpmDown(haircut: Decimal): bigint {
	return ONE_IN_PPM - divideCeil(haircut.units * ONE_IN_PPM, 10n ** BigInt(haircut.decimals));
}

/** Negative, zero or positive, as the left number is below, at or above the right one. */
function compare(left: string, right: string): number {
	const [a, b] = [parseDecimal(left, "band"), parseDecimal(right, "band")];
	const difference = a.units * 10n ** BigInt(b.decimals) - b.units * 10n ** BigInt(a.decimals);
	return Number(difference > 0n) - Number(difference < 0n);
}
