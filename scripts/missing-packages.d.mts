export function missingPackages(
	root: string,
	machine: { readonly platform: string; readonly arch: string },
): string[];
export function nodeBinary(root: string): string;
