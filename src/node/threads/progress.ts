/** How long-running work tells what it is doing. Printing is the caller's business. */
export type Progress = {
	readonly step: string;
	/** Done so far, `0 … 1`, where it is known. */
	readonly fraction?: number;
};

export type OnProgress = (progress: Progress) => void;
