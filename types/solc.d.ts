/** The compiler as an npm package: JSON in, JSON out. */
declare module "solc" {
	const solc: {
		readonly compile: (
			standardJson: string,
			callbacks?: {
				readonly import: (path: string) => { readonly contents: string } | { readonly error: string };
			},
		) => string;
	};
	export default solc;
}
