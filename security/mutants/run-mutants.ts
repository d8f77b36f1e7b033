/**
 * `npm run mutants`: makes small faults in the contracts, one at a time and in a copy, and counts how many
 * of them the tests of `test/contracts/` notice.
 *
 *   npm run mutants -- --count 40 --seed 1            # a seeded sample of all contracts
 *   npm run mutants -- --contract VenueLedger         # every mutant of one
 *   npm run mutants -- --contract VenueLedger --list  # only what they are
 *   npm run mutants -- --only "emit Frozen"           # of lines that contain this
 *
 * Exit code 1 when a mutant survives that `explained-survivors.ts` does not explain.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { drawFrom } from "../../test/support/random/seeded-draw.ts";
import { vitestReport } from "../defences/vitest-report.ts";
import { ROOT, WorkingCopy } from "../defences/working-copy.ts";
import { type Mutant, mutantsOf } from "./contract-mutants.ts";
import { EXPLAINED_SURVIVORS } from "./explained-survivors.ts";

const EXIT_SURVIVED = 1;
const EXIT_USAGE = 2;

/** Tests that say most about a contract run first. Those that measure gas or compute prices say nothing here. */
const FIRST: Readonly<Record<string, RegExp>> = {
	SolvencyRegistry: /solvency-registry-(?:proof|pairs|consent)/,
	SolvencyRecords: /solvency-registry-(?:records|pairs)/,
	SolvencyViews: /solvency-registry-(?:records|owner)|solvency-interface/,
	RegistryChecks: /solvency-challenges|solvency-registry-(?:consent|seals|pairs)/,
	SolvencyLiens: /solvency-liens|credit-line|events/,
	SolvencyChallenges: /solvency-challenges|events/,
	VenueLedger: /venue-ledger|events/,
	Publishers: /risk-epochs-publishers|events/,
	RowDemands: /risk-epochs-rows|events/,
	RegistryAdmission: /solvency-registry-(?:owner|migration)/,
	RiskEpochs: /risk-epochs(?:-publishers|-terms)?\.test/,
};
const NOT_HERE = /gas|dispute|invariants|custom-errors/;

type Fault = Mutant & { readonly contract: string; readonly source: string };

const options = readOptions();
const faults = sample(
	Object.keys(FIRST)
		.filter((contract) => options.contract === undefined || contract === options.contract)
		.flatMap((contract) => {
			const source = readFileSync(join(ROOT, pathOf(contract)), "utf8");
			return mutantsOf(source)
				.filter(({ before }) => before.includes(options.only))
				.map((mutant): Fault => ({ ...mutant, contract, source }));
		}),
);
if (options.list) for (const fault of faults) console.log(textOf(fault));
else await tryAll();

async function tryAll(): Promise<void> {
	const files = readdirSync(join(ROOT, "test/contracts"), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".test.ts") && !NOT_HERE.test(name))
		.map((name) => `test/contracts/${name}`);
	const tally = { killed: 0, "does not compile": 0, survived: 0, explained: 0 };
	const copy = await WorkingCopy.make();
	try {
		for (const fault of faults) {
			const first = files.filter((file) => (FIRST[fault.contract] as RegExp).test(file));
			const edit = { file: pathOf(fault.contract), from: fault.source, to: fault.mutated };
			const outcome = await copy.edited([edit], async () => {
				const early = await noticed(copy, first);
				return (
					early ??
					noticed(
						copy,
						files.filter((file) => !first.includes(file)),
					)
				);
			});
			const why = EXPLAINED_SURVIVORS[`${fault.contract}: ${fault.kind}: ${fault.before}`];
			const verdict =
				outcome === undefined ? (why === undefined ? "survived" : "explained") : verdictOf(outcome);
			tally[verdict] += 1;
			console.log(`${verdict.toUpperCase()} ${textOf(fault)}\n    ${outcome ?? why ?? "no test notices"}`);
		}
	} finally {
		await copy.remove();
	}
	const counted = faults.length - tally["does not compile"];
	console.log(
		`\n${tally.killed} of ${counted} mutants were noticed, ${tally.explained} survive for a reason, ` +
			`${tally.survived} without; ${tally["does not compile"]} do not compile`,
	);
	process.exitCode = tally.survived === 0 ? 0 : EXIT_SURVIVED;
}

/** The first test that fails, or what is broken. */
async function noticed(copy: WorkingCopy, files: readonly string[]): Promise<string | undefined> {
	const { testResults } = await vitestReport(["--bail=1", ...files], copy);
	const failed = testResults
		.flatMap((file) => file.assertionResults)
		.find(({ status }) => status === "failed");
	if (failed !== undefined) return failed.title;
	const broken = testResults.filter(({ status }) => status === "failed");
	if (broken.length === 0) return undefined;
	return broken.find(({ message }) => message !== "")?.message ?? "a venue can no longer be deployed";
}

function verdictOf(outcome: string): "killed" | "does not compile" {
	return outcome.includes("do not compile") ? "does not compile" : "killed";
}

function textOf({ contract, line, kind, before }: Fault): string {
	return `${contract}:${line}, ${kind}: ${before}`;
}

/** Where the contract of this name is, from the root. */
function pathOf(contract: string): string {
	const room = ["registry", "risk-epochs", "venue"].find((name) =>
		existsSync(join(ROOT, "contracts", name, `${contract}.sol`)),
	);
	return `contracts/${room}/${contract}.sol`;
}

function sample(all: readonly Fault[]): readonly Fault[] {
	if (all.length === 0) usage("there is no such mutant");
	if (options.count === undefined) return all;
	const draw = drawFrom(options.seed);
	const rest = [...all];
	const picked = Array.from({ length: Math.min(options.count, all.length) }, () => {
		const [one] = rest.splice(draw.integer(0, rest.length - 1), 1);
		return one as Fault;
	});
	return all.filter((fault) => picked.includes(fault));
}

function readOptions() {
	const { values } = parse();
	for (const number of [values.count, values.seed]) {
		if (number !== undefined && !/^\d{1,9}$/.test(number)) usage("--count and --seed take whole numbers");
	}
	return {
		contract: values.contract,
		only: values.only,
		count: values.count === undefined ? undefined : Number(values.count),
		seed: Number(values.seed),
		list: values.list,
	};
}

function parse() {
	try {
		return parseArgs({
			options: {
				contract: { type: "string" },
				only: { type: "string", default: "" },
				count: { type: "string" },
				seed: { type: "string", default: "1" },
				list: { type: "boolean", default: false },
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
