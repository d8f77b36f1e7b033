import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";

const TESTS = join(REPOSITORY_ROOT, "test/contracts");
/** Interface → beginning or pattern of the names of its tests' files. */
const INTERFACES = {
	IVenueLedger: "venue-ledger",
	IRiskEpochs: "risk-epochs",
	IRiskTerms: "risk-epochs-terms",
	IParameterSets: "risk-epochs-terms",
	IPriceComparison: "risk-epochs-feeds",
	IPublishers: "risk-epochs",
	IDemands: "risk-epochs-",
	IRowDemands: "risk-epochs-rows",
	IIndexDisputes: "risk-epochs-index",
	INodeDemands: "risk-epochs-nodes",
	IMarketDemands: "risk-epochs-market",
	ICredits: "risk-epochs-publishers",
	ISolvencyRegistry: "solvency-",
	IRegistryAdmission: /^solvency-registry-owner|^solvency-registry-migration/,
	ISolvencyLiens: /^solvency-liens|^risk-epochs-feeds/,
	ISolvencyChallenges: "solvency-challenges",
	"examples/ICreditLine": "credit-line",
	IRowDispute: "row-dispute",
};

const textOf = (path: string) => readFileSync(join(REPOSITORY_ROOT, path), "utf8");

describe.each(Object.entries(INTERFACES))("the custom errors of %s", (name, prefix) => {
	const source = textOf(`contracts/${name.includes("/") ? name : `interfaces/${name}`}.sol`);
	const errors = [...source.matchAll(/^ {4}error (\w+)\(/gm)].map(([, error = ""]) => error);
	const tests = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
		.filter((file) => file.endsWith(".test.ts"))
		.filter((file) =>
			typeof prefix === "string" ? basename(file).startsWith(prefix) : prefix.test(basename(file)),
		)
		.map((file) => textOf(`test/contracts/${file}`))
		.join("\n");

	it("has some", () => {
		expect(errors.length).toBeGreaterThan(1);
	});

	it.each(errors)("%s has exactly one test in its name", (error) => {
		expect(tests.split(`"${error}: `)).toHaveLength(2);
	});

	it("each says when it is thrown", () => {
		const documented = [
			...source.matchAll(/@notice Thrown when [^\n]*\n(?: {4}\/\/\/ [^\n]*\n)* {4}error (\w+)\(/g),
		];
		expect(documented.map(([, error]) => error)).toEqual(errors);
	});
});
