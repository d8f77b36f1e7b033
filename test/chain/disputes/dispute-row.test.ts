import { describe, expect, it } from "vitest";
import { laneDispute, netLaneDispute } from "../../../src/chain/disputes/dispute-row.ts";
import { ELEMENT } from "../../../src/risk/model/row-layout.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { openedWord } from "../../support/venue/dispute-fixture.ts";

const honest = disputeCase();
const beyond = honest.instruments.length + 1;

describe("evidence of a lane", () => {
	it.each([
		["a row that is not listed", beyond, 20, 0],
		["the empty slot's row", 0, 20, 0],
		["an element that holds no lanes", 3, ELEMENT.longSlope, 0],
		["a fifth lane", 3, 20, 4],
		["a lane before the first", 3, 20, -1],
	])("is refused for %s", (_what, id, wordIndex, laneOfWord) => {
		const refused = thrownBy(() =>
			laneDispute({ word: openedWord(id, wordIndex, 0n), laneOfWord, ...honest }),
		);
		expect(refused).toMatchObject({ code: "DISPUTE_NOT_OF_LANE" });
	});

	it("is refused for a net lane of a row that is not listed", () => {
		const refused = thrownBy(() =>
			netLaneDispute({ word: openedWord(beyond, ELEMENT.expiry, 0n), laneOfWord: 0, ...honest }),
		);
		expect(refused).toMatchObject({ code: "DISPUTE_NOT_OF_LANE" });
	});
});
