/**
 * Runs a script of this repository under its own Node 24, installing everything first when needed,
 * so that `npm test` and `npm run demo` work in a fresh clone on a machine that has only Node and npm.
 *
 *   node scripts/run.mjs [--here] <file.ts> [arguments]
 *
 * Scripts run in the repository's root; `--here` keeps the caller's folder, for relative paths that
 * a person typed. Plain JavaScript without dependencies: this file runs under the machine's Node (≥ 18).
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { missingPackages, nodeBinary } from "./missing-packages.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const EXIT_USAGE = 2;
const EXIT_INTERNAL = 70;
const EXIT_TRY_AGAIN = 75;

const keepsFolder = process.argv[2] === "--here";
const [script, ...scriptArguments] = process.argv.slice(keepsFolder ? 3 : 2);
if (script === undefined) fail(EXIT_USAGE, "usage: node scripts/run.mjs [--here] <file.ts> [arguments]");

await installWhatIsMissing();
process.exitCode = await runScript();

async function installWhatIsMissing() {
	const missing = missingPackages(ROOT, process);
	if (missing.length === 0) return;

	const startedAt = performance.now();
	say(
		`installing ${missing.length} packages for ${process.platform}-${process.arch}, once, about a minute …`,
	);
	let { code, output } = await npm(["ci"]);
	if (code !== 0 && /can only install packages when your package\.json and/.test(output)) {
		// npm drops optional packages of other platforms from a lock when it cannot see them.
		say("the lock file is incomplete for npm ci, using npm install instead …");
		({ code, output } = await npm(["install", "--no-save"]));
	}
	if (code !== 0) {
		process.stderr.write(output);
		fail(EXIT_TRY_AGAIN, `npm could not install the packages (exit ${code}), its output is above`);
	}

	const stillMissing = missingPackages(ROOT, process);
	if (stillMissing.length > 0) {
		process.stderr.write(output);
		fail(EXIT_INTERNAL, `npm reported success and left out: ${stillMissing.join(", ")}`);
	}
	say(`installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/**
 * Runs npm under a Node that satisfies the engines of every native package: npm silently leaves out
 * optional packages whose engines do not admit the running Node, and Hardhat's needs 22.
 */
async function npm(command) {
	const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--prefix", ROOT];
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major > 22 || (major === 22 && minor >= 13)) return capture([...command, ...quiet]);
	const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
	return capture([
		"exec",
		"--yes",
		`--package=node@${devDependencies.node}`,
		"--",
		"npm",
		...command,
		...quiet,
	]);
}

function capture(npmArguments) {
	const npmScript = process.env.npm_execpath;
	const [file, first] = npmScript?.endsWith(".js") ? [process.execPath, [npmScript]] : ["npm", []];
	const child = spawn(file, [...first, ...npmArguments], {
		cwd: ROOT,
		stdio: ["ignore", "pipe", "pipe"],
		shell: file === "npm" && process.platform === "win32",
	});
	let output = "";
	const keep = (chunk) => {
		output += chunk;
	};
	child.stdout.on("data", keep);
	child.stderr.on("data", keep);
	return new Promise((done) => {
		child.on("error", (error) => done({ code: EXIT_INTERNAL, output: `${output}${error.message}\n` }));
		child.on("close", (code) => done({ code: code ?? EXIT_INTERNAL, output }));
	});
}

function runScript() {
	const callerFolder = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD;
	const child = spawn(nodeBinary(ROOT), [join(ROOT, script), ...scriptArguments], {
		cwd: keepsFolder ? (callerFolder ?? process.cwd()) : ROOT,
		stdio: "inherit",
		env: {
			...process.env,
			PATH: [join(ROOT, "node_modules/.bin"), process.env.PATH].filter(Boolean).join(delimiter),
		},
	});
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
		// A terminal signals the whole group; anyone else only this process.
		process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
	}
	return new Promise((done) => {
		child.on("error", (error) => fail(EXIT_INTERNAL, `cannot start ${nodeBinary(ROOT)}: ${error.message}`));
		child.on("close", (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0)));
	});
}

function say(line) {
	process.stderr.write(`zkmargin: ${line}\n`);
}

function fail(code, line) {
	say(line);
	process.exit(code);
}
