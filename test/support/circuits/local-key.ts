import { HDNodeWallet } from "ethers";

/** Hardhat's own phrase, the same on every machine. */
const PHRASE = "test test test test test test test test test test test junk";

/** Private key of the local chain's account at this place, 0x. */
export function localKey(index: number): string {
	return HDNodeWallet.fromPhrase(PHRASE, "", `m/44'/60'/0'/0/${index}`).privateKey;
}
