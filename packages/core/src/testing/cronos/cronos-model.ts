import { sha256 } from '@noble/hashes/sha2'
import type { EthereumBlock } from '../ethereum/block.ts'
import { ethereumFaults } from '../ethereum/ethereum-faults.ts'
import { ethereumVariantModel, unseenFaults, type VariantModelOptions } from '../ethereum/ethereum-variant.ts'
import { toHex } from '../ethereum/hex.ts'
import { EMPTY_TRIE_ROOT } from '../ethereum/trie.ts'
import type { Fault } from '../simulation/fault.ts'
import type { StackModel } from '../simulation/stack-model.ts'

const NOTHING_STANDS_OVER_IT = 'hash and roots are CometBFT’s, over fields that eth_* does not show'

const cronosFaults: Readonly<Record<string, Fault>> = {
  ...ethereumFaults,
  ...unseenFaults(
    ethereumFaults,
    [
      'parent-hash-changed',
      'state-root-changed',
      'receipts-root-changed',
      'timestamp-changed',
      'gas-used-changed',
      'miner-changed',
      'bloom-emptied',
      'header-field-missing',
      'transactions-emptied',
      'transaction-omitted',
      'receipt-omitted',
      'receipt-status-flipped',
      'receipt-gas-changed',
      'log-omitted',
      'log-phantom',
      'log-data-changed',
      'log-topic-changed',
      'log-address-changed',
      'log-index-duplicated',
      'log-index-underflowed',
    ],
    NOTHING_STANDS_OVER_IT,
  ),
}

/** Blocks and answers of Cronos: a hash of CometBFT (here sha256 of the header), and a constant for the receipts root. */
export function cronosModel(options: VariantModelOptions = {}): StackModel<EthereumBlock> {
  return ethereumVariantModel(
    {
      stack: 'cronos',
      id: 'simulated_cronos',
      chainId: 1_337_024,
      fork: 'london',
      shape: (parts, _plan, random) => ({
        ...parts,
        difficulty: 0n,
        extraData: '0x',
        mixHash: `0x${'00'.repeat(32)}`,
        nonce: '0x0000000000000000',
        seal: {
          hash: (header) => toHex(sha256(header)),
          roots: { transactions: random.hex(32), receipts: EMPTY_TRIE_ROOT },
        },
      }),
      faults: cronosFaults,
      foreign: (chainId) => cronosModel({ ...options, chainId }),
    },
    options,
  )
}
