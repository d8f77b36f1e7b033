/**
 * Deploys a venue on a chain that outlives this process. Hardhat Ignition's engine keeps a journal: it is written
 * before anything is sent, and the next run with the same folder goes on where the last one stopped.
 */
import {
	type ArgumentType,
	type Artifact,
	buildModule,
	type ContractDeploymentFuture,
	type DeploymentResult,
	DeploymentResultType,
	deploy,
	type ExecutionEventListener,
	type IgnitionModule,
	type IgnitionModuleResult,
} from "@nomicfoundation/ignition-core";
import type { Wallet } from "ethers";
import { InputError, InternalError, RetryableError } from "../../errors/base.ts";
import type { ContractArtifact, ContractArtifacts } from "../../node/hardhat/contract-artifact.ts";
import { onChain } from "../client/chain-call.ts";
import { isLocalChain } from "./deployable-key.ts";
import type { Deployment } from "./deployment-file.ts";
import { lostTransaction, NAMED_ARTIFACTS, outboxIn, recover } from "./lost-transaction.ts";
import { requireRoomForAnswers } from "./room-for-answers.ts";
import { type RawProvider, signingProvider } from "./signing-provider.ts";
import { planVenue, type VenueAddresses, type VenuePlan, type VenueTerms } from "./venue-plan.ts";

export type ResumableDeployment = {
	readonly provider: RawProvider;
	/** Pays, and owns the registry unless the terms name another owner. */
	readonly wallet: Wallet;
	readonly artifacts: ContractArtifacts;
	readonly terms: VenueTerms;
	/** A deployment whose risk epochs get a successor; nothing else is deployed then. */
	readonly follows?: VenueAddresses | undefined;
	/** Of this deployment alone. Holds addresses and transactions, no secret. */
	readonly journalFolder: string;
	/** Blocks on top of a transaction before the next one counts on it. Local chains need 1. */
	readonly confirmations?: number | undefined;
	readonly onDeployed?: ((step: string, address: string) => void) | undefined;
};

/** How often the chain is asked for a new block. */
const POLL_MS = { local: 20, public: 2_000 };
const CONFIRMATIONS = { local: 1, public: 3 };

/**
 * @throws InputError those of `planVenue` and `requireRoomForAnswers`, before anything is sent; `DEPLOYMENT_CHANGED` when the journal is of
 *   other terms, contracts or another sender; `DEPLOYMENT_REFUSED` when a constructor refuses its arguments;
 *   `DEPLOYMENT_STUCK` when a transaction of an earlier run failed or its nonce was used for another;
 *   `DEPLOYMENT_OUTBOX` when a kept transaction cannot be read
 * @throws RetryableError `CHAIN_UNREACHABLE`, `DEPLOYMENT_UNFINISHED`: run it again
 */
export async function deployResumably(request: ResumableDeployment): Promise<Deployment> {
	const { provider, wallet, artifacts, terms, follows, journalFolder } = request;
	const { chainId } = await onChain(() => provider.getNetwork());
	await requireRoomForAnswers(provider);
	const plan = planVenue({ chainId, deployer: wallet.address, artifacts, terms, follows });
	const where = isLocalChain(chainId) ? "local" : "public";
	const confirmations = request.confirmations ?? CONFIRMATIONS[where];
	const outbox = outboxIn(journalFolder);
	const node = signingProvider(wallet, provider, outbox);
	const goOn = () =>
		deploy({
			ignitionModule: moduleOf(plan),
			artifactResolver: NAMED_ARTIFACTS,
			provider: node,
			deploymentDir: journalFolder,
			deploymentParameters: {},
			accounts: [wallet.address],
			config: { blockPollingInterval: POLL_MS[where], requiredConfirmations: confirmations },
			executionEventListener: listener(request.onDeployed),
		});
	const result = await onChain(async () => {
		for (;;) {
			try {
				return await goOn();
			} catch (error) {
				const lost = lostTransaction(error);
				if (lost === undefined) throw error;
				await recover({ lost, journalFolder, provider, node, outbox, confirmations });
			}
		}
	});
	const contracts = contractsOf(result);
	const at = (step: string) => contracts[step]?.address ?? missing(step);
	const hashes = await outbox.creations();
	const creations = Object.fromEntries(
		plan.steps.flatMap(({ id }) => {
			const hash = hashes.get(at(id).toLowerCase());
			return hash === undefined ? [] : [[id, hash]];
		}),
	);
	return { chainId, ...plan.addresses(at), creations };
}

