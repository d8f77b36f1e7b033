/**
 * `npm run attack`: tries to forge. Mutates witnesses and inputs of every circuit and of every template
 * by itself, of accounts that are solvent and of accounts that are far from it; shows that the same search
 * finds what is wrong with weakened copies of the templates; and puts random accounts before engine, circuit
 * and contract.
 *
 *   npm run attack -- --budget 10m                         # everything
 *   npm run attack -- --budget 2m --class solvency-16 --seed 7 --no-parts
 *   npm run attack -- --budget 30m --differential          # engine, circuit and contract only
 *   npm run attack -- --files --seed 7                     # instead: hostile files, twenty times as many
 *
 * Everything runs at least once, about four minutes on two cores; a larger budget is kept. What is compiled and
 * keyed for the first time comes on top. Exit code 1 when anything was forged, judges disagree, or a weakened
 * copy was not caught.
 */
import { parseArgs } from "node:util";
import { SIZE_CLASSES, type SizeClass } from "../src/ledger/account-leaf.ts";
import { MINUTE_MS, SECOND_MS } from "../src/units/time.ts";
import { SMALL_CIRCUITS } from "../test/support/book/book-bench.ts";
import { openCircuitBench } from "../test/support/circuits/circuit-setup.ts";
import { attackFiles } from "./attack-files.ts";
import { openChainBench } from "./compare/chain-bench.ts";
import { type ChainCounts, chainDifferenceOf, findChainDifference } from "./compare/chain-differential.ts";
import { findDifference } from "./compare/differential.ts";
import { extremeStatements } from "./compare/extreme-statements.ts";
import { attackBook } from "./forge/attack-book.ts";
import { attackClass, fullEffort } from "./forge/attack-class.ts";
import { attackCopy, PARTS } from "./forge/parts/all-parts.ts";
import { attackPart } from "./forge/parts/part-attack.ts";
import { type TemplateRow, templateLines } from "./forge/template-table.ts";
import { WEAKENED_COPIES } from "./forge/weakened-copies.ts";
import { catchStatement, WEAKENED_STATEMENTS } from "./forge/weakened-statements.ts";

const PART_INPUTS = 30;
const COPY_INPUTS = 200;
const BOOK_MUTATIONS = 20_000;
/** Of what is left of the budget when they start. The last one takes what there is. */
const SHARES = { classes: 0.75, circuit: 0.25 } as const;
/** No further account at an edge once so little of the budget is left: random ones are worth as much. */
const LAST_EXTREME = 0.04;
const MAX_ACCOUNTS = 1_000_000;
const EXIT_FORGED = 1;
const EXIT_USAGE = 2;

const options = readOptions();
if (options.files) process.exit(attackFiles(options.seed));
const endMs = performance.now() + options.budgetMs;
const leftMs = () => Math.max(0, endMs - performance.now());
const totals: string[] = [];
let failures = 0;

if (options.parts) await attackTemplates();
if (options.classAttack) {
	const classesEndMs = performance.now() + leftMs() * (options.differential ? SHARES.classes : 1);
	for (const [at, sizeClass] of options.classes.entries()) {
		await attackSizeClass(sizeClass, (classesEndMs - performance.now()) * shareOf(options.classes.slice(at)));
	}
}
if (options.classAttack && options.parts) await attackWholeBook();
if (options.differential) {
	await compareWithCircuit(leftMs() * SHARES.circuit);
	await compareWithContract(leftMs);
}
console.log(["", ...totals, failures === 0 ? "nothing was forged" : `${failures} failures`].join("\n"));
process.exitCode = failures === 0 ? 0 : EXIT_FORGED;

/** Of the first of these classes: a case of a large class takes longer, though not as much as it is larger. */
function shareOf([first, ...others]: readonly SizeClass[]): number {
	const weight = (sizeClass: SizeClass) => Math.sqrt(sizeClass);
	const own = weight(first as SizeClass);
	return own / others.reduce((sum, sizeClass) => sum + weight(sizeClass), own);
}

/** Every template as a circuit of its own, then its weakened copies, each of which must be caught. */
async function attackTemplates(): Promise<void> {
	const rows: TemplateRow[] = [];
	for (const part of PARTS) {
		console.error(`  ${part.name}`);
		const tally = await attackPart({ part, seed: options.seed, inputs: PART_INPUTS });
		const copies = WEAKENED_COPIES.filter((copy) => copy.part === part.name);
		let caught = 0;
		for (const copy of copies) {
			if ((await attackCopy(copy, options.seed, COPY_INPUTS)).total.bugs > 0) caught += 1;
			else console.log(`NOT CAUGHT ${copy.part}: ${copy.name}`);
		}
		failures += tally.total.bugs + copies.length - caught;
		rows.push({ name: part.name, counts: tally.total, caught, copies: copies.length });
		for (const bug of tally.bugs) console.log(`BUG ${bug}`);
	}
	rows.push(await weakenedStatements());
	console.log(
		["\neach template as a circuit of its own, and without its defences", ...templateLines(rows)].join("\n"),
	);
}

async function weakenedStatements(): Promise<TemplateRow> {
	let caught = 0;
	for (const statement of WEAKENED_STATEMENTS) {
		if (await catchStatement(statement, options.seed)) caught += 1;
		else console.log(`NOT CAUGHT Solvency: ${statement.name}`);
	}
	const copies = WEAKENED_STATEMENTS.length;
	failures += copies - caught;
	return {
		name: "Solvency, see below",
		counts: { mutations: 0, refused: 0, free: 0, bugs: 0 },
		caught,
		copies,
	};
}

