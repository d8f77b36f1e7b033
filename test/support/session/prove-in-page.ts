/** Has a browser's page make proofs. */
import type { Blinding } from "../../../src/proof/prover/prove-with-key.ts";
import type { BrowserPage } from "./browser-page.ts";
import type { PageProof, PageRequest } from "./page-proof.ts";

export function proveInPage(
	{ page, share }: BrowserPage,
	request: {
		readonly zkeyPath: string;
		readonly witnessPath: string;
		readonly blinding?: Blinding;
		readonly runs?: number;
	},
): Promise<PageProof> {
	const { zkeyPath, witnessPath, blinding, runs = 1 } = request;
	const argument: PageRequest = {
		keyUrl: share(zkeyPath),
		witnessUrl: share(witnessPath),
		blinding: blinding && { r: String(blinding.r), s: String(blinding.s) },
		runs,
	};
	// As text: the test runner rewrites imports inside functions.
	return page.evaluate(
		`import("/test/support/session/page-proof.ts").then(({ provePage }) => provePage(${JSON.stringify(argument)}))`,
	);
}
