/**
 * `zkmargin/abi`: the contracts' interfaces as ethers and viem read them, and infer calls from their types. Brings no
 * library. `zkmargin/abi/RiskEpochs.json` and its like are the same as JSON.
 */
export {
	ABIS,
	CREDIT_LINE_ABI,
	DISPUTED_EPOCHS_ABI,
	RISK_EPOCHS_ABI,
	ROW_DISPUTE_ABI,
	SOLVENCY_REGISTRY_ABI,
	TIMELOCK_ABI,
	VENUE_LEDGER_ABI,
} from "../../chain/client/abi.ts";
