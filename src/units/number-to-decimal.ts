/** Numbers of foreign JSON as plain decimal text; ours are text to begin with. */

const EXPONENT = /^(-?)([0-9])(?:\.([0-9]+))?e([+-])([0-9]+)$/;

/**
 * The shortest decimal text that reads back as the same double, without an exponent.
 *
 * @example numberToDecimal(1.5e-7) // "0.00000015"
 */
export function numberToDecimal(value: number): string {
	const text = String(value);
	const match = EXPONENT.exec(text);
	if (match === null) return text;
	const [, sign = "", whole = "", fraction = "", direction, exponent] = match;
	const shift = Number(exponent);
	const digits = whole + fraction;
	return direction === "-"
		? `${sign}0.${"0".repeat(shift - 1)}${digits}`
		: `${sign}${digits.padEnd(shift + 1, "0")}`;
}
