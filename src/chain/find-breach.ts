/**
 * Looks for what is wrong with a posted table: compares it with the right one, element by element, and asks
 * the contract about every difference until one is a breach.
 */
import { unpackWord } from "../field/packed-word.ts";
import type { ProvenWord } from "../proof/prove-row-word.ts";
import type { DisputeTrees } from "../risk/dispute-trees.ts";
import { ELEMENT, isBoundedElement, isSoundElement, setKeysOf } from "../risk/element-form.ts";
import {
	boundDispute,
	type Dispute,
	freeDeltaDispute,
	laneDispute,
	netLaneDispute,
	noSetDispute,
	setKeyDispute,
	unlistedDispute,
	wordDispute,
} from "./dispute-row.ts";

/** Rows as their 60 elements, by id. Rows that are not known are not compared. */
export type ElementRows = ReadonlyMap<number, readonly bigint[]>;

export type Breach = {
	readonly dispute: Dispute;
	readonly id: number;
	/** 0 … 59, order as in `rowElements`. */
	readonly wordIndex: number;
	/** Where one lane is wrong. */
	readonly laneOfWord: number | null;
	readonly posted: bigint;
	/** 0 for a row that should not be there. */
	readonly right: bigint;
};

export type BreachSearch = {
	readonly breach: Breach | null;
	/** Elements that differ. */
	readonly differences: number;
	/** Differences that the contract was asked about. */
	readonly asked: number;
};

type Candidate = { readonly laneOfWord: number | null; readonly evidence: () => Promise<Dispute> };

/** A table that is wrong everywhere is shown to be wrong by its first lanes, or not at all. */
const MOST_ASKED = 64;

/**
 * Finds the first difference that wins. What no contract judges (charges, the delta of an option, a lane
 * within the allowance of options) stays unfound.
 *
 * @param request.prove opens a word of the posted table
 * @param request.isWrong asks the judge; see `isWrong`
 */
export async function findBreach(request: {
	readonly posted: ElementRows;
	readonly right: ElementRows;
	readonly trees: DisputeTrees;
	readonly prove: (id: number, wordIndex: number) => Promise<ProvenWord>;
	readonly isWrong: (dispute: Dispute) => Promise<boolean>;
	readonly onProgress?: ((what: string) => void) | undefined;
}): Promise<BreachSearch> {
	const { posted, right, isWrong, onProgress } = request;
	let differences = 0;
	let asked = 0;
	for (const [id, elements] of [...posted].sort(([a], [b]) => a - b)) {
		for (const [wordIndex, element] of elements.entries()) {
			const expected = right.get(id)?.[wordIndex] ?? 0n;
			if (element === expected && right.has(id)) continue;
			differences++;
			for (const { laneOfWord, evidence } of candidates(request, { id, wordIndex, element, expected })) {
				if (asked === MOST_ASKED) return { breach: null, differences, asked };
				asked++;
				onProgress?.(`row ${id}, element ${wordIndex}`);
				const dispute = await evidence();
				if (!(await isWrong(dispute))) continue;
				const breach = { dispute, id, wordIndex, laneOfWord, posted: element, right: expected };
				return { breach, differences, asked };
			}
		}
	}
	return { breach: null, differences, asked };
}

type Difference = {
	readonly id: number;
	readonly wordIndex: number;
	readonly element: bigint;
	readonly expected: bigint;
};
type Search = Parameters<typeof findBreach>[0];

function candidates(search: Search, difference: Difference): Candidate[] {
	const { posted, trees, prove } = search;
	const { id, wordIndex, element } = difference;
	const { market } = trees;
	const word = () => prove(id, wordIndex);
	const whole = (evidence: () => Promise<Dispute>): Candidate => ({ laneOfWord: null, evidence });
	if (id > market.instrumentCount) return [whole(async () => unlistedDispute(await word(), market))];
	if (!isSoundElement(id, wordIndex, element)) return [whole(async () => wordDispute(await word()))];

	const bound = posted.get(id)?.[ELEMENT.bound] ?? 0n;
	const beyondBound = isBoundedElement(wordIndex, element, bound)
		? []
		: [whole(async () => boundDispute(await word(), await prove(id, ELEMENT.bound)))];
	if (wordIndex < ELEMENT.longSlope) return [...laneCandidates(search, difference), ...beyondBound];
	if (wordIndex >= ELEMENT.strike && wordIndex <= ELEMENT.underlyingIntercepts) {
		return [...netCandidates(search, difference), ...beyondBound];
	}
	if (wordIndex === ELEMENT.keys) return keyCandidates(search, difference);
	if (wordIndex === ELEMENT.bound) return narrowBoundCandidates(search, difference);
	return beyondBound;
}

