/** What cannot be shown or demanded because it is not there: refused before anything is sent. */
import { VoidSigner } from "ethers";
import { expect, it } from "vitest";
import { demandScenario, showScenario } from "../../../src/chain/demands/market-demands.ts";
import { STRESS_LANES, TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { disputeCase } from "../../support/market/dispute-case.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const RISK_EPOCHS = `0x${"ab".repeat(20)}`;
const signer = new VoidSigner(RISK_EPOCHS);
const honest = disputeCase();
const place = { riskEpochs: RISK_EPOCHS, epoch: 1 };

it("a scenario for a subject or a lane that these scenarios do not have", () => {
	const { scenarios } = honest;
	const { subject } = scenarios.scenarios[0] ?? { subject: 0n };
	for (const [lane, asked] of [
		[0, subject + 1n],
		[STRESS_LANES + TAIL_LANES, subject],
	] as const) {
		const refused = thrownBy(() =>
			showScenario({ ...place, lane, subject: asked, scenarios, sender: signer }),
		);
		expect(refused).toMatchObject({ code: "SCENARIO_UNKNOWN", field: "subject" });
	}
});

it("marks of an instrument that this market does not have", () => {
	const { market } = honest;
	for (const id of [0, market.instrumentCount + 1]) {
		const refused = thrownBy(() => demandScenario({ ...place, lane: 0, market, id, demander: signer }));
		expect(refused).toMatchObject({ code: "MARKS_UNKNOWN", field: "id" });
	}
});
