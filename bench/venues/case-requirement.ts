/** What our tables ask of a venue's worked example: under our parameters, and under the venue's scenarios. */
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import type { IvHistory } from "../../src/market/history/iv-history.ts";
import { parseInstrumentName } from "../../src/market/instruments/parse-instrument-name.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { checkMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import type { AssetMark, MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { assessMargin, type MarginAssessment } from "../../src/risk/margin/margin-engine.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { buildRiskRowsOnly } from "../../src/risk/table/build-risk-table.ts";
import { numberToDecimal } from "../../src/units/number-to-decimal.ts";
import { DAY_SECONDS } from "../../src/units/time.ts";
import { evaluateVector } from "../../tools/vectors/evaluate-vector.ts";
import type { VectorFile } from "../../tools/vectors/vector-file.ts";
import { type Book, type Levels, requirementUsd } from "../backtest/book.ts";
import type { ListedVenueCase } from "./venue-case.ts";

/** Coins and contracts: small enough for the sizes of every example. */
const LOT = "0.00001";
/** Dollars, where rounding a small lot would add up. */
const CASH_LOT = "0.01";
/** Listed beside the example's own coins: what scenarios are made from. */
const LISTED = ["BTC", "ETH", "SOL"];

export type OurSources = {
	readonly params: RiskParams;
	readonly closes: DailyCloses;
	readonly ivHistory: IvHistory;
};

/** USD at both levels, of the positions with nothing beside them. */
export function ourRequirement(given: ListedVenueCase, sources: OurSources): Levels<number> {
	const { initial, maintenance } = assessments(given, sources, new Map());
	return { initial: requirementUsd(initial), maintenance: requirementUsd(maintenance) };
}

/** Coins that an account must hold beside positions whose gains and losses are paid in that coin. */
export function ourRequirementInCoin(
	given: ListedVenueCase,
	sources: OurSources,
	coin: string,
): Levels<number> {
	const least = (level: keyof Levels<unknown>) => {
		let [low, high] = [0n, 1n << 30n];
		while (high - low > 1n) {
			const middle = (low + high) / 2n;
			const held = assessments(given, sources, new Map([[coin, middle]]))[level];
			if (held.freeCollateralMicroUsd >= 0n) high = middle;
			else low = middle;
		}
		return Number(high) * Number(LOT);
	};
	return { initial: least("initial"), maintenance: least("maintenance") };
}

function lotOf(instrument: string): string {
	return instrument.startsWith("USD") ? CASH_LOT : LOT;
}

const tables = new WeakMap<ListedVenueCase, ReturnType<typeof rowsOf>>();

function assessments(given: ListedVenueCase, sources: OurSources, besides: Book): Levels<MarginAssessment> {
	const { listing, rows } = tables.get(given) ?? rowsOf(given, sources);
	tables.set(given, { listing, rows });
	const lots = new Map(besides);
	for (const { instrument, units } of given.positions) {
		lots.set(
			instrument,
			(lots.get(instrument) ?? 0n) + BigInt(Math.round(units / Number(lotOf(instrument)))),
		);
	}
	const holdings = listing.instruments.flatMap(({ id, name }) => {
		const qtyLots = lots.get(name) ?? 0n;
		return qtyLots === 0n ? [] : [{ id, qtyLots }];
	});
	return {
		initial: assessMargin(rows.initial, holdings),
		maintenance: assessMargin(rows.maintenance, holdings),
	};
}

function rowsOf(given: ListedVenueCase, sources: OurSources) {
	const snapshot = snapshotOf(given, sources.closes);
	const listing = buildListing(snapshot);
	return { listing, rows: buildRiskRowsOnly({ listing, snapshot, ...sources }) };
}

