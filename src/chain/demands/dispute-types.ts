/** The structs of `IRowDispute` as ABI types and values: evidence travels as bytes, so its forms are in no ABI. */
import { AbiCoder, type Result } from "ethers";
import type { MarketLeaf, MarketTree } from "../../market/snapshot/market-tree.ts";
import type { ScenarioLeaf } from "../../risk/scenarios/scenario-leaf.ts";
import {
	chargePlace,
	type ParameterLeaf,
	type ScenarioTree,
	stressPlace,
} from "../../risk/scenarios/scenario-tree.ts";

const WORD_OPENING =
	"tuple(uint16 id, uint8 wordIndex, uint256 word, uint256[2] a, uint256[2][2] b, uint256[2] c)";
const MARKET_LEAF =
	"tuple(uint16 id, uint8 kind, bytes32 subject, bytes32 underlying, uint64 snapshotTimeMs, uint64 expiryMs, bool isCall, uint256 lotE18, uint256 priceE18, uint256 indexE18, uint256 settlementE18, uint256 strikeE18, uint256 ivE18, uint256 fixedForwardE18, uint256 discountE18)";
const MARKET_OPENING = `tuple(${MARKET_LEAF} leaf, bytes32 marketHash, bytes32 marksRoot, uint16 instrumentCount, bytes32[] path)`;
const PARAMETER_LEAF =
	"tuple(bytes32 name, uint256 initialWeight, uint256 initialMultiplier, uint256 rangeUp, uint256 rangeDown, uint256 shortPower, uint256 longPower, uint256 tenorFloorDays, uint256 upFloor, uint256 floorShare, uint256 wingCap, uint256 horizonDays, uint256 uncoveredShortNear, uint256 uncoveredShortFar, uint256 uncoveredShortNearMs, uint256 uncoveredShortFarMs, uint256 pinnedOption, uint256 pinNearMs, uint256 pinFarMs, int256 basisUp, int256 basisDown, uint256 basisAdd, uint256 basisPerYear, uint256 vegaShare, uint256 offsetFloorShare, uint256 offsetFloorMove, uint256 deltaRate)";
const SCENARIO_LEAF =
	"tuple(uint8 lane, bytes32 subject, bytes32 parametersOf, uint32 laterMs, uint256 weightE18, int256 move, int256 depeg, uint8 vol, int256[4] levels, int256 riskReversal, int256 fly, int256 basisPerYear)";
const SCENARIO_OPENING = `tuple(${SCENARIO_LEAF} scenario, bytes32[] scenarioPath, ${PARAMETER_LEAF} parameters, bytes32[] parameterPath, bytes32 paramsHash, bytes32 parameterRoot, bytes32 inputsHash, bytes32 scenarioRoot)`;

const CHARGE_LEAF =
	"tuple(uint256 initialMultiplier, uint256 cashShort, uint256 coinShort, uint256 wrappedShort, uint256 perpetual, uint256 perpetualAtIndex, uint256 future, uint256 optionFeeOfSpot, uint256 optionFeeCapOfValue, uint256 optionSlippageOfValue, uint256 deltaAllowanceMicroUsd)";
const CHARGE_OPENING = `tuple(${CHARGE_LEAF} charges, bytes32[] path, bytes32 paramsHash, bytes32 parameterRoot)`;

const LANE_EVIDENCE = [
	`tuple(${WORD_OPENING} word, uint8 laneOfWord, ${MARKET_OPENING} market, ${SCENARIO_OPENING} scenario)`,
] as const;

/** By ground, in the order of the enum: the types that its evidence is encoded with. */
export const EVIDENCE_TYPES = {
	lane: LANE_EVIDENCE,
	word: [WORD_OPENING],
	bound: [WORD_OPENING, WORD_OPENING],
	marketLeaf: [MARKET_OPENING],
	scenarioLeaf: [SCENARIO_OPENING],
	idOrder: [MARKET_OPENING, MARKET_OPENING],
	setKey: [`tuple(${WORD_OPENING} keyWord, uint8 level, ${MARKET_OPENING} own, ${MARKET_OPENING} other)`],
	noSet: [WORD_OPENING, WORD_OPENING],
	deltaAllowance: [WORD_OPENING, WORD_OPENING, MARKET_OPENING, MARKET_OPENING],
	netLane: LANE_EVIDENCE,
	unlisted: [WORD_OPENING, MARKET_OPENING],
	expiry: [MARKET_OPENING],
	missing: ["uint16", "uint256[8][4]", MARKET_OPENING],
	marksTogether: [MARKET_OPENING, MARKET_OPENING],
	charge: [WORD_OPENING, MARKET_OPENING, CHARGE_OPENING],
	stress: [MARKET_OPENING, SCENARIO_OPENING, SCENARIO_LEAF, "bytes32[]"],
} as const;

export type DisputeGround = keyof typeof EVIDENCE_TYPES;

/** The number of a ground on the chain. */
export function chainGround(ground: DisputeGround): number {
	return Object.keys(EVIDENCE_TYPES).indexOf(ground);
}

/** `IRowDispute.MarketLeaf`. */
export function solidityMarketLeaf(leaf: MarketLeaf) {
	return { ...leaf, subject: bytes32(leaf.subject), underlying: bytes32(leaf.underlying) };
}

/** `IRowDispute.ScenarioLeaf`. */
export function solidityScenarioLeaf(leaf: ScenarioLeaf) {
	return {
		...leaf,
		subject: bytes32(leaf.subject),
		parametersOf: bytes32(leaf.parametersOf),
		levels: [...leaf.levels],
	};
}

