import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Names what package-lock.json asks for on this machine and node_modules does not hold, in the
 * version that the lock names. Compares the lock with npm's own record of the installed tree, so it
 * also notices an install that was interrupted, or one under a Node that made npm skip native parts.
 *
 * @param {string} root folder of package-lock.json
 * @param {{ platform: string, arch: string }} machine
 * @returns {string[]} paths below `root`, empty when nothing is missing
 */
export function missingPackages(root, machine) {
	const wanted = readPackages(join(root, "package-lock.json"));
	const installed = readPackages(join(root, "node_modules/.package-lock.json"));
	const isInstalled = (path) => installed[path]?.version === wanted[path]?.version;

	const missing = [];
	for (const [path, entry] of Object.entries(wanted)) {
		if (path !== "" && entry.optional !== true && !isInstalled(path)) missing.push(path);

		// Of the native parts of a package, such as one for glibc and one for musl, one is enough.
		const nativeParts = Object.keys(entry.optionalDependencies ?? {})
			.map((name) => `node_modules/${name}`)
			.filter((part) => wanted[part] !== undefined && fits(wanted[part], machine));
		const ownerIsHere = entry.optional !== true || installed[path] !== undefined;
		if (ownerIsHere && nativeParts.length > 0 && !nativeParts.some(isInstalled)) missing.push(nativeParts[0]);
	}
	if (!existsSync(nodeBinary(root))) missing.push("node_modules/node/bin/node");
	return missing;
}

/**
 * The Node 24 that runs everything in this repository, whatever Node the machine has.
 *
 * @param {string} root
 */
export function nodeBinary(root) {
	return join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
}

function fits(entry, { platform, arch }) {
	const matches = (allowed, value) =>
		allowed === undefined || (allowed.includes(value) && !allowed.includes(`!${value}`));
	return (entry.os ?? entry.cpu) !== undefined && matches(entry.os, platform) && matches(entry.cpu, arch);
}

function readPackages(path) {
	try {
		return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
	} catch {
		return {};
	}
}
