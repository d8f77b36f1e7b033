/** What widens trust waits in a timelock, where all can see it: scheduled, waited for, executed. */
import { type ContractRunner, type Signer, ZeroHash } from "ethers";
import { TIMELOCK_ABI } from "../client/abi.ts";
import { contractReader, type Sent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";

/** A call that only the timelock may make. */
export type TimelockCall = {
	readonly target: string;
	/** Function and arguments, 0x. */
	readonly data: string;
	/** Tells equal calls apart, 32 bytes as 0x; zero when left out. */
	readonly salt?: string | undefined;
};

type CallAt = { readonly timelock: string; readonly call: TimelockCall };

/** In the order of OpenZeppelin's `OperationState`. */
const OPERATION_STATES = ["unset", "waiting", "ready", "done"] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

export type Operation = {
	/** The timelock's own number for the call, 0x. */
	readonly id: string;
	readonly state: OperationState;
	/** From when it may be executed; `null` unless it waits or is ready. */
	readonly readyAtMs: number | null;
};

/**
 * Announces a call with the timelock's shortest delay, or a longer one.
 *
 * @throws ChainRefusal `ACCESS_CONTROL_UNAUTHORIZED_ACCOUNT` unless the sender may propose,
 * `TIMELOCK_INSUFFICIENT_DELAY`, `TIMELOCK_UNEXPECTED_OPERATION_STATE` when it was announced before
 */
export async function scheduleCall(
	request: CallAt & { readonly proposer: Signer; readonly delaySeconds?: number | undefined },
): Promise<Sent & Operation> {
	const { proposer: signer, timelock: address, call } = request;
	const runner = { runner: signer, timelock: address };
	const delay = request.delaySeconds ?? (await reader(runner)("getMinDelay", []));
	const args = [...operationArgs(call), delay] as const;
	const sent = await writeContract({ signer, address, abi: TIMELOCK_ABI, method: "schedule", args });
	return { ...sent, ...(await readOperation({ ...runner, call })) };
}

/**
 * Makes a call that has waited long enough. Anybody may.
 *
 * @throws ChainRefusal `TIMELOCK_UNEXPECTED_OPERATION_STATE`, and what the called contract refuses with
 */
export function executeCall(request: CallAt & { readonly executor: Signer }): Promise<Sent> {
	const { executor: signer, timelock: address, call } = request;
	const args = operationArgs(call);
	return writeContract({ signer, address, abi: TIMELOCK_ABI, method: "execute", args });
}

/** Where a call stands. */
export async function readOperation(
	request: CallAt & { readonly runner: ContractRunner },
): Promise<Operation> {
	const read = reader(request);
	const id = await read("hashOperation", operationArgs(request.call));
	const state = OPERATION_STATES[Number(await read("getOperationState", [id]))] ?? "unset";
	const waits = state === "waiting" || state === "ready";
	const readyAt = waits ? await read("getTimestamp", [id]) : null;
	return { id, state, readyAtMs: readyAt === null ? null : fromChainSeconds(readyAt) };
}

/** `target`, `value`, `data`, `predecessor`, `salt`: no ether moves and nothing has to come before. */
function operationArgs({ target, data, salt }: TimelockCall) {
	return [target, 0, data, ZeroHash, salt ?? ZeroHash] as const;
}

function reader({
	runner,
	timelock: address,
}: {
	readonly runner: ContractRunner;
	readonly timelock: string;
}) {
	return contractReader({ runner, address, abi: TIMELOCK_ABI });
}
