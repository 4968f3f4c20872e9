import type { BlockRef, L2Block, L2Log, L2Transaction, NetworkId } from '@defimon/core'
import { bytesAt, keccakOf, toWord, wordAt, wordsAt } from './abi-words.ts'

/** One end of a message between two chains: where it was sent, or where it arrived. Ends with the same `key` belong together. */
export interface MessageKey {
  /** What is equal on both chains: a hash, or for messages that are only counted the chain's contract and the number. */
  readonly key: string
  readonly kind:
    | 'op-deposit'
    | 'op-withdrawal'
    | 'arbitrum-message'
    | 'arbitrum-withdrawal'
    | 'zksync-priority-operation'
    | 'zksync-withdrawal'
    | 'scroll-message'
    | 'linea-message'
    | 'starknet-message'
    | 'starknet-withdrawal'
  readonly end: 'sent' | 'proven' | 'arrived'
  readonly network: NetworkId
  readonly block: BlockRef
  readonly transactionHash: string
  /** The contract that said so. Anybody can write a contract that logs the same: hold it against the network's contracts. */
  readonly emitter?: string
}

type Found = Pick<MessageKey, 'key' | 'kind' | 'end'>
type Reader = (log: L2Log, block: L2Block) => Found | undefined

const indexed =
  (kind: MessageKey['kind'], end: MessageKey['end'], topic: number): Reader =>
  (log) => {
    const key = log.topics[topic]
    return key === undefined ? undefined : { key: key.toLowerCase(), kind, end }
  }
const inData =
  (kind: MessageKey['kind'], end: MessageKey['end'], word: number): Reader =>
  (log) => {
    const key = wordAt(log.data, word)
    return key === undefined ? undefined : { key: `0x${key}`, kind, end }
  }

/** topic0 → what the log says. Declarations beside each; the topics are those of the contracts, compared with ethers' by a test. */
export const MESSAGE_EVENTS: Readonly<Record<string, { readonly declaration: string; readonly read: Reader }>> = {
  '0xb3813568d9991fc951961fcb4c784893574240a28925604d09fc577c55bb7c32': {
    declaration: 'TransactionDeposited(address,address,uint256,bytes)',
    // specs.optimism.io, "Source hash computation": user deposits have domain 0.
    read: (log, block) => ({
      key: keccakOf(toWord(0) + keccakOf(toWord(block.hash) + toWord(log.logIndex)).slice(2)),
      kind: 'op-deposit',
      end: 'sent',
    }),
  },
  '0x02a52367d10742d8032712c1bb8e0144ff1ec5ffda1ed7d70bb05a2744955054': {
    declaration: 'MessagePassed(uint256,address,address,uint256,uint256,bytes,bytes32)',
    read: inData('op-withdrawal', 'sent', 3),
  },
  '0x67a6208cfcc0801d50f6cbe764733f4fddf66ac0b04442061a8a8c0cb6b63f62': {
    declaration: 'WithdrawalProven(bytes32,address,address)',
    read: indexed('op-withdrawal', 'proven', 1),
  },
  '0xdb5c7652857aa163daadd670e116628fb42e869d8ac4251ef8971d9e5727df1b': {
    declaration: 'WithdrawalFinalized(bytes32,bool)',
    read: indexed('op-withdrawal', 'arrived', 1),
  },
  '0x5e3c1311ea442664e8b1611bfabef659120ea7a0a2cfc0667700bebc69cbffe1': {
    declaration: 'MessageDelivered(uint256,bytes32,address,uint8,address,bytes32,uint256,uint64)',
    read: (log) => counted('arbitrum-message', 'sent', log.topics[1]),
  },
  '0x3e7aafa77dbf186b7fd488006beff893744caa3c4f6f299e8a709fa2087374fc': {
    declaration: 'L2ToL1Tx(address,address,uint256,uint256,uint256,uint256,uint256,uint256,bytes)',
    read: (log) => counted('arbitrum-withdrawal', 'sent', log.topics[3]),
  },
  '0x20af7f3bbfe38132b8900ae295cd9c8d1914be7052d061a511f3f728dab18964': {
    declaration: 'OutBoxTransactionExecuted(address,address,uint256,uint256)',
    read: (log) => counted('arbitrum-withdrawal', 'arrived', `0x${wordAt(log.data, 0) ?? ''}`),
  },
  '0x4531cd5795773d7101c17bdeb9f5ab7f47d7056017506f937083be5d6e77a382': {
    declaration:
      'NewPriorityRequest(uint256,bytes32,uint64,(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256[4],bytes,bytes,uint256[],bytes,bytes),bytes[])',
    read: inData('zksync-priority-operation', 'sent', 1),
  },
  '0x3a36e47291f4201faf137fab081d92295bce2d53be2c6ca68ba82c7faa9ce241': {
    declaration: 'L1MessageSent(address,bytes32,bytes)',
    read: zksyncWithdrawal,
  },
  '0x44eb9a840094a49b3cd0a5205042598a1c08c4e87bafb5760bc2d8efa170c541': {
    declaration: 'DepositFinalizedAssetRouter(uint256,bytes32,bytes)',
    read: zksyncWithdrawalFinalized,
  },
  '0x104371f3b442861a2a7b82a070afbbaab748bb13757bf47769e170e37809ec1e': {
    declaration: 'SentMessage(address,address,uint256,uint256,uint256,bytes)',
    read: scrollMessage,
  },
  '0x4641df4a962071e12719d8c8c8e5ac7fc4d97b927346a3d7a335b1f7517e133c': {
    // The OP Stack's messenger logs the same; its messages have keys of their own.
    declaration: 'RelayedMessage(bytes32)',
    read: indexed('scroll-message', 'arrived', 1),
  },
  '0xe856c2b8bd4eb0027ce32eeaf595c21b0b6b4644b326e5b7bd80a1cf8db72e6c': {
    declaration: 'MessageSent(address,address,uint256,uint256,uint256,bytes,bytes32)',
    read: indexed('linea-message', 'sent', 3),
  },
  '0xa4c827e719e911e8f19393ccdb85b5102f08f0910604d340ba38390b7ff2ab0e': {
    declaration: 'MessageClaimed(bytes32)',
    read: indexed('linea-message', 'arrived', 1),
  },
  '0xdb80dd488acf86d17c747445b0eabb5d57c541d3bd7b6b87af987858e5066b2b': {
    declaration: 'LogMessageToL2(address,uint256,uint256,uint256[],uint256,uint256)',
    read: starknetMessage,
  },
  '0x7a06c571aa77f34d9706c51e5d8122b5595aebeaa34233bfe866f22befb973b1': {
    declaration: 'ConsumedMessageToL1(uint256,address,uint256[])',
    read: starknetWithdrawal,
  },
}

