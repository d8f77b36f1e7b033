/**
 * A false risk table, disputed with a real proof: one lane of one row is too kind, the table's root
 * commits to it, and the contract says so. The honest table survives the same dispute.
 */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainGround } from "../../src/chain/demands/dispute-types.ts";
import {
	boundDispute,
	type Dispute,
	disputeEpoch,
	laneDispute,
	solidityCommitments,
	type TableCommitments,
	wordDispute,
} from "../../src/chain/disputes/dispute-row.ts";
import { LANES_PER_WORD } from "../../src/field/packed-word.ts";
import { loadFastPoseidon, type PoseidonHash, poseidonChain } from "../../src/field/poseidon.ts";
import { buildTree, type Tree } from "../../src/field/tree.ts";
import type { CompiledCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import type { ProvingKey } from "../../src/proof/keys/proving-key.ts";
import { parseVerificationKey } from "../../src/proof/keys/verification-key.ts";
import { proveRowWord } from "../../src/proof/statements/prove-row-word.ts";
import { STRESS_LANES, TABLE_DEPTH } from "../../src/risk/model/dimensions.ts";
import { encodeRow, type RiskRow, rowElements } from "../../src/risk/model/risk-row.ts";
import { ELEMENT } from "../../src/risk/model/row-layout.ts";
import { sharedCircuit, sharedKey } from "../support/circuits/shared-key.ts";
import { type DisputeCase, disputeCase } from "../support/market/dispute-case.ts";
import { commitmentsOf, DisputeFixture } from "../support/venue/dispute-fixture.ts";
import { compiledVerifier } from "../support/venue/groth16-simulator.ts";
import { refusalOf, START, VenueFixture } from "../support/venue/venue-fixture.ts";

const OPTION = "BTC-27MAR26-60000-P";
/** The first lane of a word. */
const TAIL_LANE = 20;
const WORD_INDEX = (STRESS_LANES + TAIL_LANE) / LANES_PER_WORD;
/** What a publisher would give a friend who is short the put: 500 USD per BTC in a lot of 0.01 BTC. */
const GIFT_MICRO_USD = 5_000_000n;
const LEVELS = ["maintenance", "initial"] as const;
const BOND = 10n ** 18n;
/** Standings of an attestation. */
const LIVE = 1n;
const RISK_EPOCH_DEAD = 5n;
const MOST_GAS = { dispute: 720_000n, lane: 500_000n, word: 280_000n, bound: 520_000n };

let honest: DisputeCase;
let fixture: DisputeFixture;
let circuit: CompiledCircuit;
let key: ProvingKey;
let hash: PoseidonHash;
let optionId: number;

beforeAll(async () => {
	honest = disputeCase();
	hash = await loadFastPoseidon();
	circuit = await sharedCircuit("row-word");
	key = await sharedKey(circuit);
	fixture = await DisputeFixture.deploy(compiledVerifier(parseVerificationKey(key.verificationKey)));
	optionId = honest.instruments.find(({ name }) => name === OPTION)?.id ?? 0;
});
afterAll(() => fixture.close());

const elementsOf = (row: RiskRow) => rowElements(encodeRow(row));

/** The tree of rows given as elements, whatever they are. */
const treeOf = (rows: readonly (readonly bigint[])[]): Tree =>
	buildTree(
		hash,
		rows.map((elements) => poseidonChain(hash, elements)),
		TABLE_DEPTH,
	);

function withGift(row: RiskRow): RiskRow {
	const tailMicroUsd = row.tailMicroUsd.map((lane, at) => (at === TAIL_LANE ? lane - GIFT_MICRO_USD : lane));
	return { ...row, tailMicroUsd };
}

/** The real contracts, with the real verifier of words; proofs of solvency are simulated. */
async function bondedVenue(): Promise<VenueFixture> {
	const { manifest, verificationKey } = key;
	const rowWordVerifier = { verifierName: "RowWord", verifierKey: { kind: manifest.kind, verificationKey } };
	const RowWord = compiledVerifier(parseVerificationKey(verificationKey));
	const venue = await VenueFixture.deploy({ rowWordVerifier, bondWei: BOND }, { RowWord });
	for (const publisher of venue.roles.publishers) {
		await venue.send(publisher, "riskEpochs", "depositBond", [{ value: BOND }]);
	}
	await venue.chain.mineAt(Math.ceil(honest.snapshotTimeMs / 1000));
	return venue;
}

async function gasOf(commitments: TableCommitments, dispute: Dispute): Promise<bigint> {
	const args = [solidityCommitments(commitments), chainGround(dispute.ground), dispute.evidence];
	return fixture.contract.getFunction("isWrong").estimateGas(...args);
}

describe("a put that is worth less than it should be on one tail day", () => {
	it("loses its table a dispute, and the honest table keeps", async () => {
		const rows = honest.rows.initial;
		const falseRows = rows.map((row, id) => elementsOf(id === optionId ? withGift(row) : row));
		for (const [elements, wrong] of [
			[falseRows, true],
			[rows.map(elementsOf), false],
		] as const) {
			const tree = treeOf(elements);
			const word = await proveRowWord({
				tree,
				id: optionId,
				wordIndex: WORD_INDEX,
				elements: elements[optionId] as bigint[],
				circuit,
				key,
			});
			const commitments = { ...commitmentsOf(honest), riskRoot: tree.root };
			const dispute = laneDispute({ word, laneOfWord: 0, ...honest });
			expect(await fixture.judge(commitments, dispute)).toBe(wrong);
			const gas = await gasOf(commitments, dispute);
			expect(gas).toBeLessThan(MOST_GAS.lane);
		}
	});

	it("kills the false epoch once, pays the disputer and ends proofs under it; the honest one lives", async () => {
		const trees = LEVELS.map((level) =>
			treeOf(
				honest.rows[level].map((row, id) =>
					elementsOf(id === optionId && level === "initial" ? withGift(row) : row),
				),
			),
		);
		const [maintenance, initial] = trees as [Tree, Tree];
		const venue = await bondedVenue();
		const { mallory, alice } = venue.roles;
		const offset = Math.floor(honest.snapshotTimeMs / 1000) - START;
		await venue.postLedger(offset);
		const { marketRoot, parametersHash } = commitmentsOf(honest);
		const roots = { maintenanceRoot: maintenance.root, initialRoot: initial.root };
		await venue.postRisk(offset, { ...roots, marketRoot, parametersHash });
		const request = venue.request({ level: "initial", deadlineMs: (START + 2 * offset) * 1000 });
		const attest = () => venue.attest(request, { proof: venue.prove(request, { riskRoot: initial.root }) });
		await attest();
		const standing = async () =>
			((await venue.read("registry", "status", [request.venue, alice.address])) as bigint[])[0];
		expect(await standing()).toBe(LIVE);

		const send = async (level: (typeof LEVELS)[number], tree: Tree) => {
			const row = honest.rows[level][optionId] as RiskRow;
			const elements = elementsOf(level === "initial" ? withGift(row) : row);
			const word = await proveRowWord({ tree, id: optionId, wordIndex: WORD_INDEX, elements, circuit, key });
			const dispute = laneDispute({ word, laneOfWord: 0, ...honest });
			const { riskEpochs } = venue.venue;
			return disputeEpoch({ disputer: mallory, riskEpochs, epoch: 1, level, dispute });
		};

		const refusal = await refusalOf(send("maintenance", maintenance));
		expect(refusal).toMatchObject({ errorName: "EvidenceShowsNothing", args: { epoch: 1n, ground: 0n } });
		expect(await standing()).toBe(LIVE);

		const { events, gasUsed } = await send("initial", initial);
		expect(events.at(-1)?.args.toObject()).toMatchObject({
			epoch: 1n,
			disputer: mallory.address,
			slashedWei: 2n * BOND,
		});
		expect(await venue.read("riskEpochs", "creditOf", [mallory.address])).toBe(BOND);
		expect(await standing()).toBe(RISK_EPOCH_DEAD);
		expect((await refusalOf(attest())).errorName).toBe("RiskEpochIsDead");
		expect(gasUsed).toBeLessThan(MOST_GAS.dispute);

		expect((await refusalOf(send("initial", initial))).errorName).toBe("RiskEpochIsDead");
		await venue.chain.close();
	});

	it("loses for a word that is no word and for a bound that is none", async () => {
		const elements = honest.rows.initial.map(elementsOf);
		const row = [...(elements[optionId] as bigint[])];
		row[5] = 2n ** 252n;
		row[ELEMENT.bound] = 1n;
		elements[optionId] = row;
		const tree = treeOf(elements);
		const prove = (wordIndex: number) =>
			proveRowWord({ tree, id: optionId, wordIndex, elements: row, circuit, key });
		const commitments = { ...commitmentsOf(honest), riskRoot: tree.root };
		const [broken, bound, lanes] = [await prove(5), await prove(ELEMENT.bound), await prove(0)];
		for (const dispute of [wordDispute(broken), boundDispute(lanes, bound)]) {
			expect(await fixture.judge(commitments, dispute)).toBe(true);
			const gas = await gasOf(commitments, dispute);
			expect(gas).toBeLessThan(MOST_GAS[dispute.ground as keyof typeof MOST_GAS]);
		}
	});

	it("cannot be denied: the false root opens to no honest word", async () => {
		const rows = honest.rows.initial;
		const tree = treeOf(rows.map((row, id) => elementsOf(id === optionId ? withGift(row) : row)));
		const elements = elementsOf(rows[optionId] as RiskRow);
		const request = { tree, id: optionId, wordIndex: WORD_INDEX, elements, circuit, key };
		await expect(proveRowWord(request)).rejects.toMatchObject({ code: "ROW_NOT_IN_TABLE" });
	});
});
