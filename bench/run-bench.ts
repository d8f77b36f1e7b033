/**
 * `npm run bench`: how long the pieces take on this machine, each beside a named baseline of the same
 * run where there is one. Nothing here decides whether a test passes.
 *
 *   npm run bench                     # every suite
 *   npm run bench -- margin tables    # these
 *   npm run bench -- proving-16       # one size class instead of all
 */
import { cpus, loadavg } from "node:os";

/** A suite is a module that measures and prints when it is called. */
const SUITES: Readonly<Record<string, () => Promise<void>>> = {
	tables: async () => (await import("./tables.ts")).benchTables(),
	margin: async () => (await import("./margin.ts")).benchMargin(),
	report: async () => (await import("./report.ts")).benchReportSections(),
	pricing: async () => (await import("./pricing.ts")).benchPricing(),
	proving: async () => (await import("./proving.ts")).benchProving(),
	"proving-16": async () => (await import("./proving.ts")).benchProving(16),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
	console.error(`no suite ${unknown.join(", ")}; there are: ${Object.keys(SUITES).join(", ")}`);
	process.exit(2);
}

const load = loadavg()[0]?.toFixed(1);
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`);
console.log(`load of the machine before the start: ${load}`);
for (const [name, run] of Object.entries(SUITES)) {
	if (asked.length > 0 ? !asked.includes(name) : name === "proving-16") continue;
	console.log(`\n${name}`);
	await run();
}
