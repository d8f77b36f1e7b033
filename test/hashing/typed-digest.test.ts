import { TypedDataEncoder } from "ethers";
import { expect, test } from "vitest";
import { textFieldWord, typedDigest } from "../../src/hashing/typed-digest.ts";

const CONTRACT = { chainId: 10n, address: "0x00000000219ab540356cbb839cbe05303d7705fa" } as const;

test.each([
	["for nobody's contract", undefined],
	["for one contract on one chain", CONTRACT],
])("typed digests are those of ethers, %s", (_what, contract) => {
	const value = {
		venue: "a venue with é",
		owner: 2n ** 255n - 5n,
		key: `0x${"7f".repeat(32)}`,
		to: CONTRACT.address,
		at: 1_700n,
	};
	const types = {
		Receipt: [
			{ name: "venue", type: "string" },
			{ name: "owner", type: "uint256" },
			{ name: "key", type: "bytes32" },
			{ name: "to", type: "address" },
			{ name: "at", type: "uint64" },
		],
	};
	const digest = typedDigest({
		domain: { name: "some receipts", version: "3", contract },
		type: "Receipt(string venue,uint256 owner,bytes32 key,address to,uint64 at)",
		words: [textFieldWord(value.venue), value.owner, BigInt(value.key), BigInt(value.to), value.at],
	});
	const domain = {
		name: "some receipts",
		version: "3",
		...(contract && { chainId: contract.chainId, verifyingContract: contract.address }),
	};
	expect(digest).toBe(TypedDataEncoder.hash(domain, types, value));
});
