import { expect, test } from "vitest";
import { FLOORS } from "../../scripts/layers/layers.ts";
import { trackedFiles } from "../support/session/tracked-files.ts";

/** What IEEE 754 or the language defines to the last bit; the rest of Math differs between platforms. */
const EXACT_MATH = new Set(
	"abs ceil clz32 floor fround imul max min round sign sqrt trunc LN2 LN10 PI SQRT1_2 SQRT2 E".split(" "),
);

const pureFloors = FLOORS.filter(({ isPure }) => isPure).map(({ name }) => `src/${name}/`);
const pureFiles = trackedFiles((path) => pureFloors.some((floor) => path.startsWith(floor)));

test("pure layers read no clock", () => {
	const reading = pureFiles.filter(({ text }) =>
		/\bDate\.now\b|\bnew Date\(\s*\)/.test(withoutComments(text)),
	);
	expect(reading.map((file) => file.path)).toEqual([]);
});

test("pure layers use no Math function whose last bit or value differs between machines", () => {
	const inexact = pureFiles.flatMap(({ path, text }) =>
		[...withoutComments(text).matchAll(/\bMath\.(\w+)/g)]
			.filter(([, name]) => !EXACT_MATH.has(name as string))
			.map(([use]) => `${path}: ${use}`),
	);
	expect(inexact).toEqual([]);
});

function withoutComments(source: string): string {
	return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
}