function laneCandidates({ trees, prove }: Search, difference: Difference): Candidate[] {
	const { id, wordIndex } = difference;
	return differingLanes(difference).map((laneOfWord) => ({
		laneOfWord,
		evidence: async () => laneDispute({ word: await prove(id, wordIndex), laneOfWord, ...trees }),
	}));
}

function netCandidates(search: Search, difference: Difference): Candidate[] {
	const { posted, trees, prove } = search;
	const { id, wordIndex, element } = difference;
	const word = () => prove(id, wordIndex);
	const level = (["strike", "expiry", "underlying", "underlying"] as const)[wordIndex - ELEMENT.strike];
	const keys = setKeysOf(posted.get(id)?.[ELEMENT.keys] ?? 0n);
	const found: Candidate[] = [];
	if (element !== 0n && level !== undefined && keys[level] === 0) {
		const evidence = async () => noSetDispute(await word(), await prove(id, ELEMENT.keys));
		found.push({ laneOfWord: null, evidence });
	}
	if (wordIndex !== ELEMENT.underlyingIntercepts) {
		for (const laneOfWord of differingLanes(difference)) {
			const evidence = async () => netLaneDispute({ word: await word(), laneOfWord, ...trees });
			found.push({ laneOfWord, evidence });
		}
		return found;
	}
	const { leaves } = trees.market;
	const other = leaves.find(
		(leaf) =>
			leaf.underlying === leaves[id - 1]?.underlying &&
			![undefined, element].includes(posted.get(leaf.id)?.[ELEMENT.underlyingIntercepts]),
	);
	if (other !== undefined) {
		const evidence = async () =>
			freeDeltaDispute(trees.market, [await word(), await prove(other.id, wordIndex)]);
		found.push({ laneOfWord: null, evidence });
	}
	return found;
}

function keyCandidates({ trees, prove }: Search, { id, element, expected }: Difference): Candidate[] {
	const { market } = trees;
	const [posted, right] = [setKeysOf(element), setKeysOf(expected)];
	return (["strike", "expiry", "underlying"] as const)
		.filter((level) => posted[level] !== right[level])
		.flatMap((level) =>
			// The instrument that the key names is a stranger, or an earlier member of the set is not named.
			[posted[level], right[level]]
				.map((key) => (key >= 1 && key <= market.instrumentCount ? key : id))
				.filter((otherId, at, all) => all.indexOf(otherId) === at)
				.map((otherId) => ({
					laneOfWord: null,
					evidence: async () =>
						setKeyDispute({ keyWord: await prove(id, ELEMENT.keys), level, market, otherId }),
				})),
		);
}

/** A bound that is too small: every number that it does not cover shows it. */
function narrowBoundCandidates({ posted, prove }: Search, { id, element }: Difference): Candidate[] {
	return (posted.get(id) ?? [])
		.map((other, wordIndex) => ({ other, wordIndex }))
		.filter(({ other, wordIndex }) => !isBoundedElement(wordIndex, other, element))
		.slice(0, 1)
		.map(({ wordIndex }) => ({
			laneOfWord: null,
			evidence: async () => boundDispute(await prove(id, wordIndex), await prove(id, ELEMENT.bound)),
		}));
}

function differingLanes({ element, expected }: Difference): number[] {
	const [posted, right] = [unpackWord(element) ?? [], unpackWord(expected) ?? []];
	return posted.map((_, lane) => lane).filter((lane) => posted[lane] !== right[lane]);
}
