import type { KeyPin } from "./key-kind.ts";

/** Keys of public ceremonies that everybody who has these sources trusts. No ceremony was held yet. */
export const SHIPPED_KEYS: readonly KeyPin[] = [];
