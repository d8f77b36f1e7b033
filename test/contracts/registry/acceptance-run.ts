/** What the random sequences on a registry share: the chain, its model, and what was counted. */
import fc from "fast-check";
import { START, type VenueFixture } from "../../support/venue/venue-fixture.ts";
import type { AcceptanceModel, HolderName } from "./acceptance-model.ts";

/** What a run did, over all sequences. */
export type AcceptanceCounts = {
	accepted: number;
	refused: number;
	/** Refusals by the contract's reason. */
	readonly reasons: Map<string, number>;
	/** Requests against which exactly one reason spoke, by it: there the contract has no choice. */
	readonly onlyReasons: Map<string, number>;
};

export type Real = { readonly fixture: VenueFixture; readonly counts: AcceptanceCounts };
export type Step = fc.AsyncCommand<AcceptanceModel, Real>;

export const HOLDERS: readonly HolderName[] = ["alice", "bob", "mallory"];

export const step = (
	name: string,
	run: (model: AcceptanceModel, real: Real) => Promise<void>,
	check: (model: AcceptanceModel) => boolean = () => true,
): Step => ({ run, check, toString: () => name });
/** Takes over the time of the newest block. */
export async function readTime(model: AcceptanceModel, { fixture }: Real): Promise<void> {
	model.now = (await fixture.chain.timeSeconds()) - START;
}

export const seconds = (most: number) => fc.oneof(fc.constant(1), fc.integer({ min: 1, max: most }));

/** `usual` in most draws: `weight` times as often as the other. */
export function rarely<T, U>(usual: T, other: fc.Arbitrary<U>, weight = 14): fc.Arbitrary<T | U> {
	return fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}
