import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { missingPackage, optionalPackage } from "../../../src/node/packages/missing-package.ts";

const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../package.json"), "utf8"));

const notFound = (code: string, message: string) => Object.assign(new Error(message), { code });

it.each([
	["ethers", "ERR_MODULE_NOT_FOUND", "Cannot find package 'ethers' imported from /a/b.js"],
	["hardhat", "ERR_MODULE_NOT_FOUND", "Cannot find package 'hardhat' imported from /a/b.js"],
	[
		"@nomicfoundation/ignition-core",
		"ERR_MODULE_NOT_FOUND",
		"Cannot find package '@nomicfoundation/ignition-core' imported from /a/b.js",
	],
	["circomlib", "MODULE_NOT_FOUND", "Cannot find module 'circomlib/package.json'\nRequire stack:\n- /a/b.js"],
])("names %s, and the line that installs it in the version that is tested", (name, code, message) => {
	const error = missingPackage(notFound(code, message));
	expect(error).toMatchObject({ code: "PACKAGE_MISSING", field: name });
	expect(error?.hint).toMatch(/^npm install /);
	expect(error?.hint).toContain(`${name}@${manifest.peerDependencies[name]}`);
});

it("says nothing of other errors, other packages and our own files", () => {
	expect(missingPackage(new Error("Cannot find package 'ethers' imported from /a/b.js"))).toBeUndefined();
	expect(
		missingPackage(notFound("ERR_MODULE_NOT_FOUND", "Cannot find package 'zod' imported from /a")),
	).toBeUndefined();
	expect(missingPackage(notFound("ERR_MODULE_NOT_FOUND", "Cannot find module '/a/b.js'"))).toBeUndefined();
	expect(missingPackage("ethers")).toBeUndefined();
});

it("gives what a load gives, and its error when that is another", async () => {
	expect(await optionalPackage(async () => 7)).toBe(7);
	const other = new Error("broken");
	await expect(optionalPackage(() => Promise.reject(other))).rejects.toBe(other);
});

it("has every optional package pinned for development in the same version", () => {
	for (const [name, version] of Object.entries(manifest.peerDependencies)) {
		expect(manifest.devDependencies[name]).toBe(version);
		expect(manifest.peerDependenciesMeta[name]).toEqual({ optional: true });
	}
});
