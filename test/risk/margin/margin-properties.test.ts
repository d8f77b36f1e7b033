/** What holds for every account: `docs/margin-properties.md` lists these tests by name. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastGain } from "../../../src/risk/charges/long-slope-cap.ts";
import { assessMargin, decideSolvency, type MarginLine } from "../../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import { type MarketRows, marketRows } from "../../support/market/market-rows.ts";
import { randomHoldings, randomMarket, withMore } from "../../support/market/random-market.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";
import { STEEP_PARAMS } from "../../support/tables/steep-params.ts";

const SEED = 20260205;
const LEVELS: readonly MarginLevel[] = ["maintenance", "initial"];
const LINES: readonly MarginLine[] = ["stress", "tail", "floor"];
const MARKETS = [1, 2, 3].map((seed) =>
	marketRows({ snapshot: randomMarket(drawFrom(seed)), params: SAMPLE_PARAMS, closes: SMALL_CLOSES }),
);
/** Slopes and nets together reach the worst lane of a coin. */
const STEEP = marketRows({
	snapshot: randomMarket(drawFrom(4)),
	params: STEEP_PARAMS,
	closes: SMALL_CLOSES,
});

type Case = {
	readonly market: MarketRows;
	readonly rows: readonly RiskRow[];
	readonly holdings: readonly Holding[];
	readonly draw: ReturnType<typeof drawFrom>;
};

function forRandomAccounts(check: (given: Case) => void, markets: readonly MarketRows[] = MARKETS): void {
	const drawn = fc.tuple(fc.nat(), fc.constantFrom(...markets), fc.constantFrom(...LEVELS));
	fc.assert(
		fc.property(drawn, ([seed, market, level]) => {
			const draw = drawFrom(seed);
			check({ market, rows: market.rows[level], holdings: randomHoldings(draw, market), draw });
		}),
		{ seed: SEED, numRuns: 300 },
	);
}

const longCharge = ({ longCharge: { baseSlopeMicroUsd, slopeStepsMicroUsd } }: RiskRow) =>
	slopeStepsMicroUsd.reduce((largest, step) => (step > largest ? step : largest), 0n) + baseSlopeMicroUsd;

/** What one more lot leaves of its least gain after the largest slope. */
const gainPerLot = (row: RiskRow) =>
	leastGain([...row.stressMicroUsd, ...row.tailMicroUsd], row) - longCharge(row);

describe(`surplus (seed ${SEED})`, () => {
	it("that is proven is proven for every smaller surplus, and exactly up to free collateral", () => {
		forRandomAccounts(({ rows, holdings, draw }) => {
			const assessment = assessMargin(rows, holdings);
			const free = assessment.freeCollateralMicroUsd;
			const within = (surplus: bigint) => surplus >= 0n && surplus < AMOUNT_LIMIT;
			for (const surplus of [0n, free - 1n, free, free + 1n, draw.anyMagnitude(60)].filter(within)) {
				expect(decideSolvency(assessment, surplus).accepted).toBe(surplus <= free);
			}
		});
	});
});

describe(`adding cash (seed ${SEED})`, () => {
	it("to an account that owes none adds exactly its value to free collateral", () => {
		forRandomAccounts(({ market, rows, holdings, draw }) => {
			const id = market.idOf("USD");
			const before = withMore(
				holdings.filter((holding) => holding.id !== id),
				{ id, qtyLots: draw.anyMagnitude(40) / 2n },
			);
			const qtyLots = draw.anyMagnitude(38);
			const gained =
				assessMargin(rows, withMore(before, { id, qtyLots })).freeCollateralMicroUsd -
				assessMargin(rows, before).freeCollateralMicroUsd;
			expect(gained).toBe(qtyLots * 10_000n);
		});
	});

	it("to an account that owes some adds its value and the borrow charge that ends", () => {
		forRandomAccounts(({ market, rows, holdings, draw }) => {
			const id = market.idOf("USD");
			const before = withMore(
				holdings.filter((holding) => holding.id !== id),
				{ id, qtyLots: -1n - draw.anyMagnitude(38) },
			);
			const owed = -(before.find((holding) => holding.id === id)?.qtyLots ?? 0n);
			const qtyLots = draw.unsigned(owed);
			const gained =
				assessMargin(rows, withMore(before, { id, qtyLots })).freeCollateralMicroUsd -
				assessMargin(rows, before).freeCollateralMicroUsd;
			const borrow = (rows[id] as RiskRow).shortCharge.baseSlopeMicroUsd;
			expect(gained).toBe(qtyLots * (10_000n + borrow));
		});
	});
});

