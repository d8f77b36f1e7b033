import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { profileFile, profileFiles } from "../../../src/cli/folders/profile-file.ts";
import { parseRiskParams } from "../../../src/risk/params/risk-params.ts";

describe("risk parameter profiles", () => {
	it("are the files of the sample folder, each under the name that it carries", async () => {
		const files = await profileFiles();
		expect([...files.keys()].sort()).toEqual(["default", "pmrm-like"]);
		for (const [name, path] of files) {
			expect(parseRiskParams(readFileSync(path, "utf8")).profile).toBe(name);
			expect(await profileFile(name)).toBe(path);
		}
	});

	it.each(["pmrm", "", "../../accounts/carry"])(
		"refuse the unknown name %j with PROFILE_UNKNOWN",
		async (name) => {
			await expect(profileFile(name)).rejects.toThrow(
				expect.objectContaining({ code: "PROFILE_UNKNOWN", hint: expect.stringContaining("pmrm-like") }),
			);
		},
	);
});
