import { AbiCoder, keccak256 } from "ethers";
import { describe, expect, test } from "vitest";
import {
	BEACON_SLOT,
	IMPLEMENTATION_SLOTS,
	mappingSlot,
	OPENZEPPELIN_ERC20_SLOT,
	wordText,
} from "../../src/reserves/storage-slot.ts";

const ADDRESS = "0x00000000219ab540356cbb839cbe05303d7705fa";

describe("slots", () => {
	test("of proxies and namespaces are those that their standards print", () => {
		expect(IMPLEMENTATION_SLOTS).toEqual([
			"0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
			"0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3",
		]);
		expect(BEACON_SLOT).toBe("0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50");
		expect(wordText(OPENZEPPELIN_ERC20_SLOT)).toBe(
			"0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00",
		);
	});

	test("of mappings hash key and slot, or slot and key", () => {
		const encoded = (types: string[], values: unknown[]) =>
			keccak256(AbiCoder.defaultAbiCoder().encode(types, values));
		expect(mappingSlot({ slot: 9n, order: "solidity" }, ADDRESS)).toBe(
			encoded(["address", "uint256"], [ADDRESS, 9n]),
		);
		expect(mappingSlot({ slot: 9n, order: "vyper" }, ADDRESS)).toBe(
			encoded(["uint256", "address"], [9n, ADDRESS]),
		);
	});
});
