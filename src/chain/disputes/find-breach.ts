/**
 * Looks for what is wrong with a posted table: compares it with the right one, element by element, and asks
 * the contract about every difference until one is a breach.
 */
import { RetryableError } from "../../errors/base.ts";
import { unpackWord } from "../../field/packed-word.ts";
import type { ProvenWord } from "../../proof/statements/prove-row-word.ts";
import { isBoundedElement, isSoundElement, setKeysOf } from "../../risk/model/element-form.ts";
import { ELEMENT } from "../../risk/model/row-layout.ts";
import type { EpochCommitments } from "../../risk/table/epoch-commitments.ts";
import {
	boundDispute,
	chargeDispute,
	type Dispute,
	deltaAllowanceDispute,
	laneDispute,
	netLaneDispute,
	noSetDispute,
	setKeyDispute,
	unlistedDispute,
	wordDispute,
} from "./dispute-row.ts";

/** Rows as their elements, by id. Rows that are not known are not compared. */
export type ElementRows = ReadonlyMap<number, readonly bigint[]>;

export type Breach = {
	readonly dispute: Dispute;
	readonly id: number;
	/** 0 … 67, order as in `rowElements`. */
	readonly wordIndex: number;
	/** Where one lane is wrong. */
	readonly laneOfWord: number | null;
	readonly posted: bigint;
	/** 0 for a row that should not be there, `null` where no marks say what is right. */
	readonly right: bigint | null;
};

export type BreachSearch = {
	readonly breach: Breach | null;
	/** Elements that differ; without marks all that were looked at. */
	readonly differences: number;
	/** Differences that the contract was asked about, and judged. */
	readonly asked: number;
	/** Differences whose evidence could not be built or does not open. */
	readonly skipped: readonly SkippedDifference[];
};

export type SkippedDifference = {
	readonly id: number;
	readonly wordIndex: number;
	readonly laneOfWord: number | null;
	/** What stood in the way. */
	readonly message: string;
};

type Candidate = {
	readonly difference: Difference;
	readonly laneOfWord: number | null;
	/** By how much a lane differs, `null` for what wins whatever the amount. */
	readonly byMicroUsd: bigint | null;
	readonly evidence: () => Promise<Dispute>;
};

/** Lanes of options may differ by a few µUSD without being wrong; whatever is larger is asked about first. */
const MOST_ASKED = 256;
/** They are no use to anybody, and a forger may make many of them: they take nothing from `MOST_ASKED`. */
const MOST_SKIPPED = 256;

/**
 * Finds a difference that wins: first what no sound row can hold, then the lane that is furthest off, so that
 * no number of tiny differences hides it. What no contract judges (ladders, the long side of what may be capped, a lane
 * within the allowance of options) stays unfound.
 *
 * A difference whose evidence cannot be built, or does not open, is skipped: it must not hide the next one.
 *
 * @param request.trees marks and scenarios that the epoch committed to. With `null` nothing is compared with
 * `right`: only what no sound row can hold, whatever the market, is found (grounds word, bound and noSet)
 * @param request.prove opens a word of the posted table
 * @param request.isWrong asks the judge; see `isWrong`
 * @throws RetryableError when the chain cannot be asked
 */
export async function findBreach(request: {
	readonly posted: ElementRows;
	readonly right: ElementRows;
	readonly trees: EpochCommitments | null;
	readonly prove: (id: number, wordIndex: number) => Promise<ProvenWord>;
	readonly isWrong: (dispute: Dispute) => Promise<boolean>;
	readonly onProgress?: ((what: string) => void) | undefined;
}): Promise<BreachSearch> {
	const { trees, isWrong, onProgress } = request;
	const found = differencesOf(trees === null ? { ...request, right: new Map() } : request);
	const differences = found.length;
	const search = trees === null ? null : { ...request, trees };
	const ordered = found
		.flatMap((one) => (search === null ? formCandidates(request, one) : candidates(search, one)))
		.sort(furthestFirst);
	const skipped: SkippedDifference[] = [];
	let asked = 0;
	for (const { difference, laneOfWord, evidence } of ordered) {
		if (asked === MOST_ASKED || skipped.length === MOST_SKIPPED) break;
		const { id, wordIndex, element: posted } = difference;
		const right = trees === null ? null : difference.expected;
		onProgress?.(`row ${id}, element ${wordIndex}`);
		try {
			const dispute = await evidence();
			const isBreach = await isWrong(dispute);
			asked++;
			if (!isBreach) continue;
			const breach = { dispute, id, wordIndex, laneOfWord, posted, right };
			return { breach, differences, asked, skipped };
		} catch (error) {
			if (error instanceof RetryableError) throw error;
			const message = error instanceof Error ? error.message : String(error);
			skipped.push({ id, wordIndex, laneOfWord, message });
		}
	}
	return { breach: null, differences, asked, skipped };
}

