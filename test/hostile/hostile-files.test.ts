/**
 * Every file that a stranger may hand over, damaged at random: the reader accepts it or says what is
 * wrong with it. Never an error of ours, never one without a code, never long.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { InputError } from "../../src/errors/base.ts";
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import { parseAccount, withOwner } from "../../src/ledger/account-file.ts";
import {
	createIdentity,
	identityToJson,
	parseIdentity,
	parsePublicIdentity,
	publicIdentity,
	publicIdentityToJson,
} from "../../src/ledger/identity.ts";
import { buildLedger, traderPackageOf } from "../../src/ledger/ledger.ts";
import { ledgerEpochToJson, parseLedgerEpoch } from "../../src/ledger/ledger-epoch.ts";
import { ledgerToJson, parseLedger } from "../../src/ledger/ledger-file.ts";
import { openPackage, sealPackage } from "../../src/ledger/sealed-package.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { parseTraderPackage, traderPackageToJson } from "../../src/ledger/trader-package.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { buildListing, listingToJson, parseListing } from "../../src/market/snapshot/listing.ts";
import { marketSnapshotToJson, parseMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import { parseJson } from "../../src/node/files/read-json-file.ts";
import { contextOf } from "../../src/proof/inputs/solvency-input.ts";
import { parseVerificationKey, verificationKeyHash } from "../../src/proof/keys/verification-key.ts";
import { parseProof, parsePublicSignals } from "../../src/proof/provers/groth16.ts";
import {
	certificateToJson,
	type HealthCertificate,
	parseCertificate,
} from "../../src/proof/statements/health-certificate.ts";
import {
	accountStatementToJson,
	parseAccountStatement,
	type SignedAccountStatement,
	signedStatementOf,
	statementSigner,
	withStatement,
} from "../../src/receipts/account-statement.ts";
import {
	enrolmentSigner,
	enrolmentToJson,
	NO_CUSTOMER,
	parseEnrolment,
	signEnrolment,
} from "../../src/receipts/enrolment.ts";
import { parseAssetList } from "../../src/reserves/asset-source.ts";
import { parseLiabilities } from "../../src/reserves/liabilities-file.ts";
import { parseReservePlan } from "../../src/reserves/reserve-plan.ts";
import { parseReserves } from "../../src/reserves/reserves-file.ts";
import { parsePublishedTiers, type TierVenue } from "../../src/risk/params/parse-published-tiers.ts";
import { haircutTiersOf } from "../../src/risk/params/published-ladder.ts";
import { parseRiskParams } from "../../src/risk/params/risk-params.ts";
import { parseScenarios, scenariosToJson } from "../../src/risk/scenarios/scenario-format.ts";
import { makeRiskEpoch, parseRiskEpoch, riskEpochToJson } from "../../src/risk/table/risk-epoch.ts";
import { decodeTable, encodeTable } from "../../src/risk/table/table-format.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { drawFrom } from "../support/random/seeded-draw.ts";
import { SMALL_MARKED, SMALL_SCENARIOS } from "../support/tables/small-book.ts";
import { buildSmallTables, SAMPLE_PARAMS_TEXT } from "../support/tables/small-tables.ts";
import { SIMULATOR_VERIFIER_KEY, simulateProof } from "../support/venue/groth16-simulator.ts";
import { damaged, nudged } from "./hostile-values.ts";

/** Of each kind: `HOSTILE_RUNS` times as many, `HOSTILE_SEED` for others. */
const SEED = Number(process.env.HOSTILE_SEED ?? 20261128);
const DAMAGES = 250 * Number(process.env.HOSTILE_RUNS ?? 1);
/** Of one file; a hang is what this is about, not speed. */
const LONGEST_MS = 5_000;

