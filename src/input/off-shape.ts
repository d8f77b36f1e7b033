import { z } from "zod";

/** Either the text `"off"`, for a part of the model that takes no part, or the part's own parameters. */
export function orOff<Shape extends z.ZodType>(shape: Shape) {
	// Not a union: what is wrong inside the part is to be named by its own path.
	return z.unknown().transform((value, context): "off" | z.output<Shape> => {
		if (value === "off") return "off";
		const parsed = shape.safeParse(value);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) {
			context.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
		}
		return z.NEVER;
	});
}
