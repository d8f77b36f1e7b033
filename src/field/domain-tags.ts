/**
 * Domain tags of every Poseidon hash in zkmargin. The tag comes first, so slot 0 of a block is
 * always a small constant or a chain state and never a number that a trader chooses.
 *
 * Eight inputs are reserved for tree nodes: no leaf form may end in an eight-input call.
 */
export const TAG_OWNER = 1n;
export const TAG_PSEUDONYM = 2n;
/** Sits in the key word of a risk row, above the three 12-bit set keys. */
export const TAG_ROW = 3n;
/** Plus the size class: the tag of an account leaf. */
export const TAG_LEAF = 0x10000n;
