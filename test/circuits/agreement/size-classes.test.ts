/** The same statement in every size class: full accounts, and leaves of other classes. */
import { beforeAll, describe, expect, it } from "vitest";
import { hashLeaf, SIZE_CLASSES, type SizeClass } from "../../../src/ledger/account-leaf.ts";
import { ownerOf } from "../../../src/ledger/identity.ts";
import { checkWitness } from "../../../src/proof/circuit/check-witness.ts";
import { expectedVerdict } from "../../support/circuits/circuit-agreement.ts";
import {
	type CircuitBench,
	expectAccepted,
	expectRefused,
	openCircuitBench,
} from "../../support/circuits/circuit-setup.ts";
import { fullAccount } from "../../support/circuits/full-account.ts";
import {
	forge,
	SALT,
	SECRET,
	type SolvencyCase,
	venueCommitsLeaf,
} from "../../support/circuits/solvency-case.ts";

describe.each([8, 64] satisfies SizeClass[])("%i positions", (sizeClass) => {
	let bench: CircuitBench;
	let full: SolvencyCase;

	beforeAll(async () => {
		bench = await openCircuitBench(sizeClass);
		full = fullAccount(bench.hash, sizeClass);
	});

	it("accepts an account that fills every slot, at exactly its free collateral", async () => {
		expect(full.input.ids).toHaveLength(sizeClass);
		expect(full.input.ids.every((id) => id > 0n)).toBe(true);
		const result = await bench.calculate(full.input);
		if (!result.satisfied) throw new Error(result.refused.message);
		const { r1csPath } = bench.compiled;
		expect(await checkWitness({ r1csPath, witness: result.witness })).toEqual({ satisfied: true });
	});

	it("refuses one micro-dollar more, by the line that binds in the engine", async () => {
		const surplus = full.input.surplusMicroUsd + 1n;
		const more = fullAccount(bench.hash, sizeClass, surplus);
		await expectRefused(bench, more.input, expectedVerdict(full.assessment, surplus));
	});

	it("refuses leaves of the other classes", async () => {
		const holdings = fullAccount(bench.hash, 8).assessment.holdings;
		const open = (leafClass: SizeClass) =>
			forge(fullAccount(bench.hash, sizeClass, 0n, 8), (forged) => {
				const record = { owner: ownerOf(SECRET), salt: SALT, holdings, sizeClass: leafClass };
				venueCommitsLeaf(bench.hash, forged, hashLeaf(bench.hash, record));
			});
		await expectAccepted(bench, open(sizeClass));
		for (const other of SIZE_CLASSES) {
			if (other !== sizeClass) {
				await expectRefused(bench, open(other), "AssertAccountInLedger > AssertTreePath");
			}
		}
	});
});