/** `IRowDispute.MarketOpening` of the leaf at a place of the tree. */
export function marketOpening(
	market: Pick<MarketTree, "marketHash" | "marksRoot" | "instrumentCount" | "tree">,
	leaf: MarketLeaf,
	place = leaf.id - 1,
) {
	const { marketHash, marksRoot, instrumentCount, tree } = market;
	return { leaf: solidityMarketLeaf(leaf), marketHash, marksRoot, instrumentCount, path: tree.path(place) };
}

/** `IRowDispute.ChargeOpening`. */
export function chargeOpening({
	parameters,
	charges,
	parameterTree,
	paramsHash,
	parameterRoot,
}: ScenarioTree) {
	return { charges, path: parameterTree.path(chargePlace(parameters)), paramsHash, parameterRoot };
}

/**
 * The registered common stress scenario of a lane that counts for an underlying, and its path.
 *
 * @returns `undefined` for a lane that parameters alone do not decide
 */
export function registeredStress(
	{ stress, parameters, parameterTree }: Pick<ScenarioTree, "stress" | "parameters" | "parameterTree">,
	{ lane, underlying }: { readonly lane: number; readonly underlying: bigint },
): readonly [leaf: unknown, path: readonly string[]] | undefined {
	const ofLane = (name: bigint) =>
		stress.findIndex((leaf) => leaf.lane === lane && leaf.parametersOf === name);
	const own = ofLane(underlying);
	const place = own >= 0 ? own : ofLane(0n);
	if (place < 0) return undefined;
	const path = parameterTree.path(stressPlace(parameters) + place);
	return [solidityScenarioLeaf(stress[place] as ScenarioLeaf), path];
}

/** `IRowDispute.ParameterLeaf` of an underlying: the common one where it has none of its own. */
export function solidityParametersOf({ parameters }: Pick<ScenarioTree, "parameters">, underlying: bigint) {
	return solidityParameters(parameters[parameterPlaceOf(parameters, underlying)] as ParameterLeaf);
}

/** `IRowDispute.ParameterLeaf`. */
export function solidityParameters(leaf: ParameterLeaf) {
	return { ...leaf, name: bytes32(leaf.name) };
}

function parameterPlaceOf(parameters: readonly ParameterLeaf[], name: bigint): number {
	return Math.max(
		0,
		parameters.findIndex((leaf) => leaf.name === name),
	);
}

/**
 * `IRowDispute.ScenarioOpening` of the scenario at a place of `scenarios`, with the parameters that it names: the
 * first ones where none have its name.
 */
export function scenarioOpening(
	{ scenarios, tree, parameters, parameterTree, ...hashes }: ScenarioTree,
	place: number,
) {
	const { paramsHash, parameterRoot, inputsHash, scenarioRoot } = hashes;
	const scenario = scenarios[place] as ScenarioLeaf;
	const parameterPlace = parameterPlaceOf(parameters, scenario.parametersOf);
	return {
		scenario: solidityScenarioLeaf(scenario),
		scenarioPath: tree.path(place),
		parameters: solidityParameters(parameters[parameterPlace] as ParameterLeaf),
		parameterPath: parameterTree.path(parameterPlace),
		paramsHash,
		parameterRoot,
		inputsHash,
		scenarioRoot,
	};
}

/** Marks as `MarksShown` has them: the leaf, and the opening as evidence takes it. @throws for bytes that are none */
export function openedMarks(opening: string): OpenedMarks {
	const [decoded] = AbiCoder.defaultAbiCoder().decode([MARKET_OPENING], opening) as unknown as [Result];
	const { subject, underlying, ...leaf } = (decoded.leaf as Result).toObject() as SolidityMarketLeaf;
	return {
		opening: decoded,
		instrumentCount: Number(decoded.instrumentCount),
		leaf: {
			...leaf,
			subject: BigInt(subject),
			underlying: BigInt(underlying),
			id: Number(leaf.id),
			kind: Number(leaf.kind),
			snapshotTimeMs: Number(leaf.snapshotTimeMs),
			expiryMs: Number(leaf.expiryMs),
		},
	};
}

/** A scenario as `ScenarioShown` has it: where it belongs, and the opening as evidence takes it. */
export function openedScenario(opening: string): {
	readonly lane: number;
	readonly subject: bigint;
	readonly opening: unknown;
} {
	const [decoded] = AbiCoder.defaultAbiCoder().decode([SCENARIO_OPENING], opening) as unknown as [Result];
	const { lane, subject } = decoded.scenario as Result;
	return { lane: Number(lane), subject: BigInt(subject as string), opening: decoded };
}

/** Marks of one instrument with their way to `marketRoot`, as evidence takes it. */
export type OpenedMarks = {
	readonly leaf: MarketLeaf;
	readonly instrumentCount: number;
	readonly opening: unknown;
};
type SolidityMarketLeaf = Omit<MarketLeaf, "subject" | "underlying"> & {
	readonly subject: string;
	readonly underlying: string;
};

/** Evidence as the contract decodes it, 0x. */
export function encodeEvidence(ground: DisputeGround, values: readonly unknown[]): string {
	return AbiCoder.defaultAbiCoder().encode([...EVIDENCE_TYPES[ground]], values);
}

function bytes32(word: bigint): `0x${string}` {
	return `0x${word.toString(16).padStart(64, "0")}`;
}
