/** Where this checkout lives: circuits, contracts and the cache are found from here, never from the cwd. */
import { fileURLToPath } from "node:url";

export const REPOSITORY_ROOT = fileURLToPath(new URL("../../..", import.meta.url));
