/** Liens as holder, consumer and venue of a `VenueFixture` make them. */
import type { Signer } from "ethers";
import { START, type VenueFixture } from "./venue-fixture.ts";

/** One day after the fixture's start. */
export const LIEN_END = START + 86_400;

type Addressed = Signer & { readonly address: string };

export function lienActs(fixture: VenueFixture) {
	const { venueLedger: venue } = fixture.venue;
	const { alice, bob } = fixture.roles;
	return {
		allow: (microUsd: bigint, consumer: Addressed = bob, until = LIEN_END) =>
			fixture.send(alice, "registry", "allowLien", [venue, consumer.address, microUsd, until]),
		place: (microUsd: bigint, consumer: Addressed = bob, until = LIEN_END) =>
			fixture.send(consumer, "registry", "placeLien", [venue, alice.address, microUsd, until]),
		acknowledge: (lienId: number) => fixture.acknowledge(lienId),
		free: () => fixture.read("registry", "freeSurplus", [venue, alice.address]) as Promise<bigint>,
		secured: (lienId: number) => fixture.read("registry", "isSecured", [lienId]) as Promise<boolean>,
	};
}
