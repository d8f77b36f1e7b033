/** The lender of the story: `CreditLine` with a dollar token of six decimals, and what borrowers do with it. */
import type { InterfaceAbi, Result } from "ethers";
import { CREDIT_LINE_ABI } from "../../../../src/chain/client/abi.ts";
import { readByName, type Sent, writeByName } from "../../../../src/chain/client/chain-call.ts";
import { allowLien } from "../../../../src/chain/registry/liens.ts";
import type { Trader } from "./cast.ts";
import { DAWN_MS } from "./market.ts";
import { type Actor, DAY, type Stage } from "./stage.ts";

/** When lines are due, seconds after dawn. */
const DUE = 30 * DAY;
const LIEN_MARGIN = 7 * DAY;
const TOKEN_ABI = [
	"function mint(address to, uint256 amount)",
	"function approve(address spender, uint256 amount) returns (bool)",
	"function balanceOf(address owner) view returns (uint256)",
];

export class Lending {
	readonly stage: Stage;
	readonly line: string;
	readonly token: string;

	private constructor(stage: Stage, line: string, token: string) {
		this.stage = stage;
		this.line = line;
		this.token = token;
	}

	/** The lender puts this many dollars into a new contract. */
	static async open(stage: Stage, fundsMicroUsd: bigint): Promise<Lending> {
		const { lender } = stage.roles;
		const token = await stage.deploy("RudeToken", [0]);
		const line = await stage.deploy("CreditLine", [stage.protocol.registry, token, lender.address, 1]);
		const lending = new Lending(stage, line, token);
		await lending.onToken(lender, "mint", [lender.address, fundsMicroUsd]);
		await lending.onToken(lender, "approve", [line, fundsMicroUsd]);
		await lending.onLine(lender, "fund", [fundsMicroUsd]);
		return lending;
	}

	/** A trader at North allows the lien and opens a line for it; the lien is soft. */
	async openLine(trader: Trader, limitMicroUsd: bigint): Promise<bigint> {
		const holder = this.stage.holder(trader);
		const { registry } = this.stage.protocol;
		const venue = this.stage.venues.north;
		const untilMs = DAWN_MS + 1000 * (DUE + LIEN_MARGIN);
		const allowance = { registry, venue, consumer: this.line, amountMicroUsd: limitMicroUsd, untilMs };
		await allowLien({ ...allowance, holder });
		const { events } = await this.onLine(holder, "open", [venue, limitMicroUsd, DAWN_MS / 1000 + DUE]);
		return events.find(({ name }) => name === "Opened")?.args.lienId as bigint;
	}

	draw(trader: Trader, lienId: bigint, microUsd: bigint): Promise<Sent> {
		return this.onLine(this.stage.holder(trader), "draw", [lienId, microUsd]);
	}

	async repay(trader: Trader, lienId: bigint, microUsd: bigint): Promise<Sent> {
		const holder = this.stage.holder(trader);
		await this.onToken(holder, "approve", [this.line, microUsd]);
		return this.onLine(holder, "repay", [lienId, microUsd]);
	}

	close(anyone: Actor, lienId: bigint): Promise<Sent> {
		return this.onLine(anyone, "close", [lienId]);
	}

	async debtOf(lienId: bigint): Promise<bigint> {
		const line = (await this.#read(this.line, CREDIT_LINE_ABI, "lineOf", [lienId])) as Result;
		return line.debt as bigint;
	}

	balanceOf(owner: string): Promise<unknown> {
		return this.#read(this.token, TOKEN_ABI, "balanceOf", [owner]);
	}

	onLine(signer: Actor, method: string, args: readonly unknown[]): Promise<Sent> {
		return writeByName({ signer, address: this.line, abi: CREDIT_LINE_ABI, method, args });
	}

	onToken(signer: Actor, method: string, args: readonly unknown[]): Promise<Sent> {
		return writeByName({ signer, address: this.token, abi: TOKEN_ABI, method, args });
	}

	#read(address: string, abi: InterfaceAbi, method: string, args: readonly unknown[]) {
		return readByName({ runner: this.stage.chain.provider, address, abi: [...abi], method, args });
	}
}
