import { describe, expect, test } from "vitest";
import { createProgress } from "../../../src/cli/output/progress.ts";

function record({ isTTY = false, enabled = true } = {}) {
	let nowMs = 0;
	let output = "";
	const stream = { isTTY, write: (text: string) => (output += text) };
	return {
		progress: createProgress({ stream, enabled, nowMs: () => nowMs }),
		advance: (ms: number) => {
			nowMs += ms;
		},
		output: () => output,
	};
}

describe("progress", () => {
	test("prints one plain line with the time of a step, and passes its result on", async () => {
		const { progress, advance, output } = record();
		const result = await progress.step("build the table", (report) => {
			report("1 of 2");
			advance(3_249);
			return 42;
		});
		expect(result).toBe(42);
		expect(output()).toBe("  build the table: 3.2 s\n");
	});

	test("rewrites one line on a terminal and ends it", async () => {
		const { progress, advance, output } = record({ isTTY: true });
		await progress.step("prove", (report) => {
			advance(500);
			report("2 of 8");
			advance(500);
		});
		const clear = "\r\u001b[2K";
		expect(output()).toBe(`${clear}  prove … 0.0 s${clear}  prove (2 of 8) … 0.5 s${clear}  prove: 1.0 s\n`);
	});

	test("says how long a step took until it failed, and lets the error through", async () => {
		const { progress, advance, output } = record();
		const failing = progress.step("prove", () => {
			advance(1_500);
			throw new Error("no witness");
		});
		await expect(failing).rejects.toThrow("no witness");
		expect(output()).toBe("  prove: failed after 1.5 s\n");
	});

	test("is silent when disabled, and still runs the step", async () => {
		const { progress, output } = record({ enabled: false });
		expect(await progress.step("prove", () => "done")).toBe("done");
		expect(output()).toBe("");
	});
});
