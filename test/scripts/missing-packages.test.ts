import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { missingPackages, nodeBinary } from "../../scripts/missing-packages.mjs";

const LINUX = { platform: "linux", arch: "x64" };
const MAC = { platform: "darwin", arch: "arm64" };

const LOCK = {
	"": {},
	"node_modules/plain": { version: "1.0.0" },
	"node_modules/native": {
		version: "2.0.0",
		optionalDependencies: { "native-glibc": "2.0.0", "native-musl": "2.0.0", "native-mac": "2.0.0" },
	},
	"node_modules/native-glibc": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
	"node_modules/native-musl": { version: "2.0.0", optional: true, os: ["linux"], cpu: ["x64"] },
	"node_modules/native-mac": { version: "2.0.0", optional: true, os: ["darwin"], cpu: ["arm64"] },
};
const { "node_modules/native-musl": _musl, "node_modules/native-mac": _mac, "": _root, ...ON_LINUX } = LOCK;

describe("missingPackages", () => {
	let root = "";
	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), "zkmargin lock "));
		mkdirSync(dirname(nodeBinary(root)), { recursive: true });
		writeFileSync(nodeBinary(root), "");
		writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCK }));
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	function install(packages: object): void {
		writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
	}

	test("finds nothing missing when everything for this machine is installed", () => {
		install(ON_LINUX);
		expect(missingPackages(root, LINUX)).toEqual([]);
	});

	test("names everything in a fresh clone", () => {
		expect(missingPackages(root, LINUX)).toEqual([
			"node_modules/plain",
			"node_modules/native",
			"node_modules/native-glibc",
		]);
	});

	test("notices a package in another version than the lock's", () => {
		install({ ...ON_LINUX, "node_modules/plain": { version: "0.9.0" } });
		expect(missingPackages(root, LINUX)).toEqual(["node_modules/plain"]);
	});

	// What npm does to Hardhat under Node 20.
	test("notices a native part that npm skipped", () => {
		const { "node_modules/native-glibc": _, ...withoutNative } = ON_LINUX;
		install(withoutNative);
		expect(missingPackages(root, LINUX)).toEqual(["node_modules/native-glibc"]);
	});

	test("notices node_modules that were copied from another platform", () => {
		install(ON_LINUX);
		expect(missingPackages(root, MAC)).toEqual(["node_modules/native-mac"]);
	});

	test("asks for no native part where there is none for the platform", () => {
		install(ON_LINUX);
		expect(missingPackages(root, { platform: "freebsd", arch: "x64" })).toEqual([]);
	});

	test("notices that Node's own binary is absent, as it is when install scripts are forbidden", () => {
		install(ON_LINUX);
		rmSync(nodeBinary(root));
		expect(missingPackages(root, LINUX)).toEqual(["node_modules/node/bin/node"]);
	});

	test("takes a damaged record of the installed packages for none", () => {
		writeFileSync(join(root, "node_modules/.package-lock.json"), '{"packages": {');
		expect(missingPackages(root, LINUX)).toHaveLength(3);
	});
});
