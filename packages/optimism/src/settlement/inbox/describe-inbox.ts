import type { L2Network } from '@defimon/core'
import { contractsOn, decodeHex, type ParentRecord, type SettlementStep } from '@defimon/evm/parent'
import { availabilityOf } from '../data-availability.ts'
import { genesisGrid } from '../genesis.ts'
import { readMetisInbox } from '../metis-inbox.ts'
import { readAltDaPointer } from './alt-da.ts'
import { readBlobPayload } from './blob-payload.ts'
import { createChannelAssembler } from './channel-assembler.ts'
import { describeChannel } from './describe-channel.ts'
import { readFrames } from './frames.ts'
import { createStagingChannel } from './staging-channel.ts'

type Network = L2Network<'op-stack'> | undefined

/** The inbox of most chains: 0xff, zeros, and the id of the chain in decimal digits. */
const USUAL_INBOX = /^0xff[0-9a-f]0+\d+$/
/** Most channels that the frames of one transaction are looked at for. */
const MOST_CHANNELS = 1_000

/**
 * What a transaction to the batch inbox posted, or blobs alone. The inbox is an account without code: who sent it decides whether the
 * protocol looks at it. Nothing where it went elsewhere, or, without a network, is not of the OP Stack's form.
 */
export async function describeInbox(record: ParentRecord, network: Network): Promise<readonly SettlementStep[]> {
  const { transaction, blobs } = record
  const place = placeOf(transaction?.to, network)
  if (place === 'elsewhere' || (!transaction && blobs.length === 0)) return []
  const blobCount = Math.max(transaction?.blobVersionedHashes.length ?? 0, blobs.length)
  // The calldata of a blob transaction do not count (specs.optimism.io, ecotone/derivation).
  const dataAvailability = availabilityOf(network, blobCount > 0 ? 'blobs' : 'calldata')
  const authorised = isAuthorised(record, network)
  const base = { stage: 'posted', dataAvailability, ...(authorised !== undefined && { authorised }) } as const
  const ignored = `${transaction?.from} is not the batcher: anyone may send to the inbox, and the protocol ignores it`
  if (authorised === false) return [{ ...base, note: ignored }]

  if (network?.id === 'metis' && transaction && blobCount === 0) {
    const metis = readMetisInbox(transaction.input)
    if (metis) {
      const { batch, from, to } = metis
      return [
        {
          ...base,
          dataAvailability: metis.dataAvailability,
          batches: { from: batch, to: batch },
          covers: { from, to, exact: true },
        },
      ]
    }
  }
  const payloads = blobCount > 0 ? blobs.map(({ bytes }) => readBlobPayload(bytes)) : [bytesOf(transaction?.input ?? '0x')]
  const steps = await describePayloads(payloads, network, place === 'inbox', base)
  // Where it is not known that it went to an inbox, only data that have the form of the OP Stack are taken to be of it.
  if (steps.length === 0 && place === 'unknown') return []
  const missing = blobCount - blobs.length
  if (missing > 0) {
    return [...steps, { ...base, covers: { exact: false }, note: `${missing} of ${blobCount} blobs are not in the record` }]
  }
  if (steps.length > 0) return steps
  const note = payloads[0]?.length === 0 ? 'no data' : 'data that are neither frames nor a pointer that is known here'
  return [{ ...base, covers: { exact: false }, note }]
}

async function describePayloads(
  payloads: readonly (Uint8Array | undefined)[],
  network: Network,
  isInbox: boolean,
  base: SettlementStep,
): Promise<readonly SettlementStep[]> {
  const steps: SettlementStep[] = []
  const grid = genesisGrid(network)
  const assembler = createChannelAssembler<undefined>()
  const strict = createStagingChannel<{ readonly number: number }>()
  const began = new Set<string>()
  const begunElsewhere = new Map<string, number>()
  for (const payload of payloads) {
    const frames = payload && readFrames(payload)
    const pointer = isInbox && payload && !frames ? readAltDaPointer(payload, network) : undefined
    if (pointer) steps.push({ ...base, ...pointer, covers: { exact: false } })
    for (const frame of frames ?? []) {
      if (frame.number === 0) began.add(frame.channel)
      else if (!began.has(frame.channel)) begunElsewhere.set(frame.channel, frame.number)
      const channel = assembler.add(frame, undefined)
      const isInOrder = strict.add(frame, { number: 0 }) !== undefined
      if (!channel || steps.length >= MOST_CHANNELS) continue
      const step = { ...base, ...(await describeChannel(channel, true, grid)) }
      steps.push(isInOrder ? step : outOfOrder(step))
    }
  }
  for (const channel of assembler.open()) {
    if (steps.length < MOST_CHANNELS) steps.push({ ...base, ...(await describeChannel(channel, false, grid)) })
  }
  for (const [channel, number] of begunElsewhere) {
    if (began.has(channel) || steps.length >= MOST_CHANNELS) continue
    steps.push({ ...base, covers: { exact: false }, note: `frame ${number} of channel ${channel}, which began elsewhere` })
  }
  return steps
}

/** Which rules were in force the record does not tell. */
function outOfOrder({ covers, note, ...step }: SettlementStep): SettlementStep {
  const said = [note, 'its frames are out of order, and since Holocene it does not count'].filter((each) => each).join('; ')
  return { ...step, covers: { ...covers, exact: false }, note: said }
}

function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2 - 1)
  decodeHex(hex, bytes, 0)
  return bytes
}

function placeOf(to: string | undefined, network: Network): 'inbox' | 'elsewhere' | 'unknown' {
  const inboxes = network?.parent ? contractsOn(network.contracts.batchInbox, network.parent) : []
  if (to === undefined) return 'unknown'
  if (inboxes.some(({ address }) => address.toLowerCase() === to)) return 'inbox'
  if (inboxes.length > 0) return 'elsewhere'
  return USUAL_INBOX.test(to) ? 'inbox' : 'unknown'
}

/**
 * By the batchers that the registry names. Where it names one only, another sender is none; where it names several, the batcher was
 * changed, and there may have been others: then it cannot be told.
 */
function isAuthorised({ transaction, blockNumber }: ParentRecord, network: Network): boolean | undefined {
  const from = transaction?.from
  const batchers = network?.operators?.filter(({ role }) => role === 'batcher') ?? []
  if (from === undefined || batchers.length === 0) return undefined
  const isBatcher = batchers.some(
    ({ address, fromBlock = 0, toBlock = Number.POSITIVE_INFINITY }) =>
      address.toLowerCase() === from && (blockNumber === undefined || (fromBlock <= blockNumber && blockNumber <= toBlock)),
  )
  return isBatcher || (batchers.length === 1 ? false : undefined)
}
