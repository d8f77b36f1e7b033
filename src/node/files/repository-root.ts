/** Where this checkout lives: circuits, contracts and the cache are found from here, never from the cwd. */
import { fileURLToPath } from "node:url";

export const REPOSITORY_ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** In a clone the sources run; in an installed package, what was built from them. */
export const RUNS_FROM_SOURCE = import.meta.url.endsWith(".ts");
