/**
 * `zkmargin/margin`: risk tables and the margin rule. Pure: runs in Node and in browsers.
 *
 * Amounts are `bigint` µUSD (1 USD is 1 000 000), quantities `bigint` lots, ratios `bigint` parts per million, times
 * milliseconds since 1970 (UTC). An account below its margin is a result; only bad input throws, as `InputError`.
 */
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export { loadFastPoseidon, type PoseidonHash, poseidon } from "../../field/poseidon.ts";
export type { Account, Balance, Hold, Position } from "../../ledger/account-file.ts";
export { parseAccount } from "../../ledger/account-file.ts";
export { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
export { type SettledAccount, settleAccount } from "../../ledger/settle-account.ts";
export type { Listing } from "../../market/instruments/instrument.ts";
export { buildListing, parseListing } from "../../market/snapshot/listing.ts";
export { markInstruments } from "../../market/snapshot/mark-instruments.ts";
export { parseMarketSnapshot } from "../../market/snapshot/market-format.ts";
export type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
export { findHedge, type Hedge, type HedgeResult } from "../../risk/hedge/find-hedge.ts";
export type { LinearSolver } from "../../risk/hedge/linear-program.ts";
export { type AccountMargin, accountMargin } from "../../risk/margin/account-margin.ts";
export {
	type BatchAccounts,
	type BatchSlacks,
	makeBatchSlacks,
	packAccounts,
} from "../../risk/margin/batch-accounts.ts";
export { allocateLocal, type BatchTable, batchTable } from "../../risk/margin/batch-table.ts";
export {
	assessMargin,
	decideSolvency,
	type MarginAssessment,
	type MarginLine,
	type SolvencyDecision,
} from "../../risk/margin/margin-engine.ts";
export { marginRange } from "../../risk/margin/margin-range.ts";
export type { Holding } from "../../risk/model/holding.ts";
export type { RiskRow } from "../../risk/model/risk-row.ts";
export type { MarginLevel, RiskTable } from "../../risk/model/risk-table.ts";
export type { Scenario, ScenarioSet } from "../../risk/model/scenario.ts";
export { parseRiskParams, type RiskParams } from "../../risk/params/risk-params.ts";
export { type MarginReport, marginReport } from "../../risk/report/margin-report.ts";
export { type ReportSections, reportSections } from "../../risk/report/report-sections.ts";
export { parseScenarios, scenariosToJson } from "../../risk/scenarios/scenario-format.ts";
export { buildScenarioSet } from "../../risk/scenarios/scenario-set.ts";
export {
	buildRiskTables,
	type RiskTableRequest,
	type RiskTables,
} from "../../risk/table/build-risk-table.ts";
export { checkRiskTable } from "../../risk/table/check-risk-table.ts";
export {
	makeRiskEpoch,
	parseRiskEpoch,
	type RiskEpoch,
	riskEpochToJson,
} from "../../risk/table/risk-epoch.ts";
export { decodeTable, encodeTable, type TableVerification } from "../../risk/table/table-format.ts";
export { formatUsdDown, formatUsdUp, MICRO_USD_DECIMALS, parseScaled } from "../../units/decimal.ts";
export { formatIsoTime, parseIsoTime } from "../../units/parse-iso-time.ts";
