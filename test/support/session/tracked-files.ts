import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");

export type TrackedFile = { readonly path: string; readonly text: string };

/** Text files that git tracks and that exist, with their content. Empty outside of a git checkout. */
export function trackedFiles(matches: (path: string) => boolean = () => true): TrackedFile[] {
	return execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
		.split("\0")
		.filter((path) => path !== "" && matches(path) && existsSync(join(ROOT, path)))
		.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }))
		.filter(({ text }) => !text.includes("\0"));
}
