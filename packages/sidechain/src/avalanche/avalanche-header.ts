import {
  type Contradiction,
  HEADER_FIELDS,
  type HeaderField,
  type HeaderRule,
  hashWritten,
  isPresent,
  type RlpWriter,
  type RpcObject,
  rlpHeader,
  sameHex,
} from '@defimon/evm'

const HASH = { length: 32 }
/** Fields that a node shows beside the header. */
const BESIDE = ['blockExtraData']

/** What follows the nonce, in order: Apricot Phase 3 and 4, Etna, Granite (avalanchego graft/coreth customtypes/header_ext.go). */
const APPENDED: readonly HeaderField[] = [
  { name: 'baseFeePerGas', as: 'quantity' },
  { name: 'extDataGasUsed', as: 'quantity' },
  { name: 'blockGasCost', as: 'quantity' },
  { name: 'blobGasUsed', as: 'quantity' },
  { name: 'excessBlobGas', as: 'quantity' },
  { name: 'parentBeaconBlockRoot', as: HASH },
  { name: 'timestampMilliseconds', as: 'quantity' },
  { name: 'minDelayExcess', as: 'quantity' },
]

/** What Helicon appends (ACP-194, ACP-176): all of them stand in a header, or none. */
const HELICON: readonly HeaderField[] = [
  { name: 'targetExponent', as: 'quantity' },
  { name: 'minPriceExponent', as: 'quantity' },
  { name: 'settledHeight', as: 'quantity' },
  { name: 'settledGasUnix', as: 'quantity' },
  { name: 'settledGasNumerator', as: 'quantity' },
  { name: 'settledExcess', as: 'quantity' },
]

const REQUIRED: readonly HeaderField[] = [...HEADER_FIELDS, { name: 'extDataHash', as: HASH }]

/** The header of the C-Chain: `extDataHash` stands before the base fee, where Ethereum has nothing. */
export const avalancheHeader: HeaderRule = rlpHeader({
  required: REQUIRED,
  optional: [...APPENDED, ...HELICON],
  beside: BESIDE,
})

const UNPROVEN = 'no real record of a Helicon block is at hand: where its JSON lacks a field, the hash cannot be known'

/**
 * The header since Helicon, in which the base fee is empty (the gas clock tells it) while fields behind it are set. A node may show a
 * base fee all the same; both ways are tried. What does not come out is skipped, for no block has proven it yet.
 */
export const heliconHeader: HeaderRule = {
  knownFields: avalancheHeader.knownFields,
  hash(block, writer, raw) {
    const shown = avalancheHeader.hash(block, writer, raw)
    if (typeof shown !== 'string' || sameHex(shown, block['hash'])) return shown
    const without = hashWithoutBaseFee(block, writer)
    return sameHex(without, block['hash']) ? without : { skip: UNPROVEN }
  },
}

function hashWithoutBaseFee(block: RpcObject, writer: RlpWriter): string {
  writer.position = 0
  const list = writer.startList()
  for (const field of REQUIRED) writeField(writer, block, field)
  for (const field of [...APPENDED, ...HELICON]) {
    if (field.name !== 'baseFeePerGas' && isPresent(block[field.name])) writeField(writer, block, field)
    else writer.empty()
  }
  writer.endList(list)
  return hashWritten(writer, list)
}

function writeField(writer: RlpWriter, block: RpcObject, { name, as }: HeaderField): void {
  if (as === 'quantity') writer.quantity(block[name], name)
  else if (as === 'data') writer.data(block[name], name)
  else writer.fixed(block[name], as.length, name)
}

const ZERO_HASH = `0x${'0'.repeat(64)}`

/** `extDataHash` is the keccak of the RLP of the atomic transactions. Before Apricot Phase 1, and in genesis, it is zero. */
export function checkExtData(block: RpcObject, writer: RlpWriter): Contradiction | undefined {
  const { extDataHash, blockExtraData } = block
  if (!isPresent(blockExtraData) || extDataHash === ZERO_HASH) return undefined
  writer.position = 0
  writer.data(blockExtraData, 'blockExtraData')
  const computed = hashWritten(writer, 0)
  return sameHex(extDataHash, computed)
    ? undefined
    : { claimed: String(extDataHash), computed, detail: 'extDataHash over blockExtraData' }
}
