/** Packs this repository once for a test file, and installs the tarball into empty projects. */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { buildPackage } from "../../scripts/build-package.ts";
import { cachedEntry } from "../../src/node/cache/cache-folder.ts";
import { hashOfFolder } from "../../src/node/cache/code-version.ts";
import { fileHash, textHash } from "../../src/node/cache/file-hash.ts";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";

const run = promisify(execFile);
/** npm of the Node that runs the tests: the packages come from its cache where they are in it. */
const INSTALL = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];

export type PackedFile = { readonly path: string; readonly size: number };
export type Packed = {
	readonly tarball: string;
	readonly files: readonly PackedFile[];
	readonly root: string;
};

const PACKED_FOLDERS = ["bin", "circuits", "contracts", "sample", "src"];
const PACKED_FILES = ["package.json", "README.md", "CHANGELOG.md"];
const LIST_FILE = "files.json";

/** Packs once for all test files: again when something that is packed has changed. */
export async function packRepository(): Promise<Packed> {
	const { folder } = await cachedEntry({ name: "packed", contentHash: await contentHash(), build: packInto });
	const { filename, files } = JSON.parse(await readFile(join(folder, LIST_FILE), "utf8"));
	return {
		tarball: join(folder, filename),
		files,
		root: mkdtempSync(join(tmpdir(), "zkmargin-packed-")),
	};
}

async function packInto(folder: string): Promise<void> {
	await buildPackage();
	const command = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
	const { stdout } = await npm(command, REPOSITORY_ROOT);
	const [packed] = JSON.parse(stdout);
	await writeFile(join(folder, LIST_FILE), JSON.stringify(packed));
}

async function contentHash(): Promise<string> {
	const folders = PACKED_FOLDERS.map((name) => hashOfFolder(join(REPOSITORY_ROOT, name)));
	const files = PACKED_FILES.map((name) => fileHash(join(REPOSITORY_ROOT, name)));
	return textHash((await Promise.all([...folders, ...files])).join("\n"));
}

/** An empty project with the tarball and nothing else. */
export async function installedProject(packed: Packed, name: string): Promise<string> {
	const folder = join(packed.root, name);
	mkdirSync(folder);
	writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
	await npm([...INSTALL, packed.tarball], folder);
	return folder;
}

/** Optional packages, as if installed: linked to this repository's own, so that no test downloads a compiler. */
export function linkPackages(folder: string, names: readonly string[]): void {
	for (const name of names) {
		const link = join(folder, "node_modules", name);
		mkdirSync(dirname(link), { recursive: true });
		if (!existsSync(link)) symlinkSync(join(REPOSITORY_ROOT, "node_modules", name), link);
	}
}

/** Runs a program in a project and keeps what it prints. */
export function runIn(folder: string, command: readonly string[], env: NodeJS.ProcessEnv = {}) {
	const { status, stdout, stderr } = spawnSync(process.execPath, command, {
		cwd: folder,
		encoding: "utf8",
		env: { ...process.env, ...env },
	});
	return { status, stdout, stderr };
}

function npm(command: readonly string[], cwd: string) {
	return run("npm", command, { cwd, maxBuffer: 1 << 26 });
}