function differencesOf({ posted, right }: Pick<Search, "posted" | "right">): Difference[] {
	return [...posted]
		.sort(([a], [b]) => a - b)
		.flatMap(([id, elements]) =>
			elements.flatMap((element, wordIndex) => {
				const expected = right.get(id)?.[wordIndex] ?? 0n;
				return element === expected && right.has(id) ? [] : [{ id, wordIndex, element, expected }];
			}),
		);
}

function furthestFirst(a: Candidate, b: Candidate): number {
	if (a.byMicroUsd === null || b.byMicroUsd === null) {
		return Number(a.byMicroUsd !== null) - Number(b.byMicroUsd !== null);
	}
	return a.byMicroUsd === b.byMicroUsd ? 0 : a.byMicroUsd > b.byMicroUsd ? -1 : 1;
}

type Difference = {
	readonly id: number;
	readonly wordIndex: number;
	readonly element: bigint;
	readonly expected: bigint;
};
/** Of the set in which elements 62 to 65 net. */
const NET_LEVELS = ["strike", "expiry", "underlying", "underlying"] as const;

type Search = Pick<Parameters<typeof findBreach>[0], "posted" | "right" | "prove"> & {
	readonly trees: EpochCommitments;
};
/** What needs no marks. */
type FormSearch = Pick<Search, "posted" | "prove">;

function candidates(search: Search, difference: Difference): Candidate[] {
	const { trees, prove } = search;
	const { id, wordIndex, element } = difference;
	const { market } = trees;
	const word = () => prove(id, wordIndex);
	const whole = candidateOf(difference);
	if (id > market.instrumentCount) return [whole(async () => unlistedDispute(await word(), market))];
	if (!isSoundElement(id, wordIndex, element)) return [whole(async () => wordDispute(await word()))];
	if (wordIndex === ELEMENT.keys) return keyCandidates(search, difference);
	if (wordIndex === ELEMENT.bound) return narrowBoundCandidates(search, difference);

	return [
		...laneCandidates(search, difference),
		...chargeCandidates(search, difference),
		...noSetCandidates(search, difference),
		...deltaAllowanceCandidates(search, difference),
		...beyondBoundCandidates(search, difference),
	];
}

/** What the row itself shows. */
function formCandidates(search: FormSearch, difference: Difference): Candidate[] {
	const { id, wordIndex, element } = difference;
	if (!isSoundElement(id, wordIndex, element)) {
		return [candidateOf(difference)(async () => wordDispute(await search.prove(id, wordIndex)))];
	}
	return [...noSetCandidates(search, difference), ...beyondBoundCandidates(search, difference)];
}

function beyondBoundCandidates({ posted, prove }: FormSearch, difference: Difference): Candidate[] {
	const { id, wordIndex, element } = difference;
	const bound = posted.get(id)?.[ELEMENT.bound] ?? 0n;
	if (isBoundedElement(wordIndex, element, bound)) return [];
	const evidence = async () => boundDispute(await prove(id, wordIndex), await prove(id, ELEMENT.bound));
	return [candidateOf(difference)(evidence)];
}

/** Wins whatever the amount. */
function candidateOf(difference: Difference) {
	return (evidence: () => Promise<Dispute>): Candidate => ({
		difference,
		laneOfWord: null,
		byMicroUsd: null,
		evidence,
	});
}

function laneCandidates({ trees, prove }: Search, difference: Difference): Candidate[] {
	const { id, wordIndex } = difference;
	const isNet = wordIndex >= ELEMENT.strike && wordIndex <= ELEMENT.underlying;
	if (!isNet && wordIndex >= ELEMENT.longSlope) return [];
	const build = isNet ? netLaneDispute : laneDispute;
	return differingLanes(difference).map(({ laneOfWord, byMicroUsd }) => ({
		difference,
		laneOfWord,
		byMicroUsd,
		evidence: async () => build({ word: await prove(id, wordIndex), laneOfWord, ...trees }),
	}));
}

