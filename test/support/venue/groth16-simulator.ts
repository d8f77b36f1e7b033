/**
 * Groth16 with its trapdoor kept: for any public signals it makes a proof that the real verifier
 * accepts, in milliseconds and without a circuit. This is the simulator from the proof system's
 * zero-knowledge property.
 *
 * It lets contract tests run against the verifier that snarkjs exports, with all its arithmetic, and
 * still reach every branch. What only a true statement can show is shown in `test/end-to-end/`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import type { VerifierKey } from "../../../src/chain/deploy/deployable-key.ts";
import type { ContractArtifact } from "../../../src/node/hardhat/contract-artifact.ts";
import type { VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import type { Groth16Proof } from "../../../src/proof/provers/groth16.ts";

const require = createRequire(import.meta.url);
const fromSnarkjs = createRequire(require.resolve("snarkjs"));

const G1 = bn254.G1.Point.BASE;
const G2 = bn254.G2.Point.BASE;
const { Fr } = bn254.fields;

/** Arbitrary and public: a key made from them proves nothing. */
const TRAPDOOR = {
	alpha: Fr.create(11n ** 60n),
	beta: Fr.create(13n ** 60n),
	gamma: Fr.create(17n ** 60n),
	delta: Fr.create(19n ** 60n),
};
/** One per public signal, after the constant one. */
const SIGNAL_SCALARS = [23n, 29n, 31n, 37n, 41n, 43n].map((base) => Fr.create(base ** 60n));

const A = 47n ** 60n;
const B = 53n ** 60n;
const DEFAULT_SEED = 7n;

/** What a simulator in another language needs; `known` is `a·b − α·β` of the default seed. */
export const SIMULATOR_SCALARS = {
	known: Fr.sub(
		Fr.mul(Fr.create(A + DEFAULT_SEED), Fr.create(B + DEFAULT_SEED)),
		Fr.mul(TRAPDOOR.alpha, TRAPDOOR.beta),
	),
	gammaOverDelta: Fr.div(TRAPDOOR.gamma, TRAPDOOR.delta),
	inverseDelta: Fr.inv(TRAPDOOR.delta),
	constant: SIGNAL_SCALARS[0] ?? 0n,
	signals: SIGNAL_SCALARS.slice(1),
};

/** A proof that the verifier accepts for exactly these signals. */
export function simulateProof(publicSignals: readonly bigint[], seed = DEFAULT_SEED): Groth16Proof {
	const a = Fr.create(A + seed);
	const b = Fr.create(B + seed);
	const [constant = 0n, ...scalars] = SIGNAL_SCALARS;
	const x = scalars.reduce(
		(sum, scalar, at) => Fr.add(sum, Fr.mul(scalar, publicSignals[at] ?? 0n)),
		constant,
	);
	const known = Fr.add(Fr.mul(TRAPDOOR.alpha, TRAPDOOR.beta), Fr.mul(x, TRAPDOOR.gamma));
	const c = Fr.div(Fr.sub(Fr.mul(a, b), known), TRAPDOOR.delta);
	return { pi_a: g1(a), pi_b: g2(b), pi_c: g1(c), protocol: "groth16", curve: "bn128" };
}

/** The simulator's verification key, as snarkjs writes one. */
export const SIMULATOR_KEY: VerificationKey = {
	protocol: "groth16",
	curve: "bn128",
	nPublic: SIGNAL_SCALARS.length - 1,
	vk_alpha_1: g1(TRAPDOOR.alpha),
	vk_beta_2: g2(TRAPDOOR.beta),
	vk_gamma_2: g2(TRAPDOOR.gamma),
	vk_delta_2: g2(TRAPDOOR.delta),
	IC: SIGNAL_SCALARS.map(g1),
};

/** The same key as if nobody had contributed: γ = δ. */
export const UNCONTRIBUTED_KEY: VerificationKey = { ...SIMULATOR_KEY, vk_delta_2: SIMULATOR_KEY.vk_gamma_2 };

export const SIMULATOR_VERIFIER_KEY: VerifierKey = { kind: "development", verificationKey: SIMULATOR_KEY };

/** The simulator's key for fewer signals: its proofs are those of `simulateProof` with so many. */
export function simulatorKey(signalCount: number): VerificationKey {
	return { ...SIMULATOR_KEY, nPublic: signalCount, IC: SIMULATOR_KEY.IC.slice(0, signalCount + 1) };
}

/** Signals of `circuits/row-word.circom`. */
export const ROW_WORD_SIGNALS = 4;

/** The contract that snarkjs exports for the simulator's key, compiled. It is no part of `contracts/`. */
export function simulatorVerifier(signalCount = SIMULATOR_KEY.nPublic): ContractArtifact {
	return compiledVerifier(simulatorKey(signalCount));
}

/** The contract that snarkjs exports for a key, compiled. */
export function compiledVerifier(key: VerificationKey): ContractArtifact {
	const templatePath = join(dirname(require.resolve("snarkjs")), "../templates/verifier_groth16.sol.ejs");
	const ejs = fromSnarkjs("ejs") as { render(template: string, data: object): string };
	const solc = require("solc") as { compile(input: string): string };
	const input = {
		language: "Solidity",
		sources: { "verifier.sol": { content: ejs.render(readFileSync(templatePath, "utf8"), key) } },
		settings: {
			optimizer: { enabled: true },
			evmVersion: "cancun",
			outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
		},
	};
	const output = JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput;
	const contract = output.contracts["verifier.sol"]?.Groth16Verifier;
	if (contract === undefined) throw new Error("snarkjs's verifier does not compile");
	return {
		contractName: "SimulatorVerifier",
		abi: contract.abi,
		bytecode: `0x${contract.evm.bytecode.object}`,
	};
}

type SolcOutput = {
	readonly contracts: Record<
		string,
		Record<string, { abi: ContractArtifact["abi"]; evm: { bytecode: { object: string } } }>
	>;
};

function g1(scalar: bigint): VerificationKey["vk_alpha_1"] {
	const { x, y } = G1.multiply(scalar).toAffine();
	return [String(x), String(y), "1"];
}

function g2(scalar: bigint): VerificationKey["vk_beta_2"] {
	const { x, y } = G2.multiply(scalar).toAffine();
	return [
		[String(x.c0), String(x.c1)],
		[String(y.c0), String(y.c1)],
		["1", "0"],
	];
}
