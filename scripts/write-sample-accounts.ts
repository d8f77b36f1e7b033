/**
 * Writes `sample/accounts` from the sample market. A test fails while the two differ. The accounts
 * have no owners: identities are made where they are used, and no secret is ever in the repository.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sampleAccounts } from "../sample/generate/sample-accounts.ts";
import { accountToJson } from "../src/ledger/account-file.ts";
import { generateSampleMarket } from "../src/market/sample/sample-market.ts";
import { SAMPLE_SEED, SAMPLE_TIME_MS } from "../src/market/sample/sample-settings.ts";
import { REPOSITORY_ROOT } from "../src/node/files/repository-root.ts";

export const SAMPLE_ACCOUNTS_FOLDER = join(REPOSITORY_ROOT, "sample/accounts");

/** File name and text of each sample account. */
export function sampleAccountFiles(): { name: string; text: string }[] {
	const market = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
	return sampleAccounts(market).map((account) => ({
		name: `${account.name}.json`,
		text: `${JSON.stringify(accountToJson(account), null, "\t")}\n`,
	}));
}

if (import.meta.main) {
	await mkdir(SAMPLE_ACCOUNTS_FOLDER, { recursive: true });
	for (const { name, text } of sampleAccountFiles()) {
		await writeFile(join(SAMPLE_ACCOUNTS_FOLDER, name), text);
	}
}
