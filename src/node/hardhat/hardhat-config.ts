/** How contracts are compiled and run: the one configuration of Hardhat, for a clone and for an installed package. */
import { createRequire } from "node:module";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

export const hardhatConfig = defineConfig({
	plugins: [hardhatEthers],
	paths: { tests: { solidity: "./test/invariants" } },
	test: {
		solidity: {
			// The same runs on every machine.
			fuzz: { seed: "0x7a6b6d617267696e" },
			invariant: { runs: 256, depth: 50, failOnRevert: true },
		},
	},
	solidity: {
		// Deployed as it is: the timelock of registry and risk epochs.
		npmFilesToBuild: ["@openzeppelin/contracts/governance/TimelockController.sol"],
		version: "0.8.37",
		// The compiler of the pinned npm package: nothing is downloaded.
		path: require.resolve("solc/soljson.js"),
		settings: {
			optimizer: { enabled: true, runs: 200 },
			// Else the registry is larger than a contract may be.
			viaIR: true,
			// Understood by every chain that a registry is likely to live on.
			evmVersion: "cancun",
		},
	},
});
