/** Vitest loads this before each test file of a coverage run. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { hits } from "./instrumented-hardhat.ts";

const folder = process.env.ZKMARGIN_COVERAGE;
if (folder === undefined) throw new Error("ZKMARGIN_COVERAGE names no folder: run `npm run coverage`");

afterAll(() => {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify([...hits]));
});
