/** A command that must be refused, and what every refusal has in common. */
import { expect } from "vitest";
import type { CliSession, JsonNode } from "./cli-session.ts";

/** Exit code 2, one error with a message and a hint, and no file written. Returns the error. */
export async function expectCliRefusal(session: CliSession, ...commandLine: string[]): Promise<JsonNode> {
	const before = session.files();
	const { code, json } = await session.runJson(...commandLine);
	expect({ code, keys: Object.keys(json) }).toEqual({ code: 2, keys: ["error"] });
	expect(session.files()).toEqual(before);
	expect(json.error).toMatchObject({
		message: expect.stringMatching(/\w/),
		hint: expect.stringMatching(/\w/),
	});
	return json.error as JsonNode;
}
