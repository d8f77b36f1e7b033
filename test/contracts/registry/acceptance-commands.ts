/** Random things that venue, publishers, owner, holders and time do to a registry, each also done to its model. */

import fc from "fast-check";
import { LISTING, OTHER_LISTING, START } from "../../support/venue/venue-fixture.ts";
import type { AcceptanceModel } from "./acceptance-model.ts";
import { attest } from "./acceptance-requests.ts";
import { HOLDERS, type Real, readTime, type Step, seconds, step } from "./acceptance-run.ts";

const ROOT = 0x1000n;

/** Later than the newest block by `delay`, and what the model knows of it. */
async function nextBlock(model: AcceptanceModel, { fixture }: Real, delay: number): Promise<number> {
	await fixture.at(model.now + delay);
	return model.now + delay;
}
/** Mostly young; now and then older than any skew allows. */
const ages = (young: number) =>
	fc.oneof(
		{ weight: 6, arbitrary: fc.integer({ min: 0, max: young }) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 700 }) },
	);
const postLedger = fc
	.record({ delay: seconds(200), age: ages(60), otherListing: chance(12) })
	.map(({ delay, age, otherListing }) =>
		step(
			`venue posts a ledger ${age} s old after ${delay} s${otherListing ? " of another listing" : ""}`,
			async (model, real) => {
				const block = await nextBlock(model, real, delay);
				const time = Math.max((model.ledgers.at(-1)?.time ?? -900) + 1, block - age);
				const [root, listing] = [ROOT + BigInt(model.ledgers.length), otherListing ? OTHER_LISTING : LISTING];
				await real.fixture.postLedger(time, { root, listing });
				model.ledgers.push({ root, listing, time });
				await readTime(model, real);
			},
			(model) => !model.frozen,
		),
	);

const postTables = fc
	.record({
		delay: seconds(100),
		age: ages(20),
		expiresIn: fc.option(fc.integer({ min: 1, max: 9_000 }), { freq: 3 }),
	})
	.map(({ delay, age, expiresIn }) =>
		step(
			`publishers post tables ${age} s old after ${delay} s, expiry in ${expiresIn ?? "no"} s`,
			async (model, real) => {
				const block = await nextBlock(model, real, delay);
				const time = Math.max((model.tables.at(-1)?.time ?? -900) + 1, block - age);
				const nextExpiry = expiresIn === null ? 0 : time + expiresIn;
				const maintenance = 2n * ROOT + BigInt(model.tables.length);
				const roots = { maintenance, initial: maintenance + ROOT };
				await real.fixture.postRisk(time, {
					maintenanceRoot: roots.maintenance,
					initialRoot: roots.initial,
					nextExpiry: nextExpiry === 0 ? 0 : START + nextExpiry,
				});
				model.tables.push({ roots, listing: LISTING, time, nextExpiry, dead: false });
				await readTime(model, real);
			},
		),
	);

const postBoth = fc.tuple(postLedger, postTables).map(([ledger, tables]) =>
	step(
		`${ledger}, then ${tables}`,
		async (model, real) => {
			await ledger.run(model, real);
			await tables.run(model, real);
		},
		(model) => !model.frozen,
	),
);

/** Nobody opens a row that was demanded, so the epoch dies. */
const killTable = fc.record({ back: fc.integer({ min: 0, max: 1 }) }).map(({ back }) =>
	step(
		`the table ${back} before the newest dies`,
		async (model, real) => {
			const { fixture } = real;
			const epoch = model.tables.length - back;
			const value = 10n ** 18n;
			await fixture.send(fixture.roles.mallory, "riskEpochs", "demandRow", [epoch, 0, 1, { value }]);
			await readTime(model, real);
			await nextBlock(model, real, Number(await fixture.read("riskEpochs", "rowWindow")) + 1);
			await fixture.send(fixture.roles.bob, "riskEpochs", "expireDemand", [epoch, 0, 1]);
			(model.tables[epoch - 1] as { dead: boolean }).dead = true;
			await readTime(model, real);
		},
		({ tables }) => tables.length > back && tables[tables.length - 1 - back]?.dead === false,
	),
);

/** A switch that somebody turns, where it is not that way already. */
const turn = (
	what: string,
	{ flag, to }: { readonly flag: "frozen" | "paused"; readonly to: boolean },
	[role, contract, method]: readonly [
		role: "guardian" | "deployer",
		contract: "venueLedger" | "registry",
		method: string,
	],
) =>
	fc.constant(
		step(
			what,
			async (model, real) => {
				await real.fixture.send(real.fixture.roles[role], contract, method);
				model[flag] = to;
				await readTime(model, real);
			},
			(model) => model[flag] !== to,
		),
	);

const freeze = turn("the venue is frozen", { flag: "frozen", to: true }, [
	"guardian",
	"venueLedger",
	"freeze",
]);
const thaw = turn("the venue is thawed", { flag: "frozen", to: false }, [
	"guardian",
	"venueLedger",
	"unfreeze",
]);
const pause = turn("entry is paused", { flag: "paused", to: true }, ["deployer", "registry", "pause"]);
const unpause = turn("entry is open again", { flag: "paused", to: false }, [
	"deployer",
	"registry",
	"unpause",
]);

const dropVenue = fc.constant(
	step(
		"the venue is dropped",
		async (model, real) => {
			const { roles, venue } = real.fixture;
			await real.fixture.send(roles.deployer, "registry", "dropVenue", [venue.venueLedger]);
			model.venueAccepted = false;
			await readTime(model, real);
		},
		(model) => model.venueAccepted && model.ledgers.length > 12,
	),
);

const release = fc.constantFrom(...HOLDERS).map((holder) =>
	step(
		`${holder} releases`,
		async (model, real) => {
			const { roles, venue } = real.fixture;
			await real.fixture.send(roles[holder], "registry", "release", [venue.venueLedger]);
			model.untie(holder);
			await readTime(model, real);
		},
		(model) => model.records.get(holder)?.account !== undefined,
	),
);

const pass = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9_000 })).map((delay) =>
	step(`${delay} s pass`, async (model, real) => {
		await real.fixture.chain.mineAt(START + model.now + delay);
		await readTime(model, real);
	}),
);
/** Some requests to each thing that somebody else does; what is stopped goes on soon. */
export const ACCEPTANCE_COMMANDS: fc.Arbitrary<Step>[] = [
	...Array.from({ length: 60 }, () => attest),
	...[postLedger, postTables, postTables, postBoth, postBoth, postBoth, postBoth],
	...[pass, release, freeze, pause, killTable, dropVenue],
	...[thaw, unpause].flatMap((goesOn) => Array.from({ length: 8 }, () => goesOn)),
];
/** A ledger and tables first, so that requests have something to name. */
export async function openBooks(model: AcceptanceModel, real: Real): Promise<void> {
	await readTime(model, real);
	const [first] = fc.sample(postBoth, { seed: 1, numRuns: 1 }) as [Step];
	await first.run(model, real);
}

function chance(oneIn: number): fc.Arbitrary<boolean> {
	return fc.integer({ min: 1, max: oneIn }).map((drawn) => drawn === oneIn);
}
