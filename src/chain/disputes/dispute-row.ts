/**
 * Disputes of risk tables: from opened words, marks and scenarios to the evidence that `RowDispute`
 * judges. docs/disputes.md says what each ground shows.
 */
import type { ContractRunner, Signer } from "ethers";
import { InputError } from "../../errors/base.ts";
import { LANES_PER_WORD } from "../../field/packed-word.ts";
import type { MarketLeaf, MarketTree } from "../../market/snapshot/market-tree.ts";
import type { ShownPlace } from "../../proof/inputs/row-word-input.ts";
import type { ProvenWord } from "../../proof/statements/prove-row-word.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import type { ScenarioTree } from "../../risk/scenarios/scenario-tree.ts";
import { RISK_EPOCHS_ABI, ROW_DISPUTE_ABI } from "../client/abi.ts";
import { readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { toChainSecondsDown } from "../client/chain-time.ts";
import { chainLevel } from "../client/risk-level.ts";
import {
	chainGround,
	chargeOpening,
	type DisputeGround,
	encodeEvidence,
	marketOpening,
	registeredStress,
	scenarioOpening,
} from "../demands/dispute-types.ts";
import { solidityProof } from "../registry/attest.ts";

/** What an epoch committed to, and of which level the disputed table is. */
export type TableCommitments = {
	readonly riskRoot: bigint;
	readonly marketRoot: `0x${string}`;
	readonly parametersHash: `0x${string}`;
	/** As registered through the timelock. */
	readonly parameterSet: `0x${string}`;
	readonly snapshotTimeMs: number;
	/** As the epoch claims; `null` when it claims that nothing expires. */
	readonly nextExpiryMs: number | null;
	readonly level: MarginLevel;
};

export type Dispute = {
	readonly ground: DisputeGround;
	/** ABI-encoded, 0x. */
	readonly evidence: string;
};

const SET_LEVELS = ["strike", "expiry", "underlying"] as const;

/**
 * A stress or tail lane is not what marks and scenarios give.
 *
 * @throws InputError `DISPUTE_NOT_OF_LANE` when the word holds no lanes, or marks or scenarios lack them
 */
export function laneDispute(request: {
	readonly word: ProvenWord;
	/** 0 … 3. */
	readonly laneOfWord: number;
	readonly market: MarketTree;
	readonly scenarios: ScenarioTree;
}): Dispute {
	const { word, laneOfWord, market, scenarios } = request;
	const lane = LANES_PER_WORD * word.wordIndex + laneOfWord;
	const leaf = market.leaves[word.id - 1];
	const place = scenarios.scenarios.findIndex(
		(scenario) => scenario.lane === lane && scenario.subject === leaf?.subject,
	);
	if (leaf === undefined || place < 0 || laneOfWord < 0 || laneOfWord >= LANES_PER_WORD) {
		throw new InputError({
			code: "DISPUTE_NOT_OF_LANE",
			message: `there are no marks and no scenario for lane ${lane} of row ${word.id}`,
			field: "word",
			hint: "open a stress or tail word (0 to 55) of a listed row, with the market and scenarios of its epoch",
		});
	}
	return encode("lane", [
		{
			word: wordOpening(word),
			laneOfWord,
			market: marketOpening(market, leaf),
			scenario: scenarioOpening(scenarios, place),
		},
	]);
}

/**
 * A net lane, of elements 62 to 64, is not what marks and parameters give. The delta of an option is not
 * judged.
 *
 * @throws InputError `DISPUTE_NOT_OF_LANE`
 */
export function netLaneDispute(request: {
	readonly word: ProvenWord;
	/** 0 … 3. */
	readonly laneOfWord: number;
	readonly market: MarketTree;
	readonly scenarios: ScenarioTree;
}): Dispute {
	const { word, laneOfWord, market, scenarios } = request;
	const leaf = market.leaves[word.id - 1];
	if (leaf === undefined) {
		throw new InputError({
			code: "DISPUTE_NOT_OF_LANE",
			message: `there are no marks for row ${word.id}`,
			field: "word",
			hint: "open an element of a listed row, with the market of its epoch",
		});
	}
	// Any scenario of the instrument's subject: only its parameters are read.
	const place = scenarios.scenarios.findIndex(({ subject }) => subject === leaf.subject);
	const opening = {
		market: marketOpening(market, leaf),
		scenario: scenarioOpening(scenarios, Math.max(0, place)),
	};
	return encode("netLane", [{ word: wordOpening(word), laneOfWord, ...opening }]);
}

/** An element that no sound row has at its place: undecodable, out of range, or of the wrong form. */
export function wordDispute(word: ProvenWord): Dispute {
	return encode("word", [wordOpening(word)]);
}

/** A number of a row beyond the row's own bound, which is element 67. */
export function boundDispute(word: ProvenWord, bound: ProvenWord): Dispute {
	return encode("bound", [wordOpening(word), wordOpening(bound)]);
}

/** Marks outside their ranges, or not of the epoch's time. */
export function marketLeafDispute(market: MarketTree, leaf: MarketLeaf, place = leaf.id - 1): Dispute {
	return encode("marketLeaf", [marketOpening(market, leaf, place)]);
}

/** A scenario or parameters outside their ranges. */
export function scenarioLeafDispute(scenarios: ScenarioTree, place: number): Dispute {
	return encode("scenarioLeaf", [scenarioOpening(scenarios, place)]);
}

/** Two leaves in the wrong order, or two that claim one id; by their places in the tree. */
export function idOrderDispute(market: MarketTree, places: readonly [number, number]): Dispute {
	return encode(
		"idOrder",
		places.map((place) => marketOpening(market, market.leaves[place] as MarketLeaf, place)),
	);
}

/**
 * A set key, in element 66, that is not the first id of the row's set. `otherId` is the instrument that
 * the key names or an earlier member of the set; the row's own where none is needed.
 */
export function setKeyDispute(request: {
	readonly keyWord: ProvenWord;
	readonly level: (typeof SET_LEVELS)[number];
	readonly market: MarketTree;
	readonly otherId?: number | undefined;
}): Dispute {
	const { keyWord, level, market, otherId = keyWord.id } = request;
	const opening = (id: number) => marketOpening(market, market.leaves[id - 1] as MarketLeaf);
	return encode("setKey", [
		{
			keyWord: wordOpening(keyWord),
			level: SET_LEVELS.indexOf(level),
			own: opening(keyWord.id),
			other: opening(otherId),
		},
	]);
}

/** An element 62 to 65 that is not zero in a row whose key word names no set for it. */
export function noSetDispute(word: ProvenWord, keyWord: ProvenWord): Dispute {
	return encode("noSet", [wordOpening(word), wordOpening(keyWord)]);
}

/** A row beyond the last instrument: the word is any of its elements. */
export function unlistedDispute(word: ProvenWord, market: MarketTree): Dispute {
	return encode("unlisted", [wordOpening(word), marketOpening(market, market.leaves[0] as MarketLeaf)]);
}

/** Elements 65 that differ, of two instruments of one underlying. */
export function deltaAllowanceDispute(market: MarketTree, words: readonly [ProvenWord, ProvenWord]): Dispute {
	const opening = ({ id }: ProvenWord) => marketOpening(market, market.leaves[id - 1] as MarketLeaf);
	return encode("deltaAllowance", [...words.map(wordOpening), ...words.map(opening)]);
}

/**
 * A slope, element `longSlope` or `shortSlope`, below what the registered parameters ask for a lot, or a free delta,
 * element `underlyingIntercepts`, above the largest that they leave.
 */
export function chargeDispute(request: {
	readonly word: ProvenWord;
	readonly market: MarketTree;
	readonly scenarios: ScenarioTree;
}): Dispute {
	const { word, market, scenarios } = request;
	const leaf = market.leaves[word.id - 1];
	if (leaf === undefined) {
		throw new InputError({
			code: "DISPUTE_NOT_OF_LANE",
			message: `there are no marks for row ${word.id}`,
			field: "word",
			hint: "open a slope of a listed row, with the market of its epoch",
		});
	}
	return encode("charge", [wordOpening(word), marketOpening(market, leaf), chargeOpening(scenarios)]);
}

/**
 * A common stress scenario, by its place, that is not the registered one.
 *
 * @param request.scenarios that the epoch committed to
 * @param request.registered the set that the timelock registered, whatever was posted
 * @throws InputError `DISPUTE_NOT_OF_LANE`
 */
export function stressDispute(request: {
	readonly market: MarketTree;
	/** Any instrument of the scenario's subject. */
	readonly id: number;
	readonly scenarios: ScenarioTree;
	readonly place: number;
	readonly registered: Pick<ScenarioTree, "stress" | "parameters" | "parameterTree">;
}): Dispute {
	const { market, id, scenarios, place, registered } = request;
	const leaf = market.leaves[id - 1];
	const lane = scenarios.scenarios[place]?.lane;
	const found =
		leaf === undefined || lane === undefined
			? undefined
			: registeredStress(registered, { lane, underlying: leaf.underlying });
	if (leaf === undefined || found === undefined) {
		throw new InputError({
			code: "DISPUTE_NOT_OF_LANE",
			message: `no registered scenario decides place ${place}`,
			field: "place",
			hint: "open a stress lane in which all coins move together, with marks of its subject",
		});
	}
	return encode("stress", [marketOpening(market, leaf), scenarioOpening(scenarios, place), ...found]);
}

/** Marks that contradict each other; one id twice for a leaf that contradicts itself. */
export function marksTogetherDispute(market: MarketTree, ids: readonly [number, number]): Dispute {
	return encode(
		"marksTogether",
		ids.map((id) => marketOpening(market, market.leaves[id - 1] as MarketLeaf)),
	);
}

/** Marks that expire before the epoch says that anything does. */
export function expiryDispute(market: MarketTree, leaf: MarketLeaf): Dispute {
	return encode("expiry", [marketOpening(market, leaf)]);
}

/** The empty leaf in the place of an instrument, with its place in the posted table. */
export function missingDispute(place: ShownPlace, id: number, market: MarketTree): Dispute {
	return encode("missing", [id, place.path, marketOpening(market, market.leaves[0] as MarketLeaf)]);
}

/**
 * Asks the contract without sending anything.
 *
 * @throws ChainRefusal `WORD_NOT_OPENED`, `MARKET_NOT_OPENED`, `SCENARIO_NOT_OPENED`,
 * `EVIDENCE_MISMATCH`, `LEAF_MALFORMED`
 */
export function isWrong(request: {
	readonly runner: ContractRunner;
	readonly rowDispute: string;
	readonly commitments: TableCommitments;
	readonly dispute: Dispute;
}): Promise<boolean> {
	const { runner, rowDispute, commitments, dispute } = request;
	const args = [solidityCommitments(commitments), chainGround(dispute.ground), dispute.evidence] as const;
	return readContract({ runner, address: rowDispute, abi: ROW_DISPUTE_ABI, method: "isWrong", args });
}

/**
 * Sends a dispute: the epoch dies, all who stand behind it lose their bonds, and half of them is credited to
 * the disputer. `withdrawCredit` fetches it.
 *
 * @throws ChainRefusal `EVIDENCE_SHOWS_NOTHING`, `RISK_EPOCH_IS_DEAD`, `EPOCH_UNKNOWN`, and the codes of `isWrong`
 */
export async function disputeEpoch(request: {
	readonly disputer: Signer;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	readonly dispute: Dispute;
}): Promise<Sent & { readonly slashedWei: bigint }> {
	const { disputer, riskEpochs, epoch, level, dispute } = request;
	const args = [epoch, chainLevel(level), chainGround(dispute.ground), dispute.evidence] as const;
	const contract = { signer: disputer, address: riskEpochs, abi: RISK_EPOCHS_ABI };
	const sent = await writeContract({ ...contract, method: "dispute", args });
	return { ...sent, slashedWei: sentEvent(sent, RISK_EPOCHS_ABI, "RiskEpochDisputed").slashedWei };
}

/** `IRowDispute.Commitments`. */
export function solidityCommitments({ level, snapshotTimeMs, nextExpiryMs, ...roots }: TableCommitments) {
	const snapshotTime = toChainSecondsDown(snapshotTimeMs, "snapshotTimeMs");
	const nextExpiry = nextExpiryMs === null ? 0 : toChainSecondsDown(nextExpiryMs, "nextExpiryMs");
	return { ...roots, snapshotTime, nextExpiry, isInitial: level === "initial" };
}

function wordOpening({ id, wordIndex, word, proof }: ProvenWord) {
	return { id, wordIndex, word, ...solidityProof(proof) };
}

function encode(ground: DisputeGround, values: readonly unknown[]): Dispute {
	return { ground, evidence: encodeEvidence(ground, values) };
}
