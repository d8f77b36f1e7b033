/** One random request to a registry, mostly right in every respect, before the contract and its model. */
import type { Signer } from "ethers";
import fc from "fast-check";
import { expect } from "vitest";
import { ChainRefusal } from "../../../src/chain/client/chain-refusal.ts";
import type { EpochContents } from "../../../src/chain/epochs/epoch-contents.ts";
import {
	type AttestationRequest,
	consentTypedData,
	signConsent,
} from "../../../src/chain/registry/attest.ts";
import { readSolvency } from "../../../src/chain/registry/read-solvency.ts";
import { ZkMarginError } from "../../../src/errors/base.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import {
	LISTING,
	OTHER_LISTING,
	type SignalOverrides,
	START,
	type VenueFixture,
} from "../../support/venue/venue-fixture.ts";
import type { AcceptanceModel, HolderName, ModelRequest } from "./acceptance-model.ts";
import { HOLDERS, type Real, rarely, seconds, step } from "./acceptance-run.ts";

const ACCOUNTS = [0xacc0n, 0xacc1n, 0xacc2n];
const LARGEST_SURPLUS = (1n << 61n) - 1n;

type ContentField = keyof EpochContents;

/** Mostly right in every respect: each is wrong once in some twelve requests. */
const request = fc.record({
	ledgerBack: rarely(0, fc.constantFrom(-1, 1, "zero" as const)),
	riskBack: fc.oneof(
		{ weight: 6, arbitrary: fc.constant(0) },
		{ weight: 3, arbitrary: fc.constant(1) },
		{ weight: 1, arbitrary: fc.constantFrom(-1, 2, "zero" as const) },
	),
	level: fc.constantFrom("maintenance" as const, "initial" as const),
	sizeClass: rarely(16 as const, fc.constantFrom(8 as const, 32 as const)),
	account: fc.integer({ min: 0, max: 2 }),
	outOfField: rarely(undefined, fc.constantFrom("zero" as const, "plus r" as const)),
	/** Mostly the account's own. */
	holder: rarely(undefined, fc.constantFrom(...HOLDERS), 6),
	consent: fc.oneof(
		{ weight: 6, arbitrary: fc.constant("sends" as const) },
		{ weight: 3, arbitrary: fc.constant("signs" as const) },
		{
			weight: 1,
			arbitrary: fc.constantFrom("nothing" as const, "an old nonce" as const, "another surplus" as const),
		},
	),
	surplus: rarely(5_000_000n, fc.constantFrom(0n, LARGEST_SURPLUS, LARGEST_SURPLUS + 1n)),
	deadlineIn: rarely(3_600, fc.constantFrom(0, -1)),
	delay: fc.oneof(
		{ weight: 24, arbitrary: seconds(60) },
		{ weight: 1, arbitrary: fc.constantFrom("last second" as const, "first second after" as const) },
	),
	lie: rarely(
		undefined,
		fc.constantFrom<keyof SignalOverrides>("pseudonym", "ledgerRoot", "riskRoot", "scope", "context"),
	),
	content: rarely(
		undefined,
		fc.constantFrom<ContentField>(
			"listingHash",
			"ledgerRoot",
			"riskRoot",
			"ledgerTime",
			"riskTime",
			"nextExpiry",
		),
	),
	/** Whether the proof is of what is said of the epochs, or of what is so. */
	provesLie: fc.boolean(),
});
type DrawnRequest = typeof request extends fc.Arbitrary<infer T> ? T : never;

export const attest = request.map((drawn) =>
	step(`attest ${text(drawn)}`, (model, real) => attestOnce(model, real, drawn)),
);

async function attestOnce(model: AcceptanceModel, real: Real, drawn: DrawnRequest): Promise<void> {
	const { fixture, counts } = real;
	const { sent, facts, block } = resolve(model, fixture, drawn);
	const contents = contentsOf(model, sent, drawn);
	const signals: SignalOverrides = {
		ledgerRoot: drawn.provesLie ? contents.ledgerRoot : (model.ledgerAt(sent.ledgerEpoch)?.root ?? 1n),
		riskRoot: drawn.provesLie ? contents.riskRoot : (model.tableAt(sent.riskEpoch)?.roots[sent.level] ?? 1n),
		...(drawn.lie === undefined ? {} : { [drawn.lie]: 0xbadn }),
	};
	const consent = await consentOf(real, sent, drawn);
	await fixture.at(block);
	const against = model.reasonsAgainst(facts, block);
	const { validUntilMs, refusal } = await answer(() =>
		fixture.attest(sent, { proof: fixture.prove(sent, signals), contents, ...consent }),
	);
	const said = `${text(drawn)} in block ${block}: ${[...against].join(", ") || "nothing against it"}`;
	if (refusal === undefined) {
		expect([...against], said).toEqual([]);
		counts.accepted += 1;
		expect(facts.riskEpoch, said).toBeGreaterThanOrEqual(model.newestUnder.get(facts.pseudonym) ?? 0);
		model.accept(facts);
		expect(validUntilMs, said).toBe((START + model.validUntil(facts)) * 1000);
	} else {
		expect([...against], said).toContain(refusal);
		counts.refused += 1;
		counts.reasons.set(refusal, (counts.reasons.get(refusal) ?? 0) + 1);
		if (against.size === 1) counts.onlyReasons.set(refusal, (counts.onlyReasons.get(refusal) ?? 0) + 1);
	}
	if (refusal !== undefined) return;
	model.now = block;
	await compareRecord(model, real, facts.holder);
}

