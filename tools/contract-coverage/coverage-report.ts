/** What hits amount to, per contract file. */
import type { InstrumentedContract } from "./instrumented-contracts.ts";

/** Lines and branches that tests must reach altogether, percent. */
export const FLOOR_PERCENT = 95;
/** … and in each file, so that none hides behind the others. */
export const FILE_FLOOR_PERCENT = 75;

export type Share = { readonly reached: number; readonly total: number };

export type FileCoverage = {
	readonly path: string;
	/** A line counts as reached when every statement that begins on it was. */
	readonly lines: Share;
	/** Two per condition: seen true, seen false. */
	readonly branches: Share;
	/** Such as `42: standing == 0 is true`; the line alone where a statement was never reached. */
	readonly missing: readonly string[];
};

/** Files with something to reach, in the order of `contracts`. */
export function coverageOf(
	contracts: readonly InstrumentedContract[],
	hits: ReadonlySet<number>,
): FileCoverage[] {
	return contracts
		.filter(({ points }) => points.length > 0)
		.map(({ path, points, firstHit }) => {
			const marked = points.map((point, index) => ({ ...point, isHit: hits.has(firstHit + index) }));
			const statements = marked.filter(({ kind }) => kind === "statement");
			const branches = marked.filter(({ kind }) => kind === "branch");
			const lines = new Set(statements.map(({ line }) => line));
			const missedLines = new Set(statements.filter(({ isHit }) => !isHit).map(({ line }) => line));
			const missedBranches = branches.filter(({ isHit }) => !isHit);
			return {
				path,
				lines: { reached: lines.size - missedLines.size, total: lines.size },
				branches: { reached: branches.length - missedBranches.length, total: branches.length },
				missing: [
					...[...missedLines].map((line) => `${line}`),
					...missedBranches.map(({ line, outcome }) => `${line}: ${outcome}`),
				],
			};
		});
}

export function totalOf(files: readonly FileCoverage[]): Pick<FileCoverage, "lines" | "branches"> {
	const sum = (part: "lines" | "branches") => ({
		reached: files.reduce((total, file) => total + file[part].reached, 0),
		total: files.reduce((total, file) => total + file[part].total, 0),
	});
	return { lines: sum("lines"), branches: sum("branches") };
}

export function percentOf({ reached, total }: Share): number {
	return total === 0 ? 100 : (100 * reached) / total;
}

/** Names of files below their floor, and `total` when the sum is below its own. */
export function belowFloor(files: readonly FileCoverage[]): string[] {
	const worst = ({ lines, branches }: Pick<FileCoverage, "lines" | "branches">) =>
		Math.min(percentOf(lines), percentOf(branches));
	const low = files.filter((file) => worst(file) < FILE_FLOOR_PERCENT).map(({ path }) => path);
	return worst(totalOf(files)) < FLOOR_PERCENT ? [...low, "total"] : low;
}

/** One line per file, a total, and below it what no test reaches. */
export function coverageText(files: readonly FileCoverage[]): string {
	const cell = (share: Share) =>
		`${percentOf(share).toFixed(1)} %  ${share.reached}/${share.total}`.padStart(18);
	const width = Math.max(...files.map(({ path }) => path.length));
	const row = ({ path, lines, branches }: Pick<FileCoverage, "path" | "lines" | "branches">) =>
		`${path.padEnd(width)}${cell(lines)}${cell(branches)}`;
	return [
		`${"contract".padEnd(width)}${"lines".padStart(18)}${"branches".padStart(18)}`,
		...files.map(row),
		row({ path: "total", ...totalOf(files) }),
		...files.flatMap(({ path, missing }) => missing.map((place) => `not reached: ${path}:${place}`)),
	].join("\n");
}
