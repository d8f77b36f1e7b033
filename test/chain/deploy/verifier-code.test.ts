import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareVerifierCode } from "../../../src/chain/deploy/verifier-code.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";

/** Code, an invalid instruction, four bytes of metadata, their length. */
const CODE = "0x600160020160005260206000f3fea1b2c3d40004";
const ADDRESS = `0x${"1e".repeat(20)}` as const;

describe("the code of a verifier", () => {
	let chain: LocalChain;
	beforeAll(async () => {
		chain = await startLocalChain();
	});
	afterAll(() => chain.close());

	const compare = async (code: string, expectedCode = CODE) => {
		await chain.provider.send("hardhat_setCode", [ADDRESS, code]);
		return compareVerifierCode({ provider: chain.provider, address: ADDRESS, expectedCode });
	};

	it("matches byte for byte, in any letter case", async () => {
		expect(await compare(CODE)).toEqual({ matches: true, metadata: "same" });
		expect(await compare(CODE, CODE.toUpperCase().replace("0X", "0x"))).toEqual({
			matches: true,
			metadata: "same",
		});
	});

	it("matches with other metadata of the same length, and says so", async () => {
		expect(await compare(CODE.replace("a1b2c3d4", "00112233"))).toEqual({
			matches: true,
			metadata: "differs",
		});
	});

	it.each([
		["one instruction changed", CODE.replace("6001", "6003")],
		["the stop before the metadata changed", CODE.replace("fea1", "5ba1")],
		["another length of metadata", CODE.replace("0004", "0005")],
		["something in front", CODE.replace("0x", "0x00")],
		["something behind", `${CODE}00`],
		["its beginning only", CODE.slice(0, 20)],
	])("differs with %s", async (_what, code) => {
		expect(await compare(code)).toMatchObject({ matches: false, code: "VERIFIER_CODE_DIFFERS" });
	});

	it("is missing where there is no contract", async () => {
		expect(await compare("0x")).toMatchObject({ matches: false, code: "VERIFIER_CODE_MISSING" });
	});
});
