/**
 * What contracts read of the charges on one side of an instrument: `IRowDispute.ChargeLeaf`, ratios of the initial level
 * in ppm. A charge is judged from below: a slope may be larger than these ask, never smaller; what is free from above.
 */
import { tagWord } from "../../hashing/abi-words.ts";
import { largerOf, ONE_IN_PPM, smallerOf } from "../../units/exact-value.ts";
import type { RiskParams } from "../params/risk-params.ts";

const CHARGE_FORM = tagWord("zkmargin.charge-leaf.v2");

export type ChargeLeaf = {
	readonly initialMultiplier: bigint;
	/** Borrowing and closing a short balance of cash: the smaller of fiat and stable, which marks do not tell apart. */
	readonly cashShort: bigint;
	readonly coinShort: bigint;
	readonly wrappedShort: bigint;
	/** Fee, slippage and funding: the least of all underlyings. */
	readonly perpetual: bigint;
	/** 1 when a perpetual's notional is taken at the index, else 0. */
	readonly perpetualAtIndex: bigint;
	readonly future: bigint;
	readonly optionFeeOfSpot: bigint;
	readonly optionFeeCapOfValue: bigint;
	readonly optionSlippageOfValue: bigint;
	/** The largest of all underlyings, µUSD. */
	readonly deltaAllowanceMicroUsd: bigint;
};

export function chargeLeaf({ levels, charges }: RiskParams): ChargeLeaf {
	const { borrow, assetLiquidationCost: closing, perpetual, future, option, concentration } = charges;
	const allowances = [concentration.allowanceUsdOther, ...Object.values(concentration.allowanceUsd)];
	return {
		initialMultiplier: levels.initialMultiplier,
		cashShort: smallerOf(borrow.fiat, borrow.stable + closing.stable),
		coinShort: borrow.coin + closing.coin,
		wrappedShort: borrow.wrapped + closing.wrapped,
		perpetual: [perpetual, ...Object.values(perpetual.underlyings)]
			.map(({ fee, slippage, funding8h }) => fee + slippage + funding8h)
			.reduce(smallerOf),
		perpetualAtIndex: perpetual.notionalAt === "index" ? 1n : 0n,
		future: future.fee + future.slippage,
		optionFeeOfSpot: option.feeOfSpot,
		optionFeeCapOfValue: option.feeCapOfValue,
		optionSlippageOfValue: option.slippageOfValue,
		deltaAllowanceMicroUsd: (concentration.rate * allowances.reduce(largerOf)) / ONE_IN_PPM,
	};
}

/** Words in the order of the Solidity struct, behind the tag. */
export function chargeWords(leaf: ChargeLeaf): bigint[] {
	return [
		CHARGE_FORM,
		leaf.initialMultiplier,
		leaf.cashShort,
		leaf.coinShort,
		leaf.wrappedShort,
		leaf.perpetual,
		leaf.perpetualAtIndex,
		leaf.future,
		leaf.optionFeeOfSpot,
		leaf.optionFeeCapOfValue,
		leaf.optionSlippageOfValue,
		leaf.deltaAllowanceMicroUsd,
	];
}
