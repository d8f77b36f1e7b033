/** Our contracts with probes in them: all of `contracts/` but exported verifiers and the contracts of tests. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import type { SyntaxNode } from "./condition-tree.ts";
import { type Instrumented, instrumentSolidity } from "./instrument-solidity.ts";

/** The pinned compiler: JSON in, JSON out. It has no types. */
const { compile } = createRequire(import.meta.url)("solc") as {
	readonly compile: (
		standardJson: string,
		callbacks: { readonly import: (path: string) => { readonly contents: string } },
	) => string;
};

const FOLDER = "contracts";
const NOT_OURS = /^(verifiers|test)[\\/]/;

export type InstrumentedContract = Instrumented & {
	/** Below the repository, with slashes. */
	readonly path: string;
	readonly firstHit: number;
};

/** In the order of their paths; hits are numbered through, the same in every process. */
export function instrumentedContracts(): InstrumentedContract[] {
	const paths = readdirSync(join(REPOSITORY_ROOT, FOLDER), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".sol") && !NOT_OURS.test(name))
		.map((name) => `${FOLDER}/${name.replaceAll("\\", "/")}`)
		.sort();
	const sources = new Map(paths.map((path) => [path, readFileSync(join(REPOSITORY_ROOT, path), "utf8")]));
	const trees = syntaxTrees(sources);
	let firstHit = 0;
	return paths.map((path) => {
		const tree = trees[path]?.ast;
		if (tree === undefined) throw new Error(`${path} does not parse`);
		const instrumented = instrumentSolidity({ source: sources.get(path) ?? "", tree, firstHit });
		const contract = { path, firstHit, ...instrumented };
		firstHit += instrumented.points.length;
		return contract;
	});
}

type ParserOutput = {
	readonly sources?: Readonly<Record<string, { readonly ast: SyntaxNode }>>;
	readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
};

function syntaxTrees(sources: ReadonlyMap<string, string>): NonNullable<ParserOutput["sources"]> {
	const input = {
		language: "Solidity",
		sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
		settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
	};
	// What contracts of packages say does not matter to the parser.
	const imported = () => ({ contents: "" });
	const output: ParserOutput = JSON.parse(compile(JSON.stringify(input), { import: imported }));
	const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
	if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
	return output.sources ?? {};
}
