/** Findings for people: a line a class, and the books of those above their aim. */
import { lotsToSize } from "../../src/units/lots.ts";
import type { Finding } from "./worst-books.ts";

const SHOWN = 12;

export function findingLine({ class: { name, bar, aim }, ratio, state }: Finding): string {
	const verdict = ratio > bar ? "ABOVE THE BAR" : ratio > aim ? "above the aim" : "";
	return `${ratio.toFixed(2).padStart(6)}  ${name.padEnd(52)} at ${state.name}  ${verdict}`.trimEnd();
}

export function findingToJson(finding: Finding): unknown {
	const { class: given, ratio, state, requirementUsd, lossUsd } = finding;
	const { name, bar, aim } = given;
	const finite = (value: number) => (Number.isFinite(value) ? value : null);
	return {
		class: name,
		ratio: Number(ratio.toFixed(4)),
		bar: finite(bar),
		aim: finite(aim),
		state: state.name,
		requirementUsd,
		lossUsd,
		book: bookText(finding),
	};
}

/** The worst classes with their books. */
export function worstLines(findings: readonly Finding[]): string[] {
	const worst = [...findings].sort((a, b) => b.ratio / b.class.bar - a.ratio / a.class.bar).slice(0, SHOWN);
	return worst.flatMap((finding) => [
		findingLine(finding),
		`        asks ${finding.requirementUsd.toFixed(0)} USD, loses ${finding.lossUsd.toFixed(0)}: ${bookText(finding).join(", ")}`,
	]);
}

function bookText({ lines }: Finding): string[] {
	return [...lines]
		.sort((a, b) => a.instrument.id - b.instrument.id)
		.map(({ instrument, qtyLots }) => `${lotsToSize(qtyLots, instrument.lot)} ${instrument.name}`);
}
