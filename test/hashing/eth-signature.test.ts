import { hashMessage, recoverAddress as recoverByEthers, Wallet } from "ethers";
import { describe, expect, test } from "vitest";
import {
	addressOfKey,
	type Hex,
	isPrivateKey,
	recoverAddress,
	signDigest,
	textDigest,
} from "../../src/hashing/eth-signature.ts";
import { seededUniform } from "../support/random/seeded-uniform.ts";

const SEED = 20_261_201;
const next = seededUniform(SEED);
const randomKey = (): Hex =>
	`0x0${Array.from({ length: 63 }, () => Math.floor(next() * 16).toString(16)).join("")}`;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const word = (value: bigint) => value.toString(16).padStart(64, "0");

describe("signatures of texts", () => {
	test(`are those of ethers, for texts of every length (seed ${SEED})`, async () => {
		for (let length = 0; length < 40; length++) {
			const key = randomKey();
			const wallet = new Wallet(key);
			const text = "é".repeat(length);
			expect(textDigest(text)).toBe(hashMessage(text));
			expect(addressOfKey(key)).toBe(wallet.address.toLowerCase());
			const signature = signDigest(textDigest(text), key);
			expect(signature).toBe(await wallet.signMessage(text));
			expect(recoverAddress(textDigest(text), signature)).toBe(wallet.address.toLowerCase());
			expect(recoverByEthers(textDigest(text), signature)).toBe(wallet.address);
		}
	});

	const digest = textDigest("a text");
	const key = randomKey();
	const signature = signDigest(digest, key);
	const [r, s, v] = [signature.slice(2, 66), signature.slice(66, 130), signature.slice(130)];

	test("count with the last byte of other wallets, 0 and 1", () => {
		expect(recoverAddress(digest, `0x${r}${s}0${Number.parseInt(v, 16) - 27}`)).toBe(addressOfKey(key));
	});

	test.each([
		["the other s, which malleates it", `0x${r}${word(ORDER - BigInt(`0x${s}`))}${v === "1b" ? "1c" : "1b"}`],
		["64 bytes", `0x${r}${s}`],
		["66 bytes", `0x${r}${s}${v}00`],
		["a last byte of 29", `0x${r}${s}1d`],
		["r of 0", `0x${word(0n)}${s}${v}`],
		["r of the order", `0x${word(ORDER)}${s}${v}`],
		["s of 0", `0x${r}${word(0n)}${v}`],
		["s of the order", `0x${r}${word(ORDER)}${v}`],
		["r of all ones", `0x${"f".repeat(64)}${s}${v}`],
	])("are refused: %s", (_what, other) => {
		expect(recoverAddress(digest, other)).toBeUndefined();
	});

	test("of another text, or with another bit of the last byte, are somebody else's", () => {
		expect(recoverAddress(textDigest("another text"), signature)).not.toBe(addressOfKey(key));
		expect(recoverAddress(digest, `0x${r}${s}${v === "1b" ? "1c" : "1b"}`)).not.toBe(addressOfKey(key));
	});
});

test.each([
	["0", `0x${word(0n)}`, false],
	["1", `0x${word(1n)}`, true],
	["the order less 1", `0x${word(ORDER - 1n)}`, true],
	["the order", `0x${word(ORDER)}`, false],
	["31 bytes", `0x${"11".repeat(31)}`, false],
])("a key is a number from 1 to the order less 1: %s", (_what, text, expected) => {
	expect(isPrivateKey(text)).toBe(expected);
});
