/** `npm run demo` without npm: the command that newcomers type first. */
import { afterAll, expect, it } from "vitest";
import { CliSession } from "../support/session/cli-session.ts";

const session = new CliSession();
afterAll(() => session.remove());

it("the demo proves twice, refuses five attacks, and ends by itself", async () => {
	const { code, stdout, stderr } = await session.run("demo");
	// Null when it had to be killed.
	expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
	expect(stdout.match(/^ {3}accepted: [0-9]+ gas/gm)).toHaveLength(2);
	expect(stdout.match(/^ {3}refused: .*$/gm)).toEqual([
		"   refused: offline verification false; ProofRejected()",
		"   refused: ProofRejected()",
		expect.stringMatching(/refused: exit 1, not proven: .* USD short at maintenance level/),
		expect.stringMatching(/refused: prover TABLE_BEFORE_LEDGER; TableBeforeLedger\(/),
		expect.stringMatching(/refused: LedgerEpochNotNewest\(got 1, newest 2\)/),
	]);
	expect(stdout).toMatch(/isSolvent\(holder, initial, .* = true$/m);
	expect(stdout).toMatch(/isSolvent\(a stranger, .* = false$/m);
	expect(stdout).toMatch(/^done in [0-9.]+ s: two proofs accepted, five attacks refused\n$/m);
	expect(session.files()).toEqual([]);
});
