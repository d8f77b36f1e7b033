/** Margin of accounts under a table that exists. */
import { sampleMarket, sampleTables, sampleVenue } from "../src/cli/demo/sample-venue.ts";
import { SAMPLE_TIME_MS } from "../src/market/sample-settings.ts";
import { assessMargin } from "../src/risk/margin-engine.ts";
import { measure, row } from "./measure.ts";

export async function benchMargin(): Promise<void> {
	const market = sampleMarket();
	const { rows } = (await sampleTables(market, () => {})).maintenance;
	const venue = await sampleVenue(market);
	const traderPackage = venue.deliver(await venue.closeLedger(SAMPLE_TIME_MS), "hedged-options");
	const { holdings } = traderPackage.record;
	const one = await measure(`margin of ${holdings.length} positions`, 200, () =>
		assessMargin(rows, holdings),
	);
	console.log(row(one));
}
