import { describeRecordings } from '../../../test/judge-recordings.ts'
import { recordedNetworks } from '../../../test/recorded-networks.ts'
import { recordedLinea, recordedScroll, recordedZksync } from './recorded-drivers.ts'

/** Blocks whose hash their recorder made up: their transactions are genuine. */
const RECORDERS_HASH = [
  ...[5_000_544, 5_995_097, 5_995_162, 6_110_045, 6_569_423].map((number) => `linea/eth_getBlockByNumber-${number}.json`),
  ...[21_511_580, 21_511_810, 21_511_877, 21_511_928, 21_511_973, 21_511_976].map(
    (number) => `linea_sepolia/eth_getBlockByNumber-${number}.json`,
  ),
]

describeRecordings(
  recordedNetworks(/^linea/),
  recordedLinea,
  Object.fromEntries(RECORDERS_HASH.map((file) => [file, 'block-hash'])),
)
describeRecordings(recordedNetworks(/^scroll$/), recordedScroll, {})
describeRecordings(recordedNetworks(/^zksync_era$/), recordedZksync, {})
