import { createRequire } from "node:module";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

export default defineConfig({
	plugins: [hardhatEthers],
	solidity: {
		version: "0.8.37",
		// The compiler of the pinned npm package: nothing is downloaded.
		path: require.resolve("solc/soljson.js"),
		settings: {
			optimizer: { enabled: true, runs: 10_000 },
			// Understood by every chain that a registry is likely to live on.
			evmVersion: "cancun",
		},
	},
});
