/** The part of ffjavascript that zkmargin uses; the package ships no types. */
declare module "ffjavascript" {
	/** A point, as the library holds it: Jacobian or affine coordinates in Montgomery form. */
	export type CurvePoint = Uint8Array;
	export type CurveGroup = {
		readonly g: CurvePoint;
		toAffine(point: CurvePoint): CurvePoint;
		fromObject(coordinates: unknown): CurvePoint;
		/** From the form of key files: little endian, Montgomery. */
		fromRprLEM(bytes: Uint8Array, offset: number): CurvePoint;
		/** To the form that contributions are hashed in: big endian, x before y. */
		toRprUncompressed(target: Uint8Array, offset: number, point: CurvePoint): void;
		isValid(point: CurvePoint): boolean;
		isZero(point: CurvePoint): boolean;
		timesScalar(point: CurvePoint, scalar: bigint): CurvePoint;
	};
	export type Bn128 = {
		readonly Fr: { readonly w: readonly Uint8Array[] };
		readonly G1: CurveGroup;
		readonly G2: CurveGroup;
		readonly tm: {
			/** WebAssembly code; present when built single-threaded. */
			readonly code: Uint8Array<ArrayBuffer>;
			readonly initalPFree: number;
			readonly pG1gen: number;
			readonly pG2gen: number;
			/** Its threads; absent when built single-threaded. */
			readonly workers?: readonly { terminate(): void }[];
		};
	};
	export function buildBn128(singleThread?: boolean): Promise<Bn128>;
}
