/** Parameters, listings, venues and verifiers come in with notice, and everybody sees it in the events. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VENUE_LEDGER_ABI } from "../../../src/chain/client/abi.ts";
import { writeContract } from "../../../src/chain/client/chain-call.ts";
import { readListingAt, readParametersFrom } from "../../../src/chain/epochs/risk-terms.ts";
import {
	executeCall,
	readOperation,
	scheduleCall,
	type TimelockCall,
} from "../../../src/chain/epochs/timelock.ts";
import {
	acceptVenueCall,
	announceListingCall,
	registerParametersCall,
	setVerifierCall,
} from "../../../src/chain/epochs/timelock-calls.ts";
import {
	type ProtocolEvent,
	protocolEvents,
	watchProtocol,
} from "../../../src/chain/registry/protocol-events.ts";
import {
	LISTING,
	OTHER_LISTING,
	refusalOf,
	START,
	TIMELOCK_DELAY,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

const OTHER_PARAMETERS: `0x${string}` = `0x${"dd".repeat(32)}`;
const FROM_MS = (START + 1_000) * 1000;

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const onTimelock = (call: TimelockCall) => ({ timelock: fixture.venue.timelock, call });
const schedule = (call: TimelockCall) =>
	scheduleCall({ ...onTimelock(call), proposer: fixture.roles.deployer });
const execute = (call: TimelockCall) => executeCall({ ...onTimelock(call), executor: fixture.roles.mallory });
const pass = async (call: TimelockCall) => {
	await schedule(call);
	await fixture.chain.setNextBlockTime((await fixture.chain.timeSeconds()) + TIMELOCK_DELAY);
	return execute(call);
};
const terms = () => ({ runner: fixture.chain.provider, riskEpochs: fixture.venue.riskEpochs });
const parametersCall = () =>
	registerParametersCall({ ...terms(), parameterSet: OTHER_PARAMETERS, fromMs: FROM_MS });

describe("a call behind the timelock", () => {
	it("is announced, waits, and is then made by anybody", async () => {
		const call = parametersCall();
		const state = async () =>
			(await readOperation({ ...onTimelock(call), runner: fixture.chain.provider })).state;
		expect(await state()).toBe("unset");
		await fixture.at(10);
		expect(await schedule(call)).toMatchObject({
			state: "waiting",
			readyAtMs: (START + 10 + TIMELOCK_DELAY) * 1000,
		});
		const early = await refusalOf(execute(call));
		expect(early).toMatchObject({
			code: "TIMELOCK_UNEXPECTED_OPERATION_STATE",
			hint: "it must have been scheduled, have waited long enough and not have been executed",
		});
		await fixture.chain.mineAt(START + 10 + TIMELOCK_DELAY);
		expect(await state()).toBe("ready");
		await execute(call);
		expect(await state()).toBe("done");
	});

	it("ACCESS_CONTROL_UNAUTHORIZED_ACCOUNT: is announced by the proposer only", async () => {
		const call = onTimelock(parametersCall());
		const refusal = await refusalOf(scheduleCall({ ...call, proposer: fixture.roles.mallory }));
		expect(refusal.code).toBe("ACCESS_CONTROL_UNAUTHORIZED_ACCOUNT");
	});

	it("is refused by the contract as if it had been called directly", async () => {
		await pass(parametersCall());
		const again = { ...parametersCall(), salt: `0x${"01".repeat(32)}` };
		const refusal = await refusalOf(pass(again));
		expect(refusal).toMatchObject({
			code: "PARAMETERS_KNOWN",
			args: { got: OTHER_PARAMETERS, from: BigInt(FROM_MS / 1000) },
		});
	});
});

it("registers parameters from a time on", async () => {
	const parameters = () => readParametersFrom({ ...terms(), parameterSet: OTHER_PARAMETERS });
	expect(await parameters()).toBeNull();
	await pass(parametersCall());
	expect(await parameters()).toBe(FROM_MS);
});

it("switches the listing once an epoch of the old one has gone live", async () => {
	await pass(announceListingCall({ ...terms(), listingHash: OTHER_LISTING, fromMs: FROM_MS }));
	const listingAt = (timeMs: number) => readListingAt({ ...terms(), timeMs });
	expect(await listingAt(FROM_MS)).toBe(LISTING);
	await fixture.postRisk(20);
	expect([await listingAt(FROM_MS - 1), await listingAt(FROM_MS)]).toEqual([LISTING, OTHER_LISTING]);
});

it("accepts a venue and replaces a verifier; the event stream follows the new venue from then on", async () => {
	const { operator, guardian } = fixture.roles;
	const { registry, verifiers } = fixture.venue;
	const venue = await fixture.deployContract("VenueLedger", [operator.address, guardian.address]);
	const { provider } = fixture.chain;
	const fromBlock = (await provider.getBlockNumber()) + 1;
	const stopped = new AbortController();
	const seen: ProtocolEvent[] = [];
	const watching = (async () => {
		const source = { provider, registry, fromBlock, pollMs: 5, signal: stopped.signal };
		for await (const event of watchProtocol(source)) {
			seen.push(event);
			if (event.name === "Frozen") stopped.abort();
		}
	})();
	await pass(acceptVenueCall({ registry, venue }));
	await pass(setVerifierCall({ registry, sizeClass: 8, verifier: verifiers[0] ?? "", overlapSeconds: 0 }));
	await fixture.postRisk(20);
	await writeContract({
		signer: guardian,
		address: venue,
		abi: VENUE_LEDGER_ABI,
		method: "freeze",
		args: [],
	});
	await watching;
	const short = seen.map(({ part, name }) => `${part}.${name}`);
	expect(short).toEqual([
		"timelock.CallScheduled",
		"registry.VenueAccepted",
		"timelock.CallExecuted",
		"timelock.CallScheduled",
		"registry.VerifierSet",
		"timelock.CallExecuted",
		"riskEpochs.RiskTablePosted",
		"riskEpochs.RiskTablePosted",
		"riskEpochs.FeedsCompared",
		"riskEpochs.RiskEpochLive",
		"venue.Frozen",
	]);
	expect(seen.at(-1)).toMatchObject({ address: venue, args: { by: guardian.address } });
	const toBlock = await provider.getBlockNumber();
	expect(await protocolEvents({ provider, registry, fromBlock, toBlock })).toEqual(seen);
});
