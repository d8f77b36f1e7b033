/**
 * What stands in a report: words, figures and bars. A figure is rounded and signed here, once, so the text and the
 * page show the same digits; its exact value is the one of the JSON report.
 */
import { divideFloor } from "../../../units/decimal.ts";
import { approximate, percentDown, percentUp, sizeText, usdDown, usdUp } from "../../output/amount-text.ts";
import { exact } from "../../output/exact-text.ts";

export type Words = { readonly kind: "words"; readonly text: string; readonly strong?: boolean | undefined };

export type Figure = {
	readonly kind: "figure";
	/** Exact decimal text, or the digits of a float. */
	readonly exact: string;
	readonly shown: string;
	readonly strong?: boolean | undefined;
};

/** A part of a bar, from and to in 0 … 1 of its width. */
export type BarPart = {
	readonly from: number;
	readonly to: number;
	readonly kind: "gain" | "loss" | "total";
};

/** Beside figures that say the same. */
export type Bar = {
	readonly kind: "bar";
	readonly parts: readonly BarPart[];
	/** Where a line stands, in 0 … 1. */
	readonly marks: readonly number[];
};

export type Cell = Words | Figure | Bar;

export const EMPTY: Words = { kind: "words", text: "" };

export function words(text: string, strong?: boolean): Words {
	return { kind: "words", text, strong };
}

export function figure(value: string, shown: string, strong?: boolean): Figure {
	return { kind: "figure", exact: value, shown, strong };
}

/** What the account has: cents, rounded down. */
export function worth(microUsd: bigint): Figure {
	return figure(exact(microUsd), usdDown(microUsd));
}

/** What the account owes, loses or needs: cents, rounded up. */
export function cost(microUsd: bigint): Figure {
	return figure(exact(microUsd), usdUp(microUsd));
}

/** What a step takes away: the exact amount, shown with the sign of the step; nothing taken is 0, not −0. */
export function taken(microUsd: bigint): Figure {
	return figure(exact(microUsd), usdDown(-microUsd));
}

/** What an amount changed by: a sign in front of a gain too. */
export function change(microUsd: bigint): Figure {
	return figure(exact(microUsd), `${microUsd > 0n ? "+" : ""}${usdDown(microUsd)}`);
}

/** @example move(-120_000n).shown // "−12 %" */
export function move(ppm: bigint): Figure {
	const text = (Number(ppm) / 10_000).toFixed(2).replace(/\.?0+$/, "");
	return figure(exact(ppm), `${ppm > 0n ? "+" : ""}${sizeText(text)} %`);
}

/** A share without a sign, rounded down. */
export function share(ppm: bigint): Figure {
	return figure(exact(ppm), percentDown(ppm));
}

export function shareUp(ppm: bigint): Figure {
	return figure(exact(ppm), percentUp(ppm));
}

/** A signed size in units of the instrument, decimal text. */
export function size(text: string): Figure {
	return figure(text, sizeText(text));
}

/** A count or a place in a list. */
export function count(value: number): Figure {
	return figure(String(value), String(value));
}

/** A float that is known to the nearest only, such as a Greek; `value` as the JSON report rounds it. */
export function float(value: number, decimals = 2): Figure {
	return figure(String(value), approximate(value, decimals));
}

/** Whole units, rounded down, such as thousands of USD. */
export function wholeUnits(microUsd: bigint, unitMicroUsd: bigint): Figure {
	return figure(exact(microUsd), sizeText(divideFloor(microUsd, unitMicroUsd).toString()));
}

export function bar(parts: readonly BarPart[], marks: readonly number[] = []): Bar {
	return { kind: "bar", parts, marks };
}

/** The words of a cell, as every printer shows them. */
export function cellText(cell: Cell): string {
	if (cell.kind === "words") return cell.text;
	return cell.kind === "figure" ? cell.shown : "";
}

/** @example counted(1, "position") // "1 position" */
export function counted(howMany: number, noun: string): string {
	return `${howMany} ${noun}${howMany === 1 ? "" : "s"}`;
}
