/** The part of circomlibjs that zkmargin uses; the package ships no types. */
declare module "circomlibjs" {
	export function buildPoseidon(): Promise<{
		(inputs: bigint[]): Uint8Array;
		readonly F: { toObject(element: Uint8Array): bigint };
	}>;
}
