/** What things cost, exactly, in `snapshots/gas.json`, beside the floor that the precompiles set. */
import { Interface, type Signer } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
	type AttestationRequest,
	consentNonce,
	consentTypedData,
	signConsent,
	solidityProof,
} from "../../src/chain/registry/attest.ts";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { contextOf } from "../../src/proof/inputs/solvency-input.ts";
import { CALL_A1_LOW } from "../support/tables/desk-table.ts";
import { deskTree } from "../support/tables/desk-tree.ts";
import { expectSnapshot } from "../support/venue/match-snapshot.ts";
import {
	INITIAL_ROOT,
	LEDGER_ROOT,
	MAINTENANCE_ROOT,
	PSEUDONYM,
	START,
	SURPLUS,
	VenueFixture,
} from "../support/venue/venue-fixture.ts";

const SIGNALS = 5n;
/** Pairing of four pairs, and a multiplication, an addition and two warm calls per signal. */
const PRECOMPILE_FLOOR = 181_000n + 6_350n * SIGNALS;
/** What writing two new slots costs above writing over two old ones. */
const NEW_SLOTS = 2n * (22_100n - 5_000n);
const BOND_WEI = 10n ** 18n;
const FIRST_ATTESTATION_LIMIT = 330_000n;
const OVERHEAD_LIMIT = 45_000n;
/** Full-size signals: zero bytes are cheaper, and real hashes have none to spare. */
const pseudonym = FIELD_ORDER - PSEUDONYM;
const ledgerRoot = FIELD_ORDER - LEDGER_ROOT;
const roots = {
	maintenance: FIELD_ORDER - MAINTENANCE_ROOT,
	initial: FIELD_ORDER - INITIAL_ROOT,
};
/** A listing with something that expires, as every real one has. */
const epoch = {
	maintenanceRoot: roots.maintenance,
	initialRoot: roots.initial,
	nextExpiry: START + 7 * 86_400,
};

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
afterAll(() => fixture.chain.close());

it("every transaction costs what its snapshot says", async () => {
	const { alice, bob, mallory, publishers } = fixture.roles;
	const [first, second] = publishers;
	if (!first || !second) throw new Error("no publishers");
	const { venueLedger, registry, chainId } = fixture.venue;
	const gas: Record<string, bigint> = { precompileFloor: PRECOMPILE_FLOOR };
	const measure: Measure = async (name, sent) => {
		gas[name] = (await sent).gasUsed;
	};
	const send = (signer: Signer, method: string, args: readonly unknown[] = []) =>
		fixture.send(signer, "registry", method, args);

	const postLedger = (offset: number) => fixture.postLedger(offset, { root: ledgerRoot });
	const postRisk = (offset: number) => fixture.postRisk(offset, epoch);
	const attest = (request: AttestationRequest, options: { sender?: Signer; signature?: string } = {}) => {
		const proof = fixture.prove(request, { ledgerRoot, riskRoot: roots[request.level] });
		return fixture.attest(request, { ...options, proof });
	};

	await measure("ledger epoch, first", postLedger(-60));
	const content = [fixture.riskContent(-30, epoch), []];
	await measure("risk post", fixture.send(first, "riskEpochs", "post", content));
	await measure("risk post that goes live, first", fixture.send(second, "riskEpochs", "post", content));
	const request = fixture.request({ level: "initial", pseudonym });
	await measure("bare verifier call", bareVerifierCall(request));
	await measure("attest, first", attest(request));
	await measure("attest, same pair", attest(request));
	await measure("attest, other level", attest({ ...request, level: "maintenance" }));
	await postLedger(-25);
	await postRisk(-20);
	const renewed = { ...request, ledgerEpoch: 2, riskEpoch: 2 };
	await measure("attest, newer pair", attest(renewed));
	const third = [fixture.riskContent(-15, epoch), []];
	await fixture.send(first, "riskEpochs", "post", third);
	await measure("risk post that goes live", fixture.send(second, "riskEpochs", "post", third));
	const relayed = { ...renewed, riskEpoch: 3 };
	const nonce = await consentNonce({ runner: bob, registry, holder: alice.address });
	const consent = consentTypedData({ chainId, registry, attestation: relayed, nonce });
	const signature = await signConsent(alice, consent);
	await measure("attest, newer pair, relayed", attest(relayed, { sender: bob, signature }));

	const until = START + 86_400;
	await measure("allow lien", send(alice, "allowLien", [venueLedger, bob.address, SURPLUS, until]));
	await measure("place lien", send(bob, "placeLien", [venueLedger, alice.address, SURPLUS, until]));
	await measure("acknowledge", fixture.acknowledge(1));
	const challenge = [venueLedger, alice.address, 0, { value: 10n ** 16n }];
	await measure("challenge", send(mallory, "challenge", challenge));
	const at = (await fixture.chain.timeSeconds()) - START + 10;
	await fixture.at(at);
	await postLedger(at);
	await postRisk(at);
	await measure("attest, answering", attest({ ...request, ledgerEpoch: 3, riskEpoch: 4 }));
	await measure("reduce lien", send(bob, "reduceLien", [1, SURPLUS]));
	await measure("release", send(alice, "release", [venueLedger]));
	gas.deployment = fixture.venue.gasUsed;
	await measureRows(measure);

	const of = (name: string) => gas[name] ?? 0n;
	gas["overhead over the bare call, first, without its two new slots"] =
		of("attest, first") - of("bare verifier call") - NEW_SLOTS;
	gas["overhead over the bare call, newer pair"] = of("attest, newer pair") - of("bare verifier call");
	gas["added by the holder's signature"] = of("attest, newer pair, relayed") - of("attest, newer pair");
	expectSnapshot(
		"gas.json",
		Object.fromEntries(Object.entries(gas).map(([name, amount]) => [name, Number(amount)])),
	);
	expect(of("attest, first")).toBeLessThanOrEqual(FIRST_ATTESTATION_LIMIT);
	for (const name of ["first, without its two new slots", "newer pair"]) {
		expect(of(`overhead over the bare call, ${name}`), name).toBeLessThanOrEqual(OVERHEAD_LIMIT);
	}
});

