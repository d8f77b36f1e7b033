/** Scenarios in which all coins move together are those of the registered parameters, or they lose. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	encodeEvidence,
	marketOpening,
	registeredStress,
	scenarioOpening,
} from "../../../src/chain/demands/dispute-types.ts";
import { type Dispute, stressDispute } from "../../../src/chain/disputes/dispute-row.ts";
import type { MarketLeaf } from "../../../src/market/snapshot/market-tree.ts";
import { STRESS_LANES } from "../../../src/risk/model/dimensions.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import type { ScenarioLeaf } from "../../../src/risk/scenarios/scenario-leaf.ts";
import {
	parameterSetHash,
	type ScenarioTree,
	scenarioTreeOf,
} from "../../../src/risk/scenarios/scenario-tree.ts";
import { type DisputeCase, disputeCase } from "../../support/market/dispute-case.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";
import { commitmentsOf, DisputeFixture } from "../../support/venue/dispute-fixture.ts";
import { refusalOf } from "../../support/venue/venue-fixture.ts";

const PERPETUAL = "BTC-PERPETUAL";
const AFTER_NEXT_EXPIRY = 2 ** 32 - 1;
/** BTC moves half as far again as everything else. */
const OWN_PARAMS: RiskParams = {
	...SAMPLE_PARAMS,
	stress: { ...SAMPLE_PARAMS.stress, moveFactors: { BTC: 1_500_000n } },
};

let fixture: DisputeFixture;
let honest: DisputeCase;
let own: DisputeCase;
beforeAll(async () => {
	fixture = await DisputeFixture.deploy();
	honest = disputeCase();
	own = disputeCase(SMALL_MARKET, OWN_PARAMS);
});
afterAll(() => fixture.close());

const leafOf = (given: DisputeCase, name: string) => {
	const id = given.instruments.find((one) => one.name === name)?.id ?? 0;
	return given.market.leaves[id - 1] as MarketLeaf;
};
const placeOf = ({ scenarios }: DisputeCase, lane: number, subject: bigint) =>
	scenarios.scenarios.findIndex((leaf) => leaf.lane === lane && leaf.subject === subject);
const commonLanes = ({ scenarios }: DisputeCase) => new Set(scenarios.stress.map(({ lane }) => lane));
/** The case with one scenario of a lane and an instrument's subject changed. */
const lying = (
	given: DisputeCase,
	lane: number,
	name: string,
	change: Partial<ScenarioLeaf>,
): DisputeCase => {
	const place = placeOf(given, lane, leafOf(given, name).subject);
	const scenarios = given.scenarios.scenarios.map((leaf, at) =>
		at === place ? { ...leaf, ...change } : leaf,
	);
	return { ...given, scenarios: scenarioTreeOf({ ...given.scenarios, scenarios }) };
};
const disputed = (
	given: DisputeCase,
	lane: number,
	name: string,
	registered: ScenarioTree = given.scenarios,
) => {
	const { market, scenarios } = given;
	const leaf = leafOf(given, name);
	const place = placeOf(given, lane, leaf.subject);
	return stressDispute({ market, id: leaf.id, scenarios, place, registered });
};
const judge = (given: DisputeCase, dispute: Dispute) => fixture.judge(commitmentsOf(given), dispute);

describe("an honest epoch", () => {
	it("committed to the registered scenarios, in every common lane of every instrument's subject", async () => {
		for (const given of [honest, own]) {
			const lanes = commonLanes(given);
			expect(lanes.size).toBeGreaterThan(STRESS_LANES / 2);
			const names = new Map(given.instruments.map((one) => [leafOf(given, one.name).subject, one.name]));
			for (const lane of lanes) {
				for (const name of names.values()) {
					expect(await judge(given, disputed(given, lane, name)), `${lane} ${name}`).toBe(false);
				}
			}
		}
	});

	it("committed to a moment after the next expiry that every mark allows", async () => {
		const moments = honest.scenarios.stress.filter(({ laterMs }) => laterMs === AFTER_NEXT_EXPIRY);
		expect(moments.length).toBeGreaterThan(0);
		for (const { name } of honest.instruments) {
			if (leafOf(honest, name).underlying === leafOf(honest, "USD").underlying) continue;
			expect(await judge(honest, disputed(honest, moments[0]?.lane ?? 0, name))).toBe(false);
		}
	});
});

