/** Reads a table file, and checks only what this machine has not checked before. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ZkMarginError } from "../../errors/base.ts";
import { formatFieldElement } from "../../field/bn254.ts";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import { cachedEntry } from "../../node/cache/cache-folder.ts";
import { codeVersion } from "../../node/cache/code-version.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import { decodeAcceptedTable, decodeTable } from "../../risk/table/table-format.ts";

const ROOT_FILE = "root.txt";

/**
 * The table in these bytes, with every check of `decodeTable`: made now, or made before on this machine, on exactly these
 * bytes, by exactly this code. The cache is believed as far as it is believed for circuits and keys: its entries are this
 * user's own.
 *
 * @throws those of `decodeTable`
 */
export async function rememberedTable(bytes: Uint8Array): Promise<RiskTable> {
	const bytesHash = createHash("sha256").update(bytes).digest("hex");
	let checked: RiskTable | undefined;
	try {
		await cachedEntry({
			name: "checked-table",
			contentHash: textHash(["checked-table-1", await codeVersion(), bytesHash].join("\n")),
			build: async (folder) => {
				checked = await checkedTable(bytes);
				await writeFile(join(folder, ROOT_FILE), `${formatFieldElement(checked.tree.root)}\n`);
			},
		});
	} catch (error) {
		if (error instanceof ZkMarginError) throw error;
		// A cache that cannot be written remembers nothing.
		return checked ?? checkedTable(bytes);
	}
	return checked ?? decodeAcceptedTable(bytes);
}

async function checkedTable(bytes: Uint8Array): Promise<RiskTable> {
	return decodeTable(bytes, { hash: await loadFastPoseidon(), verify: "leaves" });
}