describe(`adding a long (seed ${SEED})`, () => {
	const slackOf = (given: Case, added: Holding) => {
		const before = assessMargin(given.rows, given.holdings).slackMicroUsd;
		const after = assessMargin(given.rows, withMore(given.holdings, added)).slackMicroUsd;
		return LINES.map((line) => after[line] - before[line]);
	};

	it("coin, wrapped coin, stable or fiat never lowers a line, whatever the account holds", () => {
		forRandomAccounts(
			(given) => {
				const asset = given.draw.pick(
					given.market.instruments.filter(({ assetClass }) => assetClass !== undefined),
				);
				const value = (given.rows[asset.id] as RiskRow).stressMicroUsd[0] as bigint;
				const qtyLots = 1n + given.draw.anyMagnitude(45) / value;
				// Half of the accounts hold only this asset, deep in its last tier, where least of it counts.
				const alone = [{ id: asset.id, qtyLots: (1n << 42n) / value }];
				const holdings = given.draw.chance(0.5) ? alone : given.holdings;
				for (const change of slackOf({ ...given, holdings }, { id: asset.id, qtyLots })) {
					expect(change >= 0n, `${qtyLots} lots of ${asset.name}: ${change}`).toBe(true);
				}
			},
			[...MARKETS, STEEP],
		);
	});

	it("coin in a tier of 100 % counts nothing in its worst lane, and there is no tier where it counts less", () => {
		for (const level of LEVELS) {
			for (const { id, assetClass, name } of STEEP.instruments) {
				if (assetClass === undefined) continue;
				const row = STEEP.rows[level][id] as RiskRow;
				expect(gainPerLot(row) >= 0n, `${name} at ${level} level`).toBe(true);
				// Its worst lane at initial level is all that is charged, but for nets and rounding.
				if (level !== "initial" || assetClass === "fiat") continue;
				expect(gainPerLot(row) < 16n, `${name}: ${gainPerLot(row)}`).toBe(true);
			}
		}
	});

	it("option lowers a line by no more than its vega, basis and delta exceed its worst lane", () => {
		forRandomAccounts((given) => {
			const option = given.draw.pick(given.market.instruments.filter(({ kind }) => kind === "option"));
			const row = given.rows[option.id] as RiskRow;
			const qtyLots = 1n + given.draw.anyMagnitude(16);
			const least = gainPerLot(row) < 0n ? gainPerLot(row) : 0n;
			for (const change of slackOf(given, { id: option.id, qtyLots })) {
				expect(change >= qtyLots * least, `${qtyLots} lots of ${option.name}: ${change}`).toBe(true);
			}
		});
	});

	it("option never lowers a line by more than it costs to close, where no option is short and its expiry holds bought ones alone", () => {
		forRandomAccounts((given) => {
			const { draw, market, rows } = given;
			const option = draw.pick(market.instruments.filter(({ kind }) => kind === "option"));
			const row = rows[option.id] as RiskRow;
			// Without its expiry's shorts and futures, and small enough that no delta is too large to close.
			const holdings = given.holdings.filter(({ id, qtyLots }) => {
				const other = rows[id] as RiskRow;
				if (other.keys.strike !== 0 && qtyLots < 0n) return false;
				if (other.keys.underlying === row.keys.underlying && other.keys.strike === 0) return false;
				return other.keys.expiry !== row.keys.expiry || (other.keys.strike !== 0 && qtyLots > 0n);
			});
			if (assessMargin(rows, holdings).totals.concentrationMicroUsd > 0n) return;
			const added = { id: option.id, qtyLots: 1n + draw.anyMagnitude(8) };
			const after = withMore(holdings, added);
			if (assessMargin(rows, after).totals.concentrationMicroUsd > 0n) return;
			const closing = added.qtyLots * longCharge(row);
			for (const change of slackOf({ ...given, holdings }, added)) {
				expect(change >= -closing, `${added.qtyLots} lots of ${option.name}: ${change}`).toBe(true);
			}
		});
	});

	it("option can lower a line where its expiry holds something else: it adds basis", () => {
		const lowered = MARKETS.flatMap((market) => {
			const rows = market.rows.initial;
			const expiryOf = (id: number) => rows[id]?.keys.expiry;
			return market.instruments
				.filter(({ kind }) => kind === "future")
				.flatMap((future) =>
					market.instruments
						.filter(({ id, optionType }) => optionType === "C" && expiryOf(id) === expiryOf(future.id))
						.map((call) => {
							const holdings = [{ id: future.id, qtyLots: 1_000n }];
							const given = { market, rows, holdings, draw: drawFrom(SEED) };
							return slackOf(given, { id: call.id, qtyLots: 100n });
						}),
				);
		}).filter((changes) => changes.some((change) => change < 0n));
		expect(lowered.length).toBeGreaterThan(0);
	});

	it("option never adds to the uncoveredShort charge and never lowers the account's value in a scenario", () => {
		forRandomAccounts(({ market, rows, holdings, draw }) => {
			const option = draw.pick(market.instruments.filter(({ kind }) => kind === "option"));
			const before = assessMargin(rows, holdings);
			const after = assessMargin(
				rows,
				withMore(holdings, { id: option.id, qtyLots: 1n + draw.anyMagnitude(16) }),
			);
			expect(after.totals.uncoveredShortMicroUsd <= before.totals.uncoveredShortMicroUsd).toBe(true);
			expect(after.worstStress.valueMicroUsd >= before.worstStress.valueMicroUsd).toBe(true);
			expect(after.expectedShortfallMicroUsd <= before.expectedShortfallMicroUsd).toBe(true);
		});
	});

	it("perpetual can lower a line: it is no asset but a position in the price", () => {
		const [market] = MARKETS as [MarketRows];
		const given = { market, rows: market.rows.initial, holdings: [], draw: drawFrom(SEED) };
		const changes = slackOf(given, { id: market.idOf("BTC-PERPETUAL"), qtyLots: 1_000n });
		expect(changes.every((change) => change < 0n)).toBe(true);
	});
});
