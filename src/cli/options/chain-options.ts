/** Options of the commands that speak with a node. */
export const CHAIN_OPTIONS = {
	rpc: ["--rpc <url>", "JSON-RPC address of a node"],
	riskEpochs: ["--risk-epochs <address>", "the contract that holds epochs and bonds"],
	senderKey: ["--sender-key <file>", 'JSON file {"privateKey": "0x…"} of the sender, readable by you alone'],
	deployment: ["--deployment <file>", "addresses as `deploy` wrote them, in place of address options"],
	venue: ["--venue <address>", "the venue's ledger contract"],
} as const;
