/** Real data that lies next to the repository on some machines and is never part of it. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const SHARED = resolve(import.meta.dirname, "../../../../shared");

/** Is the folder there? Tests that need it skip when it is not. */
export const hasShared = existsSync(SHARED);

export function sharedPath(...parts: string[]): string {
	return resolve(SHARED, ...parts);
}
