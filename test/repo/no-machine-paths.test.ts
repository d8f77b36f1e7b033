/** Nothing in the repository knows the machine on which it was written. */
import { describe, expect, test } from "vitest";
import { trackedFiles } from "../support/session/tracked-files.ts";

/** Home and working folders, and temporary folders with a name in them. */
const MACHINE_PATH = /(?<![\w.~])\/(?:home|Users|root|work|tmp|var\/folders|mnt)\/[\w.-]+/;
const WINDOWS_PATH = /\b[A-Z]:\\[\w.-]+/;

describe("tracked files", () => {
	const files = trackedFiles();

	test("are found at all", () => {
		expect(files.map((file) => file.path)).toContain("package.json");
	});

	test("hold no absolute path of a machine", () => {
		const offending = files.flatMap(({ path, text }) =>
			text
				.split("\n")
				.map((line, at) => ({ place: `${path}:${at + 1}`, line }))
				.filter(({ line }) => MACHINE_PATH.test(line) || WINDOWS_PATH.test(line)),
		);
		expect(offending).toEqual([]);
	});

	// Packages whose own names have the word in them are none.
	const NAMES_REGISTRY = /"resolved"|registry\s*=|:\/\/[^\s"]*registry/;
	test("name no registry: the lock file pins packages by version and integrity", () => {
		const offending = files.filter(
			({ path, text }) => /(^|\/)(package-lock\.json|\.npmrc)$/.test(path) && NAMES_REGISTRY.test(text),
		);
		expect(offending.map((file) => file.path)).toEqual([]);
	});
});
