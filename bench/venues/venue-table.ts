/** The venues' worked examples beside our requirement, as the table of docs/venue-examples.md. */
import { z } from "zod";
import { markdownTable } from "../markdown-table.ts";
import {
	lossInTheirScenarios,
	type OurSources,
	ourRequirement,
	ourRequirementInCoin,
} from "./case-requirement.ts";
import { paradexCase } from "./paradex-case.ts";
import type { ListedVenueCase } from "./venue-case.ts";

/** Outside of it a ratio has a reason in the table. */
const USUAL = { low: 0.8, high: 1.5 };

export type VenueRow = {
	readonly id: string;
	readonly theirs: string;
	/** Ours over theirs in their own scenarios; absent where our tables cannot say the rule. */
	readonly inTheirScenarios: number | undefined;
	readonly initial: number | undefined;
	readonly maintenance: number | undefined;
	readonly note: string;
};

/** Why a ratio is far from 1, by the example's id; an example that cannot be compared says why. */
const NOTES: Readonly<Record<string, string>> = {
	deribit_pme_btc_docs:
		"risk matrix alone, without market maker protection and open orders; ours holds BTC as collateral",
	deribit_pme_eth_recorded:
		"short ETH: our tail days ask for ETH's jumps of 2024 and 2025 (19 to 22 % in a day); theirs stops at ±18 %",
	paradex_pm_short_strangle: "theirs has no tail days; its maintenance is half of initial, ours four fifths",
	paradex_pm_calendar:
		"volatilities and forwards of two expiries part (W, B) and an uncovered short leg (K): no such risk in theirs; maintenance as above",
	paradex_pm_official_fixture:
		"0.0005 BTC short under a bought 16-day call of twice the size: the loss is volatility falling; theirs moves 16 days by less than its 30-day shock, ours by more (40 % at 30 days against 22 %)",
	paradex_pm_perp_only_floor: "maintenance of theirs is half of initial",
	paradex_pm_with_orders:
		"compared without its orders, with theirs that counts them: ours books orders as holds",
	okx_position_builder:
		"their 10 % of a loan is initial margin by itself; ours asks the stable's premium and interest of it",
	bybit_tiered_mmr: "a table of rates by size, no portfolio rule; our perpetuals have one rate and scenarios",
	binance_pmpro_pieces: "pieces of a calculation without a requirement of the whole",
	hyperliquid_pmr_btc_quant: "a ratio of an account with given maintenance margins, no rule for positions",
	dydx_v4_oimf: "20 % by hand; rates that scale with open interest cannot be said",
};

/** @param files JSON of the examples, by file name without its ending */
export function venueRows(files: ReadonlyMap<string, unknown>, sources: OurSources): VenueRow[] {
	return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, json]) => rowOf(id, json, sources));
}

function rowOf(id: string, json: unknown, sources: OurSources): VenueRow {
	const note = NOTES[id] ?? "";
	const paradex = paradexCase(json);
	if (paradex !== undefined) {
		const ours = ourRequirement(paradex, sources);
		const { initial, maintenance, worst } = paradex.theirs;
		return {
			id,
			theirs: `${initial.toPrecision(5)} / ${maintenance.toPrecision(5)} USD`,
			// Its worst scenario counts the orders too.
			inTheirScenarios: paradex.hasOrders ? undefined : lossInTheirScenarios(paradex) / worst,
			initial: ours.initial / initial,
			maintenance: ours.maintenance / maintenance,
			note,
		};
	}
	const deribit = deribitCase(id, json);
	if (deribit !== undefined) {
		const { given, coin, riskMatrix, maintenance, inTheirs } = deribit;
		const ours = ourRequirementInCoin(given, sources, coin);
		return {
			id,
			theirs: `${riskMatrix.toPrecision(5)} / ${maintenance.toPrecision(5)} ${coin}`,
			inTheirScenarios: inTheirs,
			initial: ours.initial / riskMatrix,
			maintenance: ours.maintenance / maintenance,
			note,
		};
	}
	const okx = okxCase(id, json);
	if (okx !== undefined) {
		const ours = ourRequirement(okx, sources);
		const { initial, maintenance } = okx.theirs;
		return {
			id,
			theirs: `${initial.toPrecision(5)} / ${maintenance.toPrecision(5)} USD`,
			inTheirScenarios: undefined,
			initial: ours.initial / initial,
			maintenance: ours.maintenance / maintenance,
			note,
		};
	}
	return { id, theirs: "–", inTheirScenarios: undefined, initial: undefined, maintenance: undefined, note };
}

