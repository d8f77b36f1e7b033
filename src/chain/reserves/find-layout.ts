/** Which mapping of a contract holds balances, found by trying: its storage is compared with what it answers itself. */
import { InputError } from "../../errors/base.ts";
import type { Hex } from "../../hashing/eth-signature.ts";
import {
	type MappingLayout,
	mappingSlot,
	OPENZEPPELIN_ERC20_SLOT,
	SLOT_ORDERS,
} from "../../reserves/storage-slot.ts";

/** Variables of a contract that are tried. */
const TRIED_SLOTS = 128;

/**
 * @param request.balances what the contract itself says of each address
 * @param request.readWord a word of its storage, at the same block
 * @throws InputError `LAYOUT_NOT_FOUND`, `LAYOUT_AMBIGUOUS`
 */
export async function findLayout(request: {
	readonly contract: Hex;
	readonly balances: ReadonlyMap<Hex, bigint>;
	readonly readWord: (slot: Hex) => Promise<bigint>;
}): Promise<MappingLayout> {
	const { contract, balances, readWord } = request;
	const telling = [...balances].filter(([, balance]) => balance !== 0n);
	const slots = [...Array.from({ length: TRIED_SLOTS }, (_, slot) => BigInt(slot)), OPENZEPPELIN_ERC20_SLOT];
	const found: MappingLayout[] = [];
	for (const layout of telling.length === 0 ? [] : slots.flatMap(layoutsAt)) {
		if (await holds(layout)) found.push(layout);
	}
	const [only] = found;
	if (only !== undefined && found.length === 1) return only;
	if (only === undefined) {
		const why =
			telling.length === 0 ? "it has a balance for none of the addresses" : "no mapping that was tried";
		throw new InputError({
			code: "LAYOUT_NOT_FOUND",
			message: `${contract}: where it keeps balances was not found: ${why}`,
			field: "assets",
			hint: "give slot and order in the plan; a balance that is computed from other words has to be stated",
		});
	}
	throw new InputError({
		code: "LAYOUT_AMBIGUOUS",
		message: `${contract}: mappings ${found.map(({ slot, order }) => `${slot} (${order})`).join(", ")} all fit`,
		field: "assets",
		hint: "give slot and order in the plan, as the token's sources say",
	});

	async function holds(layout: MappingLayout): Promise<boolean> {
		for (const [address, balance] of telling) {
			if ((await readWord(mappingSlot(layout, address))) !== balance) return false;
		}
		return true;
	}
}

function layoutsAt(slot: bigint): MappingLayout[] {
	return SLOT_ORDERS.map((order) => ({ slot, order }));
}