/**
 * The ends of messages that a block holds, from its logs and transactions: OP deposits and withdrawals, Arbitrum's messages (retryable
 * tickets among them) and withdrawals, zkSync priority operations and withdrawals, messages of Scroll, Linea and StarkNet, each way where both chains
 * name the message alike. Read the block with its receipts. Pure. Withdrawals of zkSync are known by what they say: two of the same amount
 * to the same receiver have one key, and of the base token also where they come from different chains.
 */
export function messageKeysOf(block: L2Block): readonly MessageKey[] {
  const { network, number, hash } = block
  const keys: MessageKey[] = []
  const push = (found: Found | undefined, transactionHash: string, emitter?: string): void => {
    if (!found) return
    keys.push({ ...found, network, block: { number, hash }, transactionHash, ...(emitter !== undefined && { emitter }) })
  }
  for (const transaction of block.transactions ?? []) {
    for (const found of keysOfTransaction(block, transaction)) push(found, transaction.hash)
  }
  for (const log of block.logs ?? []) {
    const [topic0] = log.topics
    if (topic0 === undefined) continue
    push(MESSAGE_EVENTS[topic0]?.read(log, block), log.transactionHash, log.address)
  }
  return keys
}

/** What stacks say of a transaction beyond the common fields; declared by their packages, which core does not know. */
interface MessageFields {
  readonly sourceHash?: string
  readonly requestId?: string
  readonly messageHash?: string
  readonly messagesToL1?: readonly {
    readonly fromAddress: string
    readonly toAddress: string
    readonly payload: readonly string[]
  }[]
}

function keysOfTransaction({ stack }: L2Block, transaction: L2Transaction): readonly Found[] {
  const { sourceHash, requestId, messageHash, messagesToL1 = [] } = transaction.fields as MessageFields
  if (stack === 'op-stack') return sourceHash === undefined ? [] : [{ key: sourceHash, kind: 'op-deposit', end: 'arrived' }]
  if (stack === 'arbitrum') return [counted('arbitrum-message', 'arrived', requestId)].filter((found) => found !== undefined)
  if (stack === 'zksync') {
    // A priority operation keeps on L2 the hash that the request on L1 names (type 0xff).
    return transaction.type === '0xff' ? [{ key: transaction.hash, kind: 'zksync-priority-operation', end: 'arrived' }] : []
  }
  if (stack !== 'starknet') return []
  const found: Found[] = messagesToL1.map(({ fromAddress, toAddress, payload }) => ({
    key: keccakOf([fromAddress, toAddress, payload.length, ...payload].map(toWord).join('')),
    kind: 'starknet-withdrawal',
    end: 'sent',
  }))
  if (messageHash !== undefined) found.push({ key: messageHash, kind: 'starknet-message', end: 'arrived' })
  return found
}

