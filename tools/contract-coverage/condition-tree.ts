/** The parts of solc's syntax tree that coverage looks at. Positions count bytes of UTF-8. */

export type SyntaxNode = {
	readonly nodeType: string;
	/** `start:length:file` */
	readonly src: string;
	readonly [field: string]: unknown;
};

export type Span = { readonly start: number; readonly end: number };

export function spanOf({ src }: SyntaxNode): Span {
	const [start = 0, length = 0] = src.split(":").map(Number);
	return { start, end: start + length };
}

export function isNode(value: unknown): value is SyntaxNode {
	return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

/** The nodes directly below, in the order of the fields. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
	return Object.values(node).flatMap((value) =>
		Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
	);
}

/** The one node in a field, or nothing. */
export function childIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
	const value = node[field];
	return isNode(value) ? value : undefined;
}

/**
 * The conditions that a decision is made of: what `&&`, `||` and `!` combine. When each of them was seen true and
 * false, the decision went both ways, and each side of each operator was reached.
 *
 * @param operators gets the nodes that combine them
 */
export function conditionsOf(expression: SyntaxNode, operators: Set<SyntaxNode>): SyntaxNode[] {
	const inner = withoutParentheses(expression);
	if (isLogical(inner)) {
		operators.add(inner);
		const [left, right] = [childIn(inner, "leftExpression"), childIn(inner, "rightExpression")];
		return [left, right].flatMap((side) => (side === undefined ? [] : conditionsOf(side, operators)));
	}
	const negated =
		inner.nodeType === "UnaryOperation" && inner.operator === "!" && childIn(inner, "subExpression");
	return negated && isLogical(withoutParentheses(negated)) ? conditionsOf(negated, operators) : [expression];
}

export function isLogical({ nodeType, operator }: SyntaxNode): boolean {
	return nodeType === "BinaryOperation" && (operator === "&&" || operator === "||");
}

function withoutParentheses(node: SyntaxNode): SyntaxNode {
	const components = node.components;
	if (node.nodeType !== "TupleExpression" || node.isInlineArray === true) return node;
	const [only, ...others] = Array.isArray(components) ? components : [];
	return isNode(only) && others.length === 0 ? withoutParentheses(only) : node;
}
