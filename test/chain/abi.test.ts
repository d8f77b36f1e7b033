import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { ABI_FILE, abiSource } from "../../scripts/write-abi.ts";
import { compiledContracts } from "../../src/cli/compiled-contracts.ts";

it("src/chain/abi.ts is what scripts/write-abi.ts writes from the contracts", async () => {
	expect(await readFile(ABI_FILE, "utf8")).toBe(abiSource(await compiledContracts()));
});