const NO_VOL = { up: 0, down: 0, shortPower: 0, longPower: 0, floorDays: 1, leastUp: 0 };
const NO_OPTIONS = { options: [], hasOrders: false, scenarios: [], vol: NO_VOL };
/** Deribit's example names no index; its figures are in coin and do not depend on one. */
const BTC_USD = 65_000;

const deribitShape = z.object({
	inputs: z.object({
		positions: z.record(z.string(), z.number()),
		index: z.number().optional(),
		buckets: z.array(z.number()),
	}),
	published: z.object({
		risk_matrix_margin: z.number(),
		roll_shock: z.number(),
		maintenance_margin: z.number(),
		total_at_minus16: z.number().optional(),
		pnl_plus18: z.number().optional(),
	}),
});

function deribitCase(id: string, json: unknown) {
	const parsed = deribitShape.safeParse(json);
	if (!parsed.success) return undefined;
	const { inputs, published } = parsed.data;
	const coin = Object.keys(inputs.positions)[0]?.split("-")[0] ?? "";
	const price = inputs.index ?? BTC_USD;
	// Its future expires in June 2024 and is a 260th of the book: taken as perpetual.
	const units = Object.values(inputs.positions).reduce((sum, one) => sum + one, 0);
	const given: ListedVenueCase = {
		id,
		rule: "Deribit portfolio margin",
		timeMs: Date.parse(id.includes("eth") ? "2026-02-15T12:00:00Z" : "2024-05-01T12:00:00Z"),
		spotUsd: { [coin]: price },
		perpetualUsd: { [coin]: price },
		positions: [{ instrument: `${coin}-PERPETUAL`, units }],
		theirs: { initial: 0, maintenance: 0, worst: 0 },
		...NO_OPTIONS,
		scenarios: inputs.buckets.map((move) => ({ spotFactor: 1 + move, vol: "flat" as const, weight: 1 })),
	};
	// They state the loss in coin at the moved price.
	const move = published.pnl_plus18 === undefined ? -0.16 : 0.18;
	const theirWorst = -(published.total_at_minus16 ?? published.pnl_plus18 ?? 0);
	const ourWorst = lossInTheirScenarios(given) / (price * (1 + move));
	return {
		given,
		coin,
		riskMatrix: published.risk_matrix_margin,
		maintenance: published.maintenance_margin,
		inTheirs: ourWorst / theirWorst,
	};
}

const okxShape = z.object({
	inputs: z.object({
		BTC: z.object({ contracts: z.number(), ct: z.number(), mark: z.number() }),
		LTC: z.object({ contracts: z.number(), mark: z.number() }),
		usdt_liability: z.number(),
	}),
	published: z.object({ total_imr: z.number(), total_mmr: z.number() }),
});

function okxCase(id: string, json: unknown): ListedVenueCase | undefined {
	const parsed = okxShape.safeParse(json);
	if (!parsed.success) return undefined;
	const { BTC, LTC, usdt_liability: owed } = parsed.data.inputs;
	const { total_imr: initial, total_mmr: maintenance } = parsed.data.published;
	const prices = { BTC: BTC.mark, LTC: LTC.mark };
	return {
		id,
		rule: "OKX portfolio margin, position builder",
		timeMs: Date.parse("2025-11-20T12:00:00Z"),
		spotUsd: prices,
		perpetualUsd: prices,
		positions: [
			{ instrument: "BTC-PERPETUAL", units: BTC.contracts * BTC.ct },
			{ instrument: "LTC-PERPETUAL", units: LTC.contracts },
			{ instrument: "USDT", units: -owed },
		],
		theirs: { initial, maintenance, worst: 0 },
		...NO_OPTIONS,
	};
}

export function venueTableText(rows: readonly VenueRow[]): string {
	const ratio = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(2));
	return markdownTable(
		[
			"example",
			"theirs, initial / maintenance",
			"in their scenarios",
			"ours / theirs, initial",
			"maintenance",
			"why",
		],
		rows.map(({ id, theirs, inTheirScenarios, initial, maintenance, note }) => [
			`\`${id}\``,
			theirs,
			ratio(inTheirScenarios),
			ratio(initial),
			ratio(maintenance),
			note,
		]),
	);
}

/** Is it far from 1 and without a reason? */
export function isUnexplained({ initial, maintenance, note }: VenueRow): boolean {
	const far = [initial, maintenance].some(
		(value) => value !== undefined && (value > USUAL.high || value < USUAL.low),
	);
	return (far || initial === undefined) && note === "";
}
