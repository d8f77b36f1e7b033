import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, expectTypeOf, it } from "vitest";
import { solvencyRegistryAbi } from "../../../abi/SolvencyRegistry.ts";
import { ABI_FILE, abiSource, PUBLISHED_FOLDER, publishedAbis } from "../../../scripts/write-abi.ts";
import { compiledContracts } from "../../../src/node/hardhat/compiled-contracts.ts";

it("src/chain/client/abi.ts is what scripts/write-abi.ts writes from the contracts", async () => {
	expect(await readFile(ABI_FILE, "utf8")).toBe(abiSource(await compiledContracts()));
});

it("abi/ holds what scripts/write-abi.ts writes from the contracts, and nothing else", async () => {
	const published = publishedAbis(await compiledContracts());
	expect((await readdir(PUBLISHED_FOLDER)).sort()).toEqual([...published.keys()].sort());
	for (const [name, text] of published) {
		expect(await readFile(join(PUBLISHED_FOLDER, name), "utf8"), name).toBe(text);
	}
});

it("the constants of abi/ carry the names of functions in their types", () => {
	type Functions = Extract<(typeof solvencyRegistryAbi)[number], { readonly type: "function" }>["name"];
	expectTypeOf<"attest" | "isSolvent">().toExtend<Functions>();
	expect(solvencyRegistryAbi.some((item) => item.type === "function" && item.name === "isSolvent")).toBe(
		true,
	);
});
