import type { KeyPin } from "./key-kind.ts";

/** A pin that verifying can use, too. */
export type ShippedKey = KeyPin & { readonly verificationKeyHash: string };

/** Keys of public ceremonies that everybody who has these sources trusts. No ceremony was held yet. */
export const SHIPPED_KEYS: readonly ShippedKey[] = [];
