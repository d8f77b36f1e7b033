import { hardhatConfig } from "./src/node/hardhat/hardhat-config.ts";

export default hardhatConfig;