async function attackSizeClass(sizeClass: SizeClass, budgetMs: number): Promise<void> {
	console.log(`\nsolvency-${sizeClass}, seed ${options.seed}`);
	const { wires, inputs, cases, insolvent } = await attackClass({
		sizeClass,
		seed: options.seed,
		budgetMs,
		effort: fullEffort(sizeClass),
		onCase: (label, mutations) => console.error(`  ${label}: ${mutations} mutations so far`),
	});
	const accounts = insolvent?.accounts ?? 0;
	console.log(`${cases} accounts to their last µUSD, or nearly; ${accounts} far from solvent`);
	const tallies = [wires, inputs, ...(insolvent === undefined ? [] : [insolvent.wires, insolvent.inputs])];
	for (const [at, title] of [
		"signals",
		"inputs",
		"signals of false statements",
		"inputs of false statements",
	].entries()) {
		const tally = tallies[at];
		if (tally === undefined) continue;
		console.log([`\n${title}`, ...tally.lines()].join("\n"));
		failures += tally.total.bugs;
	}
	const sum = (of: "mutations" | "bugs") => tallies.reduce((all, { total }) => all + total[of], 0);
	totals.push(`solvency-${sizeClass}: ${sum("mutations")} mutations, ${sum("bugs")} bugs`);
}

/** Batches, tables and funds of a whole book: nothing about them is the prover's to choose. */
async function attackWholeBook(): Promise<void> {
	for (const circuit of SMALL_CIRCUITS) {
		const tally = await attackBook({ circuit, seed: options.seed, wireMutations: BOOK_MUTATIONS });
		console.log([`\n${circuit}, seed ${options.seed}`, ...tally.lines()].join("\n"));
		failures += tally.total.bugs;
		totals.push(`${circuit}: ${tally.total.mutations} mutations, ${tally.total.bugs} bugs`);
	}
}

async function compareWithCircuit(budgetMs: number): Promise<void> {
	console.log("\nengine against circuit, 16 positions");
	const bench = await openCircuitBench();
	const { runs, difference } = await findDifference({
		bench,
		seed: options.seed,
		runs: MAX_ACCOUNTS,
		budgetMs,
	});
	console.log(`${runs} accounts, each at surplus 0, at its free collateral and one µUSD more`);
	report(difference);
}

/** Accounts at the edges first, the small classes first; then random ones until the time is up. */
async function compareWithContract(left: () => number): Promise<void> {
	const { classes: sizeClasses, seed } = options;
	console.log(`\nengine, circuit and contract, ${sizeClasses.join(", ")} positions`);
	const bench = await openChainBench(sizeClasses);
	const counts: ChainCounts = { proofs: 0, accepted: 0, refused: 0, abuses: 0 };
	try {
		const extremes = sizeClasses.flatMap((sizeClass) => extremeStatements(bench.hash, sizeClass));
		for (const { name, statement } of extremes) {
			if (counts.proofs > 0 && left() < options.budgetMs * LAST_EXTREME) break;
			const message = await chainDifferenceOf(bench, [statement], counts);
			if (message !== undefined) report({ message: `${name}, ${statement.sizeClass} positions: ${message}` });
		}
		const { difference } = await findChainDifference({
			bench,
			seed,
			runs: MAX_ACCOUNTS,
			sizeClasses,
			counts,
			budgetMs: left(),
		});
		report(difference);
	} finally {
		await bench.close();
	}
	const { proofs, accepted, refused, abuses } = counts;
	console.log(`${proofs} real proofs: ${accepted} accepted, ${refused} of false statements refused`);
	console.log(`${abuses} uses of accepted proofs for something else, each refused`);
}

function report(difference: { readonly message: string; readonly vector?: unknown } | undefined): void {
	if (difference === undefined) return;
	failures += 1;
	const { message, vector } = difference;
	console.log(`DIFFERENCE ${message}${vector === undefined ? "" : `\n${JSON.stringify(vector)}`}`);
}

function readOptions() {
	const { values } = parse();
	const [, amount, unit] = /^(\d+)(s|m)$/.exec(values.budget) ?? usage("--budget takes 30s or 10m");
	const known = SIZE_CLASSES.find((sizeClass) => values.class === `solvency-${sizeClass}`);
	if (values.class !== undefined && known === undefined) usage(`there is no class ${values.class}`);
	if (!/^\d{1,9}$/.test(values.seed)) usage("--seed takes a whole number");
	const only = values.differential;
	return {
		budgetMs: Number(amount) * (unit === "m" ? MINUTE_MS : SECOND_MS),
		classes: known === undefined ? SIZE_CLASSES : [known],
		seed: Number(values.seed),
		parts: !values["no-parts"] && !only,
		classAttack: !only,
		differential: !values["no-parts"] || only,
		files: values.files,
	};
}

function parse() {
	try {
		return parseArgs({
			options: {
				budget: { type: "string", default: "5m" },
				class: { type: "string" },
				seed: { type: "string", default: "1" },
				"no-parts": { type: "boolean", default: false },
				differential: { type: "boolean", default: false },
				files: { type: "boolean", default: false },
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
