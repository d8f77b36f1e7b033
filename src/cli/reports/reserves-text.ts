/** The verdict on a reserves file as lines. */
import type { CheckOutcome } from "../../errors/check-outcome.ts";
import type { AssetCoverage } from "../../reserves/check-coverage.ts";
import type { CheckedBlock, ReservesVerdict } from "../../reserves/check-reserves.ts";
import type { Reserves } from "../../reserves/reserves-file.ts";
import { formatIsoTime } from "../../units/parse-iso-time.ts";
import { sizeText } from "../output/amount-text.ts";
import { textTable } from "../output/text-table.ts";

const HEADLINES: Readonly<Record<CheckOutcome, string>> = {
	holds: "the reserves are as the file says:",
	fails: "the reserves file does NOT hold:",
	incomplete: "the reserves file was NOT FULLY CHECKED, so whether it holds is open:",
};
/** What would have let each check be made. */
const REMEDIES: Readonly<Record<string, string>> = {
	NOTHING_SHOWN: "a file with something in it",
	BLOCK_NOT_COMPARED:
		"--block-hash <chain=hash> from a source that you trust, or --rpc <url> of a node of yours",
	ASSET_NOT_COMPARED: "--assets <file>, a list of your own that has it",
	LAYOUT_NOT_COMPARED:
		"--rpc <url>: the token is asked itself; or look at its code, and bring your list up to date",
	OWNERSHIP_NOT_ASKED: "--rpc <url>: a contract wallet has to be asked",
	SIGNER_NOT_COMPARED: "--signer <address>, the venue's, from a source other than the file",
	RESTS_ON_STATEMENT: "something that shows what is stated: no option does",
};
const COMPARED: Readonly<Record<CheckedBlock["comparedWith"], string>> = {
	"given hash": "its hash is the one that was given",
	node: "its hash is a node's word",
	nothing: "compared with nothing",
};
/** Of no proof's power. docs/reserves.md says what helps. */
const OUTSIDE = [
	"not shown: that nothing was borrowed for this block (blocks drawn at random and several reports help), pledged or lent out,",
	"that no other key moves it, that debts outside of the ledger are paid, that contract wallets say yes to their owner alone",
];

export function reservesLines(reserves: Reserves, verdict: ReservesVerdict): string[] {
	const { outcome, findings, blocks, assets } = verdict;
	const missing = findings.filter(({ severity }) => severity === "missing").map(({ code }) => code);
	return [
		HEADLINES[outcome],
		`venue ${reserves.venue}`,
		...blocks.map(blockLine),
		...findings.map(({ severity, code, message }) => `  ${severity} ${code}: ${message}`),
		...[...new Set(missing)].map((code) => `  give ${REMEDIES[code]}`),
		"",
		...assetTable(assets),
		...reserves.stated.map(
			({ asset, amount, place, reason }) =>
				`stated ${formatIsoTime(reserves.timeMs)}, not proven: ${sizeText(amount)} ${asset} at ${place}: ${reason}`,
		),
		"",
		...OUTSIDE,
	];
}

function blockLine({ chainId, number, hash, timeMs, ageMs, comparedWith }: CheckedBlock): string {
	return `chain ${chainId}: block ${number} of ${formatIsoTime(timeMs)}, ${ageText(ageMs)} old, ${hash}: ${COMPARED[comparedWith]}`;
}

/** @example ageText(5_400_000) // "1.5 h" */
export function ageText(ageMs: number): string {
	const minutes = ageMs / 60_000;
	if (minutes < 60) return `${Math.floor(minutes)} min`;
	return minutes < 2880
		? `${(Math.floor(minutes / 6) / 10).toFixed(1)} h`
		: `${Math.floor(minutes / 1440)} days`;
}

function assetTable(assets: ReservesVerdict["assets"]): string[] {
	const hasOwed = assets.some(({ liabilities }) => liabilities !== undefined);
	const hasUnknown = assets.some(({ ownerNotChecked }) => ownerNotChecked !== "0");
	const columns = [
		{ heading: "asset", of: (line: AssetCoverage) => line.asset },
		{ heading: "proven", of: (line: AssetCoverage) => sizeText(line.proven) },
		...(hasUnknown
			? [{ heading: "owner not asked", of: (line: AssetCoverage) => sizeText(line.ownerNotChecked) }]
			: []),
		{ heading: "stated", of: (line: AssetCoverage) => sizeText(line.stated) },
		...(hasOwed
			? [
					{ heading: "owed", of: (line: AssetCoverage) => sizeText(line.liabilities ?? "0") },
					{ heading: "proven / owed", of: (line: AssetCoverage) => line.provenRatio ?? "–" },
					{ heading: "with stated", of: (line: AssetCoverage) => line.ratioWithStated ?? "–" },
				]
			: []),
	];
	return textTable(
		columns.map(({ heading }, at) => ({ heading, align: at === 0 ? "left" : "right" })),
		assets.map((line) => columns.map(({ of }) => of(line))),
	);
}
