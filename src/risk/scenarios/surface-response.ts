/** How a volatility surface and the basis answer to a return of spot: a regression, from parameters. */
import { type FourTenors, IV_TENOR_DAYS } from "../../market/history/iv-history.ts";
import { ppmToNumber } from "../../units/exact-value.ts";
import { type TailInputs, withVolOf } from "../params/risk-params.ts";
import { tenorScale } from "../pricing/vol-shock.ts";
import type { SurfaceChange } from "./surface-history.ts";

/** `response · logReturn`, one response for falls and one for rises; the level scaled by tenor. */
export function surfaceResponse(request: {
	readonly params: TailInputs;
	readonly underlying: string;
	readonly logReturn: number;
}): SurfaceChange {
	const { params, underlying, logReturn } = request;
	const { response, underlyings } = params.tail.surface;
	const own = underlyings[underlying] ?? response;
	const side = logReturn < 0 ? "down" : "up";
	const vol = withVolOf(params, underlying);
	const at30Days = ppmToNumber(own.level[side]) * logReturn;
	const level = IV_TENOR_DAYS.map((days) => at30Days * tenorScale(vol, days));
	return {
		level: level as unknown as FourTenors<number>,
		riskReversal: ppmToNumber(own.riskReversal[side]) * logReturn,
		fly: ppmToNumber(own.fly[side]) * logReturn,
		basisPerYear: ppmToNumber(own.basisPerYear[side]) * logReturn,
	};
}
