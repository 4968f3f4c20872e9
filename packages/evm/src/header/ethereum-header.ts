import { type HeaderField, type HeaderRule, rlpHeader } from './header-rule.ts'

const HASH = { length: 32 }

/** The fifteen fields that every Ethereum header has, in order (yellow paper, 4.3). */
export const HEADER_FIELDS: readonly HeaderField[] = [
  { name: 'parentHash', as: HASH },
  { name: 'sha3Uncles', as: HASH },
  { name: 'miner', as: { length: 20 } },
  { name: 'stateRoot', as: HASH },
  { name: 'transactionsRoot', as: HASH },
  { name: 'receiptsRoot', as: HASH },
  { name: 'logsBloom', as: { length: 256 } },
  { name: 'difficulty', as: 'quantity' },
  { name: 'number', as: 'quantity' },
  { name: 'gasLimit', as: 'quantity' },
  { name: 'gasUsed', as: 'quantity' },
  { name: 'timestamp', as: 'quantity' },
  { name: 'extraData', as: 'data' },
  { name: 'mixHash', as: HASH },
  { name: 'nonce', as: { length: 8 } },
]

/** The fields that forks appended, in order: EIP-1559, 4895, 4844 (two), 4788, 7685, 7928, 7843. */
export const APPENDED_HEADER_FIELDS: readonly HeaderField[] = [
  { name: 'baseFeePerGas', as: 'quantity' },
  { name: 'withdrawalsRoot', as: HASH },
  { name: 'blobGasUsed', as: 'quantity' },
  { name: 'excessBlobGas', as: 'quantity' },
  { name: 'parentBeaconBlockRoot', as: HASH },
  { name: 'requestsHash', as: HASH },
  { name: 'blockAccessListHash', as: HASH },
  { name: 'slotNumber', as: 'quantity' },
]

/** The header of Ethereum and of every chain that kept it (go-ethereum core/types/block.go, whose struct order is the RLP order). */
export function ethereumHeader(options: { readonly beside?: readonly string[] } = {}): HeaderRule {
  return rlpHeader({ required: HEADER_FIELDS, optional: APPENDED_HEADER_FIELDS, ...options })
}
