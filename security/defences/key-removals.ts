/** Salts and keys, in TypeScript: classes 18 and 19. Keys must not only refuse what is false, but hide what is true. */
import { edit, named, type Removal, without } from "./removal.ts";

const KEYS = "test/proof/keys/proving-key.test.ts";
const LEAKING = "test/proof/keys/leaking-key.test.ts";
const DEPLOYABLE = "test/chain/deploy/deployable-key.test.ts";

const loaded = named(KEYS, "is refused when phase 2 was never contributed to");
const exported = named(KEYS, "is not exported for a key that allows forging");
const deployed = named(DEPLOYABLE, "a %s key with γ = δ is refused everywhere");

export const KEY_REMOVALS: readonly Removal[] = [
	{
		attackClass: 18,
		defence: "the fresh salt of each leaf",
		edits: [
			edit(
				"src/ledger/ledger.ts",
				"const salt = randomFieldElement(randomBytes);",
				"const salt = (1n << 200n) + BigInt(randomBytes.length);",
			),
		],
		noticedBy: [
			named("test/ledger/ledger.test.ts", "salts every leaf afresh, so equal books do not look equal"),
		],
	},
	{
		attackClass: 18,
		defence: "that the trader's program refuses a small salt",
		edits: [edit("src/ledger/check-package.ts", "if (isGuessable(record.salt)) {", "if (false) {")],
		noticedBy: [
			named(
				"test/ledger/check-package.test.ts",
				"finds an unlisted id and a guessable salt, even when they are committed to",
			),
		],
	},
	{
		attackClass: 19,
		defence: "that γ = δ is refused, everywhere at once",
		edits: [
			edit(
				"src/proof/keys/verification-key.ts",
				"if (!isForgeable(key)) return key;",
				"if (key) return key;",
			),
		],
		noticedBy: [loaded, exported, deployed],
	},
	{
		attackClass: 19,
		defence: "the check of a key that is loaded",
		edits: [
			edit(
				"src/proof/keys/check-key-file.ts",
				"return parseVerificationKey({",
				"return ((key: unknown) => key as VerificationKey)({",
			),
		],
		noticedBy: [loaded],
	},
	{
		attackClass: 19,
		defence: "the check of a key that is exported",
		edits: [without("src/proof/keys/export-verifier.ts", "	parseVerificationKey(key.verificationKey);\n")],
		noticedBy: [exported],
	},
	{
		attackClass: 19,
		defence: "the check of a key that is deployed",
		edits: [
			edit(
				"src/chain/deploy/deployable-key.ts",
				"const key = parseVerificationKey(request.key.verificationKey);",
				"const key = request.key.verificationKey;",
			),
		],
		noticedBy: [deployed],
	},
	{
		attackClass: 19,
		defence: "that a development key stays off public chains",
		edits: [
			edit(
				"src/chain/deploy/deployable-key.ts",
				'if (request.key.kind === "development" && !isLocalChain(request.chainId)) {',
				"if (request.chainId === 0n) {",
			),
		],
		noticedBy: [named(DEPLOYABLE, "a development key is refused on chain %s")],
	},
	{
		attackClass: 19,
		defence: "the check of the points that hide a witness",
		edits: [
			without(
				"src/proof/keys/check-key-file.ts",
				"	requireHidingPoints(await withKeyFile(zkeyPath, readKeyHeader));\n",
			),
		],
		noticedBy: [
			named(
				LEAKING,
				"is refused by name wherever a key is loaded, with every prover, also when its hash is given",
			),
			named(LEAKING, "is refused with %s at infinity or off its curve"),
		],
	},
	{
		attackClass: 19,
		defence: "that a manifest's word for a ceremony does not count",
		edits: [
			edit(
				"src/proof/keys/key-trust.ts",
				"if (found !== undefined) return { ...key, ...found };",
				'if (key) return { ...key, ...(found ?? { trust: "given hash", kind: key.manifest.kind }) };',
			),
		],
		noticedBy: [
			named(LEAKING, "is not proven with all the same: its manifest's word for a ceremony does not count"),
		],
	},
	{
		attackClass: 19,
		defence: "the comparison of the verification key in a manifest",
		edits: [
			edit(
				"src/proof/keys/proving-key.ts",
				"const claims = [manifest.verificationKeyHash, verificationKeyHash(manifest.verificationKey)];",
				"const claims = [manifest.verificationKeyHash];",
			),
		],
		noticedBy: [named(LEAKING, "is refused when its manifest holds another verification key than it states")],
	},
	{
		attackClass: 19,
		defence: "the check of the points that a contributor's secret multiplies",
		edits: [without("src/proof/ceremony/run-ceremony.ts", "	await checkPointSections(zkeyPath);\n")],
		noticedBy: [
			named(
				"test/proof/ceremony/refused-ceremony.test.ts",
				"when a key would give its next contributor's secret away",
			),
		],
	},
];
