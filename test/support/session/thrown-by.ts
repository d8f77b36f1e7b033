import { fail } from "node:assert/strict";
import { ZkMarginError } from "../../../src/errors/base.ts";

/** The typed error that `act` throws; anything else fails the test. */
export function thrownBy(act: () => unknown): ZkMarginError {
	try {
		act();
	} catch (error) {
		if (error instanceof ZkMarginError) return error;
		throw error;
	}
	fail("expected an error, but nothing was thrown");
}
