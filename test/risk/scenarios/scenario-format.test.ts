import { describe, expect, it } from "vitest";
import { parseScenarios, scenariosToJson } from "../../../src/risk/scenarios/scenario-format.ts";
import { hashRiskInputs } from "../../../src/risk/scenarios/scenario-set.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SMALL_SCENARIOS, SMALL_TABLES } from "../../support/tables/small-book.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const written = () => JSON.parse(JSON.stringify(scenariosToJson(SMALL_SCENARIOS)));

describe("the file of scenarios", () => {
	it("loses nothing, so it is what the hash of a table's origin covers", () => {
		const read = parseScenarios(written());
		expect(read).toEqual(SMALL_SCENARIOS);
		expect(hashRiskInputs(SAMPLE_PARAMS, read)).toBe(SMALL_TABLES.initial.origin.parametersHash);
	});

	it.each([
		["a lane is missing", (file: ReturnType<typeof written>) => file.stress.pop()],
		[
			"a number is not text",
			(file: ReturnType<typeof written>) => Object.assign(file.tail[3].weight, { units: 1 }),
		],
		[
			"there is a key too many",
			(file: ReturnType<typeof written>) => Object.assign(file.tail[0], { more: "1" }),
		],
		[
			"a shock is unknown",
			(file: ReturnType<typeof written>) => Object.assign(file.stress[1].vols, { BTC: "sideways" }),
		],
	])("is refused when %s", (_, spoil) => {
		const file = written();
		spoil(file);
		expect(thrownBy(() => parseScenarios(file)).code).toBe("SCENARIOS_MALFORMED");
	});
});
