/** Which contract a command means: an address of its own, or one of a deployment's file. */
import { Option } from "@commander-js/extra-typings";
import { requireAddress } from "../../chain/client/require-address.ts";
import { loadDeployment } from "../../chain/deploy/deployment-file.ts";
import { InputError } from "../../errors/base.ts";
import { CHAIN_OPTIONS } from "./chain-options.ts";

type Part = "registry" | "venueLedger" | "riskEpochs";

export function deploymentOption() {
	return new Option(...CHAIN_OPTIONS.deployment);
}

/**
 * @param request.option such as `registry`; an address that is given goes before the file's
 * @throws InputError `ADDRESS_MISSING`, `ADDRESS_MALFORMED` and those of `loadDeployment`
 */
export async function contractAddress(request: {
	readonly option: string;
	readonly given: string | undefined;
	readonly deployment: string | undefined;
	readonly part: Part;
}): Promise<`0x${string}`> {
	const { option, given, deployment, part } = request;
	if (given !== undefined) return requireAddress(given, option);
	if (deployment !== undefined) return requireAddress((await loadDeployment(deployment))[part], option);
	throw new InputError({
		code: "ADDRESS_MISSING",
		message: `no ${option} is named`,
		field: option,
		hint: `give --${option} <address> or --deployment <file>`,
	});
}
