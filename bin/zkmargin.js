#!/usr/bin/env node
/**
 * Starts the command line. Kept free of anything that an old Node cannot read, so that an old Node
 * gets a sentence instead of a syntax error.
 */
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
const sources = new URL("../src/cli/main.ts", import.meta.url);
/** A clone has the sources, which run by stripping types; a package has what was built from them. */
const isClone = existsSync(sources);
const OLDEST = isClone ? [22, 18] : [22, 13];

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
	process.stderr.write(
		`error NODE_TOO_OLD: zkmargin needs Node ${OLDEST.join(".")} or newer, this is ${process.versions.node}\n` +
			(isClone ? "  hint: in a clone, `npm run zkmargin -- --help` brings its own Node\n" : ""),
	);
	process.exit(2);
}

// Compiled code is kept between runs, in the system's folder for temporary files.
nodeModule.enableCompileCache?.();
await import(isClone ? sources : new URL("../dist/cli/main.js", import.meta.url));
