/** Where things stand in the memory of the byte reader (`assembly/places.ts`), by absolute address. */
export const PLACES = {
  /** From here the hash memory counts. */
  data: 68_096,
  names: 68_096,
  layouts: 98_816,
  types: 102_912,
  bloom: 103_040,
  ranges: 693_248,
  /** The first byte that nothing of the reader's own stands on. */
  free: 786_432,
} as const

/** Bytes of one layout. */
export const LAYOUT_LENGTH = 256
/** How many layouts there is room for. */
export const MOST_LAYOUTS = 16