type Measure = (name: string, sent: Promise<{ gasUsed: bigint }>) => Promise<void>;

/** What publishers and whoever doubts them pay, on risk epochs with a bond: a row of a real table is opened. */
async function measureRows(measure: Measure): Promise<void> {
	const { root, wordsOf, pathOf } = await deskTree();
	const bonded = await fixture.withRiskEpochs({ bondWei: BOND_WEI });
	const { bob, mallory, publishers } = bonded.roles;
	for (const publisher of publishers) {
		const deposit = bonded.send(publisher, "riskEpochs", "depositBond", [{ value: BOND_WEI }]);
		await measure("post bond", deposit);
	}
	const at = (await bonded.chain.timeSeconds()) - START;
	await bonded.postRisk(at, { ...epoch, maintenanceRoot: root });
	const row = [1, 0, CALL_A1_LOW];
	await measure("demand row", bonded.send(mallory, "riskEpochs", "demandRow", [...row, { value: BOND_WEI }]));
	const opening = [...row, wordsOf(CALL_A1_LOW), pathOf(CALL_A1_LOW)];
	await measure("serve row", bonded.send(bob, "riskEpochs", "serveRow", opening));
}

/** A transaction to the verifier itself: what a proof costs before anybody has decided to believe it. */
async function bareVerifierCall(request: ReturnType<VenueFixture["request"]>) {
	const { a, b, c } = solidityProof(fixture.prove(request));
	const signals = [0n, 1n, 2n].map((less) => FIELD_ORDER - PSEUDONYM - less);
	const context = contextOf(request.holder, request.surplusMicroUsd);
	const { abi = [] } = fixture.artifacts.SimulatorVerifier ?? {};
	const args = [a, b, c, [...signals, fixture.venue.scope, context]];
	const data = new Interface([...abi]).encodeFunctionData("verifyProof", args);
	const sent = await fixture.roles.bob.sendTransaction({ to: fixture.venue.verifiers[0] ?? "", data });
	const receipt = await sent.wait();
	return { gasUsed: receipt?.gasUsed ?? 0n };
}
