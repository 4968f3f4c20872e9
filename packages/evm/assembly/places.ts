// Where things stand in the memory that the module shares with the one that hashes. `src/bytes/places.ts` has the same figures.

/** Below stand the constants and states of the hashing module (scripts/keccak-module-text.ts). Its callers count from here. */
export const DATA: u32 = 68_096
/** 256 entries of 80 bytes: length and id of a name, the name, and which of its bytes count. */
export const NAMES: u32 = 68_096
/** Where the values of an object's known members stand: 128 entries of 16 bytes for each kind of object. */
export const HEADER: u32 = 88_576
export const TRANSACTION: u32 = 90_624
export const RECEIPT: u32 = 92_672
export const LOG: u32 = 94_720
export const NESTED: u32 = 96_768
/** Sixteen layouts of 256 bytes. */
export const LAYOUTS: u32 = 98_816
/** For each transaction type below 128 one more than its layout, or 0. */
export const TYPES: u32 = 102_912
/** The OR of all blooms of receipts. */
export const BLOOM: u32 = 103_040
/** A number of hex digits that had to be put in shape. */
export const SCRATCH: u32 = 103_296
/** 8192 entries of 40 bytes: what a receipt is compared with. */
export const RECORDS: u32 = 103_424
/** 8192 hashes as transactions claim them. */
export const CLAIMED: u32 = 431_104
/** 8192 pairs of start and length, counted from `DATA`. */
export const RANGES: u32 = 693_248
export const MOST_TRANSACTIONS: u32 = 8_192
