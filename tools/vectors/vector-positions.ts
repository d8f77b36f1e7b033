/** The portfolio of a vector as instruments and signed sizes, in the order of a listing. */
import type { MarkedInstrument } from "../../src/market/snapshot/market-snapshot.ts";
import { type Decimal, parseDecimal } from "../../src/units/decimal.ts";
import { numberToDecimal } from "../../src/units/number-to-decimal.ts";
import type { VectorFile } from "./vector-file.ts";

/** The one underlying of a vector; its expiries are named after their seconds. */
const COIN = "COIN";

/** Vectors know only times to expiry. */
export const VECTOR_TIME_MS = 0;

export type VectorPosition = {
	readonly instrument: Omit<MarkedInstrument, "lot">;
	/** Never 0. */
	readonly size: Decimal;
};

export type VectorPortfolio = {
	readonly positions: readonly VectorPosition[];
	/** By name of the collateral instrument. */
	readonly haircuts: Readonly<Record<string, number>>;
};

type Unnumbered = Omit<MarkedInstrument, "lot" | "id">;
type Sized = { readonly instrument: Unnumbered; readonly size: number };

/** Cash and collateral in USD, moving collateral, the perpetual, options: neighbours share their nets. */
export function vectorPortfolio(file: VectorFile): VectorPortfolio {
	const collateral = collateralPositions(file);
	const sized: Sized[] = [
		{ instrument: asset("USD", "fiat", "USD", 1, 1), size: file.portfolio.cash },
		...collateral.filter(({ instrument }) => instrument.underlying === "USD"),
		...collateral.filter(({ instrument }) => instrument.underlying === COIN),
		{ instrument: perpetual(file), size: file.portfolio.perp },
		...optionPositions(file),
	].filter(({ size }) => size !== 0);
	return {
		positions: sized.map(({ instrument, size }, at) => ({
			instrument: { id: at + 1, ...instrument },
			size: exactDecimal(size),
		})),
		haircuts: Object.fromEntries(
			collateral.map(({ instrument, haircut }) => [instrument.name, haircut] as const),
		),
	};
}

/** The shortest decimal that reads back as this double is taken for what the file says. */
function exactDecimal(value: number): Decimal {
	return parseDecimal(numberToDecimal(value), "size");
}

function asset(
	name: string,
	assetClass: MarkedInstrument["assetClass"],
	underlying: string,
	spotUsd: number,
	priceUsd: number,
): Unnumbered {
	return {
		name,
		kind: underlying === "USD" ? "cash" : "coin",
		underlying,
		assetClass,
		indexUsd: numberToDecimal(spotUsd),
		priceUsd: numberToDecimal(priceUsd),
	};
}

function collateralPositions({ portfolio, market }: VectorFile): (Sized & { readonly haircut: number })[] {
	return portfolio.collateral.map(({ size, price, haircut, movesWithSpot }, at) => {
		const name = `COLLATERAL${at + 1}`;
		return {
			instrument: movesWithSpot
				? asset(name, "wrapped", COIN, market.spot, price)
				: asset(name, "stable", "USD", 1, price),
			size,
			haircut,
		};
	});
}

/** Its unrealised profit is in the vector's cash: it has just been settled. */
function perpetual({ market }: VectorFile): Unnumbered {
	const priceUsd = numberToDecimal(market.perpPrice);
	return {
		name: `${COIN}-PERPETUAL`,
		kind: "perpetual",
		underlying: COIN,
		indexUsd: numberToDecimal(market.spot),
		priceUsd,
		settlementPrice: priceUsd,
	};
}

function optionPositions({ market }: VectorFile): Sized[] {
	const expiries = market.expiries.toSorted((a, b) => a.secondsToExpiry - b.secondsToExpiry);
	return expiries.flatMap(({ secondsToExpiry, forward, forwardFixedPart, discountFactor, options }) =>
		options
			.toSorted((a, b) => a.strike - b.strike)
			.map(({ strike, type, iv, size }) => ({
				instrument: {
					name: `${COIN}-${secondsToExpiry}S-${numberToDecimal(strike)}-${type === "call" ? "C" : "P"}`,
					kind: "option" as const,
					underlying: COIN,
					expiryMs: VECTOR_TIME_MS + secondsToExpiry * 1000,
					strike: numberToDecimal(strike),
					optionType: type === "call" ? ("C" as const) : ("P" as const),
					indexUsd: numberToDecimal(market.spot),
					priceUsd: numberToDecimal(forward),
					iv: numberToDecimal(iv),
					fixedForwardUsd: numberToDecimal(forwardFixedPart),
					discountFactor: numberToDecimal(discountFactor),
				},
				size,
			})),
	);
}
