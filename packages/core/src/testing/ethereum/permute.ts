/** The constants of the 24 rounds (FIPS 202, 3.2.5), each as its low and its high 32 bits. */
const ROUND_CONSTANTS: Int32Array = /* @__PURE__ */ Int32Array.of(
  0x1,
  0x0,
  0x8082,
  0x0,
  0x808a,
  0x80000000,
  0x80008000,
  0x80000000,
  0x808b,
  0x0,
  0x80000001,
  0x0,
  0x80008081,
  0x80000000,
  0x8009,
  0x80000000,
  0x8a,
  0x0,
  0x88,
  0x0,
  0x80008009,
  0x0,
  0x8000000a,
  0x0,
  0x8000808b,
  0x0,
  0x8b,
  0x80000000,
  0x8089,
  0x80000000,
  0x8003,
  0x80000000,
  0x8002,
  0x80000000,
  0x80,
  0x80000000,
  0x800a,
  0x0,
  0x8000000a,
  0x80000000,
  0x80008081,
  0x80000000,
  0x8080,
  0x80000000,
  0x80000001,
  0x0,
  0x80008008,
  0x80000000,
)

/**
 * Keccak-f[1600] in place (FIPS 202, 3.3): 25 lanes of 64 bits, each as its low and its high half. Written out lane by lane, with the lanes
 * as variables: as loops over arrays it takes four times as long, and half of what simulating a chain takes goes into it.
 */