function snapshotOf(given: ListedVenueCase, closes: DailyCloses): MarketSnapshot {
	const date = new Date(given.timeMs).toISOString().slice(0, 10);
	const known = closes.dates.findLastIndex((day) => day < date);
	const lastClose = (coin: string) => closes.closes[known]?.[closes.symbols.indexOf(coin)] ?? "";
	const own = Object.keys(given.spotUsd);
	const coins = [...new Set([...LISTED, ...own])];
	const spotOf = (coin: string) => {
		const spot = given.spotUsd[coin];
		return spot === undefined ? lastClose(coin) : numberToDecimal(spot);
	};
	const asset = (
		symbol: string,
		underlying: string,
		assetClass: AssetMark["assetClass"],
		priceUsd: string,
	) => ({
		symbol,
		underlying,
		assetClass,
		priceUsd,
		lot: lotOf(symbol),
	});
	const options = given.options.map((option) => ({ ...option, ...parseInstrumentName(option.instrument) }));
	return checkMarketSnapshot({
		timeMs: given.timeMs,
		source: given.id,
		assets: [
			asset("USD", "USD", "fiat", "1"),
			asset("USDT", "USD", "stable", "1"),
			...coins.map((coin) => asset(coin, coin, "coin", spotOf(coin))),
		],
		perpetuals: coins.map((underlying) => ({
			underlying,
			markUsd: numberToDecimal(given.perpetualUsd[underlying] ?? Number(spotOf(underlying))),
			lot: LOT,
		})),
		futures: [],
		optionExpiries: [...Map.groupBy(options, ({ expiryMs }) => expiryMs)].map(([expiryMs, chain]) => ({
			underlying: chain[0]?.underlying ?? "",
			expiryMs: expiryMs as number,
			forwardUsd: numberToDecimal(chain[0]?.forwardUsd ?? 0),
			lot: LOT,
			options: chain.map(({ strike, optionType, iv }) => ({
				strike: strike as string,
				optionType: optionType as "C" | "P",
				iv: numberToDecimal(iv),
			})),
		})),
	});
}

/**
 * Loss in the worst of the venue's own scenarios, through the code that builds our tables. Everything else
 * of the venue's rule (fees, floors) is left out on both sides.
 */
export function lossInTheirScenarios(given: ListedVenueCase): number {
	const [coin = ""] = Object.keys(given.spotUsd);
	const options = given.options.map((option) => ({ ...option, ...parseInstrumentName(option.instrument) }));
	const unitsOf = (name: string) =>
		given.positions.reduce((sum, { instrument, units }) => (instrument === name ? sum + units : sum), 0);
	const file: VectorFile = {
		name: given.id,
		source: given.rule,
		market: {
			spot: given.spotUsd[coin] as number,
			perpPrice: given.perpetualUsd[coin] as number,
			expiries: [...Map.groupBy(options, ({ expiryMs }) => expiryMs)].map(([expiryMs, chain]) => ({
				secondsToExpiry: Math.round(((expiryMs as number) - given.timeMs) / 1000),
				forward: chain[0]?.forwardUsd ?? 0,
				forwardFixedPart: 0,
				discountFactor: 1,
				options: chain.map(({ instrument, strike, optionType, iv }) => ({
					strike: Number(strike),
					type: optionType === "C" ? ("call" as const) : ("put" as const),
					iv,
					size: unitsOf(instrument),
				})),
			})),
		},
		portfolio: { cash: 0, perp: unitsOf(`${coin}-PERPETUAL`), collateral: [] },
		params: {
			volShock: {
				rangeUp: given.vol.up,
				rangeDown: given.vol.down,
				shortTermPower: given.vol.shortPower,
				longTermPower: given.vol.longPower,
				floorSeconds: given.vol.floorDays * DAY_SECONDS,
				minVolUp: given.vol.leastUp,
			},
			scenarios: given.scenarios.map(({ spotFactor, vol, weight }) => ({ spotFactor, vol, damp: weight })),
			scenarioMultiplier: 1,
			basis: { spotUp: 1.1, spotDown: 0.9, addFactor: 0, perYearFactor: 0 },
			nakedShortOptionRate: 0,
			perpRate: 0,
		},
		expected: {
			equity: 0,
			scenarioPnl: given.scenarios.map(() => 0),
			worst: 0,
			basisCharge: 0,
			nakedShortCharge: 0,
			perpCharge: 0,
			haircut: 0,
			margin: 0,
		},
	};
	return -evaluateVector(file).numbers.worst;
}
