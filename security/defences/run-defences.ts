/**
 * `npm run defences`: takes the defences of docs/attack-classes.md out of the sources, one at a time and
 * in a copy, and shows that the tests named there pass with each and fail without it.
 *
 *   npm run defences                              # everything, about half an hour
 *   npm run defences -- --class 20                # one row
 *   npm run defences -- --class 20 --only answer  # defences of that row whose name contains this
 *   npm run defences -- --write-docs              # and put what was seen into the document
 *   npm run defences -- --write-docs --missing    # only what the document does not have yet
 *
 * Exit code 1 when a test does not notice, fails as it is, or fails for another reason than its own
 * assertions: a circuit that no longer compiles is no evidence.
 */
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { REMOVALS } from "./all-removals.ts";
import { printedTitle, type Removal } from "./removal.ts";
import { RECORD_FILE, readRecords, recordOf, testText, withRecords } from "./removal-record.ts";
import { IntactRuns, problemOf, type Trial, tryRemoval } from "./try-removal.ts";
import { ROOT, WorkingCopy } from "./working-copy.ts";

const EXIT_SURVIVED = 1;
const EXIT_USAGE = 2;

const options = readOptions();
const asked = REMOVALS.filter(
	({ attackClass, defence }) =>
		(options.attackClass === undefined || attackClass === options.attackClass) &&
		defence.includes(options.only),
).filter((removal) => !options.missing || !isRecorded(removal));
if (asked.length === 0 && !options.missing) usage("no defence is called so");

let survivors = 0;
const copy = await WorkingCopy.make();
try {
	const intactRuns = new IntactRuns(copy);
	for (const removal of asked) {
		const trial = await tryRemoval(copy, intactRuns, removal);
		print(trial);
		if (options.writeDocs) await writeDocs(trial);
	}
} finally {
	await copy.remove();
}
console.log(survivors === 0 ? "\nevery test notices" : `\n${survivors} tests do not notice`);
process.exitCode = survivors === 0 ? 0 : EXIT_SURVIVED;

/** With today's tests. */
function isRecorded({ attackClass, defence, noticedBy }: Removal): boolean {
	const records = readRecords(readFileSync(join(ROOT, RECORD_FILE), "utf8"));
	const record = records.find((one) => one.attackClass === attackClass && one.defence === defence);
	return noticedBy.map(testText).join() === record?.tests.map(({ test }) => test).join();
}

function print({ removal, seen, seconds }: Trial): void {
	console.log(`\n${removal.attackClass}. without ${removal.defence} (${seconds.toFixed(0)} s)`);
	for (const one of seen) {
		const problem = problemOf(one);
		const { with: intact, without } = one;
		const accepted = without.accepted === 0 ? "" : `, ${without.accepted} accepted`;
		const outcome = `${intact.passed} pass with it, ${without.failed} fail without it${accepted}`;
		console.log(`   ${one.test.file}: "${printedTitle(one.test)}"\n      ${outcome}`);
		const [said] = (without.message ?? "").split("\n");
		if (without.failed > 0) console.log(`      ${said}`);
		if (problem === undefined) continue;
		survivors += 1;
		console.log(`      SURVIVES: ${problem}`);
	}
}

async function writeDocs(trial: Trial): Promise<void> {
	if (trial.seen.some((one) => problemOf(one) !== undefined)) return;
	const path = join(ROOT, RECORD_FILE);
	await writeFile(path, withRecords(await readFile(path, "utf8"), [recordOf(trial)], REMOVALS));
}

function readOptions() {
	const { values } = parse();
	if (values.class !== undefined && !/^\d{1,2}$/.test(values.class)) usage("--class takes a number");
	return {
		attackClass: values.class === undefined ? undefined : Number(values.class),
		only: values.only,
		missing: values.missing,
		writeDocs: values["write-docs"],
	};
}

function parse() {
	try {
		return parseArgs({
			options: {
				class: { type: "string" },
				only: { type: "string", default: "" },
				missing: { type: "boolean", default: false },
				"write-docs": { type: "boolean", default: false },
			},
		});
	} catch (error) {
		return usage(error instanceof Error ? error.message : String(error));
	}
}

function usage(message: string): never {
	console.error(message);
	process.exit(EXIT_USAGE);
}
