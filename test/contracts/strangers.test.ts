/**
 * What somebody without any role can do to a deployment the moment it stands. The largest loss among private venues
 * came through an initializer that nobody had protected, beside sound circuits: here is none, and no proxy either.
 */
import { Interface, type ParamType, ZeroAddress } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalIn } from "../../src/chain/client/chain-refusal.ts";
import { VenueFixture } from "../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
let contracts: readonly (readonly [name: string, address: string])[];
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
	const { registry, riskEpochs, venueLedger, timelock, rowOpening, rowDispute, rowWordVerifier, verifiers } =
		fixture.venue;
	const token = await fixture.deployContract("RudeToken", [0]);
	const { bob } = fixture.roles;
	contracts = [
		["SolvencyRegistry", registry],
		["RegistryChecks", String(await fixture.read("registry", "checks"))],
		["RiskEpochs", riskEpochs],
		["VenueLedger", venueLedger],
		["TimelockController", timelock],
		["RowOpening", rowOpening],
		["RowDispute", rowDispute],
		["SimulatorRowWordVerifier", rowWordVerifier],
		["SimulatorVerifier", verifiers[0] ?? ""],
		["CreditLine", await fixture.deployContract("CreditLine", [registry, token, bob.address, 1])],
		["Lender", await fixture.deployContract("Lender", [registry, venueLedger, token])],
	];
});
afterAll(() => fixture.chain.close());

/** The administration, and what a stranger hears from it. */
const REFUSALS: Readonly<Record<string, string>> = {
	"SolvencyRegistry.acceptVenue": "NotTimelock",
	"SolvencyRegistry.setRiskEpochs": "NotTimelock",
	"SolvencyRegistry.setVerifier": "NotTimelock",
	"SolvencyRegistry.dropVenue": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.revokeBefore": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.pause": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.unpause": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.acceptOwnership": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.renounceOwnership": "OwnableUnauthorizedAccount",
	"SolvencyRegistry.transferOwnership": "OwnableUnauthorizedAccount",
	"RiskEpochs.registerParameters": "NotTimelock",
	"RiskEpochs.withdrawParameters": "NotTimelock",
	"RiskEpochs.announceListing": "NotTimelock",
	"RiskEpochs.cancelListing": "NotTimelock",
	"RiskEpochs.post": "NotPublisher",
	"RiskEpochs.depositBond": "NotPublisher",
	"RiskEpochs.announceExit": "NotPublisher",
	"RiskEpochs.withdrawBond": "NotPublisher",
	"VenueLedger.post": "OwnableUnauthorizedAccount",
	"VenueLedger.acknowledge": "OwnableUnauthorizedAccount",
	"VenueLedger.freeze": "NotOperatorOrGuardian",
	"VenueLedger.unfreeze": "NotGuardian",
	"VenueLedger.setGuardian": "NotGuardian",
	"VenueLedger.acceptOwnership": "OwnableUnauthorizedAccount",
	"VenueLedger.renounceOwnership": "OwnableUnauthorizedAccount",
	"VenueLedger.transferOwnership": "OwnableUnauthorizedAccount",
	"TimelockController.schedule": "AccessControlUnauthorizedAccount",
	"TimelockController.scheduleBatch": "AccessControlUnauthorizedAccount",
	"TimelockController.cancel": "AccessControlUnauthorizedAccount",
	"TimelockController.grantRole": "AccessControlUnauthorizedAccount",
	"TimelockController.revokeRole": "AccessControlUnauthorizedAccount",
	"TimelockController.updateDelay": "TimelockUnauthorizedCaller",
	"CreditLine.defund": "NotLender",
};

/** What gets through with nothing but zeros: it changes what is the caller's own, or nothing. */
const OPEN = [
	"SolvencyRegistry.allowLien",
	"SolvencyRegistry.cancelConsents",
	"TimelockController.onERC1155BatchReceived",
	"TimelockController.onERC1155Received",
	"TimelockController.onERC721Received",
	// A token that moves nothing is asked to move nothing.
	"CreditLine.fund",
	"Lender.repay",
];

