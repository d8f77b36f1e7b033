/** Interfaces travel into other people's contracts: their licence and compiler must let them (docs/decisions/0001). */
import { describe, expect, test } from "vitest";
import { trackedFiles } from "../support/session/tracked-files.ts";

const solidity = trackedFiles((path) => /^contracts\/(?!verifiers\/).*\.sol$/.test(path));
const interfaces = solidity.filter(({ path }) => path.startsWith("contracts/interfaces/"));

const spdxOf = (text: string) => /SPDX-License-Identifier: (.+)/.exec(text)?.[1];

describe("contract interfaces", () => {
	test("are MIT, and every other contract of ours is GPL-3.0-or-later", () => {
		expect(interfaces.length).toBeGreaterThan(0);
		for (const { path, text } of solidity) {
			const isInterface = path.startsWith("contracts/interfaces/");
			expect(spdxOf(text), path).toBe(isInterface ? "MIT" : "GPL-3.0-or-later");
		}
	});

	test.each(interfaces)("$path compiles with any 0.8 from 20 on and imports only interfaces", ({ text }) => {
		expect(text).toContain("\npragma solidity ^0.8.20;\n");
		const imported = [...text.matchAll(/^import .* from "(.+)";$/gm)].map(([, from]) => from);
		for (const from of imported) expect(from).toMatch(/^(?:\.\/(?:dispute\/)?|\.\.\/)I\w+\.sol$/);
	});
});
