/** The container that r1cs, wtns, zkey and ptau files share, in numbers. Without files: the browser prover reads it too. */

/** Magic, version, section count. */
export const PREAMBLE_BYTES = 12;
/** Type (u32) and length (u64). */
export const SECTION_HEADER_BYTES = 12;
/** More than any of the forms has. */
export const MAX_SECTIONS = 64;
/** A scalar or a coordinate. */
export const ELEMENT_BYTES = 32;
