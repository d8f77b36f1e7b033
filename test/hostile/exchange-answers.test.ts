/** Answers of an exchange, damaged at random: a market, bad input, or worth another try; never a defect of ours. */
import { describe, expect, it } from "vitest";
import { fetchDeribit } from "../../src/cli/commands/risk/fetch-deribit.ts";
import { InputError, RetryableError } from "../../src/errors/base.ts";
import { importDeribitApi } from "../../src/market/imports/import-deribit-api.ts";
import { drawFrom } from "../support/random/seeded-draw.ts";
import { damaged } from "./hostile-values.ts";

const SEED = Number(process.env.HOSTILE_SEED ?? 20261128);
const DAMAGES = 400 * Number(process.env.HOSTILE_RUNS ?? 1);
const NOW_MS = Date.parse("2026-02-05T21:29:37Z");
const MARCH_MS = Date.parse("2026-03-27T08:00:00Z");

const OPTION = "BTC-27MAR26-60000-C";
const ANSWERS: Readonly<Record<string, unknown>> = {
	get_index_price: {
		jsonrpc: "2.0",
		result: { index_price: 63_718.97, estimated_delivery_price: 63_718.97 },
	},
	get_instruments: {
		result: [
			{ instrument_name: OPTION, is_active: true, expiration_timestamp: MARCH_MS },
			{ instrument_name: "BTC-PERPETUAL", is_active: true, expiration_timestamp: 32_503_708_800_000 },
		],
	},
	future: { result: [{ instrument_name: "BTC-PERPETUAL", mark_price: 63_844.5 }] },
	option: {
		result: [{ instrument_name: OPTION, mark_price: 0.082, mark_iv: 71.05, underlying_price: 63_971.95 }],
	},
};
const answerTo = (url: string): unknown =>
	structuredClone(ANSWERS[Object.keys(ANSWERS).find((part) => url.includes(part)) ?? ""]);

async function marketFrom(fetchJson: (url: string) => Promise<unknown>) {
	const responses = await fetchDeribit({ currencies: ["BTC"], nowMs: NOW_MS, report: () => {}, fetchJson });
	return importDeribitApi(responses);
}

describe(`answers of an exchange (seed ${SEED})`, () => {
	it("make a market when they are whole", async () => {
		const { snapshot, dropped } = await marketFrom(async (url) => answerTo(url));
		expect(dropped).toEqual([]);
		expect(snapshot.optionExpiries[0]?.options).toHaveLength(1);
	});

	it.each(Object.keys(ANSWERS))(
		"make a market or are refused with a code when %s is damaged",
		async (part) => {
			const draw = drawFrom(SEED);
			let refused = 0;
			for (let turn = 0; turn < DAMAGES / 4; turn++) {
				try {
					await marketFrom(async (url) =>
						url.includes(part) ? damaged(answerTo(url), draw) : answerTo(url),
					);
				} catch (error) {
					if (!(error instanceof InputError || error instanceof RetryableError)) throw error;
					expect(error).toMatchObject({
						code: expect.stringMatching(/^[A-Z_0-9]+$/),
						hint: expect.any(String),
					});
					refused += 1;
				}
			}
			expect(refused).toBeGreaterThan(0);
		},
	);

	it.each([null, [], {}, { result: null }, { result: { index_price: "1" } }, { result: { index_price: 0 } }])(
		"are worth another try when the index price is %j",
		async (answer) => {
			const fetchJson = async (url: string) => (url.includes("get_index_price") ? answer : answerTo(url));
			await expect(marketFrom(fetchJson)).rejects.toMatchObject({ code: "DERIBIT_UNREACHABLE" });
		},
	);

	it("are not asked for a currency that is none", async () => {
		for (const currency of ["btc", "../x", "BTC&kind=x", "ВTC", ""]) {
			const asked = fetchDeribit({
				currencies: [currency],
				nowMs: 0,
				report: () => {},
				fetchJson: async () => null,
			});
			await expect(asked).rejects.toMatchObject({ code: "CURRENCY_MALFORMED", field: "currencies" });
		}
	});
});
