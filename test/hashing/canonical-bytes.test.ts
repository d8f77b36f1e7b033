import { describe, expect, it } from "vitest";
import { CanonicalBytes, keccakHex } from "../../src/hashing/canonical-bytes.ts";

const withCode = (code: string) => expect.objectContaining({ code });

describe("canonical bytes", () => {
	it("are big-endian integers and texts behind their lengths", () => {
		const bytes = new CanonicalBytes("ab")
			.integer(1, 1)
			.integer(0x0203, 2)
			.integer(2 ** 52, 8)
			.text("é");
		expect(Array.from(bytes.toBytes())).toEqual([
			2, 0x61, 0x62, 1, 2, 3, 0, 0x10, 0, 0, 0, 0, 0, 0, 2, 0xc3, 0xa9,
		]);
	});

	it("refuse what does not fit with BYTES_OUT_OF_RANGE", () => {
		const bytes = new CanonicalBytes("");
		expect(() => bytes.integer(256, 1)).toThrow(withCode("BYTES_OUT_OF_RANGE"));
		expect(() => bytes.integer(-1, 8)).toThrow(withCode("BYTES_OUT_OF_RANGE"));
		expect(() => bytes.integer(0.5, 2)).toThrow(withCode("BYTES_OUT_OF_RANGE"));
		expect(() => bytes.integer(2 ** 53, 8)).toThrow(withCode("BYTES_OUT_OF_RANGE"));
		expect(() => bytes.text("x".repeat(256))).toThrow(withCode("BYTES_OUT_OF_RANGE"));
	});

	it("are hashed with Ethereum's keccak256", () => {
		expect(keccakHex(new Uint8Array())).toBe(
			"0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
		);
	});
});
