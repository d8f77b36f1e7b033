/**
 * The view model of the margin report: what it says, in which order and in which words, once. The text, the page and
 * the JSON form are printers of it: text and page print `sections`, JSON the exact `facts` behind them.
 */

import type { MarginReport } from "../../../risk/report/margin-report.ts";
import type { ReportSections } from "../../../risk/report/report-sections.ts";
import type { SourceNotes } from "../../folders/source-notes.ts";
import type { Cell, Figure } from "./cells.ts";
import type { WhatIf } from "./change-view.ts";

/** Absent: on paper and on the page. */
export type Medium = "text" | "page";

export type Column = {
	readonly heading: string;
	readonly align?: "left" | "right" | "plot" | undefined;
	/** Only there. */
	readonly on?: Medium | undefined;
};

export type Row = readonly Cell[];

export type TableBlock = {
	readonly kind: "table";
	/** A sentence about the table; the page's caption. */
	readonly caption: string;
	/** The first column names the rows; its heading is the table's name in the text. */
	readonly columns: readonly Column[];
	readonly rows: readonly Row[];
	/** Rows at the end that sum up. */
	readonly totals?: readonly Row[] | undefined;
	/** Names of rows stay on one line. */
	readonly keepsNames?: boolean | undefined;
	/** The last columns stand at the edge of the page. */
	readonly isWide?: boolean | undefined;
	readonly on?: Medium | undefined;
};

export type Step = {
	readonly name: string;
	readonly amount: Figure;
	readonly bar?: Cell | undefined;
	/** What the amount is made of. */
	readonly parts: readonly { readonly name: string; readonly amount: Figure }[];
	readonly isTotal?: boolean | undefined;
};

/** Amounts that are taken one after the other from what is left. */
export type StepsBlock = {
	readonly kind: "steps";
	readonly caption: string;
	readonly steps: readonly Step[];
};

export type HeatCell = {
	readonly figure: Figure;
	/** 0 … 1 of the deepest tone. */
	readonly depth: number;
	readonly isLoss: boolean;
	readonly isWorst: boolean;
};

export type HeatBlock = {
	readonly kind: "heat";
	readonly caption: string;
	readonly columnNames: readonly Figure[];
	readonly rows: readonly { readonly name: Figure; readonly cells: readonly HeatCell[] }[];
};

/** One curve per column; floats, for drawing only. */
export type CurvesBlock = {
	readonly kind: "curves";
	readonly moves: readonly number[];
	readonly names: readonly Figure[];
	/** USD, by curve and move. */
	readonly valuesUsd: readonly (readonly number[])[];
};

export type NoteBlock = {
	readonly kind: "note";
	readonly content: readonly (string | Cell)[];
	readonly isSoft?: boolean | undefined;
	readonly on?: Medium | undefined;
};

/** Blocks that a reader opens; only on the page. */
export type FoldBlock = {
	readonly kind: "fold";
	readonly summary: string;
	readonly blocks: readonly (TableBlock | NoteBlock)[];
};

export type Block = TableBlock | StepsBlock | HeatBlock | CurvesBlock | NoteBlock | FoldBlock;

export type Section = {
	/** For links. */
	readonly id: string;
	readonly title: string;
	/** Absent where the first table's heading says it. */
	readonly textTitle?: string | undefined;
	readonly blocks: readonly Block[];
	/** Two blocks side by side where there is room. */
	readonly isPair?: boolean | undefined;
};

/** A statement in the head of the report: good news, bad news, or neither. */
export type Statement = {
	readonly isGood?: boolean | undefined;
	readonly content: readonly (string | Cell)[];
};

export type Entry = { readonly name: string; readonly content: readonly (string | Cell)[] };

/** What a report is about besides the account's numbers. */
export type MarginFacts = {
	readonly report: MarginReport;
	readonly sections: ReportSections;
	/** The account's own name, if it was read from a file. */
	readonly accountName?: string | undefined;
	/** Absent for tables whose folder carries no sources. */
	readonly sources?: SourceNotes | undefined;
	/** When the report was made; absent where no clock was asked. */
	readonly madeAtMs?: number | undefined;
	/** With what-if trades: `report` is then about the account after them. */
	readonly whatIf?: WhatIf | undefined;
};

export type ReportView = {
	readonly facts: MarginFacts;
	readonly level: string;
	/** ISO 8601, of the marks. */
	readonly marksTime: string;
	/** Such as `maintenance level`, `12 positions`. */
	readonly about: readonly string[];
	readonly verdict: Statement;
	/** Below the verdict. */
	readonly statements: readonly Statement[];
	/** The figures that matter, with the verdict. */
	readonly figures: readonly { readonly name: string; readonly figure: Cell }[];
	readonly sections: readonly Section[];
	/** What the numbers rest on. */
	readonly basis: readonly Entry[];
};
