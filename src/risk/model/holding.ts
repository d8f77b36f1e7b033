/** A private position in the form the margin rule takes. */
export type Holding = {
	/** 1 … 4095, place of the instrument in the listing. */
	readonly id: number;
	/** Signed whole lots, magnitude below 2^40; negative is short or owed. */
	readonly qtyLots: bigint;
};
