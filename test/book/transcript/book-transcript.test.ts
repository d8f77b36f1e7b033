import { describe, expect, it } from "vitest";
import {
	areChallengesFit,
	type BookStatement,
	drawGammaAndBeta,
	drawRho,
	KEY_LIMIT,
	statementHash,
} from "../../../src/book/transcript/book-transcript.ts";
import { batchSignals, foldTotals } from "../../../src/book/transcript/public-signals.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";

const batch = { index: 3, sizeClass: 8, subtreeRoot: 11n, claims: 12n } as const;
const STATEMENT: BookStatement = {
	epoch: { venue: "venue", ledgerRoot: 1n, listingHash: `0x${"02".repeat(32)}`, snapshotTimeMs: 3 },
	riskRoot: 4n,
	level: "mark",
	form: { placesPerBatch: 8, idsPerTable: 32 },
	totalsLots: [0n, 5n, -6n],
	values: [7n],
	keyHashes: { "book-batch-8x8": "08", "book-table-32": "09" },
	batches: [batch, { ...batch, index: 4 }],
};

const CHANGES: readonly (readonly [name: string, change: Partial<BookStatement>])[] = [
	["venue", { epoch: { ...STATEMENT.epoch, venue: "venue2" } }],
	["ledger root", { epoch: { ...STATEMENT.epoch, ledgerRoot: 2n } }],
	["listing", { epoch: { ...STATEMENT.epoch, listingHash: `0x${"03".repeat(32)}` } }],
	["time", { epoch: { ...STATEMENT.epoch, snapshotTimeMs: 4 } }],
	["risk root", { riskRoot: 5n }],
	["level", { level: "haircut" }],
	["size of batches", { form: { placesPerBatch: 64, idsPerTable: 32 } }],
	["size of tables", { form: { placesPerBatch: 8, idsPerTable: 512 } }],
	["total", { totalsLots: [0n, 5n, -7n] }],
	["total that is the same in the field", { totalsLots: [0n, 5n, FIELD_ORDER - 6n] }],
	["number of totals", { totalsLots: [0n, 5n, -6n, 0n] }],
	["value", { values: [8n] }],
	["key", { keyHashes: { ...STATEMENT.keyHashes, "book-table-32": "0a" } }],
	["set of keys", { keyHashes: { "book-batch-8x8": "08" } }],
	["circuits' names", { keyHashes: { "book-batch-8x8": "09", "book-table-32": "08" } }],
	["batch's index", { batches: [batch, { ...batch, index: 5 }] }],
	["batch's size class", { batches: [batch, { ...batch, index: 4, sizeClass: 16 }] }],
	["batch's root", { batches: [batch, { ...batch, index: 4, subtreeRoot: 12n }] }],
	["batch's claims", { batches: [batch, { ...batch, index: 4, claims: 13n }] }],
	["number of batches", { batches: [batch] }],
	["roots and claims exchanged", { batches: [batch, { ...batch, index: 4, subtreeRoot: 12n, claims: 11n }] }],
];

describe("rho", () => {
	it.each(CHANGES)("is another for another %s", (_name, change) => {
		const rho = drawRho(statementHash(STATEMENT));
		expect(drawRho(statementHash({ ...STATEMENT, ...change }))).not.toBe(rho);
	});

	it("does not depend on the order in which keys are listed", () => {
		const keyHashes = Object.fromEntries(Object.entries(STATEMENT.keyHashes).reverse());
		expect(statementHash({ ...STATEMENT, keyHashes })).toBe(statementHash(STATEMENT));
	});
});

it("draws gamma and beta from the statement and every commitment to sums, each its own", () => {
	const fixed = statementHash(STATEMENT);
	const { gamma, beta } = drawGammaAndBeta(fixed, [1n, 2n]);
	const others = [
		drawGammaAndBeta(fixed, [1n, 3n]),
		drawGammaAndBeta(fixed, [2n, 1n]),
		drawGammaAndBeta(fixed, [1n]),
		drawGammaAndBeta(fixed + 1n, [1n, 2n]),
	];
	const all = [gamma, beta, drawRho(fixed), ...others.flatMap((other) => [other.gamma, other.beta])];
	expect(new Set(all).size).toBe(all.length);
	for (const challenge of all) expect(challenge < FIELD_ORDER && challenge >= 0n).toBe(true);
});

it("takes no challenge that binds nothing", () => {
	const fit = { rho: 1n, gamma: KEY_LIMIT, beta: 1n };
	expect(areChallengesFit(fit)).toBe(true);
	for (const unfit of [{ rho: 0n }, { beta: 0n }, { gamma: KEY_LIMIT - 1n }, { gamma: 0n }]) {
		expect(areChallengesFit({ ...fit, ...unfit })).toBe(false);
	}
});

it("gives each batch the power of rho of its first place", () => {
	const challenges = { rho: 3n, gamma: 10_000n, beta: 2n };
	const signals = batchSignals({
		batch,
		stateBefore: 13n,
		stateAfter: 14n,
		challenges,
		form: STATEMENT.form,
	});
	expect(signals).toEqual([11n, 12n, 13n, 14n, 3n, 3n ** 25n, 10_000n]);
});

it("folds totals as integers of either sign", () => {
	expect(foldTotals([1n, -2n, 3n], 10n)).toBe(281n);
	expect(foldTotals([-1n], 10n)).toBe(FIELD_ORDER - 1n);
});
