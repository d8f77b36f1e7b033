/** What was seen when a defence was taken out, as lines of docs/attack-classes.md. */
import { type NamedTest, printedTitle, type Removal } from "./removal.ts";
import type { Trial } from "./try-removal.ts";

export const RECORD_FILE = "docs/attack-classes.md";
export const BEGIN = "<!-- begin: written by npm run defences -- --write-docs -->";
export const END = "<!-- end -->";

/** One defence, and what each of its tests did. */
export type RemovalRecord = {
	readonly attackClass: number;
	readonly defence: string;
	readonly tests: readonly {
		/** As `testText` says it. */
		readonly test: string;
		readonly passedWith: number;
		readonly failedWithout: number;
		/** Of those that fail, forged witnesses that the circuit accepted. */
		readonly accepted: number;
	}[];
};

export function testText(test: NamedTest): string {
	return `\`${test.file}\`: "${printedTitle(test)}"`;
}

export function recordOf({ removal, seen }: Trial): RemovalRecord {
	return {
		attackClass: removal.attackClass,
		defence: removal.defence,
		tests: seen.map(({ test, with: intact, without }) => ({
			test: testText(test),
			passedWith: intact.passed,
			failedWithout: without.failed,
			accepted: without.accepted,
		})),
	};
}

const CLASS_LINE = /^### Class (\d+)$/;
const DEFENCE_LINE = /^- Taken out: (.*)\.$/;
const TEST_LINE =
	/^ {2}- (`.*) – (\d+) pass with it, (\d+) fail without it(?:, (\d+) of them because the forgery is accepted)?$/;

/** The records of a document. */
export function readRecords(markdown: string): RemovalRecord[] {
	const records: { attackClass: number; defence: string; tests: RemovalRecord["tests"][number][] }[] = [];
	let attackClass = 0;
	for (const line of sectionOf(markdown).split("\n")) {
		attackClass = Number(CLASS_LINE.exec(line)?.[1] ?? attackClass);
		const defence = DEFENCE_LINE.exec(line)?.[1];
		if (defence !== undefined) records.push({ attackClass, defence, tests: [] });
		const [, test, passed, failed, accepted = "0"] = TEST_LINE.exec(line) ?? [];
		if (test === undefined) continue;
		records.at(-1)?.tests.push({
			test,
			passedWith: Number(passed),
			failedWithout: Number(failed),
			accepted: Number(accepted),
		});
	}
	return records;
}

/** The document with these records in place of older ones, in the order of the list and without what left it. */
export function withRecords(
	markdown: string,
	records: readonly RemovalRecord[],
	removals: readonly Removal[],
): string {
	const byName = new Map([...readRecords(markdown), ...records].map((record) => [nameOf(record), record]));
	let attackClass = 0;
	const lines = removals.flatMap((removal) => {
		const record = byName.get(nameOf(removal));
		if (record === undefined) return [];
		const heading = record.attackClass === attackClass ? [] : ["", `### Class ${record.attackClass}`, ""];
		attackClass = record.attackClass;
		return [...heading, ...linesOf(record)];
	});
	const [from, to] = placeIn(markdown);
	const section = lines.length === 0 ? ["", "", ""] : ["", ...lines, "", ""];
	return markdown.slice(0, from) + section.join("\n") + markdown.slice(to);
}

function linesOf({ defence, tests }: RemovalRecord): string[] {
	const because = (accepted: number) =>
		accepted === 0 ? "" : `, ${accepted} of them because the forgery is accepted`;
	return [
		`- Taken out: ${defence}.`,
		...tests.map(
			({ test, passedWith, failedWithout, accepted }) =>
				`  - ${test} – ${passedWith} pass with it, ${failedWithout} fail without it${because(accepted)}`,
		),
	];
}

function nameOf({
	attackClass,
	defence,
}: {
	readonly attackClass: number;
	readonly defence: string;
}): string {
	return `${attackClass} ${defence}`;
}

function sectionOf(markdown: string): string {
	return markdown.slice(...placeIn(markdown));
}

/** Where the records stand. */
function placeIn(markdown: string): [from: number, to: number] {
	const from = markdown.indexOf(BEGIN);
	const to = markdown.indexOf(END);
	if (from < 0 || to < from) throw new Error(`${RECORD_FILE} has no place for what was seen`);
	return [from + BEGIN.length, to];
}
