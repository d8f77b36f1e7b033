/** Options that several commands have on the account they look at. */
import { Option } from "@commander-js/extra-typings";
import type { MarginLevel } from "../../risk/model/risk-table.ts";

export function levelOption() {
	return new Option("--level <level>", "which margin level")
		.choices(["maintenance", "initial"] as const)
		.default("maintenance" as MarginLevel);
}

export function whatIfOption() {
	return new Option(
		"--add <trade>",
		"what if: INSTRUMENT:SIZE at the mark, or INSTRUMENT:SIZE@PRICE; may be repeated",
	)
		.argParser((text: string, earlier: string[]) => [...earlier, text])
		.default([] as string[], "none");
}

export function depositOption() {
	return new Option(
		"--deposit <balance>",
		"what if: ASSET:AMOUNT comes in, negative goes out; may be repeated",
	)
		.argParser((text: string, earlier: string[]) => [...earlier, text])
		.default([] as string[], "none");
}
