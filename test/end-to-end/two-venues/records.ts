/** What anybody can see afterwards, from the chain alone: every proof verified again, every event in order. */
import { describe, expect, it } from "vitest";
import { auditRegistry } from "../../../src/chain/registry/audit-registry.ts";
import {
	type ProtocolEvent,
	protocolEvents,
	watchProtocol,
} from "../../../src/chain/registry/protocol-events.ts";
import { BOND_WEI } from "./venues/stage.ts";
import type { Story } from "./venues/story.ts";

/** Ada at North under four tables and once at South, Bela twice, Cleo once honestly and once not. */
const ATTESTATIONS = 9;
/** Each event of the day, how often. Deployment made the owners, roles, first terms and North's acceptance. */
const EVENTS = {
	registry: {
		...{
			OwnershipTransferred: 1,
			RiskEpochsSet: 1,
			VerifierSet: 1,
			VenueAccepted: 2,
			Attested: ATTESTATIONS,
		},
		...{ LienAllowed: 3, LienPlaced: 2, LienConfirmed: 2, OverLiened: 1 },
		...{ Challenged: 2, ChallengeAnswered: 1, ChallengeReturned: 1, Delinquent: 1 },
		...{ CreditAdded: 2, CreditWithdrawn: 2 },
	},
	riskEpochs: {
		...{ ListingAnnounced: 1, ParametersRegistered: 1, BondDeposited: 4 },
		...{ RiskTablePosted: 14, FeedsCompared: 6, RiskEpochLive: 6, RowDemanded: 2, RowServed: 2 },
		...{ RiskEpochDisputed: 1, BondSlashed: 2, CreditAdded: 4, CreditWithdrawn: 1 },
	},
	timelock: { RoleGranted: 4, MinDelayChange: 1, CallScheduled: 1, CallExecuted: 1 },
	venue: { OwnershipTransferred: 2, GuardianChanged: 2, LedgerPosted: 6, LienAcknowledged: 2 },
};

export function records(told: () => Story): void {
	describe("the records", () => {
		it("every attestation of the day verifies again, the one under the dead epoch included", async () => {
			const { chain, protocol, solvency } = told().stage;
			const { provider } = chain;
			const audit = await auditRegistry({
				provider,
				registry: protocol.registry,
				fromBlock: 0,
				toBlock: await provider.getBlockNumber(),
				verificationKeys: new Map([[16, solvency.key.verificationKey]]),
			});
			expect(audit).toMatchObject({ attestations: ATTESTATIONS, verified: ATTESTATIONS, findings: [] });
		});

		it("whoever watched has seen everything, at both venues, in order", async () => {
			const story = told();
			const { chain, protocol, roles } = story.stage;
			const { provider } = chain;
			const source = { provider, registry: protocol.registry, fromBlock: 0 };
			const events = await protocolEvents({ ...source, toBlock: await provider.getBlockNumber() });
			const stopped = new AbortController();
			const seen: ProtocolEvent[] = [];
			for await (const event of watchProtocol({ ...source, pollMs: 10, signal: stopped.signal })) {
				seen.push(event);
				if (seen.length === events.length) stopped.abort();
			}
			expect(seen).toEqual(events);
			expect(countsOf(seen)).toEqual(EVENTS);

			const argsOf = (wanted: string) => seen.filter(({ name }) => name === wanted).map(({ args }) => args);
			const venue = story.stage.venues.north;
			expect(argsOf("Delinquent")).toEqual([{ venue, holder: story.addressOf("cleo") }]);
			expect(argsOf("ChallengeAnswered")).toEqual([{ venue, holder: story.addressOf("ada") }]);
			expect(argsOf("RiskEpochDisputed")).toMatchObject([
				{ epoch: 5n, disputer: roles.watcher.address, slashedWei: 2n * BOND_WEI },
			]);
			expect(argsOf("BondSlashed")).toEqual(
				[roles.firstPublisher, roles.secondPublisher].map(({ address: publisher }) => ({
					publisher,
					amountWei: BOND_WEI,
				})),
			);
		});
	});
}

function countsOf(events: readonly ProtocolEvent[]): Record<string, Record<string, number>> {
	const counts: Record<string, Record<string, number>> = {};
	for (const { part, name } of events) {
		const ofPart = counts[part] ?? {};
		counts[part] = { ...ofPart, [name]: (ofPart[name] ?? 0) + 1 };
	}
	return counts;
}
