/** OKX's v5 answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount } from "../../input/foreign-amount.ts";
import { notAnAccount, unknownAnswer, venueError } from "../answers/refuse-answer.ts";

const name = z.string().max(100);

const DETAIL = z.object({
	ccy: name,
	cashBal: foreignAmount,
	eq: foreignAmount,
	eqUsd: foreignAmount,
	upl: foreignAmount,
	isoEq: foreignAmount,
	isoUpl: foreignAmount,
	stgyEq: foreignAmount,
	interest: foreignAmount,
	liab: foreignAmount,
	frozenBal: foreignAmount,
});
export type OkxDetail = z.output<typeof DETAIL>;

const BALANCE = z.object({ details: z.array(DETAIL), totalEq: foreignAmount });
export type OkxBalance = z.output<typeof BALANCE>;

const POSITION = z.object({
	instId: name,
	instType: name,
	mgnMode: name.optional(),
	posSide: name.optional(),
	pos: foreignAmount,
	posCcy: name.optional(),
	ccy: name.optional(),
	avgPx: foreignAmount,
	nonSettleAvgPx: foreignAmount,
	markPx: foreignAmount,
	upl: foreignAmount,
	margin: foreignAmount,
	liab: foreignAmount,
	liabCcy: name.optional(),
	interest: foreignAmount,
	notionalUsd: foreignAmount,
});
export type OkxPosition = z.output<typeof POSITION>;

const ORDER = z.object({
	ordId: name,
	instId: name,
	side: name,
	sz: foreignAmount,
	accFillSz: foreignAmount,
	px: foreignAmount,
});
export type OkxOrder = z.output<typeof ORDER>;

const BUILT = z.object({
	eq: foreignAmount,
	upl: foreignAmount,
	assets: z.array(z.object({ ccy: name, availEq: foreignAmount })),
	riskUnitData: z.array(
		z.object({
			portfolios: z.array(
				z.object({
					instId: name,
					amt: foreignAmount,
					avgPx: foreignAmount,
					markPx: foreignAmount,
					floatPnl: foreignAmount,
					notionalUsd: foreignAmount,
				}),
			),
		}),
	),
});
export type OkxBuilt = z.output<typeof BUILT>;

const SIMULATED = z.object({
	simPos: z.array(z.object({ instId: name, pos: foreignAmount, avgPx: foreignAmount })).default([]),
	simAsset: z.array(z.object({ ccy: name, amt: foreignAmount })).default([]),
	inclRealPosAndEq: z.boolean().optional(),
});
export type OkxSimulated = z.output<typeof SIMULATED>;

const CONTRACT = z.object({ instId: name, ctVal: foreignAmount, ctMult: foreignAmount, ctValCcy: name });
export type OkxContract = z.output<typeof CONTRACT>;

export type OkxAnswer = {
	readonly kind: string;
	readonly balances: readonly OkxBalance[];
	readonly positions: readonly OkxPosition[];
	readonly orders: readonly OkxOrder[];
	readonly built: readonly OkxBuilt[];
	readonly simulated: readonly OkxSimulated[];
	readonly contracts: readonly OkxContract[];
};

const NOTHING = { balances: [], positions: [], orders: [], built: [], simulated: [], contracts: [] };

/**
 * Reads one answer: `account/balance` (or the account channel), `account/positions`, `trade/orders-pending`,
 * `public/instruments`, request and answer of `account/position-builder`.
 *
 * @throws RetryableError `VENUE_ERROR`; InputError `ANSWER_UNKNOWN`, `ANSWER_IS_NO_ACCOUNT`
 */
export function readOkxAnswer(answer: unknown): OkxAnswer {
	if (z.object({ simPos: z.unknown() }).safeParse(answer).success) {
		const request = SIMULATED.safeParse(answer);
		if (request.success) return { ...NOTHING, kind: "position-builder request", simulated: [request.data] };
	}
	const legacy = z.object({ posData: z.array(z.unknown()), riskUnit: name }).safeParse(answer);
	if (legacy.success) {
		throw notAnAccount("OKX", "the position builder's of 2022, whose contracts had other sizes than today's");
	}
	const read = z.object({ code: name.optional(), data: z.array(z.unknown()) }).safeParse(answer);
	if (!read.success) throw unknownAnswer("OKX");
	const { code = "0", data } = read.data;
	if (code !== "0") throw venueError("OKX", code);
	if (data.length === 0) return { ...NOTHING, kind: "an empty list" };
	return readData(data);
}

function readData(data: readonly unknown[]): OkxAnswer {
	const balances = z.array(BALANCE).safeParse(data);
	if (balances.success) return { ...NOTHING, kind: "account/balance", balances: balances.data };
	const built = z.array(BUILT).safeParse(data);
	if (built.success) return { ...NOTHING, kind: "position-builder", built: built.data };
	const contracts = z.array(CONTRACT).safeParse(data);
	if (contracts.success) return { ...NOTHING, kind: "public/instruments", contracts: contracts.data };
	const orders = z.array(ORDER).safeParse(data);
	if (orders.success) return { ...NOTHING, kind: "trade/orders-pending", orders: orders.data };
	const positions = z.array(POSITION).safeParse(data);
	const isPositions = positions.success && positions.data.every(({ pos }) => pos !== undefined);
	if (isPositions) return { ...NOTHING, kind: "account/positions", positions: positions.data };
	const other = NO_ACCOUNTS.find(({ has }) => has.every((key) => key in Object(data[0])));
	throw other === undefined ? unknownAnswer("OKX") : notAnAccount("OKX", other.what);
}

const NO_ACCOUNTS = [
	{ has: ["instId", "markVol", "fwdPx"], what: "a public option summary (`market import okx` reads it)" },
	{ has: ["tier", "maxSz", "mmr"], what: "public position tiers" },
];
