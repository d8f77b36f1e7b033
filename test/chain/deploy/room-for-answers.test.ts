/** Where a row cannot be shown nothing is deployed. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { requireRoomForAnswers } from "../../../src/chain/deploy/room-for-answers.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";

let chain: LocalChain;
beforeAll(async () => {
	chain = await startLocalChain();
});
afterAll(() => chain.close());

const withGasLimit = async (gasLimit: number) => {
	await chain.provider.send("evm_setBlockGasLimit", [`0x${gasLimit.toString(16)}`]);
	await chain.provider.send("evm_mine", []);
};

it("BLOCK_GAS_TOO_LOW: a chain whose blocks hold less than the largest transaction is refused", async () => {
	await withGasLimit(15_999_999);
	await expect(requireRoomForAnswers(chain.provider)).rejects.toMatchObject({
		code: "BLOCK_GAS_TOO_LOW",
		field: "rpc",
	});
	await withGasLimit(16_000_000);
	await requireRoomForAnswers(chain.provider);
});
