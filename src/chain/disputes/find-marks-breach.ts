/**
 * Looks for what is wrong with an epoch whatever its table says: marks that cannot be, that expire before the epoch
 * says so, that contradict each other or the prices posted for feeds; scenarios that cannot be; rows that are missing.
 */
import { InputError, RetryableError } from "../../errors/base.ts";
import type { MarketLeaf, MarketTree } from "../../market/snapshot/market-tree.ts";
import { checkMarksTogether } from "../../market/snapshot/marks-together.ts";
import type { ShownPlace } from "../../proof/inputs/row-word-input.ts";
import {
	type DisputeGround,
	encodeEvidence,
	marketOpening,
	type OpenedMarks,
	openedScenario,
	registeredStress,
} from "../demands/dispute-types.ts";
import type { IndexPriceDispute } from "./dispute-index-price.ts";
import type { Dispute } from "./dispute-row.ts";

export type MarksBreach = {
	readonly ground: DisputeGround | "indexPrice";
	/** Of whose marks or rows it is; none for a scenario. */
	readonly ids: readonly number[];
	readonly evidence: Dispute | IndexPriceDispute;
};

/** What publishers posted for the feeds. */
export type PostedPrices = Pick<IndexPriceDispute, "content" | "indexPricesMicroUsd"> & {
	/** Underlying of each feed, as marks name it. */
	readonly underlyings: readonly bigint[];
};

export type MarksSearch = {
	readonly breach: MarksBreach | null;
	/** How often the contract was asked. */
	readonly asked: number;
};

export type RegisteredSet = Parameters<typeof registeredStress>[0];

/** So many questions for the marks that contradict others; a market has few that do. */
const MOST_SUSPECTS = 64;
const MICRO_E18 = 10n ** 12n;

/**
 * @param request.market the epoch's own, as this program built it: its leaves are sound and agree; `null` for another
 * @param request.shown marks that were shown on the chain, in any order
 * @param request.scenarios that were shown, each as evidence of ground `scenarioLeaf`
 * @param request.emptyPlaces of the posted table
 * @param request.nextExpirySeconds as the epoch claims; 0 when it claims that nothing expires
 * @param request.isWrong asks the judge
 * @throws RetryableError when the chain cannot be asked
 */
export async function findMarksBreach(request: {
	readonly market: MarketTree | null;
	readonly shown: readonly OpenedMarks[];
	readonly scenarios: readonly string[];
	/** The registered parameter set, when it is the epoch's; `null` for another one. */
	readonly registered: RegisteredSet | null;
	readonly emptyPlaces: ReadonlyMap<number, ShownPlace>;
	readonly nextExpirySeconds: number;
	readonly prices: PostedPrices | null;
	readonly isWrong: (dispute: Dispute) => Promise<boolean>;
}): Promise<MarksSearch> {
	const { market, prices, isWrong } = request;
	const shown = market === null ? [...request.shown].sort((a, b) => a.leaf.id - b.leaf.id) : [];
	const marks = market === null ? shown : marksOf(market);
	const index = prices === null ? null : indexBreach(marks, prices);
	if (index !== null) return { breach: index, asked: 0 };
	let asked = 0;
	for (const breach of [
		...expiryCandidates(marks, request.nextExpirySeconds),
		...missingCandidates(marks, request.emptyPlaces),
		...leafCandidates(shown, request.scenarios),
		...stressCandidates(marks, request.scenarios, request.registered),
		...orderCandidates(shown),
		...contradictions(shown),
	]) {
		asked++;
		if (await answered(isWrong, breach.evidence)) return { breach, asked };
	}
	return { breach: null, asked };
}

function marksOf(market: MarketTree): OpenedMarks[] {
	const { instrumentCount } = market;
	return market.leaves.map((leaf) => ({ leaf, instrumentCount, opening: marketOpening(market, leaf) }));
}

/** Evidence that does not open shows nothing, and must not hide the next one. */
async function answered(
	isWrong: (dispute: Dispute) => Promise<boolean>,
	evidence: Dispute,
): Promise<boolean> {
	try {
		return await isWrong(evidence);
	} catch (error) {
		if (error instanceof RetryableError) throw error;
		return false;
	}
}

type Candidate = MarksBreach & { readonly evidence: Dispute };

function candidate(ground: DisputeGround, ids: readonly number[], values: readonly unknown[]): Candidate {
	return { ground, ids, evidence: { ground, evidence: encodeEvidence(ground, values) } };
}

