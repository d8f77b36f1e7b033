/**
 * A lock file for work that must not run twice at once, across processes.
 *
 * The holder touches the file while it works; a file that nobody touches belongs to a process that
 * died and is taken over. Taking over may, rarely, let two holders in: callers must stay correct
 * then (they publish by rename) and only lose time.
 */
import { randomUUID } from "node:crypto";
import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { RetryableError } from "../../errors/base.ts";
import { MINUTE_MS } from "../../units/time.ts";

const HEARTBEAT_MS = 2_000;
const ABANDONED_AFTER_MS = 30_000;
const POLL_MS = 100;
const GIVE_UP_AFTER_MS = 20 * MINUTE_MS;

/**
 * Runs `work` while holding the lock file at `path`.
 *
 * @throws RetryableError `CACHE_BUSY` when another process holds it for too long
 */
export async function withFolderLock<T>(path: string, work: () => Promise<T>): Promise<T> {
	const token = randomUUID();
	await acquire(path, token);
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(path, now, now).catch(() => {});
	}, HEARTBEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		if ((await readFile(path, "utf8").catch(() => "")) === token) await rm(path, { force: true });
	}
}

async function acquire(path: string, token: string): Promise<void> {
	const startedMs = Date.now();
	while (!(await tryCreate(path, token))) {
		if (await isAbandoned(path)) {
			await rm(path, { force: true });
			continue;
		}
		if (Date.now() - startedMs > GIVE_UP_AFTER_MS) {
			throw new RetryableError({
				code: "CACHE_BUSY",
				message: `another process has been building behind ${path} for too long`,
				hint: "wait for it to finish, or delete the lock file when no such process runs",
			});
		}
		await delay(POLL_MS);
	}
}

async function tryCreate(path: string, token: string): Promise<boolean> {
	try {
		const file = await open(path, "wx");
		await file.writeFile(token);
		await file.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
}

async function isAbandoned(path: string): Promise<boolean> {
	try {
		return Date.now() - (await stat(path)).mtimeMs > ABANDONED_AFTER_MS;
	} catch {
		return false;
	}
}
