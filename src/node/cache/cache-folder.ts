/**
 * The one place for rebuilt things: compiled circuits and development keys, named by the hash of
 * what they are made from.
 *
 * An entry is a folder. It is built under a temporary name and published by rename, so a half-built
 * entry is never seen. Each file's SHA-256 is stored; it is checked again whenever the file's size
 * or change time differs from what was recorded, and a damaged entry is built anew.
 *
 * The seal says that nothing changed by accident; whoever can write an entry can seal it, too. So an entry
 * of another user, or one that lies behind a link, counts as damaged: a shared folder of caches is no way
 * to slip somebody a contract or a key.
 */
import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { REPOSITORY_ROOT, RUNS_FROM_SOURCE } from "../files/repository-root.ts";
import { fileHash } from "./file-hash.ts";
import { withFolderLock } from "./folder-lock.ts";

const SEAL_FILE = "entry.json";

export type CacheRequest = {
	/** What it is and for whom, such as `circuit-solvency-16`. */
	readonly name: string;
	/** Hash of everything the content depends on, hexadecimal. */
	readonly contentHash: string;
	/** Fills the given empty folder. */
	readonly build: (folder: string) => Promise<void>;
	/** Defaults to `ZKMARGIN_CACHE`, then `.zkmargin/` in the repository. */
	readonly cacheFolder?: string | undefined;
};

export type CacheEntry = { readonly folder: string; readonly built: boolean };

type SealedFile = { readonly sha256: string; readonly bytes: number; readonly changeTimeMs: number };
type Seal = { readonly contentHash: string; readonly files: Record<string, SealedFile> };

/** Where rebuilt things are kept: in a clone beside its sources, else where this user's programs keep such things. */
export function defaultCacheFolder(): string {
	const { ZKMARGIN_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (ZKMARGIN_CACHE !== undefined) return ZKMARGIN_CACHE;
	if (RUNS_FROM_SOURCE) return join(REPOSITORY_ROOT, ".zkmargin");
	if (platform() === "win32") return join(LOCALAPPDATA ?? homedir(), "zkmargin", "cache");
	if (platform() === "darwin") return join(homedir(), "Library", "Caches", "zkmargin");
	return join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "zkmargin");
}

/**
 * The entry's folder, built first when it is missing or damaged.
 *
 * @throws RetryableError `CACHE_BUSY`, and whatever `build` throws (the cache is then unchanged)
 */
export async function cachedEntry(request: CacheRequest): Promise<CacheEntry> {
	const { root, folder } = placeOf(request);
	if (await isSound(folder, request.contentHash)) return { folder, built: false };
	await mkdir(root, { recursive: true });
	return withFolderLock(`${folder}.lock`, async () => {
		if (await isSound(folder, request.contentHash)) return { folder, built: false };
		await removeLeftovers(folder);
		const staging = `${folder}.building-${randomUUID()}`;
		await mkdir(staging);
		try {
			await request.build(staging);
			await writeSeal(staging, request.contentHash);
			await publish(staging, folder, request.contentHash);
		} finally {
			await rm(staging, { recursive: true, force: true });
		}
		return { folder, built: true };
	});
}

/** The entry's folder if it is there and sound; builds nothing. */
export async function findEntry(request: Omit<CacheRequest, "build">): Promise<string | undefined> {
	const { folder } = placeOf(request);
	return (await isSound(folder, request.contentHash)) ? folder : undefined;
}

function placeOf({ name, contentHash, cacheFolder }: Omit<CacheRequest, "build">) {
	const root = cacheFolder ?? defaultCacheFolder();
	return { root, folder: join(root, `${name}-${contentHash.slice(0, 16)}`) };
}

/** Deletes an entry, so that the next request builds it anew. */
export async function dropEntry(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
}

async function isSound(folder: string, contentHash: string): Promise<boolean> {
	const entry = await lstat(folder).catch(() => undefined);
	if (entry === undefined || !entry.isDirectory() || !isOwn(entry)) return false;
	const seal = await readSeal(folder);
	if (seal === undefined || seal.contentHash !== contentHash) return false;
	let touched = false;
	for (const [name, sealed] of Object.entries(seal.files)) {
		const path = join(folder, name);
		const now = await lstat(path).catch(() => undefined);
		if (now === undefined || !now.isFile() || !isOwn(now) || now.size !== sealed.bytes) return false;
		if (now.ctimeMs === sealed.changeTimeMs) continue;
		if ((await fileHash(path)) !== sealed.sha256) return false;
		touched = true;
	}
	if (touched) await writeSeal(folder, contentHash).catch(() => {});
	return true;
}

/** Ours, or the administrator's, who needs no cache to deceive us. Windows does not number its users. */
function isOwn({ uid }: Stats): boolean {
	const own = process.getuid?.();
	return own === undefined || uid === own || uid === 0;
}

async function readSeal(folder: string): Promise<Seal | undefined> {
	try {
		const seal = JSON.parse(await readFile(join(folder, SEAL_FILE), "utf8")) as Partial<Seal> | null;
		return typeof seal?.contentHash === "string" && typeof seal.files === "object"
			? (seal as Seal)
			: undefined;
	} catch {
		return undefined;
	}
}

async function writeSeal(folder: string, contentHash: string): Promise<void> {
	const files: Record<string, SealedFile> = {};
	for (const name of (await readdir(folder)).sort()) {
		if (name.startsWith(SEAL_FILE)) continue;
		const path = join(folder, name);
		const { size, ctimeMs } = await stat(path);
		files[name] = { sha256: await fileHash(path), bytes: size, changeTimeMs: ctimeMs };
	}
	const seal: Seal = { contentHash, files };
	const staged = join(folder, `${SEAL_FILE}.${randomUUID()}`);
	await writeFile(staged, `${JSON.stringify(seal, null, "\t")}\n`);
	await rename(staged, join(folder, SEAL_FILE));
}

/** Moves `staging` to `folder`; a sound entry that appeared meanwhile wins. */
async function publish(staging: string, folder: string, contentHash: string): Promise<void> {
	const retired = `${folder}.retired-${randomUUID()}`;
	await rename(folder, retired).catch(() => {});
	try {
		await rename(staging, folder);
	} catch (error) {
		if (!(await isSound(folder, contentHash))) throw error;
	} finally {
		await rm(retired, { recursive: true, force: true });
	}
}

/** What a killed process left behind; only called under the lock. */
async function removeLeftovers(folder: string): Promise<void> {
	const prefixes = [`${basename(folder)}.building-`, `${basename(folder)}.retired-`];
	for (const name of await readdir(dirname(folder))) {
		if (!prefixes.some((prefix) => name.startsWith(prefix))) continue;
		await rm(join(dirname(folder), name), { recursive: true, force: true });
	}
}
