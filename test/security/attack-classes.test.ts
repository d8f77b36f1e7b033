/** Classes of attacks that other circuits of this kind fell to and no other test speaks of here. */
import { beforeAll, describe, expect, it } from "vitest";
import { circomTemplates, withoutComments } from "../../security/circuit/circuit-sources.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../support/circuits/circuit-setup.ts";
import {
	type ForgeableInput,
	forge,
	SLOTS,
	type SolvencyCase,
	solvencyCase,
} from "../support/circuits/solvency-case.ts";
import { deskRows, TIERED, USD } from "../support/tables/desk-table.ts";
import { tableOf } from "../support/tables/random-table.ts";

let bench: CircuitBench;
beforeAll(async () => {
	bench = await openCircuitBench();
});

function holding(qtyLots: bigint): SolvencyCase {
	const { hash } = bench;
	const holdings = [
		{ id: USD, qtyLots: 10_000n },
		{ id: TIERED, qtyLots },
	];
	return solvencyCase({ hash, table: tableOf(deskRows(), hash), holdings, surplusMicroUsd: 0n });
}

describe("the tier of a charge", () => {
	const kinks = [100n, 200n, 400n, 800n, -50n, -100n, -200n, -400n];
	const sizes = kinks.flatMap((kink) => [kink - 1n, kink, kink + 1n]);

	it.each(sizes)(
		"has no index or flag to choose: %i lots pay exactly the ladder's charge",
		async (qtyLots) => {
			const honest = holding(qtyLots);
			await expectAccepted(bench, honest.input);
			const lines = honest.input.chargeLinesMicroUsd[SLOTS - 1] as bigint[];
			const binding = lines.reduce((most, line, at) => (line > (lines[most] as bigint) ? at : most), 0);
			for (const difference of [-1n, 1n]) {
				const other = forge(honest, (input) => {
					input.chargeLinesMicroUsd[SLOTS - 1] = lines.with(binding, (lines[binding] as bigint) + difference);
				});
				await expectRefused(bench, other, "PositionCharge");
			}
		},
	);
});

describe("advice", () => {
	it("is bits, selectors and states of the hash, never a quotient, a remainder or the outcome of a free comparison", () => {
		const advice = circomTemplates().flatMap(({ name, body }) =>
			[...withoutComments(body).matchAll(/(\S+) <-- (.*);/g)].map(
				([, to, value]) => `${name}: ${to} <-- ${value}`,
			),
		);
		expect(advice).toEqual([
			"LanesAfterMark: bits[lane][i] <-- (word >> (63 * (lane + 1) + i)) & 1",
			// Selectors of an opened word: at most the one at the index is not 0, and their sum is 1.
			"OneOf: selectors[i] <-- index == i ? 1 : 0",
			"NonNegativeLanes: bits[lane][i] <-- (word >> (63 * lane + i)) & 1",
			"FullRound: out[i] <-- sum",
			"MiddleRounds: first[r] <-- state[0]",
			"MiddleRounds: out[i] <-- state[i]",
		]);
	});
});

/** What binds each private input. */
const BOUND_BY: Readonly<Record<string, string>> = {
	secret: "pseudonym and ledger",
	salt: "ledger",
	accountIndex: "ledger",
	accountPath: "ledger",
	holder: "context",
	surplusMicroUsd: "context",
	ids: "ledger",
	negs: "ledger",
	qtysLots: "ledger",
	rows: "table",
	rowPaths: "table",
	tableCap: "table",
	chargeLinesMicroUsd: "sizes and table, as lanes of a word",
	expiryNetsMicroUsd: "sizes and table, as lanes of a word",
	underlyingNetsMicroUsd: "sizes and table, as lanes of a word",
	tailShiftMicroUsd: "only costs the prover",
	aloneKeys: "every option must belong to one; any other only costs the prover",
	aloneRestShiftsMicroUsd: "the value at the mark, in which there is one choice",
};

describe("a challenge", () => {
	it("does not exist in the statement: each input is public, bound, or costs the prover", () => {
		const statement = circomTemplates().find(({ name }) => name === "Solvency");
		const publicSignals = ["pseudonym", "ledgerRoot", "riskRoot", "scope", "context"];
		expect(statement?.inputs).toEqual([...publicSignals, ...Object.keys(BOUND_BY)]);
	});
});

describe("the pseudonym", () => {
	it("is the same in every witness of an identity and a scope, and another in another scope", async () => {
		const seen = new Set<bigint>();
		for (const change of [
			() => {},
			(input: ForgeableInput) => {
				input.tailShiftMicroUsd -= 3n;
			},
		]) {
			const input = forge(holding(150n), change);
			await expectAccepted(bench, input);
			seen.add(input.pseudonym as bigint);
			const other = forge(holding(150n), (forged) => {
				change(forged);
				forged.pseudonym += 1n;
			});
			await expectRefused(bench, other, "AssertPseudonym");
		}
		expect(seen.size).toBe(1);
		const elsewhere = forge(holding(150n), (forged) => {
			forged.scope += 1n;
		});
		await expectRefused(bench, elsewhere, "AssertPseudonym");
	});
});