const hash = await loadFastPoseidon();
const tables = await buildSmallTables();
const listing = buildListing(SMALL_MARKET);
const draw128 = (length: number) => new Uint8Array(randomBytes(length));
const identity = createIdentity(draw128);
const ACCOUNT = {
	format: "zkmargin-account/2",
	name: "small",
	balances: [
		{ asset: "USD", amount: "90000" },
		{ asset: "BTC", amount: "0.5" },
	],
	positions: [
		{ instrument: "BTC-PERPETUAL", size: "-0.4", entryPrice: "63719" },
		{ instrument: "BTC-27MAR26-60000-P", size: "2" },
	],
	holds: [{ reason: "withdrawal", amountUsd: "500" }],
};
const account = withOwner(parseAccount(ACCOUNT), publicIdentity(identity));
const ledger = buildLedger({
	accounts: [{ account, settled: settleAccount({ account, listing }) }],
	listing,
	snapshotTimeMs: SMALL_MARKET.timeMs,
	venue: "hostile venue",
	hash,
	randomBytes: draw128,
});
const traderPackage = traderPackageOf(ledger, 0);
const sealed = sealPackage({
	traderPackage,
	encryptionPublicKey: identity.encryptionPublicKey,
	randomBytes: draw128,
});

const SIGNALS = [2n, 3n, 4n, 5n, contextOf(`0x${"7".repeat(40)}`, 0n)];
const SIMULATED: HealthCertificate = {
	statement: {
		...{ level: "initial", holder: `0x${"7".repeat(40)}`, surplusMicroUsd: 0n, venue: "a venue" },
		...{ pseudonym: 2n, ledgerRoot: 3n, riskRoot: 4n, scope: 5n },
		...{ listingHash: listing.hash, ledgerTimeMs: 1, riskTimeMs: 2 },
	},
	circuit: {
		name: "solvency-16",
		circuitHash: "00".repeat(32),
		verificationKeyHash: verificationKeyHash(SIMULATOR_VERIFIER_KEY.verificationKey),
	},
	keyKind: "ceremony",
	verificationKey: SIMULATOR_VERIFIER_KEY.verificationKey,
	proof: simulateProof(SIGNALS),
	publicSignals: SIGNALS.map(String),
};

const TOKEN = { kind: "token", asset: "USDC", contract: `0x${"a1".repeat(20)}`, decimals: 6 };
const OWNED = { address: `0x${"b2".repeat(20)}`, timeMs: 5, signature: `0x${"c3".repeat(65)}` };
const STATED = [{ asset: "BTC", amount: "1.5", place: "bitcoin", reason: "no state root" }];
const RESERVES = {
	format: "zkmargin-reserves/1",
	venue: "a venue",
	timeMs: 7,
	chains: [
		{
			chainId: "1",
			header: "0xc0",
			sources: [
				{ kind: "native", asset: "ETH" },
				{ ...TOKEN, slot: "9", order: "solidity" },
			],
			accounts: [{ ...OWNED, units: ["5", "6"] }],
			nodes: ["0xc0", "0xc101"],
		},
	],
	stated: STATED,
	signature: OWNED.signature,
};
const RESERVE_PLAN = {
	format: "zkmargin-reserve-plan/1",
	venue: "a venue",
	addresses: [{ chainId: "1", ...OWNED }],
	assets: [
		{ kind: "native", asset: "ETH", chainId: "1" },
		{ ...TOKEN, chainId: "1" },
	],
	stated: STATED,
};
const RESERVE_ASSETS = {
	format: "zkmargin-reserve-assets/1",
	assets: [
		{
			...TOKEN,
			chainId: "1",
			slot: "9",
			order: "vyper",
			codeHash: `0x${"d4".repeat(32)}`,
			implementation: null,
		},
	],
};
const LIABILITIES = {
	format: "zkmargin-liabilities/1",
	venue: "a venue",
	ledgerRoot: `0x0${"1".repeat(63)}`,
	snapshotTimeMs: 5,
	totals: { BTC: "1.5", USD: "-3" },
};
const SIGNING_KEY = `0x${"17".repeat(32)}` as const;
const ENROLMENT = signEnrolment(
	{
		...publicIdentity(identity),
		...{ venue: "a venue", customer: NO_CUSTOMER, fromTimeMs: 5 },
		ledger: { chainId: 1n, address: `0x${"a1".repeat(20)}` },
	},
	SIGNING_KEY,
);
const STATEMENT = signedStatementOf(
	withStatement({ traderPackage, hash, privateKey: SIGNING_KEY }),
	hash,
) as SignedAccountStatement;