function expiryCandidates(marks: readonly OpenedMarks[], nextExpirySeconds: number): Candidate[] {
	const isEarlier = ({ expiryMs }: MarketLeaf) =>
		expiryMs !== 0 && (nextExpirySeconds === 0 || Math.floor(expiryMs / 1000) < nextExpirySeconds);
	return marks
		.filter(({ leaf }) => isEarlier(leaf))
		.slice(0, 1)
		.map(({ leaf, opening }) => candidate("expiry", [leaf.id], [opening]));
}

/** Any marks say how many instruments there are. */
function missingCandidates(
	[any]: readonly OpenedMarks[],
	emptyPlaces: ReadonlyMap<number, ShownPlace>,
): Candidate[] {
	if (any === undefined) return [];
	return [...emptyPlaces]
		.filter(([id]) => id <= any.instrumentCount)
		.map(([id, { path }]) => candidate("missing", [id], [id, path, any.opening]));
}

function leafCandidates(marks: readonly OpenedMarks[], scenarios: readonly string[]): Candidate[] {
	return [
		...marks.map(({ leaf, opening }) => candidate("marketLeaf", [leaf.id], [opening])),
		...scenarios.map((evidence) => ({
			...{ ground: "scenarioLeaf" as const, ids: [] },
			evidence: { ground: "scenarioLeaf" as const, evidence },
		})),
	];
}

/** Of lanes in which all coins move together, each beside marks of its subject. */
function stressCandidates(
	marks: readonly OpenedMarks[],
	scenarios: readonly string[],
	registered: RegisteredSet | null,
): Candidate[] {
	if (registered === null) return [];
	return scenarios.flatMap((shown) => {
		const { lane, subject, opening } = openedScenario(shown);
		const mark = marks.find(({ leaf }) => leaf.subject === subject);
		const found =
			mark === undefined
				? undefined
				: registeredStress(registered, { lane, underlying: mark.leaf.underlying });
		if (mark === undefined || found === undefined) return [];
		return [candidate("stress", [mark.leaf.id], [mark.opening, opening, ...found])];
	});
}

/** Neighbours suffice: an order that holds between neighbours holds. */
function orderCandidates(marks: readonly OpenedMarks[]): Candidate[] {
	return marks.slice(1).map((mark, at) => {
		const before = marks[at] as OpenedMarks;
		return candidate("idOrder", [before.leaf.id, mark.leaf.id], [before.opening, mark.opening]);
	});
}

/** Pairs that would be refused before they are posted; the contract's bounds are a little wider. */
function* contradictions(marks: readonly OpenedMarks[]): Generator<Candidate> {
	let left = [...marks];
	for (let suspects = 0; suspects < MOST_SUSPECTS; suspects++) {
		const suspectId = contradicted(left.map(({ leaf }) => leaf));
		const suspect = left.find(({ leaf }) => leaf.id === suspectId);
		if (suspect === undefined) return;
		for (const other of [suspect, ...left.filter(({ leaf }) => isRelated(leaf, suspect.leaf))]) {
			const pair = other === suspect ? [suspect.leaf] : [other.leaf, suspect.leaf];
			if (contradicted(pair) === null && contradicted([...pair].reverse()) === null) continue;
			const ids = [other.leaf.id, suspect.leaf.id];
			yield candidate("marksTogether", ids, [other.opening, suspect.opening]);
		}
		left = left.filter((mark) => mark !== suspect);
	}
}

function isRelated(a: MarketLeaf, b: MarketLeaf): boolean {
	return a !== b && a.underlying === b.underlying;
}

/** @returns id of a leaf that contradicts itself or another one, `null` for leaves that agree */
function contradicted(leaves: readonly MarketLeaf[]): number | null {
	try {
		checkMarksTogether(leaves, String);
		return null;
	} catch (error) {
		if (error instanceof InputError && error.code === "MARKS_DISAGREE") return Number(error.field);
		throw error;
	}
}

/** Exactly as the contract compares: posted prices are whole µUSD, rounded either way. */
function indexBreach(marks: readonly OpenedMarks[], prices: PostedPrices): MarksBreach | null {
	const { underlyings, ...posted } = prices;
	for (const [feed, underlying] of underlyings.entries()) {
		const postedE18 = (posted.indexPricesMicroUsd[feed] ?? 0n) * MICRO_E18;
		const lying = marks.find(({ leaf }) => {
			const difference = leaf.indexE18 - postedE18;
			return leaf.underlying === underlying && (difference >= MICRO_E18 || difference <= -MICRO_E18);
		});
		if (lying === undefined) continue;
		const evidence = { ...posted, feed, marks: encodeEvidence("marketLeaf", [lying.opening]) };
		return { ground: "indexPrice", ids: [lying.leaf.id], evidence };
	}
	return null;
}
