/** What an audit read, what it found, and who got which role, for people. */
import type { AuditedAttestation, AuditReport } from "../../chain/registry/audit-registry.ts";
import { usdDown } from "../output/amount-text.ts";
import { type Column, textTable } from "../output/text-table.ts";
import { eventLine } from "./event-text.ts";

const COLUMNS: readonly Column[] = [
	{ heading: "holder", align: "left" },
	{ heading: "block", align: "right" },
	{ heading: "level", align: "left" },
	{ heading: "surplus USD", align: "right" },
	{ heading: "ledger age", align: "right" },
	{ heading: "verified", align: "left" },
];

/** @param askedTo last block that was asked for; `undefined` for the newest */
export function auditLines(report: AuditReport, askedTo: number | undefined): string[] {
	const { coverage, covered, findings, keyChanges } = report;
	return [
		`${report.verified} of ${report.attestations} attestations verified again`,
		...blockLines(coverage, askedTo),
		...(covered.length === 0 ? [] : ["", ...textTable(COLUMNS, covered.map(attestationCells))]),
		"",
		keyChanges.length === 0
			? "nobody's role, key, venue or verifier changed in these blocks"
			: "who may do what changed in these blocks:",
		...keyChanges.map((event) => `  ${eventLine(event)}, at ${event.address}`),
		...(findings.length === 0 ? [] : ["", "what does not hold:"]),
		...findings.map(({ transactionHash, code, message }) => `  ${code} in ${transactionHash}: ${message}`),
	];
}

function blockLines(coverage: AuditReport["coverage"], askedTo: number | undefined): string[] {
	const { fromBlock, toBlock, recordsFromBlock, headBlock, headTimeMs } = coverage;
	const head = `the chain reached block ${headBlock}, ${new Date(headTimeMs).toISOString()}`;
	return [
		`read blocks ${fromBlock} to ${toBlock}; posted roots, verifiers and roles from block ${recordsFromBlock}; ${head}`,
		...(askedTo !== undefined && askedTo > toBlock
			? [`asked to block ${askedTo}: nothing is said of blocks after ${toBlock}`]
			: []),
	];
}

function attestationCells(attestation: AuditedAttestation): string[] {
	const { holder, blockNumber, level, surplusMicroUsd, ledgerAgeSeconds, verified } = attestation;
	return [
		holder,
		String(blockNumber),
		level,
		usdDown(surplusMicroUsd),
		ledgerAgeSeconds === undefined ? "unknown" : ageText(ledgerAgeSeconds),
		verified ? "yes" : "NO",
	];
}

/** @example ageText(93_784n) // "26 h 03 min" */
function ageText(seconds: bigint): string {
	const minutes = seconds / 60n;
	return minutes < 60n
		? `${minutes} min`
		: `${minutes / 60n} h ${String(minutes % 60n).padStart(2, "0")} min`;
}
