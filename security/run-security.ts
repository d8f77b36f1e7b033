/** `npm run security -- <what>`: searches that need no key and no circuit. `gaps`: where losses hide from the rule. */
import { runGaps } from "./gaps/run-gaps.ts";

const EXIT_USAGE = 2;

const [what, ...args] = process.argv.slice(2);
if (what === "gaps") await runGaps(args);
else {
	console.error("usage: npm run security -- gaps [options]; see security/gaps/run-gaps.ts");
	process.exitCode = EXIT_USAGE;
}
