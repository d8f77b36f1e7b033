#!/usr/bin/env node
/**
 * Starts the command line. Kept free of anything that an old Node cannot read, so that an old Node
 * gets a sentence instead of a syntax error.
 */
const [major, minor] = process.versions.node.split(".").map(Number);

// The sources are TypeScript and run by stripping types, which Node does by default since 22.18.
if (major < 22 || (major === 22 && minor < 18)) {
	process.stderr.write(
		`error NODE_TOO_OLD: zkmargin needs Node 22.18 or newer, this is ${process.versions.node}\n` +
			"  hint: in a clone, `npm run zkmargin -- --help` brings its own Node\n",
	);
	process.exit(2);
}

await import("../src/cli/main.ts");
