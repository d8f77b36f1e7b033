import { readFile } from "node:fs/promises";
import { expect, expectTypeOf, it } from "vitest";
import { ABI_FILE, abiSource } from "../../../scripts/write-abi.ts";
import { ABIS, type RISK_EPOCHS_ABI, SOLVENCY_REGISTRY_ABI } from "../../../src/chain/client/abi.ts";
import type {
	Answer,
	Arguments,
	EventArguments,
	SendName,
	ViewName,
} from "../../../src/chain/client/abi-types.ts";
import { compiledContracts } from "../../../src/node/hardhat/compiled-contracts.ts";

type Registry = typeof SOLVENCY_REGISTRY_ABI;
type RiskEpochs = typeof RISK_EPOCHS_ABI;

it("src/chain/client/abi.ts is what scripts/write-abi.ts writes from the contracts", async () => {
	expect(await readFile(ABI_FILE, "utf8")).toBe(abiSource(await compiledContracts()));
});

it("is entry for entry what solc wrote", async () => {
	const artifacts = await compiledContracts();
	for (const [contract, abi] of Object.entries(ABIS)) expect(abi, contract).toEqual(artifacts[contract]?.abi);
});

it("says in its types what functions and events take and give", () => {
	expectTypeOf<"attest">().toExtend<SendName<Registry>>();
	expectTypeOf<"isSolvent">().toExtend<ViewName<Registry>>();
	expectTypeOf<"isSolvent">().not.toExtend<SendName<Registry>>();
	expectTypeOf<Answer<Registry, "isSolvent">>().toEqualTypeOf<boolean>();
	expectTypeOf<Answer<Registry, "venues">>().toEqualTypeOf<readonly `0x${string}`[]>();
	expectTypeOf<Answer<RiskEpochs, "epochAt">["maintenanceRoot"]>().toEqualTypeOf<bigint>();
	expectTypeOf<Answer<RiskEpochs, "newestEpoch">>().toEqualTypeOf<bigint>();
	expectTypeOf<EventArguments<RiskEpochs, "RowServed">["path"]>().toEqualTypeOf<
		readonly (readonly bigint[])[]
	>();
	expectTypeOf<Arguments<RiskEpochs, "newestEpoch">>().toEqualTypeOf<readonly []>();
	expectTypeOf<readonly [string]>().not.toExtend<Arguments<Registry, "isSolvent">>();
	expect(SOLVENCY_REGISTRY_ABI.some((item) => item.type === "function" && item.name === "isSolvent")).toBe(
		true,
	);
});
