/** Who trades in the story, what they hold and at which venue, and how a venue closes its books. */
import { randomBytes } from "node:crypto";
import { sampleAccounts } from "../../../../sample/generate/sample-accounts.ts";
import { loadFastPoseidon } from "../../../../src/field/poseidon.ts";
import { type Account, withOwner } from "../../../../src/ledger/account-file.ts";
import { createIdentity, type Identity, publicIdentity } from "../../../../src/ledger/identity.ts";
import {
	buildLedger,
	type Ledger,
	type TraderPackage,
	traderPackageOf,
} from "../../../../src/ledger/ledger.ts";
import { openPackage, sealPackage } from "../../../../src/ledger/sealed-package.ts";
import { settleAccount } from "../../../../src/ledger/settle-account.ts";
import type { MarketSnapshot } from "../../../../src/market/snapshot/market-snapshot.ts";
import { DAWN_MS, type StoryMarket } from "./market.ts";

const drawBytes = (length: number) => new Uint8Array(randomBytes(length));

export type Trader = "ada" | "bela" | "cleo";
export type VenueName = "north" | "south";

/** The accounts of one venue, by trader. */
export type Books = Readonly<Partial<Record<Trader, Account>>>;

export type Cast = {
	readonly identities: Readonly<Record<Trader, Identity>>;
	readonly books: Readonly<Record<VenueName, Books>>;
	/** The ledger of a venue so many seconds after dawn. */
	readonly closeBooks: (venue: VenueName, secondsAfterDawn: number, books: Books) => Promise<Ledger>;
	/** What the trader gets: sealed by the venue, opened with the trader's own identity. */
	readonly packageOf: (ledger: Ledger, trader: Trader) => TraderPackage;
};

/** Ada and Cleo are at North, Bela is at South, where Ada keeps some cash, too. */
export function castOf({ listing, dawn }: StoryMarket): Cast {
	const draw = () => createIdentity(drawBytes);
	const identities = { ada: draw(), bela: draw(), cleo: draw() };
	const closeBooks = async (venue: VenueName, secondsAfterDawn: number, books: Books) =>
		buildLedger({
			accounts: Object.entries(books).map(([trader, account]) => {
				const owned = withOwner({ ...account, name: trader }, publicIdentity(identities[trader as Trader]));
				return { account: owned, settled: settleAccount({ account: owned, listing }) };
			}),
			listing,
			snapshotTimeMs: DAWN_MS + 1000 * secondsAfterDawn,
			venue,
			hash: await loadFastPoseidon(),
			randomBytes: drawBytes,
		});
	const packageOf = (ledger: Ledger, trader: Trader) => {
		const identity = identities[trader];
		const index = ledger.accounts.findIndex(({ name }) => name === trader);
		const { encryptionPublicKey } = publicIdentity(identity);
		const traderPackage = traderPackageOf(ledger, index);
		const envelope = sealPackage({ traderPackage, encryptionPublicKey, randomBytes: drawBytes });
		return openPackage({ envelope, identity });
	};
	return { identities, books: booksAt(dawn), closeBooks, packageOf };
}

/** The venue keeps its word: the account holds back what a firm lien reserves. */
export function withHold(account: Account, lienId: bigint, amountUsd: string): Account {
	return { ...account, holds: [...account.holds, { reason: `lien ${lienId}`, amountUsd }] };
}

export function withDeposit(account: Account, asset: string, amount: string): Account {
	const balances = account.balances.map((balance) =>
		balance.asset === asset
			? { ...balance, amount: String(BigInt(balance.amount) + BigInt(amount)) }
			: balance,
	);
	return { ...account, balances };
}

function booksAt(dawn: MarketSnapshot): Record<VenueName, Books> {
	const [hedged, carry] = sampleAccounts(dawn);
	if (hedged === undefined || carry === undefined) throw new Error("there are sample accounts");
	const entryPrice = (coin: string) => dawn.perpetuals.find(({ underlying }) => underlying === coin)?.markUsd;
	const altPair: Account = {
		name: "alt-pair",
		balances: [{ asset: "USDC", amount: "250000" }],
		positions: [
			{ instrument: "SOL-PERPETUAL", size: "2000", entryPrice: entryPrice("SOL") },
			{ instrument: "ETH-PERPETUAL", size: "-100", entryPrice: entryPrice("ETH") },
		],
		holds: [],
	};
	const cash: Account = {
		name: "cash",
		balances: [
			{ asset: "USDC", amount: "40000" },
			{ asset: "BTC", amount: "0.5" },
		],
		positions: [],
		holds: [],
	};
	return { north: { ada: hedged, cleo: altPair }, south: { bela: carry, ada: cash } };
}
