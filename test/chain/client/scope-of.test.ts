import { AbiCoder, getAddress, isAddress, keccak256 } from "ethers";
import { expect, it } from "vitest";
import { requireAddress } from "../../../src/chain/client/require-address.ts";
import { scopeOf } from "../../../src/chain/client/scope-of.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const REGISTRY = "0x52908400098527886e0f7030069857d2e4169ee7";

it("takes the scope from the ABI encoding of tag, chain and registry, as ethers encodes them", () => {
	for (const chainId of [1n, 31_337n, 2n ** 64n - 1n]) {
		const encoded = AbiCoder.defaultAbiCoder().encode(
			["string", "uint256", "address"],
			["zkmargin.scope.v1", chainId, REGISTRY],
		);
		expect(scopeOf({ chainId, registry: REGISTRY })).toBe(BigInt(keccak256(encoded)) % FIELD_ORDER);
	}
});

it("takes an address with the capitals of EIP-55, all lower or all upper, and no other", () => {
	const checksummed = getAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
	const body = checksummed.slice(2);
	for (const good of [checksummed, checksummed.toLowerCase(), `0x${body.toUpperCase()}`]) {
		expect(isAddress(good)).toBe(true);
		expect(requireAddress(good, "holder")).toBe(good);
	}
	for (let at = 0; at < body.length; at++) {
		const letter = body[at] as string;
		const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
		if (other === letter) continue;
		const mistyped = `0x${body.slice(0, at)}${other}${body.slice(at + 1)}`;
		expect(isAddress(mistyped)).toBe(false);
		expect(thrownBy(() => requireAddress(mistyped, "holder"))).toMatchObject({ code: "ADDRESS_MALFORMED" });
	}
});
