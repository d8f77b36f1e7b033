import type { KeySource } from "../../snarkjs/key-source.ts";

/** A proving key that a browser has fetched or was given. */
export function blobKeySource(blob: Blob): KeySource {
	return {
		bytes: blob.size,
		read: async (offset, target) => {
			target.set(new Uint8Array(await blob.slice(offset, offset + target.length).arrayBuffer()));
		},
	};
}
