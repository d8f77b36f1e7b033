import { createHash } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { downloadPowersOfTau } from "../../../src/proof/ceremony/download-powers-of-tau.ts";
import {
	HERMEZ_MAX_POWER,
	HERMEZ_MIN_POWER,
	type HermezFile,
	hermezFile,
} from "../../../src/proof/ceremony/hermez-files.ts";
import {
	checkPowersOfTau,
	fileBlake2b512,
	hermezPowerFor,
} from "../../../src/proof/ceremony/powers-of-tau.ts";
import {
	damagedCopy,
	type SmallPowersOfTau,
	smallPowersOfTau,
} from "../../support/circuits/small-powers-of-tau.ts";
import { expectInputError } from "./small-ceremony.ts";

const POWER = 9;
const require = createRequire(import.meta.url);

let folder: string;
let small: SmallPowersOfTau;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "zkmargin-ptau-"));
	small = await smallPowersOfTau(POWER);
});

afterAll(() => rm(folder, { recursive: true }));

describe("the published files", () => {
	it("are those of snarkjs' README, by power", async () => {
		const readme = await readFile(join(dirname(dirname(require.resolve("snarkjs"))), "README.md"), "utf8");
		for (let power = HERMEZ_MIN_POWER; power <= HERMEZ_MAX_POWER; power++) {
			const { name, url, blake2b512 } = hermezFile(power) as HermezFile;
			const row = readme.split("\n").find((line) => line.startsWith(`|   ${power}   |`)) ?? "";
			expect(row).toContain(`[${name}](${url})`);
			expect(row).toContain(blake2b512);
		}
		expect(hermezFile(7)).toBeUndefined();
		expect(hermezFile(29)).toBeUndefined();
	});

	it("are asked for by the smallest power that is enough", () => {
		expect([4, 8, 9, 17].map(hermezPowerFor)).toEqual([8, 8, 9, 17]);
	});
});

describe("powers of tau", () => {
	const check = (at: string, trustedBlake2b512?: string, neededPower = POWER) =>
		checkPowersOfTau({ path: at, neededPower, trustedBlake2b512 });

	it("of another ceremony are accepted by the hash that it published, in any letter case", async () => {
		for (const hash of [small.blake2b512, small.blake2b512.toUpperCase()]) {
			expect(await check(small.path, hash)).toEqual({
				path: small.path,
				source: "other",
				power: POWER,
				blake2b512: small.blake2b512,
			});
		}
	});

	it("are hashed as b2sum does", async () => {
		const expected = createHash("blake2b512")
			.update(await readFile(small.path))
			.digest("hex");
		expect(small.blake2b512).toBe(expected);
	});

	it("are refused with another hash than the published one", async () => {
		await expectInputError(check(small.path), "PTAU_HASH_MISMATCH");
		await expectInputError(check(small.path, "00".repeat(64)), "PTAU_HASH_MISMATCH");
		await damagedCopy(small.path, path("damaged.ptau"), 20_000);
		await expectInputError(check(path("damaged.ptau"), small.blake2b512), "PTAU_HASH_MISMATCH");
		await expectInputError(check(small.path, "abc"), "PTAU_HASH_MALFORMED");
	});

	it("are refused when they do not verify, whatever their hash", async () => {
		await damagedCopy(small.path, path("damaged.ptau"), -1);
		await expectInputError(
			check(path("damaged.ptau"), await fileBlake2b512(path("damaged.ptau"))),
			"PTAU_INVALID",
		);
		const { uncontributedPath } = small;
		await expectInputError(check(uncontributedPath, await fileBlake2b512(uncontributedPath)), "PTAU_INVALID");
	});

	it("are refused when too small, not prepared, cut off or something else", async () => {
		await expectInputError(check(small.path, small.blake2b512, POWER + 1), "PTAU_TOO_SMALL");
		await expectInputError(check(small.unpreparedPath, small.blake2b512), "PTAU_NOT_PREPARED");
		await copyFile(small.path, path("cut.ptau"));
		await truncate(path("cut.ptau"), 100_000);
		await expectInputError(check(path("cut.ptau"), small.blake2b512), "PTAU_MALFORMED");
		await expectInputError(check(import.meta.filename), "PTAU_MALFORMED");
		await expectInputError(check(path("missing.ptau")), "FILE_UNREADABLE");
	});
});

describe("a download", () => {
	const file = (): HermezFile => ({
		power: POWER,
		name: "small.ptau",
		url: "https://example.invalid/small.ptau",
		blake2b512: small.blake2b512,
	});
	const answering = (answer: () => Response | Promise<Response>) => {
		const asked: string[] = [];
		const cacheFolder = path("downloads");
		const download = () =>
			downloadPowersOfTau({
				file: file(),
				cacheFolder,
				fetchFile: async (url) => {
					asked.push(url);
					return answer();
				},
			});
		return { asked, cacheFolder, download };
	};

	it("is refused and forgotten when its hash is not the published one", async () => {
		const bytes = await readFile(small.unpreparedPath);
		const { download, cacheFolder } = answering(() => new Response(bytes));
		await expect(download()).rejects.toMatchObject({ name: "InputError", code: "PTAU_HASH_MISMATCH" });
		expect(await readdir(cacheFolder)).toEqual([]);
	});

	it("may be tried again when the file is not there, never ends, or nobody answers", async () => {
		const endless = new ReadableStream({
			pull: (controller) => controller.enqueue(new Uint8Array(1 << 16)),
		});
		const answers = [
			() => new Response("gone", { status: 404 }),
			() => new Response(endless),
			() => Promise.reject(new Error("getaddrinfo ENOTFOUND")),
		];
		for (const answer of answers) {
			const { download, cacheFolder } = answering(answer);
			await expect(download()).rejects.toMatchObject({
				name: "RetryableError",
				code: "PTAU_DOWNLOAD_FAILED",
			});
			expect(await readdir(cacheFolder)).toEqual([]);
		}
	});

	it("is made once and found again", async () => {
		const bytes = await readFile(small.path);
		const { asked, download } = answering(() => new Response(bytes));
		const first = await download();
		expect(await download()).toBe(first);
		expect(asked).toEqual(["https://example.invalid/small.ptau"]);
		expect(await fileBlake2b512(first)).toBe(small.blake2b512);
	});
});
