/** A worked example of Paradex's portfolio margin as a market, positions and its own scenarios. */
import { z } from "zod";
import {
	formatInstrumentName,
	parseInstrumentName,
} from "../../src/market/instruments/parse-instrument-name.ts";
import type { ListedVenueCase, Position } from "./venue-case.ts";

const scenario = z.object({ spot_shock: z.number(), vol_shock: z.number(), weight: z.number() });
const shape = z.object({
	id: z.string(),
	inputs: z.object({
		now: z.string(),
		positions: z.array(z.object({ market: z.string(), side: z.enum(["BUY", "SELL"]), size: z.number() })),
		orders: z.array(z.unknown()),
		market_data: z.record(
			z.string(),
			z.object({ mark_price: z.number(), mark_iv: z.number().nullable(), underlying_price: z.number() }),
		),
		pm_config: z.object({
			base_asset: z.string(),
			vol_shock_params: z.object({
				vega_power_short_dte: z.number(),
				vega_power_long_dte: z.number(),
				dte_floor_days: z.number(),
				min_vol_shock_up: z.number(),
			}),
			scenarios: z.array(scenario),
		}),
	}),
	published: z.object({ IMR: z.number(), MMR: z.number(), worst_loss: z.number() }),
});

/** `undefined` for what is no case of this kind. */
export function paradexCase(json: unknown): ListedVenueCase | undefined {
	const parsed = shape.safeParse(json);
	if (!parsed.success) return undefined;
	const { id, inputs, published } = parsed.data;
	const { market_data: marks, pm_config: config } = inputs;
	const markOf = (market: string) => {
		const mark = marks[market];
		if (mark === undefined) throw new Error(`${id} has no mark of ${market}`);
		return mark;
	};
	const perpetual = markOf(`${config.base_asset}-USD-PERP`);
	const positions = inputs.positions.map(
		({ market, side, size }): Position => ({
			instrument: ourName(market),
			units: side === "BUY" ? size : -size,
		}),
	);
	return {
		id,
		rule: "Paradex portfolio margin, its open engine",
		timeMs: Date.parse(inputs.now),
		spotUsd: { [config.base_asset]: perpetual.underlying_price },
		perpetualUsd: { [config.base_asset]: perpetual.mark_price },
		options: inputs.positions.flatMap(({ market }) => {
			const { mark_iv: iv, underlying_price: forwardUsd } = markOf(market);
			return iv === null ? [] : [{ instrument: ourName(market), iv, forwardUsd }];
		}),
		positions,
		theirs: { initial: published.IMR, maintenance: published.MMR, worst: published.worst_loss },
		hasOrders: inputs.orders.length > 0,
		scenarios: config.scenarios.map((one) => ({
			spotFactor: 1 + one.spot_shock,
			vol: one.vol_shock > 0 ? "up" : "down",
			weight: one.weight,
		})),
		vol: {
			up: Math.max(...config.scenarios.map((one) => one.vol_shock)),
			down: -Math.min(...config.scenarios.map((one) => one.vol_shock)),
			shortPower: config.vol_shock_params.vega_power_short_dte,
			longPower: config.vol_shock_params.vega_power_long_dte,
			floorDays: config.vol_shock_params.dte_floor_days,
			leastUp: config.vol_shock_params.min_vol_shock_up,
		},
	};
}

/** `BTC-USD-29MAY26-80000-C` → `BTC-29MAY26-80000-C`. */
function ourName(market: string): string {
	const [coin = "", , ...rest] = market.split("-");
	if (rest.join("-") === "PERP") return formatInstrumentName({ kind: "perpetual", underlying: coin });
	return parseInstrumentName([coin, ...rest].join("-")).name;
}
