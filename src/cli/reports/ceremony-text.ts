/** A ceremony in lines for people: hashes whole, because they are there to be compared. */
import type { KeyContribution } from "../../proof/keys/key-contributions.ts";
import type { CeremonyTranscript } from "../../proof/keys/key-manifest.ts";

export function contributionLines(contributions: readonly KeyContribution[]): string[] {
	return contributions.flatMap(({ name, hash, beacon }, at) => {
		const what = beacon === undefined ? "" : ` (beacon ${beacon.valueHex}, 2^${beacon.iterationsExponent})`;
		return [`  ${at + 1}  ${name === "" ? "(no name)" : name}${what}`, `     ${hash}`];
	});
}

export function powersLine({ source, power, blake2b512 }: CeremonyTranscript["powersOfTau"]): string {
	const whose = source === "hermez" ? "Hermez" : "NOT Hermez's, trusted by the hash that you gave";
	return `powers of tau  2^${power}, ${whose}\n     ${blake2b512}`;
}

/** A transcript's people and beacon as the contributions that they are in the key. */
export function contributionsOf({ contributions, beacon }: CeremonyTranscript): KeyContribution[] {
	const { source, hash, valueHex, iterationsExponent } = beacon;
	return [...contributions, { name: source, hash, beacon: { valueHex, iterationsExponent } }];
}
