import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");

type LockEntry = {
	readonly optional?: boolean;
	readonly hasInstallScript?: boolean;
	readonly integrity?: string;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
};
const manifest = readJson("package.json");
const packages: Record<string, LockEntry> = readJson("package-lock.json").packages;

// npm drops those that its registry cannot serve, and `npm ci` then refuses the lock on every machine.
test("the lock file holds the native packages of every platform", () => {
	const absent = Object.values(packages)
		.flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
		.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
	expect(absent).toEqual([]);
});

test("every package that is not one of those is pinned by its integrity", () => {
	const unpinned = Object.entries(packages)
		.filter(([path, entry]) => path !== "" && entry.integrity === undefined && entry.optional !== true)
		.map(([path]) => path);
	expect(unpinned).toEqual([]);
});

test("every install script of a dependency is allowed or denied on purpose", () => {
	const undecided = Object.entries(packages)
		.filter(([, entry]) => entry.hasInstallScript === true && entry.optional !== true)
		.map(([path]) => path.replace(/^.*node_modules\//, ""))
		.filter((name) => typeof manifest.allowScripts[name] !== "boolean");
	expect(undecided).toEqual([]);
});

function readJson(path: string) {
	return JSON.parse(readFileSync(resolve(ROOT, path), "utf8"));
}