/** Messages that both chains only count. The number alone is not unique: `correlateMessages` holds it together with the chain. */
function counted(kind: MessageKey['kind'], end: MessageKey['end'], word: string | undefined): Found | undefined {
  return word !== undefined && /^0x[0-9a-f]{1,64}$/i.test(word) ? { key: String(BigInt(word)), kind, end } : undefined
}

/** `finalizeEthWithdrawal` of IMailbox: what a withdrawal of the base token begins with. */
const BASE_TOKEN_WITHDRAWAL = '6c0960f9'
/** `finalizeDeposit(uint256,bytes32,bytes)` of IAssetRouterBase: what a withdrawal of any other asset begins with. */
const ASSET_WITHDRAWAL = '9c884fd1'
const ZERO_WORD = '0'.repeat(64)

/** A message to L1 is known by its hash, which the L1 messenger indexes; of those that are withdrawals L1 tells when they arrived. */
function zksyncWithdrawal(log: L2Log): Found | undefined {
  const message = bytesAt(log.data, 0)
  const hash = log.topics[2]
  const isWithdrawal = message?.startsWith(BASE_TOKEN_WITHDRAWAL) || message?.startsWith(ASSET_WITHDRAWAL)
  return isWithdrawal && hash !== undefined ? { key: hash.toLowerCase(), kind: 'zksync-withdrawal', end: 'sent' } : undefined
}

/**
 * The message that was finalized, put together again from what the asset router on L1 says of it (matter-labs/era-contracts
 * L1Nullifier.sol `_parseL2WithdrawalMessage`): `finalizeDeposit` ‖ chain ‖ asset ‖ data, or for the base token, which is told without
 * an origin, `finalizeEthWithdrawal` ‖ receiver ‖ amount. On L2 the same event is of deposits.
 */
function zksyncWithdrawalFinalized(log: L2Log, { stack }: L2Block): Found | undefined {
  const [, chainId, assetId] = log.topics
  const data = bytesAt(log.data, 0)
  if (stack === 'zksync' || !chainId || !assetId || data === undefined) return undefined
  const [caller, receiver, origin, amount] = [0, 1, 2, 3].map((index) => wordAt(`0x${data}`, index))
  const isBaseToken = caller === ZERO_WORD && origin === ZERO_WORD
  if (isBaseToken && (receiver === undefined || amount === undefined)) return undefined
  const message = isBaseToken
    ? `${BASE_TOKEN_WITHDRAWAL}${receiver?.slice(24)}${amount}`
    : `${ASSET_WITHDRAWAL}${toWord(chainId)}${toWord(assetId)}${data}`
  return { key: keccakOf(message), kind: 'zksync-withdrawal', end: 'arrived' }
}

/** `keccak256(relayMessage(sender, target, value, nonce, message))` by its ABI encoding (ScrollMessengerBase `_encodeXDomainCalldata`). */
function scrollMessage(log: L2Log): Found | undefined {
  const [, sender, target] = log.topics
  const [value, nonce, message] = [wordAt(log.data, 0), wordAt(log.data, 1), bytesAt(log.data, 3)]
  if (!sender || !target || value === undefined || nonce === undefined || message === undefined) return undefined
  const padding = '0'.repeat((64 - (message.length % 64)) % 64)
  const call = `8ef1332e${toWord(sender)}${toWord(target)}${value}${nonce}${toWord(160)}${toWord(message.length / 2)}${message}${padding}`
  return { key: keccakOf(call), kind: 'scroll-message', end: 'sent' }
}

/** StarknetMessaging.sol `getL1ToL2MsgHash`: the nonce before the selector. */
function starknetMessage(log: L2Log): Found | undefined {
  const [, from, to, selector] = log.topics
  const [payload, nonce] = [wordsAt(log.data, 0), wordAt(log.data, 1)]
  if (!from || !to || !selector || !payload || nonce === undefined) return undefined
  const words = [toWord(from), toWord(to), nonce, toWord(selector), toWord(payload.length), ...payload]
  return { key: keccakOf(words.join('')), kind: 'starknet-message', end: 'sent' }
}

/** StarknetMessaging.sol: `keccak256(from, to, length, payload)`. */
function starknetWithdrawal(log: L2Log): Found | undefined {
  const [, from, to] = log.topics
  const payload = wordsAt(log.data, 0)
  if (!from || !to || !payload) return undefined
  return {
    key: keccakOf([toWord(from), toWord(to), toWord(payload.length), ...payload].join('')),
    kind: 'starknet-withdrawal',
    end: 'arrived',
  }
}
