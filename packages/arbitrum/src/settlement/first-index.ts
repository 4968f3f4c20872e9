/** The first index from which on a test holds, of a row in which it holds for all after the first; `length` where it holds for none. */
export async function firstIndex(length: number, holds: (index: number) => Promise<boolean>): Promise<number> {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (await holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
