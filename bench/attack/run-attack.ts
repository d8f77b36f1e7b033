/**
 * `npm run attack`: tries to forge. Mutates witnesses and inputs of every circuit and of every template
 * by itself, then shows that the same search finds what is wrong with weakened copies of the templates.
 *
 *   npm run attack -- --budget 10m                         # everything
 *   npm run attack -- --budget 1m --class solvency-16 --seed 7
 *
 * Exit code 1 when anything was forged or a weakened copy was not caught.
 */
import { parseArgs } from "node:util";
import { SIZE_CLASSES, type SizeClass } from "../../src/ledger/account-leaf.ts";
import { openCircuitBench } from "../../test/support/circuit-setup.ts";
import { attackCopy, PARTS } from "./all-parts.ts";
import { attackClass, fullEffort } from "./attack-class.ts";
import { findDifference } from "./differential.ts";
import { attackPart } from "./part-attack.ts";
import { WEAKENED_COPIES } from "./weakened-copies.ts";
import { catchStatement, WEAKENED_STATEMENTS } from "./weakened-statements.ts";

const PART_INPUTS = 30;
const COPY_INPUTS = 200;
/** Of the budget; the rest is for engine against circuit. Parts and weakened copies take what they take. */
const CLASS_SHARE = 0.8;
const MAX_ACCOUNTS = 1_000_000;
const EXIT_FORGED = 1;
const EXIT_USAGE = 2;

const options = readOptions();
let failures = 0;

if (options.parts) {
	await attackTemplates();
	await attackWeakenedCopies();
}
const { classes, budgetMs } = options;
const classShare = options.parts ? CLASS_SHARE : 1;
for (const sizeClass of classes) await attackSizeClass(sizeClass, (budgetMs * classShare) / classes.length);
if (options.parts) await compareWithEngine(budgetMs * (1 - classShare));
console.log(failures === 0 ? "\nnothing was forged" : `\n${failures} failures`);
process.exitCode = failures === 0 ? 0 : EXIT_FORGED;

async function attackTemplates(): Promise<void> {
	console.log("\neach template as a circuit of its own");
	for (const part of PARTS) {
		const tally = await attackPart({ part, seed: options.seed, inputs: PART_INPUTS });
		const { mutations, refused, free, bugs } = tally.total;
		failures += bugs;
		console.log(
			`${part.name.padEnd(28)}${mutations} mutations, ${refused} refused, ${free} free, ${bugs} bugs`,
		);
		for (const bug of tally.bugs) console.log(`BUG ${bug}`);
	}
}

async function attackWeakenedCopies(): Promise<void> {
	console.log("\nweakened copies: each must be caught");
	let caught = 0;
	for (const copy of WEAKENED_COPIES) {
		const tally = await attackCopy(copy, options.seed, COPY_INPUTS);
		if (tally.total.bugs > 0) caught += 1;
		else console.log(`NOT CAUGHT ${copy.part}: ${copy.name}`);
	}
	for (const statement of WEAKENED_STATEMENTS) {
		if (await catchStatement(statement, options.seed)) caught += 1;
		else console.log(`NOT CAUGHT Solvency: ${statement.name}`);
	}
	const copies = WEAKENED_COPIES.length + WEAKENED_STATEMENTS.length;
	failures += copies - caught;
	console.log(`${caught} of ${copies} caught`);
}

async function attackSizeClass(sizeClass: SizeClass, budgetMs: number): Promise<void> {
	console.log(`\nsolvency-${sizeClass}, seed ${options.seed}`);
	const { wires, inputs, cases } = await attackClass({
		sizeClass,
		seed: options.seed,
		budgetMs,
		effort: fullEffort(sizeClass),
		onCase: (label, mutations) => console.error(`  ${label}: ${mutations} mutations so far`),
	});
	console.log(`${cases} accounts`);
	for (const tally of [wires, inputs]) {
		for (const line of tally.lines()) console.log(line);
		failures += tally.total.bugs;
	}
}

async function compareWithEngine(budgetMs: number): Promise<void> {
	console.log("\nengine against circuit, 16 positions");
	const bench = await openCircuitBench();
	const { runs, difference } = await findDifference({
		bench,
		seed: options.seed,
		runs: MAX_ACCOUNTS,
		budgetMs,
	});
	console.log(`${runs} accounts, each at surplus 0, at its free collateral and one µUSD more`);
	if (difference === undefined) return;
	failures += 1;
	console.log(`DIFFERENCE ${difference.message}\n${JSON.stringify(difference.vector)}`);
}

function readOptions() {
	const { values } = parse();
	const [, amount, unit] = /^(\d+)(s|m)$/.exec(values.budget) ?? usage("--budget takes 30s or 10m");
	const known = SIZE_CLASSES.find((sizeClass) => values.class === `solvency-${sizeClass}`);
	if (values.class !== undefined && known === undefined) usage(`there is no class ${values.class}`);
	if (!/^\d{1,9}$/.test(values.seed)) usage("--seed takes a whole number");
	return {
		budgetMs: Number(amount) * (unit === "m" ? 60_000 : 1000),
		classes: known === undefined ? SIZE_CLASSES : [known],
		seed: Number(values.seed),
		parts: !values["no-parts"],
	};
}

function parse() {
	try {
		return parseArgs({
			options: {
				budget: { type: "string", default: "2m" },
				class: { type: "string" },
				seed: { type: "string", default: "1" },
				"no-parts": { type: "boolean", default: false },
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
