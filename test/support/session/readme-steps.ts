/** The commands that a document tells people to type, in its order. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../../src/node/files/repository-root.ts";

const COMMAND = /^npm run zkmargin -- (.+)$/;

/** Words of each `npm run zkmargin -- …` in a section of the README; those with a `<placeholder>` cannot be typed. */
export function readmeSteps(
	heading: string,
): { readonly words: readonly string[]; readonly isTypable: boolean }[] {
	const text = readFileSync(join(REPOSITORY_ROOT, "README.md"), "utf8");
	const from = text.indexOf(`\n## ${heading}\n`);
	if (from < 0) throw new Error(`the README has no section ${heading}`);
	const section = text
		.slice(from + 1, text.indexOf("\n## ", from + 1))
		// Its first step serves until it is stopped; `test/end-to-end/devnet.test.ts` types these.
		.replace(/<!-- devnet -->[\s\S]*?<!-- \/devnet -->/, "");
	const blocks = [...section.matchAll(/^```([a-z]*)\n([\s\S]*?)^```$/gm)].flatMap(
		([, language, block = ""]) => (language === "" ? [block] : []),
	);
	return blocks
		.flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
		.flatMap((line) => {
			const [, command] = COMMAND.exec(line.replace(/\s+# .*$/, "").trim()) ?? [];
			if (command === undefined) return [];
			const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
			return [{ words, isTypable: !/<[^>]+>/.test(command) }];
		});
}
