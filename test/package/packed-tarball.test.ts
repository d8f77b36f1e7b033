import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { parseCertificate } from "../../src/proof/statements/health-certificate.ts";
import { installedProject, linkPackages, type Packed, packRepository, runIn } from "./packed-install.ts";

const CLI = ["node_modules/zkmargin/bin/zkmargin.js"];
const DOORS = ["abi", "chain", "ledger", "margin", "market", "proof", "prover"];
const KEY_PACKAGES = ["snarkjs", "ffjavascript", "circom2", "circomlib"];

let packed: Packed;
/** JavaScript, with nothing that is optional. */
let light: string;

beforeAll(async () => {
	packed = await packRepository();
	light = await installedProject(packed, "light");
}, 600_000);
afterAll(() => rmSync(packed.root, { recursive: true, force: true }));

describe("the packed list", () => {
	it("holds what was built, circuits, contracts and the sample, and nothing else", () => {
		const allowed =
			/^(?:LICENSE|README\.md|CHANGELOG\.md|package\.json|bin\/zkmargin\.js|dist\/.*\.(?:js|d\.ts)|dist\/code-hash\.txt|dist\/abi\/[A-Z]\w+\.json|dist\/circuits\/(?:manifest\.json|[\w-]+\.wasm)|circuits\/.*\.(?:circom|json|md)|contracts\/.*\.(?:sol|md)|sample\/[\w./-]+\.(?:json|csv))$/;
		const paths = packed.files.map(({ path }) => path);
		expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
		expect(paths.filter((path) => /^contracts\/(?:test|verifiers)\/|^sample\/generate\//.test(path))).toEqual(
			[],
		);
		for (const wanted of [
			"contracts/interfaces/IRiskEpochs.sol",
			"circuits/solvency.circom",
			"dist/abi/RiskEpochs.json",
			"LICENSE",
		]) {
			expect(paths).toContain(wanted);
		}
	});

	it("stays small", () => {
		const bytes = packed.files.reduce((sum, { size }) => sum + size, 0);
		expect(bytes).toBeLessThan(25_000_000);
	});
});

describe("in an empty JavaScript project", () => {
	it("starts the command line", () => {
		expect(runIn(light, [...CLI, "--version"]).stdout).toBe("0.2.0\n");
		expect(runIn(light, [...CLI, "verify", "--help"]).stdout).toContain("--ledger-epoch");
	});

	it("builds a table and margins an account", () => {
		expect(runIn(light, [...CLI, "market", "sample", "--out", "market.json"]).status).toBe(0);
		expect(runIn(light, [...CLI, "risk", "build", "--market", "market.json", "--out", "risk"]).status).toBe(
			0,
		);
		cpSync(
			join(light, "node_modules/zkmargin/sample/accounts/hedged-options.json"),
			join(light, "account.json"),
		);
		const shown = runIn(light, [...CLI, "margin", "--account", "account.json", "--risk", "risk"]);
		expect(shown.stderr).not.toContain("error");
		expect(shown.stdout).toContain("FREE COLLATERAL");
	});

	it("runs the README's lines for margin", () => {
		expect(runBlock(light, "margin").stdout).toMatch(/^free collateral [\d,.]+ USD, the \w+ line binds\n$/);
	});

	it.each(DOORS.filter((door) => door !== "chain"))("opens zkmargin/%s", (door) => {
		const text = `import * as door from "zkmargin/${door}"; console.log(Object.keys(door).length > 5);`;
		expect(runIn(light, ["--input-type=module", "-e", text])).toMatchObject({ status: 0, stdout: "true\n" });
	});

	it("names the package that a command needs, and the line that installs it", () => {
		const text = 'import("zkmargin/chain").catch(({ code }) => console.log(code))';
		expect(runIn(light, ["--input-type=module", "-e", text]).stdout).toBe("ERR_MODULE_NOT_FOUND\n");
		const asked = runIn(light, [...CLI, "watch", "--json", "--rpc", "http://127.0.0.1:1"]);
		expect(asked.status).toBe(2);
		expect(JSON.parse(asked.stdout).error).toMatchObject({
			code: "PACKAGE_MISSING",
			field: "ethers",
			hint: expect.stringMatching(/^npm install ethers@\d/),
		});
	});
});

describe("with the packages that make a development key", () => {
	it("runs the README's lines for prove and verify, and verifies in words without compiling", () => {
		const whole = light;
		linkPackages(whole, [...KEY_PACKAGES, "ethers"]);
		const zkmargin = (...command: string[]) => runIn(whole, [...CLI, ...command]);
		expect(zkmargin("identity", "new", "--out", "me.identity.json").status).toBe(0);
		expect(
			zkmargin(
				...["ledger", "build", "--accounts", "node_modules/zkmargin/sample/accounts/hedged-options.json"],
				...["--owner", "hedged-options=me.identity.public.json", "--listing", "risk/listing.json"],
				...["--time", "2026-11-20T08:29:30Z", "--out", "ledger"],
			),
		).toMatchObject({ status: 0 });
		expect(zkmargin("ledger", "deliver", "--ledger", "ledger", "--out", "delivered").status).toBe(0);
		expect(runBlock(whole, "prove")).toMatchObject({ status: 0 });
		const { circuit } = parseCertificate(JSON.parse(readFileSync(join(whole, "certificate.json"), "utf8")));
		const verified = runBlock(whole, "verify", { TRUSTED_KEY_HASH: circuit.verificationKeyHash });
		expect(verified.stdout).toContain("holds");

		const epochs = ["--ledger-epoch", "ledger", "--risk-epoch", "risk"];
		// Another machine: nothing is cached there, and nothing may be.
		const elsewhere = { ZKMARGIN_CACHE: join(whole, "empty-cache") };
		const asked = runIn(whole, [...CLI, "verify", "certificate.json", ...epochs], elsewhere);
		expect(asked).toMatchObject({ status: 3, stderr: "" });
		expect(asked.stdout).toContain("missing VERIFICATION_KEY_UNKNOWN");
		const trusted = ["--key-hash", circuit.verificationKeyHash];
		expect(
			runIn(whole, [...CLI, "verify", "certificate.json", ...epochs, ...trusted], elsewhere).status,
		).toBe(0);
	}, 300_000);
});

describe("in an empty strict TypeScript project", () => {
	it.each([
		["node16", "node16"],
		["bundler", "esnext"],
	])(
		"has types for every door with moduleResolution %s",
		async (moduleResolution, module) => {
			const folder = join(packed.root, `types-${moduleResolution}`);
			mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
			writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
			cpSync(join(light, "node_modules"), join(folder, "node_modules"), {
				recursive: true,
				verbatimSymlinks: true,
			});
			linkPackages(folder, ["ethers", "@types/node"]);
			const imports = DOORS.map((door) => `import * as ${door} from "zkmargin/${door}";`).join("\n");
			writeFileSync(
				join(folder, "page.ts"),
				`${imports}
const slack: bigint = margin.assessMargin([], []).freeCollateralMicroUsd;
const outcome: "holds" | "fails" | "incomplete" = (null as unknown as proof.CertificateVerdict).outcome;
// @ts-expect-error: amounts are bigint
const wrong: number = margin.assessMargin([], []).freeCollateralMicroUsd;
export const all = [abi, chain, ledger, market, prover, slack, outcome, wrong];
`,
			);
			const options = {
				strict: true,
				noEmit: true,
				moduleResolution,
				module,
				target: "es2024",
				lib: ["es2024", "dom"],
				types: ["node"],
				skipLibCheck: false,
				exactOptionalPropertyTypes: true,
			};
			writeFileSync(
				join(folder, "tsconfig.json"),
				JSON.stringify({ compilerOptions: options, files: ["page.ts"] }),
			);
			const tsc = join(REPOSITORY_ROOT, "node_modules/typescript/bin/tsc");
			expect(runIn(folder, [tsc, "-p", "."])).toMatchObject({ stdout: "", status: 0 });
		},
		120_000,
	);
});

/** The README's block under the sentence for `what`, as a program of the project. */
function runBlock(folder: string, what: "margin" | "prove" | "verify", env: NodeJS.ProcessEnv = {}) {
	const readme = readFileSync(join(REPOSITORY_ROOT, "README.md"), "utf8");
	const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
	const marker = { margin: "assessMargin(", prove: "proveSolvency(", verify: "verifyCertificate(" }[what];
	const found = blocks.filter((text) => text.includes(marker));
	expect(found).toHaveLength(1);
	writeFileSync(join(folder, `${what}.mjs`), found[0] as string);
	return runIn(folder, [`${what}.mjs`], env);
}
