/**
 * Which requests a registry must take, from its documents and not from its code: a list of reasons against a
 * request, in no order. The contract must take exactly the requests without one, and refuse the others for one
 * of theirs. Times are seconds after the start of the chain under test.
 */

export type HolderName = "alice" | "bob" | "mallory";
export type ModelLevel = "maintenance" | "initial";

export type LedgerModel = { readonly root: bigint; readonly listing: string; readonly time: number };
export type TableModel = {
	readonly roots: Readonly<Record<ModelLevel, bigint>>;
	readonly listing: string;
	readonly time: number;
	/** 0 when nothing expires. */
	readonly nextExpiry: number;
	dead: boolean;
};

/** What is on record for a holder. */
export type RecordModel = {
	/** Undefined after a release, or when another holder took over the account. */
	account: bigint | undefined;
	ledgerTime: number;
	validUntil: number;
	/** The newest ever attested by this holder. */
	riskEpoch: number;
	surplus: Partial<Record<ModelLevel, bigint>>;
};

export type ModelRequest = {
	readonly ledgerEpoch: number;
	readonly riskEpoch: number;
	readonly level: ModelLevel;
	readonly sizeClassKnown: boolean;
	readonly pseudonym: bigint;
	readonly holder: HolderName;
	readonly surplus: bigint;
	readonly deadline: number;
	/** Sent by the holder, or with a consent to exactly this request and the holder's nonce. */
	readonly agreed: boolean;
	/** The proof is of the signals that request and records name. */
	readonly proofHolds: boolean;
	/** What is said of the two epochs is what their records hold. */
	readonly contentsTrue: boolean;
};

export type ModelTerms = { readonly ttl: number; readonly maxSkew: number; readonly fieldOrder: bigint };

const SURPLUS_LIMIT = 1n << 61n;

export class AcceptanceModel {
	readonly terms: ModelTerms;
	/** Time of the newest block. */
	now = 0;
	readonly ledgers: LedgerModel[] = [];
	readonly tables: TableModel[] = [];
	frozen = false;
	paused = false;
	venueAccepted = true;
	readonly records = new Map<HolderName, RecordModel>();
	/** Whoever attested for an account last. */
	readonly lastHolder = new Map<bigint, HolderName>();
	/** The newest risk epoch under which an account was ever attested, whoever held it. */
	readonly newestUnder = new Map<bigint, number>();

	constructor(terms: ModelTerms) {
		this.terms = terms;
	}

	/** Every reason against a request in a block of this time, by the contract's names for them. */
	reasonsAgainst(request: ModelRequest, time: number): Set<string> {
		const { pseudonym, surplus } = request;
		const against = new Set([...this.#againstEpochs(request, time), ...this.#againstParties(request, time)]);
		const when = (is: boolean, name: string) => is && against.add(name);
		when(!request.sizeClassKnown, "UnknownSizeClass");
		when(this.paused, "EnforcedPause");
		when(surplus >= SURPLUS_LIMIT, "SURPLUS_OUT_OF_RANGE");
		when(pseudonym === 0n || pseudonym >= this.terms.fieldOrder, "PseudonymOutOfField");
		when(time > request.deadline, "DeadlinePassed");
		when(!request.agreed, "HolderConsentInvalid");
		when(!this.venueAccepted, "UnknownVenue");
		when(!request.proofHolds, "ProofRejected");
		return against;
	}

	/** First moment at which an attestation of this pair no longer counts. */
	validUntil({ ledgerEpoch, riskEpoch }: Pick<ModelRequest, "ledgerEpoch" | "riskEpoch">): number {
		const end = (this.ledgerAt(ledgerEpoch)?.time ?? 0) + this.terms.ttl;
		const expiry = this.tableAt(riskEpoch)?.nextExpiry ?? 0;
		return expiry === 0 ? end : Math.min(end, expiry);
	}

	/** Puts a request on record that nothing speaks against. */
	accept(request: ModelRequest): RecordModel {
		const { holder, pseudonym, riskEpoch, level, surplus } = request;
		const before = this.records.get(holder);
		const ledgerTime = this.ledgerAt(request.ledgerEpoch)?.time ?? 0;
		const former = this.lastHolder.get(pseudonym);
		if (former !== undefined && former !== holder) this.untie(former, pseudonym);
		const samePair =
			before?.account === pseudonym && before.ledgerTime === ledgerTime && before.riskEpoch === riskEpoch;
		const record: RecordModel = {
			account: pseudonym,
			ledgerTime,
			validUntil: this.validUntil(request),
			riskEpoch,
			surplus: { ...(samePair ? before.surplus : {}), [level]: surplus },
		};
		this.records.set(holder, record);
		this.lastHolder.set(pseudonym, holder);
		this.newestUnder.set(pseudonym, Math.max(riskEpoch, this.newestUnder.get(pseudonym) ?? 0));
		return record;
	}

	/** Ends a holder's record, of this account or of any. */
	untie(holder: HolderName, account?: bigint): void {
		const record = this.records.get(holder);
		if (record?.account === undefined || (account !== undefined && record.account !== account)) return;
		Object.assign(record, { account: undefined, ledgerTime: 0, validUntil: 0, surplus: {} });
	}

	ledgerAt(epoch: number): LedgerModel | undefined {
		return this.ledgers[epoch - 1];
	}

	tableAt(epoch: number): TableModel | undefined {
		return this.tables[epoch - 1];
	}

	*#againstEpochs(request: ModelRequest, time: number): Generator<string> {
		const { ledgerEpoch, riskEpoch } = request;
		const [ledger, table] = [this.ledgerAt(ledgerEpoch), this.tableAt(riskEpoch)];
		if (this.frozen) yield "VenueIsFrozen";
		if (ledger === undefined || ledgerEpoch !== this.ledgers.length) yield "LedgerEpochNotNewest";
		if (table === undefined || this.tables.length - riskEpoch > 1) yield "RiskEpochNotRecent";
		if (table?.dead === true) yield "RiskEpochIsDead";
		if (!request.contentsTrue) yield* ["LedgerContentMismatch", "TableContentMismatch"];
		if (ledger === undefined || table === undefined) return;
		if (ledger.listing !== table.listing) yield "ListingMismatch";
		if (table.time < ledger.time) yield "TableBeforeLedger";
		if (table.time - ledger.time > this.terms.maxSkew) yield "SkewTooLarge";
		if (time >= this.validUntil(request)) yield "PairExpired";
	}

	/** One holder per account, one account per holder, while an attestation counts; and no way back in time. */
	*#againstParties({ pseudonym, holder, riskEpoch }: ModelRequest, time: number): Generator<string> {
		const own = this.records.get(holder);
		const last = this.lastHolder.get(pseudonym);
		const former = last === undefined || last === holder ? undefined : this.records.get(last);
		if (own?.account !== undefined && own.account !== pseudonym && time < own.validUntil)
			yield "HolderHasAnotherAccount";
		if (former?.account === pseudonym && time < former.validUntil) yield "AccountHeldByAnother";
		if (riskEpoch < Math.max(own?.riskEpoch ?? 0, former?.riskEpoch ?? 0)) yield "RiskEpochMovedBack";
	}
}
