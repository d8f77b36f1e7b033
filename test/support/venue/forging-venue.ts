/** A venue that answers like another, and writes a log that looks like `LedgerPosted` and is not. */
import { ContractFactory, concat, id, type Signer, toBeHex } from "ethers";

const LEDGER_POSTED = id("LedgerPosted(uint32,uint256,bytes32,uint40)");

/** What it writes when it is sent nothing but a transaction. */
export type Forgery = "no data" | "no topics" | "too few topics";

/**
 * Runtime code: with calldata the call goes on to `venue` and its answer comes back, without any it writes the log.
 *
 * @returns its address
 */
export async function deployForgingVenue(request: {
	readonly deployer: Signer;
	readonly venue: string;
	readonly forgery: Forgery;
}): Promise<string> {
	const { deployer, venue, forgery } = request;
	const logs: Record<Forgery, string> = {
		// Three indexed arguments, here zeros, and no data.
		"no data": concat(["0x5f5f5f", "0x7f", LEDGER_POSTED, "0x5f5fa4"]),
		"no topics": "0x5f5fa0",
		"too few topics": concat(["0x7f", LEDGER_POSTED, "0x60205fa1"]),
	};
	// LOG (and STOP) comes first; JUMPI leads past it when there is calldata.
	const log = concat([logs[forgery], "0x00"]);
	const goesOn = 4 + (log.length - 2) / 2;
	const runtime = concat([
		...["0x3660", toBeHex(goesOn, 1), "0x57", log],
		// JUMPDEST; calldata to memory; STATICCALL(gas, venue, 0, calldatasize, 0, 0)
		...["0x5b", "0x365f5f37", "0x5f5f365f", "0x73", venue, "0x5afa50"],
		// returndata to memory; RETURN
		...["0x3d5f5f3e", "0x3d5ff3"],
	]);
	// PUSH1 size, DUP1, PUSH1 offset, PUSH0, CODECOPY, PUSH0, RETURN
	const init = concat(["0x60", toBeHex((runtime.length - 2) / 2, 1), "0x8060095f395ff3"]);
	const contract = await new ContractFactory([], concat([init, runtime]), deployer).deploy();
	return (await contract.waitForDeployment()).getAddress();
}
