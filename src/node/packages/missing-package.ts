/** Optional packages: who only margins and verifies does without them, and is told which one a command needs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { REPOSITORY_ROOT } from "../files/repository-root.ts";

/** What is needed together, and for what. Versions are those of package.json. */
const PURPOSES: readonly { readonly purpose: string; readonly packages: readonly string[] }[] = [
	{ purpose: "talking to a chain", packages: ["ethers"] },
	{ purpose: "reading proofs of a chain's state", packages: ["@ethereumjs/mpt", "@ethereumjs/rlp"] },
	{
		purpose: "compiling circuits, keys and proofs by snarkjs",
		packages: ["snarkjs", "ffjavascript", "circom2", "circomlib"],
	},
	{
		purpose: "compiling and deploying contracts",
		packages: [
			"hardhat",
			"@nomicfoundation/hardhat-ethers",
			"@nomicfoundation/ignition-core",
			"@openzeppelin/contracts",
			"solc",
			"ethers",
		],
	},
];

/** The package in `Cannot find package 'x' imported from …` and `Cannot find module 'x/y.js'`. */
const MISSING = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^/'.][^/']*)/;

/**
 * What to install, when an import failed because an optional package is not there; else nothing.
 *
 * @returns InputError `PACKAGE_MISSING` with the line for npm as hint
 */
export function missingPackage(error: unknown): InputError | undefined {
	if (!(error instanceof Error)) return undefined;
	const { code } = error as NodeJS.ErrnoException;
	if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return undefined;
	const name = MISSING.exec(error.message)?.[1];
	const group = PURPOSES.find(({ packages }) => name !== undefined && packages.includes(name));
	if (name === undefined || group === undefined) return undefined;
	const versions = optionalVersions();
	return new InputError({
		code: "PACKAGE_MISSING",
		message: `${group.purpose} needs the package ${name}, which is not installed`,
		field: name,
		hint: `npm install ${group.packages.map((wanted) => `${wanted}@${versions[wanted]}`).join(" ")}`,
		cause: error,
	});
}

/**
 * Imports an optional package.
 *
 * @example await optionalPackage(() => import("snarkjs"))
 * @throws InputError `PACKAGE_MISSING`
 */
export async function optionalPackage<Module>(load: () => Promise<Module>): Promise<Module> {
	try {
		return await load();
	} catch (error) {
		throw missingPackage(error) ?? error;
	}
}

function optionalVersions(): Readonly<Record<string, string>> {
	return JSON.parse(readFileSync(join(REPOSITORY_ROOT, "package.json"), "utf8")).peerDependencies;
}
