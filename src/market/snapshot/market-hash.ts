/** The canonical bytes of a market snapshot and their hash: equal content, equal bytes, everywhere. */
import { CanonicalBytes, keccakHex } from "../../hashing/canonical-bytes.ts";
import { compareDecimalText } from "../../units/canonical-decimal.ts";
import { compareText } from "../instruments/listing-order.ts";
import { checkMarketSnapshot } from "./market-format.ts";
import type { AssetClass, MarketSnapshot, OptionExpiry } from "./market-snapshot.ts";

const SETTLEMENT_ASSETS_TAG = 0xffff;
const MARKET_BYTES_FORM = "zkmargin-market-bytes-1";

/** Code of each class in the canonical bytes; never renumbered. */
const CLASS_CODES: Readonly<Record<AssetClass, number>> = { fiat: 1, stable: 2, coin: 3, wrapped: 4 };

/**
 * Canonical bytes: the form's name, time in ms (8 bytes), then four lists, each with its count
 * (2 bytes) in front: assets by symbol (class 1, symbol, underlying, price, lot), perpetuals by
 * underlying (underlying, mark, lot), futures by underlying and expiry (underlying, expiry 8, mark,
 * lot), option expiries likewise (underlying, expiry 8, forward, lot, count 2, then by strike and
 * type: strike, 1 call or 2 put, IV). Decimals are texts without superfluous zeros. `source` and
 * `sampleSeed` are not part of it: they say where marks come from, not what they are.
 *
 * A fifth list follows when it is not empty: option expiries with a fixed part of the forward or a
 * discount factor (underlying, expiry 8, fixed part or nothing, discount factor or nothing).
 *
 * A sixth list follows when it is not empty: what settles in a stablecoin, in the order of the three lists above
 * (list 1 perpetuals, 2 futures, 3 options, place in it 2, stablecoin).
 *
 * @throws InputError the codes of `checkMarketSnapshot`
 */
export function encodeMarketSnapshot(snapshot: MarketSnapshot): Uint8Array {
	const { timeMs, assets, perpetuals, futures, optionExpiries } = checkMarketSnapshot(snapshot);
	const bytes = new CanonicalBytes(MARKET_BYTES_FORM).integer(timeMs, 8);

	bytes.integer(assets.length, 2);
	for (const asset of assets.toSorted((a, b) => compareText(a.symbol, b.symbol))) {
		bytes.integer(CLASS_CODES[asset.assetClass], 1).text(asset.symbol).text(asset.underlying);
		bytes.text(asset.priceUsd).text(asset.lot);
	}
	bytes.integer(perpetuals.length, 2);
	for (const { underlying, markUsd, lot } of perpetuals.toSorted(byUnderlyingAndExpiry)) {
		bytes.text(underlying).text(markUsd).text(lot);
	}
	bytes.integer(futures.length, 2);
	for (const { underlying, expiryMs, markUsd, lot } of futures.toSorted(byUnderlyingAndExpiry)) {
		bytes.text(underlying).integer(expiryMs, 8).text(markUsd).text(lot);
	}
	bytes.integer(optionExpiries.length, 2);
	for (const chain of optionExpiries.toSorted(byUnderlyingAndExpiry)) {
		bytes.text(chain.underlying).integer(chain.expiryMs, 8).text(chain.forwardUsd).text(chain.lot);
		bytes.integer(chain.options.length, 2);
		const options = chain.options.toSorted(
			(a, b) => compareDecimalText(a.strike, b.strike) || compareText(a.optionType, b.optionType),
		);
		for (const { strike, optionType, iv } of options) {
			bytes
				.text(strike)
				.integer(optionType === "C" ? 1 : 2, 1)
				.text(iv);
		}
	}
	encodeSettlementTerms(bytes, optionExpiries);
	encodeSettlementAssets(bytes, [perpetuals, futures, optionExpiries]);
	return bytes.toBytes();
}

function encodeSettlementTerms(bytes: CanonicalBytes, optionExpiries: readonly OptionExpiry[]): void {
	const chains = optionExpiries.filter(
		(chain) => chain.fixedForwardUsd !== undefined || chain.discountFactor !== undefined,
	);
	if (chains.length === 0) return;
	bytes.integer(chains.length, 2);
	for (const chain of chains.toSorted(byUnderlyingAndExpiry)) {
		bytes.text(chain.underlying).integer(chain.expiryMs, 8);
		bytes.text(chain.fixedForwardUsd ?? "").text(chain.discountFactor ?? "");
	}
}

function encodeSettlementAssets(bytes: CanonicalBytes, lists: readonly (readonly Placed[])[]): void {
	const settled = lists.flatMap((list, at) =>
		list
			.toSorted(byUnderlyingAndExpiry)
			.flatMap(({ settles }, place) => (settles === undefined ? [] : [{ list: at + 1, place, settles }])),
	);
	if (settled.length === 0) return;
	// A tag that no count of the list before can be, so that the two lists are never taken for each other.
	bytes.integer(SETTLEMENT_ASSETS_TAG, 2).integer(settled.length, 2);
	for (const { list, place, settles } of settled) bytes.integer(list, 1).integer(place, 2).text(settles);
}

/**
 * keccak256 of the canonical bytes: two publishers with the same marks have the same hash.
 *
 * @throws InputError the codes of `checkMarketSnapshot`
 */
export function hashMarketSnapshot(snapshot: MarketSnapshot): `0x${string}` {
	return keccakHex(encodeMarketSnapshot(snapshot));
}

type Placed = {
	readonly underlying: string;
	readonly expiryMs?: number;
	readonly settles?: string | undefined;
};

function byUnderlyingAndExpiry(a: Placed, b: Placed): number {
	return (
		compareText(a.underlying, b.underlying) ||
		(a.expiryMs ?? 0) - (b.expiryMs ?? 0) ||
		compareText(a.settles ?? "", b.settles ?? "")
	);
}
