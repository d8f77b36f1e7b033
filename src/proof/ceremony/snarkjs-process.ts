/**
 * A process that does one step of a ceremony with snarkjs and ends.
 *
 * A process of its own, because a contributor's secret factor should not outlive the step, because
 * snarkjs leaves files open, and because it says on stdout why a key is wrong, which belongs to our
 * caller's answer.
 */
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";

export type CeremonyStep =
	| {
			readonly kind: "start";
			readonly r1csPath: string;
			readonly powersPath: string;
			readonly outPath: string;
	  }
	| {
			readonly kind: "contribute";
			readonly zkeyPath: string;
			readonly outPath: string;
			readonly name: string;
			readonly entropy: string;
	  }
	| {
			readonly kind: "beacon";
			readonly zkeyPath: string;
			readonly outPath: string;
			readonly source: string;
			readonly valueHex: string;
			readonly iterationsExponent: number;
	  }
	| {
			readonly kind: "verify key";
			readonly startPath: string;
			readonly powersPath: string;
			readonly zkeyPath: string;
	  }
	| { readonly kind: "verify powers"; readonly powersPath: string };

export type StepMessage =
	| { readonly fraction: number }
	| {
			/** For a step that writes a key: the hash of what was added or started. For a check: whether it holds. */
			readonly result: Uint8Array | boolean | undefined;
			/** What snarkjs complained about first. */
			readonly problem: string;
	  }
	| { readonly failure: string };

const OF_TOTAL = /(\d+)\/(\d+)/;
const problems: string[] = [];
const complain = (text: unknown) => {
	problems.push(String(text).trim());
};
console.log = complain;

const logger = {
	debug: (text: string) => {
		const [, done, total] = OF_TOTAL.exec(text) ?? [];
		const fraction = Number(done) / Number(total);
		if (Number.isFinite(fraction)) send({ fraction });
	},
	info: () => {},
	warn: () => {},
	error: complain,
};

// Nobody is waiting any more: no secret may outlive whoever asked.
process.once("disconnect", () => process.exit());
process.once("message", async (step: CeremonyStep) => {
	const answer = await run(step).catch((error: unknown) => ({ failure: String(error) }));
	send(answer, () => process.disconnect());
});

function send(message: StepMessage, sent?: () => void): void {
	process.send?.(message, undefined, undefined, () => sent?.());
}

async function run(step: CeremonyStep): Promise<StepMessage> {
	const result: unknown = await withSnarkjs(({ zKey, powersOfTau }) => {
		switch (step.kind) {
			case "start":
				return zKey.newZKey(step.r1csPath, step.powersPath, step.outPath, logger);
			case "contribute":
				return zKey.contribute(step.zkeyPath, step.outPath, step.name, step.entropy, logger);
			case "beacon":
				return zKey.beacon(
					step.zkeyPath,
					step.outPath,
					step.source,
					step.valueHex,
					step.iterationsExponent,
					logger,
				);
			case "verify key":
				return zKey.verifyFromInit(step.startPath, step.powersPath, step.zkeyPath, logger);
			case "verify powers":
				// The published types give it the parameters of an internal function.
				return (powersOfTau.verify as unknown as VerifyPowers)(step.powersPath, logger);
		}
	});
	const isAnswer = typeof result === "boolean" || result instanceof Uint8Array;
	return { result: isAnswer ? result : undefined, problem: problems[0] ?? "snarkjs gives no reason" };
}

type VerifyPowers = (path: string, log: typeof logger) => Promise<boolean>;
