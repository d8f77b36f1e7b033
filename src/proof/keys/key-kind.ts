/** Whether one person could have kept a key's trapdoor, as far as this machine knows. */
export type KeyKind = "development" | "ceremony";

/** What vouches for a key. */
export type KeyTrust =
	| "verified transcript"
	| "shipped list"
	| "deployment file"
	| "own development key"
	| "given hash";

/** A key that somebody vouches for: by the SHA-256 of the whole `.zkey`. */
export type KeyPin = { readonly circuit: string; readonly zkeySha256: string; readonly kind: KeyKind };
