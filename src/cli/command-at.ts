/** A command as the command line's library describes it. */
type Named = { readonly commands: readonly Named[]; name(): string };

/** The command that words name, such as `zkmargin risk build`, as far as they name one. */
export function commandAt(program: Named, words: readonly string[]): string {
	const names = [program.name()];
	let at = program;
	for (const word of words) {
		const next = at.commands.find((one) => one.name() === word);
		if (next === undefined) break;
		names.push(word);
		at = next;
	}
	return names.join(" ");
}
