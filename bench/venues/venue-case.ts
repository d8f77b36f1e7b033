/** A venue's worked example in a form that our tables can be built for. */

/** Signed units by instrument name. */
export type Position = { readonly instrument: string; readonly units: number };

export type ListedVenueCase = {
	readonly id: string;
	readonly rule: string;
	readonly timeMs: number;
	readonly spotUsd: Readonly<Record<string, number>>;
	readonly perpetualUsd: Readonly<Record<string, number>>;
	readonly options: readonly {
		readonly instrument: string;
		readonly iv: number;
		readonly forwardUsd: number;
	}[];
	readonly positions: readonly Position[];
	/** In the unit of the case; `worst` is the venue's worst scenario, as a positive loss. */
	readonly theirs: { readonly initial: number; readonly maintenance: number; readonly worst: number };
	readonly hasOrders: boolean;
	readonly scenarios: readonly {
		readonly spotFactor: number;
		readonly vol: "up" | "flat" | "down";
		readonly weight: number;
	}[];
	readonly vol: {
		readonly up: number;
		readonly down: number;
		readonly shortPower: number;
		readonly longPower: number;
		readonly floorDays: number;
		readonly leastUp: number;
	};
};
