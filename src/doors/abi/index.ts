/** `zkmargin/abi`: the contracts' interfaces as ethers and viem's `parseAbi` read them. Brings no library. */
export {
	CREDIT_LINE_ABI,
	DISPUTED_EPOCHS_ABI,
	RISK_EPOCHS_ABI,
	ROW_DISPUTE_ABI,
	SOLVENCY_REGISTRY_ABI,
	TIMELOCK_ABI,
	VENUE_LEDGER_ABI,
} from "../../chain/client/abi.ts";
