import { describe, expect, test } from "vitest";
import { keccakHex } from "../../src/hashing/canonical-bytes.ts";
import type { Hex } from "../../src/hashing/eth-signature.ts";
import { encodeHeader, readHeader } from "../../src/reserves/block-header.ts";
import { MAINNET_BLOCKS } from "./mainnet-blocks.ts";

const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

describe("headers of Ethereum's main chain", () => {
	test.each(Object.entries(MAINNET_BLOCKS))("hash to what the chain calls them: %s", (_fork, block) => {
		const encoded = encodeHeader(block);
		expect(encoded).toBeDefined();
		expect(keccakHex(encoded as Uint8Array)).toBe(block.hash);
		expect(readHeader(toHex(encoded as Uint8Array))).toEqual({
			hash: block.hash,
			number: BigInt(block.number),
			timeMs: Number(block.timestamp) * 1000,
			stateRoot: block.stateRoot,
		});
	});

	test.each(Object.keys(MAINNET_BLOCKS.prague).filter((name) => name !== "hash"))(
		"do not hash to it when %s is another",
		(name) => {
			const text = MAINNET_BLOCKS.prague[name as keyof typeof MAINNET_BLOCKS.prague];
			const other = `${text.slice(0, -1)}${text.endsWith("1") ? "2" : "1"}`;
			expect(encodeHeader({ ...MAINNET_BLOCKS.prague, [name]: other })).toBeUndefined();
		},
	);
});

describe("what is no header", () => {
	const genesis = toHex(encodeHeader(MAINNET_BLOCKS.frontier) as Uint8Array);
	test.each([
		["one byte more", `${genesis}00`],
		["one byte less", genesis.slice(0, -2)],
		["a longer length than needed", `0xfa00${genesis.slice(4)}`],
		["an empty list", "0xc0"],
		["a string", "0x8568656c6c6f"],
		["fourteen fields", `0xce${"80".repeat(14)}`],
		["fifteen fields without a root", `0xcf${"80".repeat(15)}`],
		["a list among the fields", `0xcf${"80".repeat(14)}c0`],
	])("is refused: %s", (_what, header) => {
		expect(readHeader(header as Hex)).toBeUndefined();
	});

	test("a block whose header has a field that ours has not is not written at all", () => {
		expect(encodeHeader({ ...MAINNET_BLOCKS.frontier, baseFeePerGas: "0x1" })).toBeUndefined();
		const { nonce: _nonce, ...without } = MAINNET_BLOCKS.frontier;
		expect(encodeHeader(without)).toBeUndefined();
	});
});
