/**
 * Marks and scenarios that publishers must show: demanded against a deposit, opened on the chain, or fatal
 * to their epoch. A dispute needs them, and whoever hides them could not be disputed.
 */
import type { Signer } from "ethers";
import { InputError } from "../../errors/base.ts";
import type { MarketTree } from "../../market/snapshot/market-tree.ts";
import type { ScenarioTree } from "../../risk/scenarios/scenario-tree.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import type { Arguments, SendName } from "../client/abi-types.ts";
import { type Sent, writeContract } from "../client/chain-call.ts";
import { encodeEvidence, marketOpening, scenarioOpening } from "./dispute-types.ts";
import { type Demanded, placeDemand } from "./place-demand.ts";

/** The marks of one instrument of one live epoch. */
export type MarksPlace = {
	readonly riskEpochs: string;
	readonly epoch: number;
	/** 1 … 4095. One beyond the last instrument is answered with the number of instruments. */
	readonly id: number;
};

/** What one lane of one live epoch does to one subject. */
export type ScenarioPlace = {
	readonly riskEpochs: string;
	readonly epoch: number;
	/** 0 … 191: stress lanes, then tail lanes. */
	readonly lane: number;
	/** As in the marks of an instrument. */
	readonly subject: bigint;
};

/**
 * Demands marks. The deposit is twice what the newest block asks for, because fees may rise before the next.
 *
 * @throws ChainRefusal `ALREADY_DEMANDED`, `RISK_EPOCH_IS_DEAD`, `EPOCH_UNKNOWN`, `EPOCH_TOO_OLD`,
 * `MARKS_ID_OUT_OF_RANGE`
 */
export function demandMarks(request: MarksPlace & { readonly demander: Signer }): Promise<Demanded> {
	const { riskEpochs, demander, epoch, id } = request;
	return placeDemand({ riskEpochs, demander, method: "demandMarks", args: [epoch, id] });
}

/**
 * Demands a scenario, with the marks of an instrument that it moves: what nothing is marked for has no
 * scenario, and cannot be demanded.
 *
 * @throws ChainRefusal `ALREADY_DEMANDED`, `RISK_EPOCH_IS_DEAD`, `EPOCH_UNKNOWN`, `EPOCH_TOO_OLD`,
 * `LANE_OUT_OF_RANGE`, `MARKET_NOT_OPENED`
 */
export function demandScenario(
	request: Omit<ScenarioPlace, "subject"> & {
		readonly demander: Signer;
		readonly market: MarketTree;
		/** Id of the instrument. */
		readonly id: number;
	},
): Promise<Demanded> {
	const { riskEpochs, demander, epoch, lane, market, id } = request;
	const marks = encodeMarks(market, id);
	return placeDemand({ riskEpochs, demander, method: "demandScenario", args: [epoch, lane, marks] });
}

/**
 * Shows demanded marks, or that there are fewer instruments. Anyone; earns the deposit.
 *
 * @throws ChainRefusal `NOT_SHOWN` when the market is not the epoch's, `NOT_AWAITED`
 */
export function showMarks(
	request: MarksPlace & { readonly sender: Signer; readonly market: MarketTree },
): Promise<Sent> {
	const { market, id, epoch } = request;
	const shown = Math.min(id, market.instrumentCount);
	return write(request, request.sender, "showMarks", [epoch, id, encodeMarks(market, shown)]);
}

/**
 * Shows a demanded scenario. Anyone; earns the deposit.
 *
 * @throws ChainRefusal `NOT_SHOWN` when the scenarios are not the epoch's, `NOT_AWAITED`
 * @throws InputError `SCENARIO_UNKNOWN`
 */
export function showScenario(
	request: ScenarioPlace & { readonly sender: Signer; readonly scenarios: ScenarioTree },
): Promise<Sent> {
	const { scenarios, epoch, lane, subject } = request;
	const place = scenarios.scenarios.findIndex((leaf) => leaf.lane === lane && leaf.subject === subject);
	if (place < 0) {
		throw new InputError({
			code: "SCENARIO_UNKNOWN",
			message: `these scenarios have no lane ${lane} for this subject`,
			field: "subject",
			hint: "take the scenarios of exactly this epoch",
		});
	}
	const opening = encodeEvidence("scenarioLeaf", [scenarioOpening(scenarios, place)]);
	return write(request, request.sender, "showScenario", [epoch, lane, subjectWord(subject), opening]);
}

/**
 * Settles a demand for marks that nobody answered: the epoch dies and all who stand behind it lose their bonds.
 *
 * @throws ChainRefusal `ROW_STILL_DUE`, `NOT_AWAITED`
 */
export function expireMarks(request: MarksPlace & { readonly sender: Signer }): Promise<Sent> {
	return write(request, request.sender, "expireMarks", [request.epoch, request.id]);
}

/** `expireMarks` for a scenario. */
export function expireScenario(request: ScenarioPlace & { readonly sender: Signer }): Promise<Sent> {
	const { epoch, lane, subject } = request;
	return write(request, request.sender, "expireScenario", [epoch, lane, subjectWord(subject)]);
}

function encodeMarks(market: MarketTree, id: number): string {
	const leaf = market.leaves[id - 1];
	if (leaf !== undefined) return encodeEvidence("marketLeaf", [marketOpening(market, leaf)]);
	throw new InputError({
		code: "MARKS_UNKNOWN",
		message: `this market has no marks with id ${id}`,
		field: "id",
		hint: `its ids are 1 to ${market.leaves.length}`,
	});
}

function write<Name extends SendName<typeof RISK_EPOCHS_ABI>>(
	{ riskEpochs: address }: { readonly riskEpochs: string },
	signer: Signer,
	method: Name,
	args: Arguments<typeof RISK_EPOCHS_ABI, Name>,
): Promise<Sent> {
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method, args });
}

function subjectWord(subject: bigint): string {
	return `0x${subject.toString(16).padStart(64, "0")}`;
}
