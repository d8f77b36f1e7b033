/** The command line as a person uses it: one folder, one command after the other, every word kept. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../../../src/cli/main.ts");
/** Only so that a command that never ends fails its test. */
const HANGS_AFTER_MS = 1_200_000;

export type CliOutcome = {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** JSON of a shape that the test knows; a leaf is read with `String`, `Number` or an assertion. */
export type JsonNode = { readonly [key: string]: JsonNode };

export type RunningCommand = {
	/** Waits until the command has printed this. */
	readonly until: (text: string) => Promise<void>;
	readonly interrupt: () => Promise<Pick<CliOutcome, "code" | "stdout">>;
};

export class CliSession {
	readonly folder = mkdtempSync(join(tmpdir(), "zkmargin session "));
	/** Everything that any command has printed. */
	printed = "";

	/** Runs a command in the folder. Asynchronously: a server of the test may have to answer it. */
	run(...commandLine: readonly string[]): Promise<CliOutcome> {
		return new Promise((done, failed) => {
			const child = spawn(process.execPath, [MAIN, ...commandLine], {
				cwd: this.folder,
				stdio: ["ignore", "pipe", "pipe"],
				timeout: HANGS_AFTER_MS,
			});
			let stdout = "";
			let stderr = "";
			child.stdout.setEncoding("utf8").on("data", (text: string) => {
				stdout += text;
			});
			child.stderr.setEncoding("utf8").on("data", (text: string) => {
				stderr += text;
			});
			child.on("error", failed);
			// Without a code when it was killed: it did not end by itself.
			child.on("close", (code) => {
				this.printed += `${stdout}\n${stderr}\n`;
				done({ code, stdout, stderr });
			});
		});
	}

	/** Starts a command that goes on until it is interrupted. */
	start(...commandLine: readonly string[]): RunningCommand {
		const child = spawn(process.execPath, [MAIN, ...commandLine], {
			cwd: this.folder,
			stdio: ["ignore", "pipe", "inherit"],
			timeout: HANGS_AFTER_MS,
		});
		let stdout = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		const ended = new Promise<{ code: number | null; stdout: string }>((done, failed) => {
			child.on("error", failed).on("close", (code) => done({ code, stdout }));
		});
		const until = async (text: string) => {
			const early = ended.then(({ code }) => {
				throw new Error(`ended with ${code} before it printed ${text}:\n${stdout}`);
			});
			early.catch(() => {});
			while (!stdout.includes(text)) {
				await Promise.race([new Promise((more) => child.stdout.once("data", more)), early]);
			}
		};
		const interrupt = () => {
			child.kill("SIGINT");
			return ended;
		};
		return { until, interrupt };
	}

	/** Runs a command with `--json`: exactly one JSON object on stdout, nothing on stderr. */
	async runJson(...commandLine: readonly string[]): Promise<{ code: number | null; json: JsonNode }> {
		const { code, stdout, stderr } = await this.run(...commandLine, "--json");
		if (stderr !== "" || !/^[^\n]+\n$/.test(stdout)) {
			throw new Error(`${commandLine.join(" ")}: not one line on stdout:\n${stdout}${stderr}`);
		}
		return { code, json: JSON.parse(stdout) as JsonNode };
	}

	path(...parts: readonly string[]): string {
		return join(this.folder, ...parts);
	}

	readText(name: string): string {
		return readFileSync(this.path(name), "utf8");
	}

	readJson(name: string): JsonNode {
		return JSON.parse(this.readText(name)) as JsonNode;
	}

	writeJson(name: string, value: unknown, mode = 0o600): void {
		writeFileSync(this.path(name), JSON.stringify(value), { mode });
	}

	makeFolder(name: string): void {
		mkdirSync(this.path(name));
	}

	/** Every file and folder, temporary ones included. */
	files(): string[] {
		return readdirSync(this.folder, { recursive: true, encoding: "utf8" }).sort();
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