/** A slope that charges less than the right one, or a free delta that is larger: contracts judge those that parameters alone decide. */
function chargeCandidates({ trees, prove }: Search, difference: Difference): Candidate[] {
	const { id, wordIndex, element, expected } = difference;
	const evidence = async () => chargeDispute({ word: await prove(id, wordIndex), ...trees });
	if (wordIndex === ELEMENT.underlyingIntercepts) {
		const [posted, right] = [unpackWord(element)?.[2] ?? 0n, unpackWord(expected)?.[2] ?? 0n];
		return posted > right ? [{ difference, laneOfWord: 2, byMicroUsd: posted - right, evidence }] : [];
	}
	const isSlope = wordIndex === ELEMENT.longSlope || wordIndex === ELEMENT.shortSlope;
	if (!isSlope || element >= expected) return [];
	return [{ difference, laneOfWord: null, byMicroUsd: expected - element, evidence }];
}

function noSetCandidates({ posted, prove }: FormSearch, difference: Difference): Candidate[] {
	const { id, wordIndex, element } = difference;
	const level = NET_LEVELS[wordIndex - ELEMENT.strike];
	if (level === undefined || element === 0n) return [];
	if (setKeysOf(posted.get(id)?.[ELEMENT.keys] ?? 0n)[level] !== 0) return [];
	const evidence = async () => noSetDispute(await prove(id, wordIndex), await prove(id, ELEMENT.keys));
	return [candidateOf(difference)(evidence)];
}

function deltaAllowanceCandidates({ posted, trees, prove }: Search, difference: Difference): Candidate[] {
	const { id, wordIndex, element } = difference;
	if (wordIndex !== ELEMENT.underlyingIntercepts) return [];
	const { leaves } = trees.market;
	const other = leaves.find(
		(leaf) =>
			leaf.underlying === leaves[id - 1]?.underlying &&
			![undefined, element].includes(posted.get(leaf.id)?.[wordIndex]),
	);
	if (other === undefined) return [];
	const evidence = async () =>
		deltaAllowanceDispute(trees.market, [await prove(id, wordIndex), await prove(other.id, wordIndex)]);
	return [candidateOf(difference)(evidence)];
}

function keyCandidates({ trees, prove }: Search, difference: Difference): Candidate[] {
	const { id, element, expected } = difference;
	const { market } = trees;
	const [posted, right] = [setKeysOf(element), setKeysOf(expected)];
	return (["strike", "expiry", "underlying"] as const)
		.filter((level) => posted[level] !== right[level])
		.flatMap((level) =>
			// The instrument that the key names is a stranger, or an earlier member of the set is not named.
			[posted[level], right[level]]
				.map((key) => (key >= 1 && key <= market.instrumentCount ? key : id))
				.filter((otherId, at, all) => all.indexOf(otherId) === at)
				.map((otherId) => async () => {
					const keyWord = await prove(id, ELEMENT.keys);
					return setKeyDispute({ keyWord, level, market, otherId });
				}),
		)
		.map(candidateOf(difference));
}

/** A bound that is too small: every number that it does not cover shows it. */
function narrowBoundCandidates({ posted, prove }: Search, difference: Difference): Candidate[] {
	const { id, element } = difference;
	return (posted.get(id) ?? [])
		.map((other, wordIndex) => ({ other, wordIndex }))
		.filter(({ other, wordIndex }) => !isBoundedElement(wordIndex, other, element))
		.slice(0, 1)
		.map(
			({ wordIndex }) =>
				async () =>
					boundDispute(await prove(id, wordIndex), await prove(id, ELEMENT.bound)),
		)
		.map(candidateOf(difference));
}

function differingLanes({ element, expected }: Difference) {
	const [posted, right] = [unpackWord(element) ?? [], unpackWord(expected) ?? []];
	return posted
		.map((lane, laneOfWord) => ({ laneOfWord, byMicroUsd: magnitude(lane - (right[laneOfWord] ?? 0n)) }))
		.filter(({ byMicroUsd }) => byMicroUsd !== 0n);
}

function magnitude(value: bigint): bigint {
	return value < 0n ? -value : value;
}
