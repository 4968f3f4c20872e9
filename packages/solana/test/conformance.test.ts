import { describeSource, simulateNetwork } from '@defimon/core/testing'
import { solanaSource } from '@defimon/solana'
import { describe, it } from 'vitest'

const NO_HASHES = "Solana's RPC answers no question by blockhash"

describeSource({
  describe,
  it,
  name: 'solanaSource passes the conformance kit',
  create: (setup) => {
    const simulated = simulateNetwork({ stack: 'solana', ...setup })
    return { simulated, source: (options) => solanaSource(simulated.network, options) }
  },
  leaveOut: { 'reads a block by hash': NO_HASHES, 'tells a hash that nobody knows': NO_HASHES },
})