const MODULE = "Venue";

function moduleOf({ steps }: VenuePlan): IgnitionModule<string, string, IgnitionModuleResult<string>> {
	return buildModule(MODULE, (builder) => {
		const futures: Record<string, ContractDeploymentFuture> = {};
		for (const { id, artifact, args } of steps) {
			const at = (step: string) => futures[step] ?? missing(step);
			const planned = args<ContractDeploymentFuture>(at) as ArgumentType[];
			futures[id] = builder.contract(id, ignitionArtifact(artifact), planned, { id });
		}
		return futures;
	});
}

function ignitionArtifact({ contractName, abi, bytecode }: ContractArtifact): Artifact {
	return {
		_format: "hh3-artifact-1",
		contractName,
		sourceName: `${contractName}.sol`,
		abi,
		bytecode,
		deployedBytecode: "0x",
		linkReferences: {},
		deployedLinkReferences: {},
	};
}

function missing(step: string): never {
	throw new InternalError({ code: "DEPLOYMENT_STEP", message: `${step} is needed before it is deployed` });
}

function contractsOf(result: DeploymentResult) {
	switch (result.type) {
		case DeploymentResultType.SUCCESSFUL_DEPLOYMENT:
			return Object.fromEntries(
				Object.values(result.contracts).map((contract) => [contract.id.replace(`${MODULE}#`, ""), contract]),
			);
		case DeploymentResultType.RECONCILIATION_ERROR:
			throw new InputError({
				code: "DEPLOYMENT_CHANGED",
				message: `the journal is of another deployment: ${firstOf(result.errors)}`,
				field: "journal",
				hint: "go on with the terms, keys, sources and sender it was begun with, or begin a new folder",
			});
		case DeploymentResultType.VALIDATION_ERROR:
			throw refused(firstOf(result.errors));
		case DeploymentResultType.PREVIOUS_RUN_ERROR:
			throw new InputError({
				code: "DEPLOYMENT_STUCK",
				message: `an earlier run failed: ${firstOf(result.errors)}`,
				field: "journal",
				hint: "correct the terms and begin a new folder; what was deployed before stays, unused",
			});
		case DeploymentResultType.EXECUTION_ERROR: {
			const [failed] = result.failed;
			if (failed !== undefined) throw refused(`${failed.futureId}: ${failed.error}`);
			throw new RetryableError({
				code: "DEPLOYMENT_UNFINISHED",
				message: `${result.timedOut.length} transactions are not in a block yet`,
				hint: "run the same command again: it goes on where it stopped",
			});
		}
	}
}

function refused(reason: string): InputError {
	return new InputError({
		code: "DEPLOYMENT_REFUSED",
		message: `a contract cannot be deployed like this: ${reason}`,
		field: "terms",
		hint: "the name of the custom error says which of the terms is out of range",
	});
}

function firstOf(errors: Readonly<Record<string, readonly string[]>>): string {
	const [[step, [reason]] = ["", [""]]] = Object.entries(errors) as [string, string[]][];
	return `${step}: ${reason}`;
}

/** Of Ignition's many events, the one that says that a contract stands. */
function listener(onDeployed: ResumableDeployment["onDeployed"]): ExecutionEventListener {
	const silent = async () => {};
	const known: Partial<ExecutionEventListener> = {
		deploymentExecutionStateComplete: async (event) => {
			if ("result" in event && event.result.type === "SUCCESS" && event.result.result !== undefined) {
				onDeployed?.(event.futureId.replace(`${MODULE}#`, ""), event.result.result);
			}
		},
	};
	return new Proxy(known, {
		get: (events, name) => events[name as keyof ExecutionEventListener] ?? silent,
	}) as ExecutionEventListener;
}
