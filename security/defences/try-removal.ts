/** Takes one defence out and sees whether its tests notice. */

import { join } from "node:path";
import type { NamedTest, Removal } from "./removal.ts";
import { type Cases, runNamedTests } from "./run-named-tests.ts";
import { ROOT, type WorkingCopy } from "./working-copy.ts";

const ROOT_CACHE = join(ROOT, ".zkmargin");

export type Seen = {
	readonly test: NamedTest;
	readonly with: Cases;
	readonly without: Cases;
};

export type Trial = { readonly removal: Removal; readonly seen: readonly Seen[]; readonly seconds: number };

/** What is wrong with an outcome, or `undefined` when the test passes with the defence and fails without it. */
export function problemOf({ with: intact, without }: Seen): string | undefined {
	if (intact.failed > 0) return `fails as it is: ${intact.message}`;
	if (intact.passed === 0) return `does not run as it is: ${intact.message}`;
	if (without.failedByAssertion > 0) return undefined;
	if (without.failed > 0) return `fails by other than an assertion: ${without.message}`;
	if (without.passed > 0) return "does not notice";
	return `does not run without it: ${without.message}`;
}

/** Runs tests on the sources as they are; each once, however many defences it stands for. */
export class IntactRuns {
	readonly #copy: WorkingCopy;
	readonly #known = new Map<string, Cases>();

	constructor(copy: WorkingCopy) {
		this.#copy = copy;
	}

	async of(tests: readonly NamedTest[]): Promise<Cases[]> {
		const missing = tests.filter((test) => !this.#known.has(keyOf(test)));
		if (missing.length > 0) {
			// The cache of this machine has what the sources as they are compile to.
			const where = { folder: this.#copy.folder, cacheFolder: process.env.ZKMARGIN_CACHE ?? ROOT_CACHE };
			const outcomes = await runNamedTests(missing, where);
			for (const [at, test] of missing.entries()) this.#known.set(keyOf(test), outcomes[at] as Cases);
		}
		return tests.map((test) => this.#known.get(keyOf(test)) as Cases);
	}
}

export async function tryRemoval(
	copy: WorkingCopy,
	intactRuns: IntactRuns,
	removal: Removal,
): Promise<Trial> {
	const intact = await intactRuns.of(removal.noticedBy);
	const startedAt = performance.now();
	const without = await copy.edited(removal.edits, () => runNamedTests(removal.noticedBy, copy));
	const seconds = (performance.now() - startedAt) / 1000;
	const seen = removal.noticedBy.map((test, at) => ({
		test,
		with: intact[at] as Cases,
		without: without[at] as Cases,
	}));
	return { removal, seen, seconds };
}

function keyOf({ file, title, only }: NamedTest): string {
	return JSON.stringify([file, title, only]);
}