describe("scenarios in which too little happens", () => {
	const down = () =>
		honest.scenarios.stress.find(({ move, vol }) => move < -100_000n && vol === 1)?.lane ?? 0;
	it.each<[string, Partial<ScenarioLeaf>]>([
		["nothing moves", { move: 0n, vol: 0 }],
		["the price moves a little less", { move: -99_999n }],
		["volatility stays", { vol: 0 }],
		["less of the repricing counts", { weightE18: 0n }],
		["it happens at once", { laterMs: 0 }],
		["an asset leaves its peg upwards", { depeg: 1n }],
		["the basis comes to help", { basisPerYear: 1n }],
	])("%s: lose", async (_what, change) => {
		const given = lying(honest, down(), PERPETUAL, change);
		expect(await judge(given, disputed(given, down(), PERPETUAL))).toBe(true);
		expect(await judge(honest, disputed(honest, down(), PERPETUAL))).toBe(false);
	});

	it("lose when the next expiry is put off beyond marks that expire sooner, or beyond the horizon", async () => {
		const lane = honest.scenarios.stress.find(({ laterMs }) => laterMs === AFTER_NEXT_EXPIRY)?.lane ?? 0;
		const horizonMs = SAMPLE_PARAMS.stress.horizonDays * 86_400_000;
		const late = lying(honest, lane, PERPETUAL, { laterMs: horizonMs + 1 });
		expect(await judge(late, disputed(late, lane, PERPETUAL))).toBe(true);
		// An option of the same underlying that expires within the day.
		const soonMs = SMALL_MARKET.timeMs - (SMALL_MARKET.timeMs % 60_000) + 2 * 3_600_000;
		const [first, ...others] = SMALL_MARKET.optionExpiries;
		const soon = disputeCase({
			...SMALL_MARKET,
			optionExpiries: [...(first === undefined ? [] : [{ ...first, expiryMs: soonMs }]), ...others],
		});
		const option =
			soon.instruments.find(({ kind, expiryMs }) => kind === "option" && expiryMs === soonMs)?.name ?? "";
		const after = soonMs - SMALL_MARKET.timeMs + 60_000;
		expect(await judge(soon, disputed(soon, lane, option))).toBe(false);
		const putOff = lying(soon, lane, option, { laterMs: after + 1 });
		expect(await judge(putOff, disputed(putOff, lane, option))).toBe(true);
	});

	it("lose when an underlying's own parameters are not named, or moved as all others", async () => {
		const lane = own.scenarios.stress.find(({ move }) => move < 0n)?.lane ?? 0;
		const common = own.scenarios.stress.find((leaf) => leaf.lane === lane && leaf.parametersOf === 0n);
		for (const change of [
			{ parametersOf: 0n },
			{ move: common?.move ?? 0n },
			{ parametersOf: 0n, move: common?.move ?? 0n },
		]) {
			const given = lying(own, lane, PERPETUAL, change);
			expect(await judge(given, disputed(given, lane, PERPETUAL))).toBe(true);
		}
	});
});

describe("evidence that shows nothing", () => {
	it("is of the scenario's own lane, and of what is registered for its underlying", async () => {
		const leaf = leafOf(own, PERPETUAL);
		const open = (lane: number, registered: readonly unknown[]) => ({
			ground: "stress" as const,
			evidence: encodeEvidence("stress", [
				marketOpening(own.market, leaf),
				scenarioOpening(own.scenarios, placeOf(own, lane, leaf.subject)),
				...registered,
			]),
		});
		const registered = (lane: number, underlying: bigint) =>
			registeredStress(own.scenarios, { lane, underlying }) ?? [];
		for (const evidence of [open(1, registered(2, leaf.underlying)), open(1, registered(1, 0n))]) {
			expect((await refusalOf(judge(own, evidence))).errorName).toBe("EvidenceMismatch");
		}
	});

	it("a scenario of a set that nobody registered, and money, which moves against nothing", async () => {
		expect(parameterSetHash(OWN_PARAMS)).not.toBe(parameterSetHash(SAMPLE_PARAMS));
		const foreign = disputed(honest, 1, PERPETUAL, own.scenarios);
		expect((await refusalOf(judge(honest, foreign))).errorName).toBe("ScenarioNotOpened");
		const given = lying(honest, 1, "USD", { move: 5n });
		expect(await judge(given, disputed(given, 1, "USD"))).toBe(false);
	});
});

it("PARAMETERS_TOO_MANY: no set is so large that its leaves could not be opened", () => {
	const names = Array.from({ length: 60 }, (_, at) => [`C${at}`, 1_100_000n] as const);
	const params = {
		...SAMPLE_PARAMS,
		stress: { ...SAMPLE_PARAMS.stress, moveFactors: Object.fromEntries(names) },
	};
	expect(thrownBy(() => parameterSetHash(params))).toMatchObject({ code: "PARAMETERS_TOO_MANY" });
});