/** What a drawn request is at this moment, for the chain and for the model. */
function resolve(model: AcceptanceModel, fixture: VenueFixture, drawn: DrawnRequest) {
	const back = (newest: number, by: number | "zero") => (by === "zero" ? 0 : Math.max(0, newest - by));
	const ledgerEpoch = back(model.ledgers.length, drawn.ledgerBack);
	const riskEpoch = back(model.tables.length, drawn.riskBack);
	const account = ACCOUNTS[drawn.account] as bigint;
	const pseudonym =
		drawn.outOfField === undefined ? account : drawn.outOfField === "zero" ? 0n : account + FIELD_ORDER;
	const holder = drawn.holder ?? (HOLDERS[drawn.account] as HolderName);
	const end = model.validUntil({ ledgerEpoch, riskEpoch });
	const wished =
		drawn.delay === "last second"
			? end - 1
			: drawn.delay === "first second after"
				? end
				: model.now + drawn.delay;
	const block = Math.max(model.now + 1, wished);
	const deadline = block + drawn.deadlineIn;
	const { level, sizeClass, surplus } = drawn;
	const sent: AttestationRequest = fixture.request({
		ledgerEpoch,
		riskEpoch,
		level,
		sizeClass,
		pseudonym,
		holder: fixture.roles[holder].address,
		surplusMicroUsd: surplus,
		deadlineMs: (START + deadline) * 1000,
	});
	const facts: ModelRequest = {
		...{ ledgerEpoch, riskEpoch, level, pseudonym, holder, surplus, deadline },
		sizeClassKnown: sizeClass === 16,
		agreed: drawn.consent === "sends" || drawn.consent === "signs",
		proofHolds:
			drawn.lie === undefined && (drawn.content === undefined || !drawn.provesLie || !isRoot(drawn.content)),
		contentsTrue: drawn.content === undefined,
	};
	return { sent, facts, block };
}

const isRoot = (field: ContentField) => field === "ledgerRoot" || field === "riskRoot";

/** What the model knows of the named epochs, or that with one thing changed. */
function contentsOf(
	model: AcceptanceModel,
	{ ledgerEpoch, riskEpoch, level }: AttestationRequest,
	drawn: DrawnRequest,
): EpochContents {
	const [ledger, table] = [model.ledgerAt(ledgerEpoch), model.tableAt(riskEpoch)];
	const at = (time: number | undefined) => (time === undefined ? 0n : BigInt(START + time));
	const known: EpochContents = {
		listingHash: ledger?.listing ?? LISTING,
		ledgerRoot: ledger?.root ?? 1n,
		riskRoot: table?.roots[level] ?? 1n,
		ledgerTime: at(ledger?.time),
		riskTime: at(table?.time),
		nextExpiry: table === undefined || table.nextExpiry === 0 ? 0n : at(table.nextExpiry),
	};
	const field = drawn.content;
	if (field === undefined) return known;
	if (field === "listingHash")
		return { ...known, listingHash: known.listingHash === LISTING ? OTHER_LISTING : LISTING };
	// A minute better for whoever asks: a newer ledger, a later expiry.
	return { ...known, [field]: known[field] + 60n };
}

async function consentOf(
	{ fixture }: Real,
	sent: AttestationRequest,
	{ consent }: DrawnRequest,
): Promise<{ sender: Signer; signature?: string }> {
	const holder = Object.values(fixture.roles)
		.flat()
		.find(({ address }) => address === sent.holder) as Signer;
	if (consent === "sends") return { sender: holder };
	const sender = fixture.roles.operator;
	if (consent === "nothing" || sent.surplusMicroUsd > LARGEST_SURPLUS) return { sender };
	const { chainId, registry } = fixture.venue;
	const nonce = (await fixture.read("registry", "nonces", [sent.holder])) as bigint;
	const attestation = consent === "another surplus" ? { ...sent, surplusMicroUsd: 1n } : sent;
	const data = consentTypedData({
		chainId,
		registry,
		attestation,
		nonce: consent === "an old nonce" ? nonce + 1n : nonce,
	});
	return { sender, signature: await signConsent(holder, data) };
}

async function answer(
	call: () => Promise<{ validUntilMs: number }>,
): Promise<{ validUntilMs?: number; refusal?: string }> {
	try {
		return { validUntilMs: (await call()).validUntilMs };
	} catch (error) {
		if (error instanceof ChainRefusal) return { refusal: error.errorName };
		if (error instanceof ZkMarginError) return { refusal: error.code };
		throw error;
	}
}

async function compareRecord(model: AcceptanceModel, { fixture }: Real, holder: HolderName): Promise<void> {
	const { registry, venueLedger: venue } = fixture.venue;
	const { address } = fixture.roles[holder];
	const status = await readSolvency({ runner: fixture.chain.provider, registry, venue, holder: address });
	const record = model.records.get(holder);
	const time = (offset: number | undefined) =>
		offset === undefined || record?.account === undefined ? 0 : (START + offset) * 1000;
	expect(status).toMatchObject({
		riskEpoch: record?.riskEpoch ?? 0,
		ledgerTimeMs: time(record?.ledgerTime),
		validUntilMs: time(record?.validUntil),
		surplusMicroUsd: {
			maintenance: record?.surplus.maintenance ?? null,
			initial: record?.surplus.initial ?? null,
		},
	});
}

/** After a sequence: refused requests have left no trace with any holder. */
export async function compareRecords(model: AcceptanceModel, real: Real): Promise<void> {
	for (const holder of HOLDERS) await compareRecord(model, real, holder);
}

function text(drawn: DrawnRequest): string {
	return JSON.stringify(drawn, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
}