function zeroOf({ baseType, type, components, arrayChildren, arrayLength }: ParamType): unknown {
	if (baseType === "tuple") return (components ?? []).map(zeroOf);
	if (baseType === "array") {
		const child = arrayChildren;
		return child === null ? [] : Array.from({ length: Math.max(arrayLength ?? 0, 0) }, () => zeroOf(child));
	}
	if (type === "address") return ZeroAddress;
	if (type === "bool") return false;
	if (type === "string") return "";
	if (type.startsWith("bytes")) return type === "bytes" ? "0x" : `0x${"00".repeat(Number(type.slice(5)))}`;
	return 0;
}

/** Every function that may change something, called by a stranger with zeros: the error's name, or "through". */
async function strangersCalls(): Promise<Map<string, string>> {
	const answers = new Map<string, string>();
	const { address: from } = fixture.roles.mallory;
	for (const [name, to] of contracts) {
		const abi = Interface.from([...(fixture.artifacts[name]?.abi ?? [])]);
		for (const fragment of abi.fragments) {
			if (fragment.type !== "function") continue;
			const method = abi.getFunction(fragment.format());
			if (method === null || method.constant) continue;
			const data = abi.encodeFunctionData(method, method.inputs.map(zeroOf));
			const answer = await fixture.chain.provider.call({ from, to, data }).then(
				() => "through",
				(error: unknown) => refusalIn(error)?.errorName ?? "reverts",
			);
			answers.set(`${name}.${method.name}`, answer);
		}
	}
	return answers;
}

describe("a stranger, right after deployment", () => {
	let answers: Map<string, string>;
	beforeAll(async () => {
		answers = await strangersCalls();
	});

	it.each(Object.entries(REFUSALS))("%s: %s", (call, refusal) => {
		expect(answers.get(call)).toBe(refusal);
	});

	it("gets through where that touches nothing but its own", () => {
		const through = [...answers].filter(([, answer]) => answer === "through").map(([call]) => call);
		expect(through.sort()).toEqual([...OPEN].sort());
	});

	it("finds no function that sets up, takes over or replaces a contract", () => {
		const names = [...answers.keys()].filter((call) => /init|setup|upgrade|implementation|proxy/i.test(call));
		expect(names).toEqual([]);
		expect(answers.size).toBeGreaterThan(60);
	});
});

describe("code", () => {
	const FORBIDDEN: Readonly<Record<number, string>> = {
		242: "CALLCODE",
		244: "DELEGATECALL",
		255: "SELFDESTRUCT",
	};

	it("runs no foreign code in a contract's own storage, and no contract can end itself", async () => {
		for (const [name, address] of contracts) {
			const code = Buffer.from((await fixture.chain.provider.getCode(address)).slice(2), "hex");
			// solc ends code with its metadata and two bytes for the length of it.
			const end = code.length - 2 - code.readUInt16BE(code.length - 2);
			expect(end, name).toBeGreaterThan(100);
			const found: string[] = [];
			for (let at = 0; at < end; at++) {
				const opcode = code[at] ?? 0;
				const forbidden = FORBIDDEN[opcode];
				if (forbidden !== undefined) found.push(`${forbidden} at ${at}`);
				// PUSH1 to PUSH32 carry data.
				if (opcode >= 96 && opcode <= 127) at += opcode - 95;
			}
			expect(found, name).toEqual([]);
		}
	});

	it("of the Poseidon constants is data behind a stop", async () => {
		const { creations } = fixture.venue;
		for (const [step, hash] of Object.entries(creations)) {
			if (!step.startsWith("PoseidonConstants")) continue;
			const receipt = await fixture.chain.provider.getTransactionReceipt(hash);
			const code = await fixture.chain.provider.getCode(receipt?.contractAddress ?? "");
			expect(code.slice(0, 4)).toBe("0x00");
		}
	});
});
