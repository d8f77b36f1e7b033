/** A copy of the repository in which sources can be changed and put back. */
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ExactEdit, edit } from "./removal.ts";

export const ROOT = resolve(import.meta.dirname, "../..");

/**
 * Contracts are compiled without the optimizer, in seconds instead of a minute: what they check stays the
 * same. They are then larger than a contract may be.
 */
const QUICK_CONTRACTS: readonly ExactEdit[] = [
	edit(
		"src/node/hardhat/hardhat-config.ts",
		"optimizer: { enabled: true, runs: 200 },",
		"optimizer: { enabled: false },",
	),
	edit("src/node/hardhat/hardhat-config.ts", "viaIR: true,", "viaIR: false,"),
	edit(
		"src/node/hardhat/local-chain.ts",
		"		override: {\n",
		"		override: {\n			allowUnlimitedContractSize: true,\n",
	),
];

export class WorkingCopy {
	readonly folder: string;
	/** For what is built from changed sources: emptied when they are put back. */
	readonly cacheFolder: string;

	private constructor(folder: string) {
		this.folder = folder;
		this.cacheFolder = join(folder, ".zkmargin");
	}

	/** Files that git tracks or would track, as they are now; packages are linked. */
	static async make(): Promise<WorkingCopy> {
		const folder = await mkdtemp(join(tmpdir(), "zkmargin-defences-"));
		const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
			cwd: ROOT,
			encoding: "utf8",
		});
		for (const path of listed.split("\0").filter((name) => name !== "")) {
			// A tracked file may have been deleted.
			await cp(join(ROOT, path), join(folder, path)).catch(() => {});
		}
		await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
		for (const one of QUICK_CONTRACTS) {
			const path = join(folder, one.file);
			await writeFile(path, applyExactly(await readFile(path, "utf8"), one));
		}
		return new WorkingCopy(folder);
	}

	/** Does `work` on changed sources, and puts them back. */
	async edited<T>(edits: readonly ExactEdit[], work: () => Promise<T>): Promise<T> {
		const originals = new Map<string, string>();
		try {
			for (const one of edits) {
				const path = join(this.folder, one.file);
				const text = await readFile(path, "utf8");
				if (!originals.has(path)) originals.set(path, text);
				await writeFile(path, applyExactly(text, one));
			}
			return await work();
		} finally {
			for (const [path, text] of originals) await writeFile(path, text);
			await rm(this.cacheFolder, { recursive: true, force: true });
		}
	}

	remove(): Promise<void> {
		return rm(this.folder, { recursive: true, force: true });
	}
}

/** The text with one place changed: an edit that fits nowhere, or in two places, is out of date. */
export function applyExactly(text: string, { file, from, to }: ExactEdit): string {
	const parts = text.split(from);
	if (parts.length === 2) return parts.join(to);
	throw new Error(`${file} contains ${parts.length - 1} times, not once:\n${from}`);
}