export function permute(state: Int32Array): void {
  let low0 = state[0]!
  let high0 = state[1]!
  let low1 = state[2]!
  let high1 = state[3]!
  let low2 = state[4]!
  let high2 = state[5]!
  let low3 = state[6]!
  let high3 = state[7]!
  let low4 = state[8]!
  let high4 = state[9]!
  let low5 = state[10]!
  let high5 = state[11]!
  let low6 = state[12]!
  let high6 = state[13]!
  let low7 = state[14]!
  let high7 = state[15]!
  let low8 = state[16]!
  let high8 = state[17]!
  let low9 = state[18]!
  let high9 = state[19]!
  let low10 = state[20]!
  let high10 = state[21]!
  let low11 = state[22]!
  let high11 = state[23]!
  let low12 = state[24]!
  let high12 = state[25]!
  let low13 = state[26]!
  let high13 = state[27]!
  let low14 = state[28]!
  let high14 = state[29]!
  let low15 = state[30]!
  let high15 = state[31]!
  let low16 = state[32]!
  let high16 = state[33]!
  let low17 = state[34]!
  let high17 = state[35]!
  let low18 = state[36]!
  let high18 = state[37]!
  let low19 = state[38]!
  let high19 = state[39]!
  let low20 = state[40]!
  let high20 = state[41]!
  let low21 = state[42]!
  let high21 = state[43]!
  let low22 = state[44]!
  let high22 = state[45]!
  let low23 = state[46]!
  let high23 = state[47]!
  let low24 = state[48]!
  let high24 = state[49]!
  for (let round = 0; round < 48; round += 2) {
    // θ: each lane takes in the parities of two columns.
    const parityLow0 = low0 ^ low5 ^ low10 ^ low15 ^ low20
    const parityHigh0 = high0 ^ high5 ^ high10 ^ high15 ^ high20
    const parityLow1 = low1 ^ low6 ^ low11 ^ low16 ^ low21
    const parityHigh1 = high1 ^ high6 ^ high11 ^ high16 ^ high21
    const parityLow2 = low2 ^ low7 ^ low12 ^ low17 ^ low22
    const parityHigh2 = high2 ^ high7 ^ high12 ^ high17 ^ high22
    const parityLow3 = low3 ^ low8 ^ low13 ^ low18 ^ low23
    const parityHigh3 = high3 ^ high8 ^ high13 ^ high18 ^ high23
    const parityLow4 = low4 ^ low9 ^ low14 ^ low19 ^ low24
    const parityHigh4 = high4 ^ high9 ^ high14 ^ high19 ^ high24
    const effectLow0 = parityLow4 ^ ((parityLow1 << 1) | (parityHigh1 >>> 31))
    const effectHigh0 = parityHigh4 ^ ((parityHigh1 << 1) | (parityLow1 >>> 31))
    const effectLow1 = parityLow0 ^ ((parityLow2 << 1) | (parityHigh2 >>> 31))
    const effectHigh1 = parityHigh0 ^ ((parityHigh2 << 1) | (parityLow2 >>> 31))
    const effectLow2 = parityLow1 ^ ((parityLow3 << 1) | (parityHigh3 >>> 31))
    const effectHigh2 = parityHigh1 ^ ((parityHigh3 << 1) | (parityLow3 >>> 31))
    const effectLow3 = parityLow2 ^ ((parityLow4 << 1) | (parityHigh4 >>> 31))
    const effectHigh3 = parityHigh2 ^ ((parityHigh4 << 1) | (parityLow4 >>> 31))
    const effectLow4 = parityLow3 ^ ((parityLow0 << 1) | (parityHigh0 >>> 31))
    const effectHigh4 = parityHigh3 ^ ((parityHigh0 << 1) | (parityLow0 >>> 31))
    low0 ^= effectLow0
    high0 ^= effectHigh0
    low1 ^= effectLow1
    high1 ^= effectHigh1
    low2 ^= effectLow2
    high2 ^= effectHigh2
    low3 ^= effectLow3
    high3 ^= effectHigh3
    low4 ^= effectLow4
    high4 ^= effectHigh4
    low5 ^= effectLow0
    high5 ^= effectHigh0
    low6 ^= effectLow1
    high6 ^= effectHigh1
    low7 ^= effectLow2
    high7 ^= effectHigh2
    low8 ^= effectLow3
    high8 ^= effectHigh3
    low9 ^= effectLow4
    high9 ^= effectHigh4
    low10 ^= effectLow0
    high10 ^= effectHigh0
    low11 ^= effectLow1
    high11 ^= effectHigh1
    low12 ^= effectLow2
    high12 ^= effectHigh2
    low13 ^= effectLow3
    high13 ^= effectHigh3
    low14 ^= effectLow4
    high14 ^= effectHigh4
    low15 ^= effectLow0
    high15 ^= effectHigh0
    low16 ^= effectLow1
    high16 ^= effectHigh1
    low17 ^= effectLow2
    high17 ^= effectHigh2
    low18 ^= effectLow3
    high18 ^= effectHigh3
    low19 ^= effectLow4
    high19 ^= effectHigh4
    low20 ^= effectLow0
    high20 ^= effectHigh0
    low21 ^= effectLow1
    high21 ^= effectHigh1
    low22 ^= effectLow2
    high22 ^= effectHigh2
    low23 ^= effectLow3
    high23 ^= effectHigh3
    low24 ^= effectLow4
    high24 ^= effectHigh4
    // ρ and π: each lane is turned and goes to another place.
    const movedLow0 = low0
    const movedHigh0 = high0
    const movedLow1 = (high6 << 12) | (low6 >>> 20)
    const movedHigh1 = (low6 << 12) | (high6 >>> 20)
    const movedLow2 = (high12 << 11) | (low12 >>> 21)
    const movedHigh2 = (low12 << 11) | (high12 >>> 21)
    const movedLow3 = (low18 << 21) | (high18 >>> 11)
    const movedHigh3 = (high18 << 21) | (low18 >>> 11)
    const movedLow4 = (low24 << 14) | (high24 >>> 18)
    const movedHigh4 = (high24 << 14) | (low24 >>> 18)
    const movedLow5 = (low3 << 28) | (high3 >>> 4)
    const movedHigh5 = (high3 << 28) | (low3 >>> 4)
    const movedLow6 = (low9 << 20) | (high9 >>> 12)
    const movedHigh6 = (high9 << 20) | (low9 >>> 12)
    const movedLow7 = (low10 << 3) | (high10 >>> 29)
    const movedHigh7 = (high10 << 3) | (low10 >>> 29)
    const movedLow8 = (high16 << 13) | (low16 >>> 19)
    const movedHigh8 = (low16 << 13) | (high16 >>> 19)
    const movedLow9 = (high22 << 29) | (low22 >>> 3)
    const movedHigh9 = (low22 << 29) | (high22 >>> 3)
    const movedLow10 = (low1 << 1) | (high1 >>> 31)
    const movedHigh10 = (high1 << 1) | (low1 >>> 31)
    const movedLow11 = (low7 << 6) | (high7 >>> 26)
    const movedHigh11 = (high7 << 6) | (low7 >>> 26)
    const movedLow12 = (low13 << 25) | (high13 >>> 7)
    const movedHigh12 = (high13 << 25) | (low13 >>> 7)
    const movedLow13 = (low19 << 8) | (high19 >>> 24)
    const movedHigh13 = (high19 << 8) | (low19 >>> 24)
    const movedLow14 = (low20 << 18) | (high20 >>> 14)
    const movedHigh14 = (high20 << 18) | (low20 >>> 14)
    const movedLow15 = (low4 << 27) | (high4 >>> 5)
    const movedHigh15 = (high4 << 27) | (low4 >>> 5)
    const movedLow16 = (high5 << 4) | (low5 >>> 28)
    const movedHigh16 = (low5 << 4) | (high5 >>> 28)
    const movedLow17 = (low11 << 10) | (high11 >>> 22)
    const movedHigh17 = (high11 << 10) | (low11 >>> 22)
    const movedLow18 = (low17 << 15) | (high17 >>> 17)
    const movedHigh18 = (high17 << 15) | (low17 >>> 17)
    const movedLow19 = (high23 << 24) | (low23 >>> 8)
    const movedHigh19 = (low23 << 24) | (high23 >>> 8)
    const movedLow20 = (high2 << 30) | (low2 >>> 2)
    const movedHigh20 = (low2 << 30) | (high2 >>> 2)
    const movedLow21 = (high8 << 23) | (low8 >>> 9)
    const movedHigh21 = (low8 << 23) | (high8 >>> 9)
    const movedLow22 = (high14 << 7) | (low14 >>> 25)
    const movedHigh22 = (low14 << 7) | (high14 >>> 25)
    const movedLow23 = (high15 << 9) | (low15 >>> 23)
    const movedHigh23 = (low15 << 9) | (high15 >>> 23)
    const movedLow24 = (low21 << 2) | (high21 >>> 30)
    const movedHigh24 = (high21 << 2) | (low21 >>> 30)
    // χ: each lane takes in the two behind it in its row.
    low0 = movedLow0 ^ (~movedLow1 & movedLow2)
    high0 = movedHigh0 ^ (~movedHigh1 & movedHigh2)
    low1 = movedLow1 ^ (~movedLow2 & movedLow3)
    high1 = movedHigh1 ^ (~movedHigh2 & movedHigh3)
    low2 = movedLow2 ^ (~movedLow3 & movedLow4)
    high2 = movedHigh2 ^ (~movedHigh3 & movedHigh4)
    low3 = movedLow3 ^ (~movedLow4 & movedLow0)
    high3 = movedHigh3 ^ (~movedHigh4 & movedHigh0)
    low4 = movedLow4 ^ (~movedLow0 & movedLow1)
    high4 = movedHigh4 ^ (~movedHigh0 & movedHigh1)
    low5 = movedLow5 ^ (~movedLow6 & movedLow7)
    high5 = movedHigh5 ^ (~movedHigh6 & movedHigh7)
    low6 = movedLow6 ^ (~movedLow7 & movedLow8)
    high6 = movedHigh6 ^ (~movedHigh7 & movedHigh8)
    low7 = movedLow7 ^ (~movedLow8 & movedLow9)
    high7 = movedHigh7 ^ (~movedHigh8 & movedHigh9)
    low8 = movedLow8 ^ (~movedLow9 & movedLow5)
    high8 = movedHigh8 ^ (~movedHigh9 & movedHigh5)
    low9 = movedLow9 ^ (~movedLow5 & movedLow6)
    high9 = movedHigh9 ^ (~movedHigh5 & movedHigh6)
    low10 = movedLow10 ^ (~movedLow11 & movedLow12)
    high10 = movedHigh10 ^ (~movedHigh11 & movedHigh12)
    low11 = movedLow11 ^ (~movedLow12 & movedLow13)
    high11 = movedHigh11 ^ (~movedHigh12 & movedHigh13)
    low12 = movedLow12 ^ (~movedLow13 & movedLow14)
    high12 = movedHigh12 ^ (~movedHigh13 & movedHigh14)
    low13 = movedLow13 ^ (~movedLow14 & movedLow10)
    high13 = movedHigh13 ^ (~movedHigh14 & movedHigh10)
    low14 = movedLow14 ^ (~movedLow10 & movedLow11)
    high14 = movedHigh14 ^ (~movedHigh10 & movedHigh11)
    low15 = movedLow15 ^ (~movedLow16 & movedLow17)
    high15 = movedHigh15 ^ (~movedHigh16 & movedHigh17)
    low16 = movedLow16 ^ (~movedLow17 & movedLow18)
    high16 = movedHigh16 ^ (~movedHigh17 & movedHigh18)
    low17 = movedLow17 ^ (~movedLow18 & movedLow19)
    high17 = movedHigh17 ^ (~movedHigh18 & movedHigh19)
    low18 = movedLow18 ^ (~movedLow19 & movedLow15)
    high18 = movedHigh18 ^ (~movedHigh19 & movedHigh15)
    low19 = movedLow19 ^ (~movedLow15 & movedLow16)
    high19 = movedHigh19 ^ (~movedHigh15 & movedHigh16)
    low20 = movedLow20 ^ (~movedLow21 & movedLow22)
    high20 = movedHigh20 ^ (~movedHigh21 & movedHigh22)
    low21 = movedLow21 ^ (~movedLow22 & movedLow23)
    high21 = movedHigh21 ^ (~movedHigh22 & movedHigh23)
    low22 = movedLow22 ^ (~movedLow23 & movedLow24)
    high22 = movedHigh22 ^ (~movedHigh23 & movedHigh24)
    low23 = movedLow23 ^ (~movedLow24 & movedLow20)
    high23 = movedHigh23 ^ (~movedHigh24 & movedHigh20)
    low24 = movedLow24 ^ (~movedLow20 & movedLow21)
    high24 = movedHigh24 ^ (~movedHigh20 & movedHigh21)
    // ι
    low0 ^= ROUND_CONSTANTS[round]!
    high0 ^= ROUND_CONSTANTS[round + 1]!
  }
  state[0] = low0
  state[1] = high0
  state[2] = low1
  state[3] = high1
  state[4] = low2
  state[5] = high2
  state[6] = low3
  state[7] = high3
  state[8] = low4
  state[9] = high4
  state[10] = low5
  state[11] = high5
  state[12] = low6
  state[13] = high6
  state[14] = low7
  state[15] = high7
  state[16] = low8
  state[17] = high8
  state[18] = low9
  state[19] = high9
  state[20] = low10
  state[21] = high10
  state[22] = low11
  state[23] = high11
  state[24] = low12
  state[25] = high12
  state[26] = low13
  state[27] = high13
  state[28] = low14
  state[29] = high14
  state[30] = low15
  state[31] = high15
  state[32] = low16
  state[33] = high16
  state[34] = low17
  state[35] = high17
  state[36] = low18
  state[37] = high18
  state[38] = low19
  state[39] = high19
  state[40] = low20
  state[41] = high20
  state[42] = low21
  state[43] = high21
  state[44] = low22
  state[45] = high22
  state[46] = low23
  state[47] = high23
  state[48] = low24
  state[49] = high24
}
