/** A contract's event for people and for programs: every argument by its name, nested ones too. */
import { Result } from "ethers";
import type { ProtocolEvent } from "../../chain/registry/protocol-events.ts";

/** `event` with plain arrays and objects instead of the library's own; a bigint stays one. */
export function eventToJson(event: ProtocolEvent): object {
	return { ...event, args: plainArguments(event.args) };
}

/** @example "block 12  riskEpochs  RiskEpochLive  epoch 1, contentHash 0x…" */
export function eventLine({ blockNumber, part, name, args }: ProtocolEvent): string {
	const listed = Object.entries(plainArguments(args)).map(([key, value]) => `${key} ${argumentText(value)}`);
	return `block ${blockNumber}  ${part}  ${name}  ${listed.join(", ")}`;
}

function plainArguments(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
	if (!(value instanceof Result)) return value;
	const named = value.toObject();
	// A tuple has a name for each part; the elements of an array all have none.
	if (value.length > 0 && Object.keys(named).length === value.length && !("_" in named)) {
		return plainArguments(named);
	}
	return value.toArray().map(plain);
}

function argumentText(value: unknown): string {
	if (typeof value !== "object" || value === null) return String(value);
	const parts = Array.isArray(value)
		? value.map(argumentText)
		: Object.entries(value).map(([name, part]) => `${name} ${argumentText(part)}`);
	return Array.isArray(value) ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
}
