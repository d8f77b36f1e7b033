/**
 * A day of two venues, with real proofs and the real contracts: three publishers, three traders, a lender,
 * a crash, challenges, a demanded row, a false table. Each chapter goes on where the one before ended.
 * Every expected amount is the engine's.
 */
import { afterAll, beforeAll } from "vitest";
import { afternoon } from "./two-venues/afternoon.ts";
import { beforeDawn, dawn } from "./two-venues/dawn.ts";
import { evening } from "./two-venues/evening.ts";
import { morning } from "./two-venues/morning.ts";
import { records } from "./two-venues/records.ts";
import { Story } from "./two-venues/venues/story.ts";

let story: Story | undefined;
beforeAll(async () => {
	story = await Story.begin();
});
afterAll(() => story?.stage.chain.close());

const told = () => {
	if (story === undefined) throw new Error("the story has not begun");
	return story;
};

beforeDawn(told);
dawn(told);
morning(told);
afternoon(told);
evening(told);
records(told);
