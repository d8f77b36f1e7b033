/** What has happened so far in the story, and the questions that its chapters ask again and again. */
import { readCredit } from "../../../../src/chain/epochs/credits.ts";
import { readLien } from "../../../../src/chain/registry/liens.ts";
import { isSolvent, readSolvency, type Standing } from "../../../../src/chain/registry/read-solvency.ts";
import type { MarketSnapshot } from "../../../../src/market/snapshot/market-snapshot.ts";
import type { MarginLevel } from "../../../../src/risk/model/risk-table.ts";
import { type Books, type Cast, castOf, type Trader, type VenueName } from "./cast.ts";
import type { Lending } from "./lending.ts";
import { type PublishedMarket, type StoryMarket, storyMarket } from "./market.ts";
import { type Claim, type PostedLedger, type PostedTable, Proving } from "./proving.ts";
import { DAY, Stage } from "./stage.ts";

type OpenLien = { readonly lienId: bigint; readonly limit: bigint };

export class Story {
	readonly market: StoryMarket;
	readonly cast: Cast;
	readonly stage: Stage;
	readonly proving: Proving;
	/** The newest claim of each trader at North, and Bela's at South. */
	readonly claims = new Map<Trader, Claim>();
	readonly liens = new Map<Trader, OpenLien>();
	/** What the watcher staked on each challenge. */
	readonly challengeBondsWei = new Map<Trader, bigint>();
	#lending: Lending | undefined;
	readonly #published: PublishedMarket[] = [];
	readonly #ledgers: Readonly<Record<VenueName, PostedLedger[]>> = { north: [], south: [] };

	private constructor(market: StoryMarket, stage: Stage) {
		this.market = market;
		this.cast = castOf(market);
		this.stage = stage;
		this.proving = new Proving(stage, this.cast);
	}

	/** The lender of the story, once it has opened. */
	get lending(): Lending {
		return happened(this.#lending);
	}

	set lending(lending: Lending) {
		this.#lending = lending;
	}

	addressOf(trader: Trader): string {
		return this.stage.holder(trader).address;
	}

	challengeBondWei(trader: Trader): bigint {
		return happened(this.challengeBondsWei.get(trader));
	}

	/** Who is challenged, and where. */
	challenged(trader: Trader) {
		const { protocol, venues } = this.stage;
		return { registry: protocol.registry, venue: venues.north, holder: this.addressOf(trader) };
	}

	static async begin(): Promise<Story> {
		const market = storyMarket();
		return new Story(market, await Stage.raise(market));
	}

	/** Builds the tables of the next epoch, as every publisher does. */
	async buildTables(snapshot: MarketSnapshot): Promise<PublishedMarket> {
		const published = await this.market.publish(snapshot);
		this.#published.push(published);
		return published;
	}

	/** Two publishers agree on the next epoch. @returns its number */
	async goLive(snapshot: MarketSnapshot): Promise<number> {
		return this.stage.postMarket(await this.buildTables(snapshot));
	}

	/** A venue closes its books so many seconds after dawn, and posts the ledger. @returns its epoch */
	async closeBooks(venue: VenueName, secondsAfterDawn: number, books: Books): Promise<number> {
		const ledger = await this.cast.closeBooks(venue, secondsAfterDawn, books);
		const epoch = await this.stage.postLedger(venue, ledger);
		this.#ledgers[venue].push({ venue, ledger, epoch });
		return epoch;
	}

	published(epoch: number): PublishedMarket {
		return happened(this.#published[epoch - 1]);
	}

	/** The table of an epoch, at initial level unless said otherwise. */
	table(epoch: number, level: MarginLevel = "initial"): PostedTable {
		return { epoch, table: this.published(epoch).tables[level] };
	}

	ledger(venue: VenueName, epoch: number): PostedLedger {
		return happened(this.#ledgers[venue][epoch - 1]);
	}

	claim(trader: Trader): Claim {
		return happened(this.claims.get(trader));
	}

	lien(trader: Trader): OpenLien {
		return happened(this.liens.get(trader));
	}

	/** The engine's number: what a trader can spare under a pair of epochs, µUSD; negative is a shortfall. */
	free(trader: Trader, venue: VenueName, ledgerEpoch: number, riskEpoch: number): bigint {
		return this.proving.free(trader, this.ledger(venue, ledgerEpoch), this.table(riskEpoch));
	}

	/** Proves all of that and puts it on record, as the holder. */
	async proveAndAttest(trader: Trader, venue: VenueName, ledgerEpoch: number, riskEpoch: number) {
		const claim = await this.proving.prove(trader, this.ledger(venue, ledgerEpoch), this.table(riskEpoch));
		this.claims.set(trader, claim);
		return this.proving.attest(trader, claim);
	}

	async standing(trader: Trader, venue: VenueName = "north"): Promise<Standing> {
		return (await readSolvency(this.#at(trader, venue))).standing;
	}

	/** The surplus on record at initial level, µUSD. */
	async surplus(trader: Trader, venue: VenueName = "north"): Promise<bigint | null> {
		return (await readSolvency(this.#at(trader, venue))).surplusMicroUsd.initial;
	}

	/** What a consumer asks: some accepted venue, initial level, a ledger of the last week. */
	spares(trader: Trader, minSurplusMicroUsd: bigint): Promise<boolean> {
		const question = { level: "initial", minSurplusMicroUsd, maxAgeSeconds: 7 * DAY } as const;
		return isSolvent({ ...this.#at(trader, "north"), ...question });
	}

	/** Whether money may be lent against the trader's lien now. */
	async secured(trader: Trader): Promise<boolean> {
		return (await readLien({ ...this.#at(trader, "north"), ...this.lien(trader) })).secured;
	}

	/** What is proven at North and not reserved, µUSD. */
	async freeSurplus(trader: Trader): Promise<bigint> {
		return (await this.#ofHolder(trader, "freeSurplus")) as bigint;
	}

	async isOverLiened(trader: Trader): Promise<boolean> {
		return (await this.#ofHolder(trader, "isOverLiened")) as boolean;
	}

	/** Ether that a contract keeps for an account, wei. */
	credit(account: string, contract: "registry" | "riskEpochs"): Promise<bigint> {
		const { chain, protocol } = this.stage;
		return readCredit({ runner: chain.provider, contract: protocol[contract], account });
	}

	#at(trader: Trader, venue: VenueName) {
		const { chain, protocol, venues } = this.stage;
		const holder = this.stage.holder(trader).address;
		return { runner: chain.provider, registry: protocol.registry, venue: venues[venue], holder };
	}

	#ofHolder(trader: Trader, method: string): Promise<unknown> {
		return this.stage.readRegistry(method, this.stage.venues.north, this.stage.holder(trader).address);
	}
}

function happened<Value>(value: Value | undefined): Value {
	if (value === undefined) throw new Error("an earlier part of the story did not happen");
	return value;
}
