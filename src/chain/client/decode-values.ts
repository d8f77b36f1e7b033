/** Values as ethers decodes them → plain ones: structs as objects by name, lists as arrays. */
import type { ParamType, Result } from "ethers";

/** By name, in the order of the ABI. @throws what ethers keeps for a value that does not decode */
export function namedValues(parameters: readonly ParamType[], values: Result): Record<string, unknown> {
	return Object.fromEntries(
		parameters.map((parameter, at) => [parameter.name, plain(parameter, values[at])]),
	);
}

/** What a function gives back: the value where it is one, by name where there are several. */
export function answerOf(outputs: readonly ParamType[], values: Result): unknown {
	const [only] = outputs;
	if (only === undefined) return undefined;
	return outputs.length === 1 ? plain(only, values[0]) : namedValues(outputs, values);
}

function plain(type: ParamType, value: unknown): unknown {
	if (type.isArray()) return [...(value as Result)].map((item) => plain(type.arrayChildren, item));
	return type.isTuple() ? namedValues(type.components, value as Result) : value;
}