/** The smallest file of each venue's form. */
const TIERS: readonly (readonly [TierVenue, unknown])[] = [
	[
		"binance",
		{
			tierUnit: "USD",
			assets: [
				{
					asset: "BTC",
					portfolioMargin: [
						[0, 1e6, 95],
						[1e6, null, 90],
					],
				},
			],
		},
	],
	[
		"okx",
		{
			published: [
				{
					asset: "BTC",
					tierUnit: "coin",
					complete: true,
					tiers: [
						[0, 10, 0.98],
						[10, null, 0.9],
					],
				},
			],
		},
	],
	[
		"bybit",
		{
			tables: [
				{
					kind: "example",
					BTC: [
						[0, 10, 0.98],
						[10, null, 0.9],
					],
				},
			],
		},
	],
	["kraken", { collateral: { BTC: [3, null], ETH: [5.5, 4] } }],
	["deribit", { haircuts: { BTC: 0.02, ETH: { after: 0.05 } } }],
];

type Reader = readonly [name: string, valid: unknown, read: (value: unknown) => unknown];

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const READERS: readonly Reader[] = [
	["market", marketSnapshotToJson(SMALL_MARKET), parseMarketSnapshot],
	["listing", listingToJson(listing), parseListing],
	["account", ACCOUNT, (value) => settleAccount({ account: parseAccount(value), listing })],
	["identity", identityToJson(identity), parseIdentity],
	["public identity", publicIdentityToJson(publicIdentity(identity)), parsePublicIdentity],
	["ledger", ledgerToJson(ledger), (value) => parseLedger(value, hash)],
	["ledger epoch", ledgerEpochToJson(ledger.epoch), parseLedgerEpoch],
	["trader's package", traderPackageToJson(traderPackage), parseTraderPackage],
	["sealed package", sealed, (envelope) => openPackage({ envelope, identity })],
	["risk epoch", riskEpochToJson(makeRiskEpoch({ ...tables, instruments: SMALL_MARKED })), parseRiskEpoch],
	["Groth16 proof", SIMULATED.proof, parseProof],
	["public signals", SIMULATED.publicSignals, parsePublicSignals],
	["verification key", SIMULATOR_VERIFIER_KEY.verificationKey, parseVerificationKey],
	["health certificate", certificateToJson(SIMULATED), parseCertificate],
	["reserves file", RESERVES, parseReserves],
	["reserve plan", RESERVE_PLAN, parseReservePlan],
	["list of reserve assets", RESERVE_ASSETS, parseAssetList],
	["liabilities", LIABILITIES, parseLiabilities],
	["enrolment receipt", enrolmentToJson(ENROLMENT), (value) => enrolmentSigner(parseEnrolment(value))],
	[
		"account statement",
		accountStatementToJson(STATEMENT),
		(value) => statementSigner(parseAccountStatement(value)),
	],
	...TIERS.map(
		([venue, tiers]): Reader => [
			`tiers of ${venue}`,
			tiers,
			(value) => {
				for (const ladder of parsePublishedTiers(venue, value).ladders) haircutTiersOf(ladder, "60000");
			},
		],
	),
	["scenarios", scenariosToJson(SMALL_SCENARIOS), parseScenarios],
	["risk parameters", SAMPLE_PARAMS_TEXT, (value) => parseRiskParams(JSON.stringify(value))],
];

/** `undefined` when accepted. */
function refusalOf(read: () => unknown): InputError | undefined {
	const startedMs = performance.now();
	try {
		read();
		return undefined;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return error;
	} finally {
		expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
	}
}

