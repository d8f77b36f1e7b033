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
/** The sums that one proof of a book hands to the next. */
export const TAG_BOOK_STATE = 4n;
/** The equities of a batch of a book. */
export const TAG_BOOK_CLAIMS = 5n;
/** The quantities by side of a run of ids of a book. */
export const TAG_BOOK_SUMS = 6n;
/** The values of a lot by side of a run of ids. */
export const TAG_BOOK_VALUES = 7n;
