import { Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SOLVENCY_REGISTRY_ABI, TIMELOCK_ABI } from "../../../src/chain/client/abi.ts";
import { deployVenue, type VenueDeployment } from "../../../src/chain/deploy/deploy-venue.ts";
import { requireDeployableKey } from "../../../src/chain/deploy/deployable-key.ts";
import type { VerifierChoice } from "../../../src/chain/deploy/venue-plan.ts";
import { compiledContracts } from "../../../src/node/hardhat/compiled-contracts.ts";
import type { ContractArtifact } from "../../../src/node/hardhat/contract-artifact.ts";
import { type LocalChain, startLocalChain } from "../../../src/node/hardhat/local-chain.ts";
import type { VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import {
	ROW_WORD_SIGNALS,
	SIMULATOR_KEY,
	simulatorKey,
	simulatorVerifier,
	UNCONTRIBUTED_KEY,
} from "../../support/venue/groth16-simulator.ts";

let verifier: ContractArtifact;
let rowWordVerifier: ContractArtifact;
beforeAll(() => {
	verifier = simulatorVerifier();
	rowWordVerifier = simulatorVerifier(ROW_WORD_SIGNALS);
});

const check = (chainId: bigint, kind: "development" | "ceremony", verificationKey = SIMULATOR_KEY) =>
	requireDeployableKey({ chainId, key: { kind, verificationKey }, verifierBytecode: verifier.bytecode });

describe("a key that may back a contract", () => {
	it.each([31_337n, 1_337n])("a development key is welcome on local chain %s", (chainId) => {
		check(chainId, "development");
	});

	it.each([1n, 10n, 8_453n, 11_155_111n])("a development key is refused on chain %s", (chainId) => {
		expect(thrownBy(() => check(chainId, "development")).code).toBe("DEVELOPMENT_KEY_ON_PUBLIC_CHAIN");
		check(chainId, "ceremony");
	});

	it.each(["development", "ceremony"] as const)("a %s key with γ = δ is refused everywhere", (kind) => {
		expect(thrownBy(() => check(31_337n, kind, UNCONTRIBUTED_KEY)).code).toBe("VERIFICATION_KEY_UNSOUND");
	});

	const [[deltaX, ...deltaRest], deltaY, one] = SIMULATOR_KEY.vk_delta_2;
	const other = (coordinate: string) => String(BigInt(coordinate) + 1n);
	it.each<[string, Partial<VerificationKey>]>([
		["δ", { vk_delta_2: [[other(deltaX), ...deltaRest], deltaY, one] }],
		["α", { vk_alpha_1: [SIMULATOR_KEY.vk_alpha_1[0], other(SIMULATOR_KEY.vk_alpha_1[1]), "1"] }],
		[
			"a public point",
			{ IC: SIMULATOR_KEY.IC.map(([x, y], at) => (at === 3 ? [other(x), y, "1"] : [x, y, "1"])) },
		],
	])(
		"the contract must have been exported from this very key, not from one with another %s",
		(_, changes) => {
			const key = { ...SIMULATOR_KEY, ...changes };
			expect(thrownBy(() => check(31_337n, "ceremony", key)).code).toBe("VERIFIER_NOT_OF_KEY");
		},
	);
});

describe("deploying", () => {
	let chain: LocalChain;
	beforeAll(async () => {
		chain = await startLocalChain({ chainId: 11_155_111 });
	});
	afterAll(() => chain.close());

	const choice = (changes: Partial<VerifierChoice>): VerifierChoice => ({
		sizeClass: 16,
		verifierName: "SimulatorVerifier",
		verifierKey: { kind: "ceremony", verificationKey: SIMULATOR_KEY },
		...changes,
	});
	const rowWord = (kind: "development" | "ceremony") => ({
		verifierName: "RowWord",
		verifierKey: { kind, verificationKey: simulatorKey(ROW_WORD_SIGNALS) },
	});
	const request = async (changes: Partial<VenueDeployment> = {}): Promise<VenueDeployment> => {
		const [deployer, operator, guardian, publisher] = chain.signers;
		if (!deployer || !operator || !guardian || !publisher) throw new Error("no signers");
		return {
			deployer,
			artifacts: { ...(await compiledContracts()), SimulatorVerifier: verifier, RowWord: rowWordVerifier },
			verifiers: [choice({})],
			rowWordVerifier: rowWord("ceremony"),
			operator: operator.address,
			guardian: guardian.address,
			publishers: [publisher.address],
			threshold: 1,
			bondWei: 1n,
			parameterSet: `0x${"aa".repeat(32)}`,
			listingHash: `0x${"11".repeat(32)}`,
			timelockDelaySeconds: 60,
			maxSkewSeconds: 60,
			ttlSeconds: 600,
			challengeWindowSeconds: 3_600,
			rowWindowSeconds: 3_600,
			...changes,
		};
	};
	const transactionsSent = async () => chain.signers[0]?.getNonce();

	it.each([undefined, 0n])(
		"BOND_MISSING: sends nothing when publishers have %s at stake",
		async (bondWei) => {
			await expect(deployVenue(await request({ bondWei }))).rejects.toMatchObject({
				name: "InputError",
				code: "BOND_MISSING",
				field: "bondWei",
				hint: /wei/,
			});
			expect(await transactionsSent()).toBe(0);
		},
	);

	it("sends nothing when the key is refused or a contract is missing", async () => {
		const development = { kind: "development", verificationKey: SIMULATOR_KEY } as const;
		await expect(
			deployVenue(await request({ verifiers: [choice({ verifierKey: development })] })),
		).rejects.toMatchObject({
			code: "DEVELOPMENT_KEY_ON_PUBLIC_CHAIN",
		});
		await expect(
			deployVenue(await request({ rowWordVerifier: rowWord("development") })),
		).rejects.toMatchObject({ code: "DEVELOPMENT_KEY_ON_PUBLIC_CHAIN" });
		const ofOtherKey = {
			verifierName: "RowWord",
			verifierKey: { kind: "ceremony", verificationKey: SIMULATOR_KEY },
		} as const;
		await expect(deployVenue(await request({ rowWordVerifier: ofOtherKey }))).rejects.toMatchObject({
			code: "VERIFIER_NOT_OF_KEY",
		});
		const missing = [choice({ verifierName: "Solvency17Verifier" })];
		await expect(deployVenue(await request({ verifiers: missing }))).rejects.toMatchObject({
			code: "ARTIFACT_MISSING",
			field: "Solvency17Verifier",
		});
		await expect(
			deployVenue(await request({ artifacts: { SimulatorVerifier: verifier, RowWord: rowWordVerifier } })),
		).rejects.toMatchObject({
			code: "ARTIFACT_MISSING",
			field: "TimelockController",
		});
		expect(await transactionsSent()).toBe(0);
	});

	it("names the constructor's refusal", async () => {
		await expect(deployVenue(await request({ threshold: 2 }))).rejects.toMatchObject({
			code: "THRESHOLD_OUT_OF_RANGE",
			args: { got: 2n, publisherCount: 1n },
		});
	});

	it("accepts the venue and gives registry and timelock to the owner", async () => {
		const owner = chain.signers[5]?.address ?? "";
		const { registry, venueLedger, timelock, chainId } = await deployVenue(
			await request({ registryOwner: owner }),
		);
		const contract = new Contract(registry, SOLVENCY_REGISTRY_ABI, chain.provider);
		expect(chainId).toBe(11_155_111n);
		expect(await contract.getFunction("venues").staticCall()).toEqual([venueLedger]);
		expect(await contract.getFunction("owner").staticCall()).toBe(owner);
		const waits = new Contract(timelock, TIMELOCK_ABI, chain.provider);
		const proposer = await waits.getFunction("PROPOSER_ROLE").staticCall();
		expect(await waits.getFunction("hasRole").staticCall(proposer, owner)).toBe(true);
	});
});
