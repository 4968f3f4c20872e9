import type { L2Log, L2Transaction } from '@defimon/core'
import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { feltToBigInt } from './felt.ts'
import type { StarknetHashes } from './hashes.ts'
import { patriciaRoot } from './patricia-root.ts'
import { isAtLeast, parseVersion, type StarknetVersion } from './starknet-version.ts'

type Transaction = L2Transaction<'starknet'>

const MASK_250: bigint = 2n ** 250n - 1n

function versionOf(version: string): StarknetVersion {
  return parseVersion(version) ?? [0, 0, 0]
}

function felts(values: readonly string[] | undefined): bigint[] {
  return (values ?? []).map(feltToBigInt)
}

function dataOf({ data }: L2Log): bigint[] {
  return data === '' ? [] : felts(data.split(','))
}

/**
 * The transactions that a header commits to, each with its signature. Before 0.13.2 by Pedersen, and before 0.11.1 with the
 * signatures of invocations only; from 0.13.2 to 0.13.4 an empty signature counts as one zero (starknet_api,
 * transaction_commitment.rs).
 */
export function transactionCommitment(transactions: readonly Transaction[], version: string, hashes: StarknetHashes): bigint {
  const parsed = versionOf(version)
  if (isAtLeast(parsed, [0, 13, 2])) {
    const emptyIsZero = !isAtLeast(parsed, [0, 13, 4])
    const leaves = transactions.map(({ hash, fields }) => {
      const signature = felts(fields.signature)
      return hashes.poseidon([feltToBigInt(hash), ...(signature.length === 0 && emptyIsZero ? [0n] : signature)])
    })
    return patriciaRoot(leaves, hashes.poseidonPair)
  }
  const ofInvocationsOnly = !isAtLeast(parsed, [0, 11, 1])
  const leaves = transactions.map(({ hash, type, fields }) => {
    const signature = ofInvocationsOnly && type !== 'INVOKE' ? [] : felts(fields.signature)
    return hashes.pedersen(feltToBigInt(hash), hashes.pedersenChain(signature))
  })
  return patriciaRoot(leaves, hashes.pedersen)
}

/** The events that a header commits to: since 0.13.2 each with the hash of its transaction (starknet_api, event_commitment.rs). */
export function eventCommitment(logs: readonly L2Log[], version: string, hashes: StarknetHashes): bigint {
  if (isAtLeast(versionOf(version), [0, 13, 2])) {
    const leaves = logs.map((log) => {
      const data = dataOf(log)
      return hashes.poseidon([
        feltToBigInt(log.address),
        feltToBigInt(log.transactionHash),
        BigInt(log.topics.length),
        ...felts(log.topics),
        BigInt(data.length),
        ...data,
      ])
    })
    return patriciaRoot(leaves, hashes.poseidonPair)
  }
  const leaves = logs.map((log) =>
    hashes.pedersenChain([feltToBigInt(log.address), hashes.pedersenChain(felts(log.topics)), hashes.pedersenChain(dataOf(log))]),
  )
  return patriciaRoot(leaves, hashes.pedersen)
}

/** The receipts that a header commits to since 0.13.2: fee, messages, revert reason, gas (starknet_api, receipt_commitment.rs). */
export function receiptCommitment(transactions: readonly Transaction[], { poseidon, poseidonPair }: StarknetHashes): bigint {
  const leaves = transactions.map(({ hash, fee, fields }) => {
    const messages = fields.messagesToL1 ?? []
    const sent = messages.flatMap(({ fromAddress, toAddress, payload }) => [
      feltToBigInt(fromAddress),
      feltToBigInt(toAddress),
      BigInt(payload.length),
      ...felts(payload),
    ])
    const reason = fields.revertReason
    return poseidon([
      feltToBigInt(hash),
      fee?.totalWei ?? 0n,
      poseidon([BigInt(messages.length), ...sent]),
      reason === undefined ? 0n : BigInt(`0x${bytesToHex(keccak_256(utf8ToBytes(reason)))}`) & MASK_250,
      // The place of L2 gas, which is not committed to.
      0n,
      BigInt(fields.executionResources?.l1Gas ?? 0),
      BigInt(fields.executionResources?.l1DataGas ?? 0),
    ])
  })
  return patriciaRoot(leaves, poseidonPair)
}
