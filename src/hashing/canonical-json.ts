/**
 * One text for one value: keys sorted, no spaces, integers as decimal text. What is hashed is this
 * text, so comments, order and layout of a parameter file do not matter.
 */
import { InternalError } from "../errors/base.ts";
import { keccakHex } from "./canonical-bytes.ts";

/** @example canonicalJson({ b: 2n, a: ["x"] }) // {"a":["x"],"b":"2"} */
export function canonicalJson(value: unknown): string {
	if (typeof value === "bigint") return `"${value}"`;
	if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
	if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (typeof value === "object") {
		const entries = Object.entries(value as Record<string, unknown>).filter(([, v]) => v !== undefined);
		entries.sort(([a], [b]) => (a < b ? -1 : 1));
		return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonicalJson(v)}`).join(",")}}`;
	}
	throw new InternalError({ code: "NOT_CANONICAL", message: `a ${typeof value} has no canonical text` });
}

/** keccak256 of the canonical text. */
export function hashCanonical(value: unknown): `0x${string}` {
	return keccakHex(new TextEncoder().encode(canonicalJson(value)));
}
