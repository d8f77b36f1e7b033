/** `npm run bench -- pricing`: what the public risk table saves, in constraints. */
import { compileCircuit } from "../src/proof/circuit/compile-circuit.ts";
import { STRESS_LANES, TAIL_LANES } from "../src/risk/model/dimensions.ts";
import { compilePricing } from "./pricing-circuit/compile-pricing.ts";

const POSITIONS = 16;

export async function benchPricing(): Promise<void> {
	const { constraintCount: perPrice } = await compilePricing();
	const { constraintCount: whole } = await compileCircuit({ name: `solvency-${POSITIONS}` });
	const scenarios = STRESS_LANES + TAIL_LANES;
	const inside = perPrice * scenarios;
	const ours = whole / POSITIONS;
	console.log(`one option under one scenario, priced in a circuit        ${perPrice} constraints`);
	console.log(`one position under ${scenarios} scenarios, priced in a circuit    ${inside} constraints`);
	console.log(
		`one of ${POSITIONS} positions here, hashes and charges included   ${Math.round(ours)} constraints`,
	);
	console.log(`pricing inside alone would take ${(inside / ours).toFixed(0)} × as many`);
}
