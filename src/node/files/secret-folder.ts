/**
 * A folder for secrets that another program must read from files: in memory where there is such a file
 * system, readable by its owner only, overwritten and gone afterwards, however this process ends. Only
 * SIGKILL and power cuts leave it behind; then the next use removes it.
 */
import type { ChildProcess } from "node:child_process";
import {
	closeSync,
	fsyncSync,
	lstatSync,
	mkdtempSync,
	openSync,
	readdirSync,
	rmSync,
	statfsSync,
	statSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_MS } from "../../units/time.ts";

export type SecretFolder = {
	readonly path: string;
	/** A program that reads the folder: it is killed before the folder goes. */
	readonly watch: (child: ChildProcess) => void;
};

const PREFIX = "zkmargin-proof-";
/** Where Linux keeps files in memory. */
const MEMORY_FOLDERS = ["/dev/shm"];
const TMPFS_MAGIC = 0x01021994;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A process number may be another process's by now. */
const OLDEST_MS = DAY_MS;
const ZEROS = new Uint8Array(1 << 16);

/** What to remove when this process ends. */
const open = new Set<() => void>();

/**
 * @param bytes that will be written, so that a memory file system without that room is not taken
 */
export async function withSecretFolder<T>(
	bytes: number,
	use: (folder: SecretFolder) => Promise<T>,
): Promise<T> {
	removeStaleFolders();
	const children = new Set<ChildProcess>();
	const path = mkdtempSync(join(rootFor(bytes), `${PREFIX}${process.pid}-`));
	const remove = () => {
		for (const child of children) child.kill("SIGKILL");
		removeFolder(path);
	};
	if (open.size === 0) watchProcess();
	open.add(remove);
	try {
		return await use({
			path,
			watch: (child) => {
				children.add(child);
				child.once("exit", () => children.delete(child));
			},
		});
	} finally {
		remove();
		open.delete(remove);
		if (open.size === 0) unwatchProcess();
	}
}

/** Removes what processes left that are no more. Only our own user's folders can be such. */
export function removeStaleFolders(): void {
	for (const root of new Set([...MEMORY_FOLDERS, tmpdir()])) {
		for (const name of namesIn(root)) {
			if (!name.startsWith(PREFIX)) continue;
			const path = join(root, name);
			if (isStale(path, Number(name.slice(PREFIX.length).split("-")[0]))) removeFolder(path);
		}
	}
}

function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

/** @param owner number of the process that made it; NaN for a folder of an older version */
function isStale(path: string, owner: number): boolean {
	try {
		const found = lstatSync(path);
		if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return false;
		return (Number.isInteger(owner) && !isAlive(owner)) || Date.now() - found.mtimeMs > OLDEST_MS;
	} catch {
		return false;
	}
}

function isAlive(processId: number): boolean {
	try {
		process.kill(processId, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== "ESRCH";
	}
}

function rootFor(bytes: number): string {
	const inMemory = MEMORY_FOLDERS.find((folder) => {
		try {
			const { type, bavail, bsize } = statfsSync(folder);
			return type === TMPFS_MAGIC && bavail * bsize > 2 * bytes;
		} catch {
			return false;
		}
	});
	return inMemory ?? tmpdir();
}

/** Without waiting for anything: a process that ends runs nothing else. */
function removeFolder(path: string): void {
	for (const name of namesIn(path)) {
		try {
			overwrite(join(path, name));
		} catch {
			// Gone already, or nothing to write over.
		}
	}
	rmSync(path, { recursive: true, force: true });
}

function overwrite(path: string): void {
	if (!lstatSync(path).isFile()) return;
	const { size } = statSync(path);
	const file = openSync(path, "r+");
	try {
		for (let at = 0; at < size; at += ZEROS.length) {
			writeSync(file, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
		}
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

function removeAll(): void {
	for (const remove of open) remove();
	open.clear();
}

/** After the removal the signal does what it would have done without us. */
function endBySignal(signal: NodeJS.Signals): void {
	removeAll();
	unwatchProcess();
	if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function watchProcess(): void {
	for (const signal of SIGNALS) process.on(signal, endBySignal);
	process.on("exit", removeAll);
}

function unwatchProcess(): void {
	for (const signal of SIGNALS) process.off(signal, endBySignal);
	process.off("exit", removeAll);
}
