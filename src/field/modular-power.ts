/** By Fermat; `modulus` is prime. */
export function inverseOf(value: bigint, modulus: bigint): bigint {
	return powerOf(value, modulus - 2n, modulus);
}

export function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n;
	for (const bit of exponent.toString(2)) {
		result = (result * result) % modulus;
		if (bit === "1") result = (result * base) % modulus;
	}
	return result;
}
