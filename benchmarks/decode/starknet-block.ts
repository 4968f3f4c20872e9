import { createRandom, type Random } from '../chain/random.ts'

const STRK = '0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d'
const TRANSFER = '0x99cd8bde557814842a3121e8ddfd433a539b8c9f14bf31ebf108d12e6196e9'
/** Of six transactions one has an event beside that of its fee. */
const TRANSACTIONS_FOR_AN_EVENT = 6

function felt(random: Random): string {
  const digits = Buffer.from(random.bytes(31)).toString('hex').replace(/^0+/, '')
  return `0x${1 + random.integer(7)}${digits.padStart(62, '0')}`
}

function quantity(random: Random, bits: number): string {
  return `0x${(1 + Math.floor((random.integer(2 ** 31) / 2 ** 31) * 2 ** bits)).toString(16)}`
}

function bound(random: Random): object {
  return { max_amount: quantity(random, 27), max_price_per_unit: quantity(random, 47) }
}

/**
 * A block of StarkNet 0.14 as JSON-RPC 0.10 gives it, shaped as the recorded one of 201 transactions: invocations of version 3 alone, eight
 * felts of calldata, two of a signature, 1.16 events of 2.7 keys and 2.3 felts of data. Accounts, contracts and selectors come again, as
 * they do. Nothing is hashed: it is for decoding alone.
 */
export function makeStarknetBlock(count: number): object {
  const random = createRandom(14)
  const accounts = Array.from({ length: 64 }, () => felt(random))
  const selectors = Array.from({ length: 12 }, () => felt(random))
  const sequencer = felt(random)
  const transactions = Array.from({ length: count }, (_, index) => {
    const sender = random.pick(accounts)
    const fee = quantity(random, 52)
    const events = [{ from_address: STRK, keys: [TRANSFER, sender, sequencer], data: [fee, '0x0'] }]
    if (index % TRANSACTIONS_FOR_AN_EVENT === 0) {
      const data = [random.pick(accounts), quantity(random, 40), '0x0', felt(random)]
      events.push({ from_address: random.pick(accounts), keys: [random.pick(selectors)], data })
    }
    return {
      transaction: {
        type: 'INVOKE',
        version: '0x3',
        sender_address: sender,
        calldata: ['0x1', random.pick(accounts), random.pick(selectors), '0x4', felt(random), quantity(random, 30), '0x0', '0x1'],
        nonce: quantity(random, 21),
        signature: [felt(random), felt(random)],
        resource_bounds: { l1_gas: bound(random), l2_gas: bound(random), l1_data_gas: bound(random) },
        tip: '0x5f5e100',
        paymaster_data: [],
        account_deployment_data: [],
        nonce_data_availability_mode: 'L1',
        fee_data_availability_mode: 'L1',
      },
      receipt: {
        type: 'INVOKE',
        transaction_hash: felt(random),
        actual_fee: { amount: fee, unit: 'FRI' },
        messages_sent: [],
        events: events.map((event, place) => ({ ...event, transaction_index: index, event_index: place })),
        execution_status: 'SUCCEEDED',
        finality_status: 'ACCEPTED_ON_L2',
        execution_resources: { l1_gas: 0, l1_data_gas: 128 + random.integer(512), l2_gas: 900_000 + random.integer(10_000_000) },
      },
    }
  })
  const price = { price_in_fri: quantity(random, 44), price_in_wei: quantity(random, 30) }
  return {
    status: 'ACCEPTED_ON_L2',
    block_hash: felt(random),
    parent_hash: felt(random),
    block_number: 3_000_000,
    new_root: felt(random),
    timestamp: 1_760_000_000,
    sequencer_address: sequencer,
    l1_gas_price: price,
    l1_data_gas_price: price,
    l2_gas_price: price,
    l1_da_mode: 'BLOB',
    starknet_version: '0.14.1',
    transaction_count: count,
    event_count: transactions.reduce((sum, { receipt }) => sum + receipt.events.length, 0),
    state_diff_length: 400,
    transaction_commitment: felt(random),
    event_commitment: felt(random),
    receipt_commitment: felt(random),
    state_diff_commitment: felt(random),
    transactions,
  }
}
