/** When scenarios happen: at once, just after the next expiry, or at the horizon of the parameters. */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { horizonMs, type RiskParams } from "../params/risk-params.ts";

/** By name, ms after the snapshot. */
export type ScenarioMoments = Readonly<Record<"now" | "nextExpiry" | "horizon", number>>;

/** What expires has expired by then, so that it is at intrinsic value. */
const AFTER_EXPIRY_MS = 60_000;

/**
 * Just after the next expiry the options that expired are kinked at their strikes while the next ones still carry
 * volatility. An expiry beyond the horizon is no moment of its own.
 */
export function scenarioMoments(request: {
	readonly instruments: readonly Pick<MarkedInstrument, "expiryMs">[];
	readonly params: Pick<RiskParams, "stress">;
	readonly snapshotTimeMs: number;
}): ScenarioMoments {
	const { instruments, params, snapshotTimeMs } = request;
	const horizon = horizonMs(params);
	const nextExpiry = instruments.reduce(
		(next, { expiryMs }) =>
			expiryMs === undefined ? next : Math.min(next, expiryMs - snapshotTimeMs + AFTER_EXPIRY_MS),
		horizon,
	);
	return { now: 0, nextExpiry, horizon };
}
