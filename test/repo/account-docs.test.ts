/** docs/account.md says what the schema says, and its example is an account. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { accountPage } from "../../scripts/write-account-docs.ts";
import { parseAccount } from "../../src/ledger/account-file.ts";
import { readVenueName, VENUES } from "../../src/market/spellings/read-venue-name.ts";

const PAGE = readFileSync(new URL("../../docs/account.md", import.meta.url), "utf8");

/** Widths of table columns are the formatter's. */
const bare = (text: string) => text.replace(/[ -]+/g, " ");

it("has every field of the account file as the schema describes it", () => {
	expect(bare(accountPage(PAGE))).toBe(bare(PAGE));
	expect(PAGE).toContain("### `positions[].legs[]`");
});

it("describes each field", () => {
	expect(PAGE.match(/^\| `\w+` \| (yes)? ?\| +\|$/gm)).toBeNull();
});

it("shows an account that can be read", () => {
	const example = /```json\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? "";
	expect(parseAccount(JSON.parse(example)).positions).toHaveLength(3);
});

it("spells instruments as the importers read them", () => {
	const rows = [...PAGE.matchAll(/^\| `(BTC[\w-]*)`.*?\|(.*)\|$/gm)];
	expect(rows).toHaveLength(7);
	for (const [, ours, cells = ""] of rows) {
		for (const [at, cell] of cells.split("|").entries()) {
			const spelling = /`(.+)`/.exec(cell)?.[1];
			const venue = VENUES[at];
			if (spelling === undefined || venue === undefined) continue;
			expect(readVenueName(venue, spelling)?.instrument.name, `${venue} ${spelling}`).toBe(ours);
		}
	}
});