function expectUseful(error: InputError): void {
	expect(error.code).toMatch(/^[A-Z][A-Z0-9_]+$/);
	expect(error.message.length).toBeLessThan(2_000);
	expect(error.field ?? "").toMatch(/\S/);
	expect(error.hint ?? "").toMatch(/\w/);
	expect(error.message).not.toContain(identity.secret.toString());
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

describe(`a damaged file (seed ${SEED})`, () => {
	it.each(READERS)("of the kind %s is accepted or refused with a code", (name, valid, read) => {
		const draw = drawFrom(SEED);
		const whole = name === "risk parameters" ? { format: "x" } : asJson(valid);
		const start = name === "risk parameters" ? paramsValue() : whole;
		expect(
			refusalOf(() => read(start)),
			"the valid one",
		).toBeUndefined();
		let refused = 0;
		for (let turn = 0; turn < DAMAGES; turn++) {
			const error = refusalOf(() => read(damaged(start, draw)));
			if (error === undefined) continue;
			expectUseful(error);
			refused += 1;
		}
		expect(refused).toBeGreaterThan(DAMAGES / 3);
	});

	it("of text is refused where it is no JSON", () => {
		const draw = drawFrom(SEED);
		const text = JSON.stringify(asJson(READERS[0]?.[1]));
		for (let turn = 0; turn < DAMAGES; turn++) {
			const cut = draw.chance(0.3)
				? text.slice(0, Number(draw.unsigned(BigInt(text.length))))
				: nudged(text, draw);
			const error = refusalOf(() => parseMarketSnapshot(parseJson(cut, "market.json")));
			if (error !== undefined) expectUseful(error);
		}
		for (const depth of [1e3, 1e5, 3e6]) {
			const error = refusalOf(() => parseMarketSnapshot(parseJson("[".repeat(depth), "market.json")));
			expect(error?.code).toBe("JSON_MALFORMED");
			const closed = `${"[".repeat(depth)}${"]".repeat(depth)}`;
			expect(refusalOf(() => parseMarketSnapshot(parseJson(closed, "market.json")))?.code).toMatch(
				/MALFORMED$/,
			);
		}
		const polluting = `{"a": {"__proto__": {"polluted": true}}}`;
		expect(refusalOf(() => parseJson(polluting, "x.json"))?.code).toBe("JSON_MALFORMED");
	});

	it.each([
		["daily closes", "daily-closes.csv", parseDailyCloses],
		["IV history", "iv-history.csv", parseIvHistory],
	] as const)("of the kind %s is accepted or refused with a code", (_, file, read) => {
		const draw = drawFrom(SEED);
		const all = readFileSync(new URL(`../../sample/${file}`, import.meta.url), "utf8");
		const text = all.split("\n").slice(0, 40).join("\n");
		let refused = 0;
		for (let turn = 0; turn < DAMAGES; turn++) {
			const error = refusalOf(() => read(nudged(nudged(text, draw), draw)));
			if (error === undefined) continue;
			expectUseful(error);
			refused += 1;
		}
		expect(refused).toBeGreaterThan(DAMAGES / 10);
	});

	it("of the kind risk table is refused at any damaged byte but those of labels for people", () => {
		const draw = drawFrom(SEED);
		const bytes = encodeTable(tables.initial);
		let refused = 0;
		for (let turn = 0; turn < DAMAGES; turn++) {
			const copy = bytes.slice();
			const at = Number(draw.unsigned(BigInt(copy.length - 1)));
			copy[at] = (copy[at] as number) ^ (1 << Number(draw.unsigned(7n)));
			const cut = draw.chance(0.2) ? copy.slice(0, at) : copy;
			const error = refusalOf(() => decodeTable(cut, { hash, verify: "full" }));
			if (error === undefined) continue;
			expectUseful(error);
			refused += 1;
		}
		expect(refused).toBeGreaterThan(DAMAGES * 0.9);
	});
});

function paramsValue(): unknown {
	const text = SAMPLE_PARAMS_TEXT.replace(/^\s*\/\/.*$/gm, "");
	return JSON.parse(text);
}
