/** Salts and keys, in TypeScript: classes 18 and 19. */
import { edit, named, type Removal, without } from "./removal.ts";

const KEYS = "test/proof/keys/proving-key.test.ts";
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
				"parseVerificationKey(await zKey.exportVerificationKey(zkeyPath))",
				"(await zKey.exportVerificationKey(zkeyPath)) as VerificationKey",
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
];
