/** OKX's v5 answers that say something of an account, each recognised by its shape. */
import { z } from "zod";
import { foreignAmount, foreignName } from "../../input/foreign-amount.ts";
import {
	firstReading,
	type ListReading,
	listOf,
	notAnAccount,
	refusalOf,
	unknownAnswer,
	venueError,
} from "../answers/answer-shapes.ts";

const DETAIL = z.object({
	ccy: foreignName,
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
	instId: foreignName,
	instType: foreignName,
	mgnMode: foreignName.optional(),
	posSide: foreignName.optional(),
	pos: foreignAmount,
	posCcy: foreignName.optional(),
	ccy: foreignName.optional(),
	avgPx: foreignAmount,
	nonSettleAvgPx: foreignAmount,
	markPx: foreignAmount,
	upl: foreignAmount,
	margin: foreignAmount,
	liab: foreignAmount,
	liabCcy: foreignName.optional(),
	interest: foreignAmount,
	notionalUsd: foreignAmount,
});
export type OkxPosition = z.output<typeof POSITION>;

const ORDER = z.object({
	ordId: foreignName,
	instId: foreignName,
	side: foreignName,
	sz: foreignAmount,
	accFillSz: foreignAmount,
	px: foreignAmount,
});
export type OkxOrder = z.output<typeof ORDER>;

const BUILT = z.object({
	eq: foreignAmount,
	upl: foreignAmount,
	assets: z.array(z.object({ ccy: foreignName, availEq: foreignAmount })),
	riskUnitData: z.array(
		z.object({
			portfolios: z.array(
				z.object({
					instId: foreignName,
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
	simPos: z.array(z.object({ instId: foreignName, pos: foreignAmount, avgPx: foreignAmount })).default([]),
	simAsset: z.array(z.object({ ccy: foreignName, amt: foreignAmount })).default([]),
	inclRealPosAndEq: z.boolean().optional(),
});
export type OkxSimulated = z.output<typeof SIMULATED>;

const CONTRACT = z.object({
	instId: foreignName,
	ctVal: foreignAmount,
	ctMult: foreignAmount,
	ctValCcy: foreignName,
});
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
	const legacy = z.object({ posData: z.array(z.unknown()), riskUnit: foreignName }).safeParse(answer);
	if (legacy.success) {
		throw notAnAccount("OKX", "the position builder's of 2022, whose contracts had other sizes than today's");
	}
	const read = z.object({ code: foreignName.optional(), data: z.array(z.unknown()) }).safeParse(answer);
	if (!read.success) throw unknownAnswer("OKX");
	const { code = "0", data } = read.data;
	if (code !== "0") throw venueError("OKX", code);
	if (data.length === 0) return { ...NOTHING, kind: "an empty list" };
	return readData(data);
}

function readData(data: readonly unknown[]): OkxAnswer {
	const read = firstReading(data, READINGS);
	if (read === undefined) throw refusalOf("OKX", data[0], NO_ACCOUNTS);
	return { ...NOTHING, ...read };
}

const READINGS: readonly ListReading<Partial<OkxAnswer> & { readonly kind: string }>[] = [
	listOf(BALANCE, (balances) => ({ kind: "account/balance", balances })),
	listOf(BUILT, (built) => ({ kind: "position-builder", built })),
	listOf(CONTRACT, (contracts) => ({ kind: "public/instruments", contracts })),
	listOf(ORDER, (orders) => ({ kind: "trade/orders-pending", orders })),
	listOf(POSITION, (positions) =>
		positions.every(({ pos }) => pos !== undefined) ? { kind: "account/positions", positions } : undefined,
	),
];

const NO_ACCOUNTS = [
	{ has: ["instId", "markVol", "fwdPx"], what: "a public option summary (`market import okx` reads it)" },
	{ has: ["tier", "maxSz", "mmr"], what: "public position tiers" },
];
