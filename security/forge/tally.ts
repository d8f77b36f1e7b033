/** Counts what became of mutations, template by template, and prints the table. */

export type Counts = { mutations: number; refused: number; free: number; bugs: number };

const MAX_REPORTED = 20;

export class Tally {
	readonly #byTemplate = new Map<string, Counts>();
	/** Refusals by the template that refuses. */
	readonly refusals = new Map<string, number>();
	/** Mutations that satisfy everything, by the reason why that is no harm. */
	readonly reasons = new Map<string, number>();
	/** The first bugs found, in words. */
	readonly bugs: string[] = [];

	refused(template: string, refusedBy: string): void {
		this.#count(template, "refused");
		this.refusals.set(refusedBy, (this.refusals.get(refusedBy) ?? 0) + 1);
	}

	free(template: string, reason: string): void {
		this.#count(template, "free");
		this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
	}

	bug(template: string, what: string): void {
		this.#count(template, "bugs");
		if (this.bugs.length < MAX_REPORTED) this.bugs.push(`${template}: ${what}`);
	}

	get total(): Counts {
		const total = { mutations: 0, refused: 0, free: 0, bugs: 0 };
		for (const counts of this.#byTemplate.values()) {
			total.mutations += counts.mutations;
			total.refused += counts.refused;
			total.free += counts.free;
			total.bugs += counts.bugs;
		}
		return total;
	}

	/** One line per template that owns signals, or per kind of mutation, then why the free ones are free. */
	lines(): string[] {
		const names = [...this.#byTemplate.keys()].sort();
		const width = Math.max(...names.map((name) => name.length), "template".length) + 2;
		const line = (name: string, cells: readonly (string | number)[]) =>
			name.padEnd(width) + cells.map((cell) => String(cell).padStart(12)).join("");
		const row = (name: string, { mutations, refused, free, bugs }: Counts) =>
			line(name, [mutations, refused, free, bugs]);
		return [
			line("", ["mutations", "refused", "free", "bugs"]),
			...names.map((name) => row(name, this.#byTemplate.get(name) as Counts)),
			row("all", this.total),
			...[...this.reasons].sort().map(([reason, count]) => `free by design, ${count}: ${reason}`),
			...this.bugs.map((bug) => `BUG ${bug}`),
		];
	}

	#count(template: string, kind: "refused" | "free" | "bugs"): void {
		const counts = this.#byTemplate.get(template) ?? { mutations: 0, refused: 0, free: 0, bugs: 0 };
		counts.mutations += 1;
		counts[kind] += 1;
		this.#byTemplate.set(template, counts);
	}
}
