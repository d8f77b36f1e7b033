import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { removeStaleFolders, withSecretFolder } from "../../../src/node/files/secret-folder.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const PROGRAM = join(import.meta.dirname, "prove-by-rapidsnark.ts");
const STAND_IN = join(import.meta.dirname, "rapidsnark-stand-in.mjs");
const STARTS_WITHIN_MS = 60_000;

let zkeyPath: string;
let folder: string;
let log: string;

beforeAll(async () => {
	({ zkeyPath } = await sharedKey(await testCircuit("poseidon-link")));
});
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-interrupted-"));
	log = join(folder, "log");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function proofThatHangs() {
	const env = { ...process.env, ZKMARGIN_RAPIDSNARK: STAND_IN, STAND_IN_LOG: log, STAND_IN_HANGS: "1" };
	const prover = spawn(process.execPath, [PROGRAM, zkeyPath], { env, stdio: "ignore" });
	await vi.waitFor(() => expect(readFileSync(log, "utf8")).toContain("hangs"), STARTS_WITHIN_MS);
	const [witnessPath = "", , , processId] = readFileSync(log, "utf8").split(/\s/);
	return { prover, witnessFolder: dirname(witnessPath), rapidsnark: Number(processId) };
}

/** A dead process that nobody has asked for yet still has its number. */
function isRunning(processId: number): boolean {
	try {
		process.kill(processId, 0);
		return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${processId}/stat`, "utf8"));
	} catch {
		return false;
	}
}

async function endOf(prover: ChildProcess): Promise<number | NodeJS.Signals> {
	const [code, signal] = (await once(prover, "exit")) as [number | null, NodeJS.Signals | null];
	return signal ?? (code as number);
}

async function expectNothingLeft(witnessFolder: string, rapidsnark: number): Promise<void> {
	expect(existsSync(witnessFolder)).toBe(false);
	await vi.waitFor(() => expect(isRunning(rapidsnark)).toBe(false), STARTS_WITHIN_MS);
}

describe("a proof by rapidsnark leaves neither witness nor program behind", () => {
	it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("when it is interrupted by %s", async (signal) => {
		const { prover, witnessFolder, rapidsnark } = await proofThatHangs();
		const ended = endOf(prover);
		prover.kill(signal);
		expect(await ended).toBe(signal);
		await expectNothingLeft(witnessFolder, rapidsnark);
	});

	it("when the program around it exits", async () => {
		const { prover, witnessFolder, rapidsnark } = await proofThatHangs();
		const ended = endOf(prover);
		prover.kill("SIGUSR2");
		expect(await ended).toBe(3);
		await expectNothingLeft(witnessFolder, rapidsnark);
	});

	it("when it was killed, as soon as the next proof starts", async () => {
		const { prover, witnessFolder, rapidsnark } = await proofThatHangs();
		const ended = endOf(prover);
		prover.kill("SIGKILL");
		expect(await ended).toBe("SIGKILL");
		process.kill(rapidsnark, "SIGKILL");
		expect(existsSync(join(witnessFolder, "witness.wtns"))).toBe(true);
		await withSecretFolder(1, async () => undefined);
		await expectNothingLeft(witnessFolder, rapidsnark);
	});
});

describe("a secret folder", () => {
	it("lies in memory where the system has files there, readable by its owner only", async () => {
		const inMemory = existsSync("/dev/shm") && statfsSync("/dev/shm").type === 0x01021994;
		const path = await withSecretFolder(1, async ({ path }) => {
			writeFileSync(join(path, "secret"), "secret");
			return path;
		});
		expect(dirname(path)).toBe(inMemory ? "/dev/shm" : tmpdir());
		expect(existsSync(path)).toBe(false);
	});

	it("lies elsewhere when memory has no room for it", async () => {
		await withSecretFolder(2 ** 60, async ({ path }) => {
			expect(dirname(path)).toBe(tmpdir());
		});
	});

	it("of a process that lives is not taken for a stale one", async () => {
		const own = join(tmpdir(), `zkmargin-proof-${process.pid}-alive`);
		mkdirSync(own);
		try {
			removeStaleFolders();
			expect(existsSync(own)).toBe(true);
		} finally {
			rmSync(own, { recursive: true });
		}
	});
});
