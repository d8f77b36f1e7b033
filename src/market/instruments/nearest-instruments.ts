/** "Did you mean", by meaning: the same coin first, then the nearest expiry and strike; letters only as a last resort. */
import { compareDecimalText } from "../../units/canonical-decimal.ts";
import type { Instrument } from "./instrument.ts";
import { parseInstrumentName } from "./parse-instrument-name.ts";

/**
 * Up to `count` names of `listed` that come nearest to what `wanted` says, nearest first; ties keep their order.
 *
 * @example nearestInstruments("BTC-28MAR26-91000-C", listed, 1) // ["BTC-27MAR26-90000-C"]
 */
export function nearestInstruments(wanted: string, listed: readonly Instrument[], count: number): string[] {
	const meant = readName(wanted);
	const sameCoin = listed.filter(({ underlying }) => underlying === meant?.underlying);
	if (meant !== undefined && sameCoin.length > 0) {
		return sameCoin
			.map((candidate) => ({ candidate, distance: distanceOf(meant, candidate) }))
			.sort((a, b) => compareDistances(a.distance, b.distance))
			.slice(0, count)
			.map(({ candidate }) => candidate.name);
	}
	return closestSpellings(
		wanted,
		listed.map(({ name }) => name),
		count,
	);
}

function readName(wanted: string): Instrument | undefined {
	try {
		return parseInstrumentName(wanted.toUpperCase());
	} catch {
		const [, ticker] = /^([A-Z0-9]{2,12}?)[-_/:]/.exec(wanted.toUpperCase()) ?? [];
		return ticker === undefined ? undefined : { name: wanted, kind: "perpetual", underlying: ticker };
	}
}

/** Compared in order: kind, side of the strike, time to the other expiry, distance of strikes, settlement. */
function distanceOf(meant: Instrument, candidate: Instrument): readonly number[] {
	return [
		meant.kind === candidate.kind ? 0 : 1,
		meant.optionType === candidate.optionType ? 0 : 1,
		Math.abs((meant.expiryMs ?? 0) - (candidate.expiryMs ?? 0)),
		strikeDistance(meant.strike, candidate.strike),
		meant.settles === candidate.settles ? 0 : 1,
	];
}

/** Of logarithms, so that 90 and 110 are about as far from 100: an order, no amount. */
function strikeDistance(a: string | undefined, b: string | undefined): number {
	if (a === undefined || b === undefined || compareDecimalText(a, b) === 0) return 0;
	const [small, large] = [Number(a), Number(b)].sort((x, y) => x - y) as [number, number];
	return large / small;
}

function compareDistances(a: readonly number[], b: readonly number[]): number {
	for (const [at, distance] of a.entries()) {
		const difference = distance - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function closestSpellings(wanted: string, names: readonly string[], count: number): string[] {
	// Long input is not a misspelt name, and the distance costs the product of the lengths.
	const target = wanted.slice(0, 40).toUpperCase();
	return names
		.map((name) => ({ name, distance: editDistance(target, name) }))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, count)
		.map(({ name }) => name);
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const substitute = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(substitute, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}
