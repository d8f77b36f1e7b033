/**
 * The one list of floors and rooms. An import may only point to an earlier floor, or within a floor to the same or an
 * earlier room. `scripts/write-layers.ts` writes biome's rules and the table in CONTRIBUTING.md from it.
 */
export type Room = { readonly name: string; readonly holds: string };

export type Floor = {
	readonly name: string;
	readonly holds: string;
	/** No file system, network, clock or randomness, no snarkjs, no ethers: they come in as arguments. */
	readonly isPure: boolean;
	/** In the order in which they may import each other; none where the floor is one room. */
	readonly rooms: readonly Room[];
};

const room = (name: string, holds: string): Room => ({ name, holds });

export const FLOORS: readonly Floor[] = [
	{ name: "errors", holds: "typed errors with stable codes", isPure: true, rooms: [] },
	{
		name: "units",
		holds: "decimal text ⇄ scaled bigint, lots, times: the one place for scales",
		isPure: true,
		rooms: [],
	},
	{ name: "input", holds: "JSON, CSV and shapes of what strangers send", isPure: true, rooms: [] },
	{
		name: "math",
		holds: "exp, log, normal CDF, seeded draws, equal to the last bit",
		isPure: true,
		rooms: [],
	},
	{ name: "hashing", holds: "canonical bytes and JSON, ABI words, keccak trees", isPure: true, rooms: [] },
	{ name: "field", holds: "BN254 elements, packed words, Poseidon, trees", isPure: true, rooms: [] },
	{
		name: "market",
		holds: "what is traded, and what it is worth",
		isPure: true,
		rooms: [
			room("instruments", "instruments, their names, order and lots"),
			room("spellings", "names as venues write them"),
			room("pricing", "Black-76, settlement averaging"),
			room("history", "daily closes, implied volatilities"),
			room("snapshot", "markets, listings, marks: form, hash, tree"),
			room("imports", "markets of exchanges"),
			room("sample", "the generated market"),
		],
	},
	{
		name: "risk",
		holds: "the margin rule in bigint: the reference that circuit and contract must match",
		isPure: true,
		rooms: [
			room("model", "risk rows, tables, scenarios, holdings: shapes and codecs"),
			room("forecast", "volatility models"),
			room("params", "parameters, published collateral ladders"),
			room("pricing", "one lot under one scenario"),
			room("scenarios", "stress and tail scenarios from parameters and histories"),
			room("charges", "haircut and charge ladders, net lanes"),
			room("calibration", "estimates of parameters from history"),
			room("table", "builds, checks, writes and reads risk tables"),
			room("margin", "the margin engine, for one account and for many"),
			room("report", "margin reports: Greeks, repricing, what binds"),
			room("hedge", "the smallest trades that restore free collateral"),
		],
	},
	{ name: "ledger", holds: "identities, account records, the account tree", isPure: true, rooms: [] },
	{
		name: "receipts",
		holds: "what a venue signs for its customers: enrolments, account statements",
		isPure: true,
		rooms: [],
	},
	{
		name: "book",
		holds: "the whole book of a venue: what all accounts owe, proven without showing one",
		isPure: true,
		rooms: [
			room("model", "batches, tables and their circuits; values of a lot by side"),
			room("reference", "totals, equities and deficits in plain integers"),
			room("commitments", "claims, sums, states and their salts"),
			room("transcript", "challenges, public signals, the ledger's root from its subtrees"),
			room("rounds", "from accounts to the inputs of every proof"),
			room("record", "what is published: form and file"),
			room("verify", "the record against ledger, listing, table and keys"),
		],
	},
	{
		name: "reserves",
		holds: "what a venue holds: addresses, balances under a block's state root, beside what it owes",
		isPure: true,
		rooms: [],
	},
	{
		name: "venues",
		holds: "accounts of other venues, from their own API answers",
		isPure: true,
		rooms: [
			room("answers", "numbers and sections of foreign answers, what an import has to say"),
			room("deribit", "Deribit"),
			room("bybit", "Bybit"),
			room("okx", "OKX"),
			room("binance", "Binance"),
			room("hyperliquid", "Hyperliquid"),
			room("paradex", "Paradex"),
			room("imports", "the importer of a venue by its name, the account checked against a listing"),
		],
	},
	{
		name: "node",
		holds: "everything that touches the host",
		isPure: false,
		rooms: [
			room("files", "whole files, written or not at all"),
			room("packages", "optional packages, and what to install"),
			room("cache", "what is built once, and its locks"),
			room("threads", "worker pools, margin and hashing on threads"),
			room("hardhat", "compiled contracts, the local chain"),
			room("solver", "HiGHS"),
		],
	},
	{
		name: "proof",
		holds: "witness, prove, verify, keys, ceremony",
		isPure: false,
		rooms: [
			room("snarkjs", "snarkjs and its file formats"),
			room("inputs", "signals of a statement"),
			room("circuit", "compile a circuit, compute and check a witness"),
			room("keys", "development keys, manifests, verification keys"),
			room("prover", "our Groth16 prover in WebAssembly, Node and browser"),
			room("provers", "the choice among ours, rapidsnark and snarkjs"),
			room("ceremony", "several people make a key together"),
			room("statements", "prove solvency, certify, verify, open a row's word"),
		],
	},
	{
		name: "chain",
		holds: "ethers bindings",
		isPure: false,
		rooms: [
			room("client", "ABIs, calls, refusals, logs, time"),
			room("deploy", "deployment plan, journal, files, verifiers"),
			room("epochs", "risk epochs: posting, bonds, credits, terms, timelock"),
			room("registry", "attestations, liens, challenges, audit, events"),
			room("demands", "rows, marks and scenarios that publishers must show"),
			room("disputes", "what is wrong with a posted table, and its proof"),
			room("reserves", "balances and ownership from a node, tries of its state"),
		],
	},
	{
		name: "doors",
		holds: "what the package exports: an `index.ts` for each subpath, and the only re-exports",
		isPure: false,
		rooms: [],
	},
	{
		name: "cli",
		holds: "thin: parse, call, print",
		isPure: false,
		rooms: [
			room("output", "terminal text, tables, progress, exit codes"),
			room("options", "options that commands share"),
			room("folders", "risk and ledger folders, profiles"),
			room("keys", "circuit, key and verifier of a command"),
			room("reports", "reports as text, JSON and page"),
			room("demo", "the demonstration"),
			room("devnet", "a venue on a chain of this machine that stays up"),
			room("commands", "one command a file"),
		],
	},
];
