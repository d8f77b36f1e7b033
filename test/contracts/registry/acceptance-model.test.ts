/** The registry against a model of its rules, over random sequences of epochs, requests and time. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { MAX_SKEW, VenueFixture } from "../../support/venue/venue-fixture.ts";
import { ACCEPTANCE_COMMANDS, openBooks } from "./acceptance-commands.ts";
import { AcceptanceModel } from "./acceptance-model.ts";
import { compareRecords } from "./acceptance-requests.ts";
import type { AcceptanceCounts } from "./acceptance-run.ts";

const SEED = 1_123;
const SEQUENCES = 42;
const LONGEST = 150;
/** Longer than the window of a row, so that a table can die before its pair expires. */
const TTL_SECONDS = 9_000;
const ROW_WINDOW_SECONDS = 3_600;

let fixture: VenueFixture;
const counts: AcceptanceCounts = { accepted: 0, refused: 0, reasons: new Map(), onlyReasons: new Map() };

beforeAll(async () => {
	fixture = await VenueFixture.deploy({ ttlSeconds: TTL_SECONDS, rowWindowSeconds: ROW_WINDOW_SECONDS });
});
afterAll(() => fixture.chain.close());

it(`takes and refuses what the model says, and records the same (seed ${SEED})`, async () => {
	const terms = { ttl: TTL_SECONDS, maxSkew: MAX_SKEW, fieldOrder: FIELD_ORDER };
	const sequences = fc.commands(ACCEPTANCE_COMMANDS, { maxCommands: LONGEST, size: "max" });
	await fc.assert(
		fc.asyncProperty(sequences, async (commands) => {
			await fixture.reset();
			const model = new AcceptanceModel(terms);
			await openBooks(model, { fixture, counts });
			await fc.asyncModelRun(() => ({ model, real: { fixture, counts } }), commands);
			await compareRecords(model, { fixture, counts });
		}),
		{ seed: SEED, numRuns: SEQUENCES },
	);
});

it("was asked enough of everything", () => {
	expect(counts.accepted + counts.refused).toBeGreaterThanOrEqual(2_000);
	expect(counts.accepted).toBeGreaterThan(300);
	for (const reason of [
		"UnknownSizeClass",
		"EnforcedPause",
		"SURPLUS_OUT_OF_RANGE",
		"PseudonymOutOfField",
		"DeadlinePassed",
		"HolderConsentInvalid",
		"VenueIsFrozen",
		"LedgerEpochNotNewest",
		"RiskEpochNotRecent",
		"RiskEpochIsDead",
		"ListingMismatch",
		"TableBeforeLedger",
		"SkewTooLarge",
		"PairExpired",
		"LedgerContentMismatch",
		"TableContentMismatch",
		"ProofRejected",
		"RiskEpochMovedBack",
		"HolderHasAnotherAccount",
		"AccountHeldByAnother",
	])
		expect(counts.reasons.get(reason), reason).toBeGreaterThan(0);
});
