/** The JSON form of a trader's package. In the open it exists only on the trader's machine. */
import { z } from "zod";
import { formatFieldElement } from "../field/bn254.ts";
import { TREE_ARITY } from "../field/tree.ts";
import { signatureSchema } from "../input/ethereum-shape.ts";
import { parseShape } from "../input/parse-shape.ts";
import { accountRecordSchema, accountRecordToJson } from "./account-record.ts";
import {
	fieldElementSchema,
	hash32Schema,
	ledgerContractSchema,
	timeMsSchema,
	venueSchema,
} from "./json-elements.ts";
import { LEDGER_DEPTH, type LedgerContract, type TraderPackage } from "./ledger.ts";

const TRADER_PACKAGE_FORMAT = "zkmargin-trader-package/2";

const traderPackageSchema = z.strictObject({
	format: z.literal(TRADER_PACKAGE_FORMAT),
	venue: venueSchema,
	ledgerRoot: fieldElementSchema,
	listingHash: hash32Schema,
	snapshotTimeMs: timeMsSchema,
	index: z
		.int()
		.min(0)
		.max(TREE_ARITY ** LEDGER_DEPTH - 1),
	record: accountRecordSchema,
	path: z.array(z.array(fieldElementSchema).length(TREE_ARITY)).length(LEDGER_DEPTH),
	statement: z
		.strictObject({ signature: signatureSchema, ledger: ledgerContractSchema.optional() })
		.optional(),
});

export function traderPackageToJson(traderPackage: TraderPackage) {
	const { statement } = traderPackage;
	return {
		format: TRADER_PACKAGE_FORMAT,
		...traderPackage,
		ledgerRoot: formatFieldElement(traderPackage.ledgerRoot),
		record: accountRecordToJson(traderPackage.record),
		path: traderPackage.path.map((children) => children.map(formatFieldElement)),
		statement: statement && {
			signature: statement.signature,
			...(statement.ledger && { ledger: ledgerContractToJson(statement.ledger) }),
		},
	} as const;
}

/** @throws InputError `PACKAGE_MALFORMED` */
export function parseTraderPackage(value: unknown): TraderPackage {
	const file = parseShape({
		schema: traderPackageSchema,
		value,
		code: "PACKAGE_MALFORMED",
		what: "trader package",
		hint: "open the sealed package again with `zkmargin ledger check`",
	});
	const { format: _format, ...traderPackage } = file;
	return traderPackage;
}

export function ledgerContractToJson({ chainId, address }: LedgerContract) {
	return { chainId: chainId.toString(), address } as const;
}
