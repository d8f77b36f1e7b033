/**
 * What a contract's functions take and give, in TypeScript, from its ABI and as ethers has it: every integer is a
 * `bigint`, structs are objects by name. Types alone: nothing of it is left when the program runs. abitype would bring
 * the same, but calls integers of up to 48 bits numbers, which ethers never does.
 */
import type { BigNumberish, BytesLike } from "ethers";

type Parameter = {
	readonly name: string;
	readonly type: string;
	readonly components?: readonly Parameter[];
};

type AbiItem = {
	readonly type: string;
	readonly name?: string;
	readonly inputs?: readonly Parameter[];
	readonly outputs?: readonly Parameter[];
	readonly stateMutability?: string;
};

/** As `solc` writes it, `as const`. */
export type Abi = readonly AbiItem[];

type FunctionOf<A extends Abi> = Extract<A[number], { readonly type: "function" }>;
type EventOf<A extends Abi> = Extract<A[number], { readonly type: "event" }>;

type Reading = { readonly stateMutability: "view" | "pure" };
/** Functions that change nothing. */
export type ViewName<A extends Abi> = Named<Extract<FunctionOf<A>, Reading>>;
/** Functions that are sent. */
export type SendName<A extends Abi> = Named<Exclude<FunctionOf<A>, Reading>>;
type FunctionName<A extends Abi> = ViewName<A> | SendName<A>;
export type EventName<A extends Abi> = Named<EventOf<A>>;

type Named<Item> = Item extends { readonly name: infer Name extends string } ? Name : never;
type InputsOf<Item> = Item extends { readonly inputs: infer Inputs extends readonly Parameter[] }
	? Inputs
	: [];
type OutputsOf<Item> = Item extends { readonly outputs: infer Outputs extends readonly Parameter[] }
	? Outputs
	: [];

/** Arguments of a function, in its order. */
export type Arguments<A extends Abi, Name extends FunctionName<A>> = GivenList<
	InputsOf<Extract<FunctionOf<A>, { readonly name: Name }>>
>;

/** Arguments of a function, by name, as they are found in a transaction. */
export type CallArguments<A extends Abi, Name extends FunctionName<A>> = Struct<
	InputsOf<Extract<FunctionOf<A>, { readonly name: Name }>>
>;

/** What a function gives back: the value where it is one, an object by name where there are several. */
export type Answer<A extends Abi, Name extends FunctionName<A>> = AnswerOf<
	OutputsOf<Extract<FunctionOf<A>, { readonly name: Name }>>
>;

type AnswerOf<Outputs extends readonly Parameter[]> = Outputs extends readonly []
	? undefined
	: Outputs extends readonly [infer Only extends Parameter]
		? Decoded<Only>
		: Struct<Outputs>;

/** Arguments of an event, by name. */
export type EventArguments<A extends Abi, Name extends EventName<A>> = Struct<
	InputsOf<Extract<EventOf<A>, { readonly name: Name }>>
>;

type Struct<Parameters extends readonly Parameter[]> = {
	readonly [P in Parameters[number] as P["name"]]: Decoded<P>;
};

type ComponentsOf<P extends Parameter> = P["components"] extends readonly Parameter[] ? P["components"] : [];

/** The same with one dimension less, where it is a list; `never` where it is none. */
type ItemOf<P extends Parameter> = P["type"] extends `${infer Base}[${string}]${infer More}`
	? { readonly name: P["name"]; readonly type: `${Base}${More}`; readonly components: ComponentsOf<P> }
	: never;

type Hex = `0x${string}`;

type Decoded<P extends Parameter> = [ItemOf<P>] extends [never]
	? P["type"] extends "tuple"
		? Struct<ComponentsOf<P>>
		: Decodings[KindOf<P["type"]>]
	: readonly Decoded<ItemOf<P>>[];

type Given<P extends Parameter> = [ItemOf<P>] extends [never]
	? P["type"] extends "tuple"
		? GivenStruct<ComponentsOf<P>>
		: Givens[KindOf<P["type"]>]
	: readonly Given<ItemOf<P>>[];

type GivenList<Inputs extends readonly Parameter[]> = {
	readonly [At in keyof Inputs]: Given<Inputs[At]>;
};

type GivenStruct<Parameters extends readonly Parameter[]> = {
	readonly [P in Parameters[number] as P["name"]]: Given<P>;
};

type KindOf<Type extends string> = Type extends `uint${string}` | `int${string}`
	? "integer"
	: Type extends `bytes${string}`
		? "bytes"
		: Type extends "bool" | "address"
			? Type
			: "text";

type Decodings = {
	readonly integer: bigint;
	readonly bool: boolean;
	readonly address: Hex;
	readonly bytes: Hex;
	readonly text: string;
};

type Givens = {
	readonly integer: BigNumberish;
	readonly bool: boolean;
	readonly address: string;
	readonly bytes: BytesLike;
	readonly text: string;
};
