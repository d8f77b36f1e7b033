/**
 * Writes probes into a Solidity source: one before every statement, and one around every condition of a decision.
 * Lines stay where they are.
 */
import { childIn, childrenOf, conditionsOf, isLogical, type SyntaxNode, spanOf } from "./condition-tree.ts";

/** What one hit means. */
export type CoveragePoint = {
	readonly kind: "statement" | "branch";
	readonly line: number;
	/** The condition as it stands in the source and the value that it has to be seen with; empty for a statement. */
	readonly outcome: string;
};

export type Instrumented = {
	readonly source: string;
	/** The hit of point `n` is `firstHit + n`. */
	readonly points: readonly CoveragePoint[];
};

export type InstrumentRequest = {
	readonly source: string;
	/** Of exactly this source, from solc. */
	readonly tree: SyntaxNode;
	readonly firstHit: number;
};

export const PROBE_FILE = "coverage/Probe.sol";

/**
 * EDR collects calls of this address; see its `coverage.sol`, whose trick it is to call from pure functions.
 * Nothing of it is in a contract that is deployed anywhere else.
 */
export const PROBE_SOURCE = `// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.20;

library CoverageProbe {
    function hit(uint256 point) internal pure {
        _asPure(_send)(point);
    }

    /// Hits the first point when the condition is true, the next one when it is false.
    function seen(uint256 point, bool condition) internal pure returns (bool) {
        _asPure(_send)(condition ? point : point + 1);
        return condition;
    }

    function _send(uint256 point) private view {
        assembly ("memory-safe") {
            let kept := mload(0)
            mstore(0, point)
            pop(staticcall(gas(), 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE, 0, 32, 0, 0))
            mstore(0, kept)
        }
    }

    function _asPure(function(uint256) internal view given) private pure returns (function(uint256) pure taken) {
        assembly ("memory-safe") {
            taken := given
        }
    }
}
`;

const BLOCKS = ["Block", "UncheckedBlock"];
/** Bodies that stand without braces until there is a probe to hold. */
const BODY_FIELDS = ["trueBody", "falseBody", "body"];
const LOOPS = ["ForStatement", "WhileStatement", "DoWhileStatement"];
const DECISIONS = ["IfStatement", "Conditional", ...LOOPS];
const CHECKS = ["require", "assert"];

type Insertion = { readonly at: number; readonly text: string };

export function instrumentSolidity({ source, tree, firstHit }: InstrumentRequest): Instrumented {
	const bytes = Buffer.from(source, "utf8");
	const points: CoveragePoint[] = [];
	const insertions: Insertion[] = [];
	const textOf = (node: SyntaxNode) => bytes.subarray(spanOf(node).start, spanOf(node).end).toString("utf8");
	const lineOf = (at: number) => bytes.subarray(0, at).filter((byte) => byte === NEWLINE).length + 1;

	const add = (at: number, text: string) => insertions.push({ at, text });
	const point = (kind: CoveragePoint["kind"], node: SyntaxNode, outcome: string) => {
		points.push({ kind, line: lineOf(spanOf(node).start), outcome });
		return firstHit + points.length - 1;
	};

	const probeStatement = (statement: SyntaxNode, needsBraces: boolean) => {
		const { start } = spanOf(statement);
		const hit = `CoverageProbe.hit(${point("statement", statement, "")}); `;
		add(start, needsBraces ? `{ ${hit}` : hit);
		if (needsBraces) add(endOfStatement(bytes, statement), " }");
	};

	const probedOperators = new Set<SyntaxNode>();
	const probeConditions = (decision: SyntaxNode) => {
		for (const condition of conditionsOf(decision, probedOperators)) {
			const { start, end } = spanOf(condition);
			const text = textOf(condition).replace(/\s+/g, " ");
			const hit = point("branch", condition, `${text} is true`);
			point("branch", condition, `${text} is false`);
			add(start, `CoverageProbe.seen(${hit}, `);
			add(end, ")");
		}
	};

	const walk = (node: SyntaxNode) => {
		// Yul has no place for a probe: a block of assembly is one statement.
		if (node.nodeType === "InlineAssembly") return;
		const decision = decisionOf(node);
		if (decision !== undefined) probeConditions(decision);
		else if (isLogical(node) && !probedOperators.has(node)) probeConditions(node);
		for (const child of childrenOf(node)) {
			const isBareBody =
				BODY_FIELDS.some((field) => childIn(node, field) === child) && !BLOCKS.includes(child.nodeType);
			if (isProbed(child) && (isBareBody || BLOCKS.includes(node.nodeType)))
				probeStatement(child, isBareBody);
			walk(child);
		}
	};

	for (const body of bodiesIn(tree)) walk(body);
	if (points.length > 0) add(bytes.length, ` import {CoverageProbe} from "${PROBE_FILE}";`);
	return { source: withInsertions(bytes, insertions), points };
}

const NEWLINE = 10;
const SEMICOLON = 59;
const CLOSING_BRACE = 125;

/** What runs: bodies of functions, constructors and modifiers. */
function bodiesIn(node: SyntaxNode): SyntaxNode[] {
	if (["FunctionDefinition", "ModifierDefinition"].includes(node.nodeType)) {
		const body = childIn(node, "body");
		return body === undefined ? [] : [body];
	}
	return childrenOf(node).flatMap(bodiesIn);
}

function decisionOf(node: SyntaxNode): SyntaxNode | undefined {
	if (DECISIONS.includes(node.nodeType)) return childIn(node, "condition");
	const called = node.nodeType === "FunctionCall" ? childIn(node, "expression") : undefined;
	const [first] = Array.isArray(node.arguments) ? node.arguments : [];
	return called?.nodeType === "Identifier" && CHECKS.includes(String(called.name)) ? first : undefined;
}

/** A block is its statements; `_;` is the function that a modifier stands before. */
function isProbed({ nodeType }: SyntaxNode): boolean {
	return !BLOCKS.includes(nodeType) && nodeType !== "PlaceholderStatement";
}

/** Behind the semicolon, which the tree does not count to a statement. */
function endOfStatement(bytes: Buffer, statement: SyntaxNode): number {
	const { end } = spanOf(statement);
	if (bytes[end - 1] === SEMICOLON || bytes[end - 1] === CLOSING_BRACE) return end;
	return bytes.indexOf(SEMICOLON, end) + 1;
}

function withInsertions(bytes: Buffer, insertions: readonly Insertion[]): string {
	const parts: Buffer[] = [];
	let from = 0;
	// Of one place, in the order they were found: from the outside in. Several closing ones are all alike.
	for (const { at, text } of insertions.toSorted((a, b) => a.at - b.at)) {
		parts.push(bytes.subarray(from, at), Buffer.from(text, "utf8"));
		from = at;
	}
	return Buffer.concat([...parts, bytes.subarray(from)]).toString("utf8");
}
