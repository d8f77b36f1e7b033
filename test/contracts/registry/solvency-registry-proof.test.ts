/** The public signals and the verifier, against the contract that snarkjs exports. */
import { Contract, Interface, ZeroAddress } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import { scopeOf } from "../../../src/chain/client/scope-of.ts";
import { solidityProof } from "../../../src/chain/registry/attest.ts";
import { readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { contextOf } from "../../../src/proof/inputs/solvency-input.ts";
import type { Groth16Proof } from "../../../src/proof/provers/groth16.ts";
import { simulateProof } from "../../support/venue/groth16-simulator.ts";
import {
	LEDGER_ROOT,
	MAINTENANCE_ROOT,
	PSEUDONYM,
	refusalOf,
	SURPLUS,
	VenueFixture,
} from "../../support/venue/venue-fixture.ts";

let fixture: VenueFixture;
beforeAll(async () => {
	fixture = await VenueFixture.deploy();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.chain.close());

const SIGNALS = ["pseudonym", "ledgerRoot", "riskRoot", "scope", "context"] as const;

/** The verifier, as the registry calls it. */
const verify = async (proven: readonly bigint[], claimed: readonly bigint[]): Promise<boolean> => {
	const { abi } = fixture.artifacts.SimulatorVerifier ?? { abi: [] };
	const verifier = new Contract(fixture.venue.verifiers[0] ?? "", [...abi], fixture.chain.provider);
	const { a, b, c } = solidityProof(simulateProof(proven));
	return (await verifier.getFunction("verifyProof").staticCall(a, b, c, claimed)) as boolean;
};
const honestSignals = () => [
	PSEUDONYM,
	LEDGER_ROOT,
	MAINTENANCE_ROOT,
	fixture.venue.scope,
	contextOf(fixture.roles.alice.address, SURPLUS),
];

describe("the public signals", () => {
	it.each(SIGNALS)("ProofRejected: a valid proof of another %s is refused", async (signal) => {
		await fixture.postPair();
		const request = fixture.request();
		const proof = fixture.prove(request, { [signal]: 1n });
		expect((await refusalOf(fixture.attest(request, { proof }))).errorName).toBe("ProofRejected");
	});

	it("a proof cannot be stretched to another holder or to a larger surplus", async () => {
		await fixture.postPair();
		const { mallory } = fixture.roles;
		const proof = fixture.prove(fixture.request());
		const stolen = fixture.request({ holder: mallory.address });
		expect((await refusalOf(fixture.attest(stolen, { sender: mallory, proof }))).errorName).toBe(
			"ProofRejected",
		);
		const stretched = fixture.request({ surplusMicroUsd: SURPLUS + 1n });
		expect((await refusalOf(fixture.attest(stretched, { proof }))).errorName).toBe("ProofRejected");
	});

	it.each(SIGNALS.map((signal, index) => [signal, index] as const))(
		"the verifier refuses %s + r, which is the same field element",
		async (_signal, index) => {
			const honest = honestSignals();
			expect(await verify(honest, honest)).toBe(true);
			const shifted = honest.map((value, at) => (at === index ? value + FIELD_ORDER : value));
			expect(await verify(honest, shifted)).toBe(false);
		},
	);

	it("PseudonymOutOfField: pseudonym + r would be a second account of the same owner", async () => {
		await fixture.postPair();
		for (const pseudonym of [0n, PSEUDONYM + FIELD_ORDER]) {
			const request = fixture.request({ pseudonym });
			const refusal = await refusalOf(fixture.attest(request));
			expect(refusal).toMatchObject({
				errorName: "PseudonymOutOfField",
				args: { got: pseudonym, limit: FIELD_ORDER },
			});
		}
	});

	it("SurplusTooLarge: 2^61 µUSD would spill out of the circuit's range", async () => {
		await fixture.postPair();
		const largest = fixture.request({ surplusMicroUsd: 2n ** 61n - 1n });
		await fixture.attest(largest);
		// The client refuses such a surplus itself, so this one goes around it.
		const { alice } = fixture.roles;
		const { level: _, deadlineMs: __, ...request } = largest;
		const struct = {
			...request,
			level: 0,
			deadline: 2 ** 40 - 1,
			signature: "0x",
			surplusMicroUsd: 2n ** 61n,
		};
		const proof = {
			a: [0, 0],
			b: [
				[0, 0],
				[0, 0],
			],
			c: [0, 0],
		};
		const contents = await fixture.contentsOf(largest);
		const refusal = await refusalOf(fixture.send(alice, "registry", "attest", [struct, contents, proof]));
		expect(refusal).toMatchObject({
			errorName: "SurplusTooLarge",
			args: { got: 2n ** 61n, limit: 2n ** 61n },
		});
	});
});

describe("the proof", () => {
	it("its bytes identify nothing: another proof of the same statement is as good", async () => {
		await fixture.postPair();
		const request = fixture.request();
		const { pseudonym, holder, surplusMicroUsd } = request;
		const signals = [pseudonym, LEDGER_ROOT, MAINTENANCE_ROOT, fixture.venue.scope];
		for (const seed of [1n, 2n]) {
			const proof = simulateProof([...signals, contextOf(holder, surplusMicroUsd)], seed);
			await fixture.attest(request, { proof });
		}
	});

	it("points that are not on the curve are refused like any false proof", async () => {
		await fixture.postPair();
		const request = fixture.request();
		const proof = { ...fixture.prove(request), pi_c: ["1", "1", "1"] } satisfies Groth16Proof;
		expect((await refusalOf(fixture.attest(request, { proof }))).errorName).toBe("ProofRejected");
	});
});

describe("a proof that is rejected", () => {
	it("leaves no trace: nothing is written before the verifier has answered", async () => {
		await fixture.postPair();
		const { provider } = fixture.chain;
		const { registry, venueLedger: venue } = fixture.venue;
		const status = (holder: string) => readSolvency({ runner: provider, registry, venue, holder });
		const { alice, mallory } = fixture.roles;
		const untouched = await status(mallory.address);
		const forged = fixture.request({ holder: mallory.address });
		const wrong = fixture.prove(forged, { ledgerRoot: 1n });
		expect((await refusalOf(fixture.attest(forged, { sender: mallory, proof: wrong }))).errorName).toBe(
			"ProofRejected",
		);
		expect(await status(mallory.address)).toEqual(untouched);
		await fixture.attest(fixture.request());
		const honest = await status(alice.address);
		const more = fixture.request({ surplusMicroUsd: SURPLUS + 1n });
		const old = fixture.prove(fixture.request());
		expect((await refusalOf(fixture.attest(more, { proof: old }))).errorName).toBe("ProofRejected");
		expect(await status(alice.address)).toEqual(honest);
	});
});

describe("the scope", () => {
	it("is what the client computes without a node", async () => {
		const { chainId, registry, scope } = fixture.venue;
		expect(await fixture.read("registry", "scope")).toBe(scope);
		expect(scopeOf({ chainId, registry })).toBe(scope);
		expect(scope < FIELD_ORDER).toBe(true);
	});

	it("differs between registries and between chains, so pseudonyms cannot be linked", () => {
		const { chainId, registry, riskEpochs, scope } = fixture.venue;
		expect(scopeOf({ chainId, registry: riskEpochs })).not.toBe(scope);
		expect(scopeOf({ chainId: chainId + 1n, registry })).not.toBe(scope);
	});
});

describe("a verifier that fails", () => {
	it("a verifier without code would answer every call with nothing", async () => {
		const nobody = `0x${"12".repeat(20)}`;
		expect(await refusalOf(fixture.withSecondRegistry({ verifiers: [nobody] }))).toMatchObject({
			errorName: "NotAContract",
			args: { got: nobody },
		});
	});

	it.each([
		["reverts", false],
		["burns all its gas", true],
	])("one that %s leaves nothing on record", async (_failure, burnsAllGas) => {
		await fixture.postPair();
		const verifier = await fixture.deployContract("FaultyVerifier", [burnsAllGas]);
		const broken = await fixture.withSecondRegistry({ verifiers: [verifier] });
		const request = fixture.request();
		await expect(broken.attest(request)).rejects.toMatchObject({ code: "CHAIN_CALL_FAILED" });

		const args = [request.venue, request.pseudonym];
		expect(await broken.read("registry", "accountOf", args)).toEqual([ZeroAddress, 0n]);
	});
});

describe("calldata that is cut short or out of range", () => {
	it("is refused at every word of a request, and nothing is recorded", async () => {
		await fixture.postPair();
		const request = fixture.request();
		const data = new Interface(SOLVENCY_REGISTRY_ABI).encodeFunctionData(
			"attest",
			await fixture.attestArguments(request),
		);
		const { alice } = fixture.roles;
		const { registry: to } = fixture.venue;
		// The last word is the length of a signature that nobody reads when the holder sends.
		const words = (data.length - 10) / 64 - 1;
		for (let kept = 0; kept < words; kept++) {
			const cut = { to, data: data.slice(0, 10 + 64 * kept), from: alice.address };
			await expect(fixture.chain.provider.call(cut), `${kept} of ${words} words`).rejects.toThrow();
		}
		expect(await fixture.chain.provider.call({ to, data, from: alice.address })).toBe("0x");
	});

	it("a level that does not exist, an address with dirty bits and a time in milliseconds do not decode", async () => {
		await fixture.postPair();
		const data = new Interface(SOLVENCY_REGISTRY_ABI).encodeFunctionData(
			"attest",
			await fixture.attestArguments(fixture.request()),
		);
		const { alice } = fixture.roles;
		// Word 0 is the request's offset, 1 to 6 are the contents (three hashes, three times), 7 to 14 the proof; then
		// venue, two epochs, level, class, pseudonym, holder, surplus, deadline.
		const withWord = (index: number, value: bigint) =>
			`${data.slice(0, 10 + 64 * index)}${value.toString(16).padStart(64, "0")}${data.slice(10 + 64 * (index + 1))}`;
		for (const [index, value] of [
			[4, 1n << 40n],
			[5, 1n << 40n],
			[6, 1n << 40n],
			[15, BigInt(fixture.venue.venueLedger) + (1n << 160n)],
			[18, 2n],
			[19, 256n],
			[22, 1n << 64n],
			[23, 1n << 40n],
		] as const) {
			const call = { to: fixture.venue.registry, data: withWord(index, value), from: alice.address };
			await expect(fixture.chain.provider.call(call), `word ${index}`).rejects.toThrow();
		}
	});
});
