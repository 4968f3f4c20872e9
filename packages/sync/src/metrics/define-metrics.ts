import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Every metric, by what it is called in the code. */
export interface DefimonMetrics {
  readonly head: Gauge<'network'>
  readonly headLag: Gauge<'network'>
  readonly state: Gauge<'network' | 'state'>
  readonly finding: Gauge<'network' | 'name'>
  readonly detectionLag: Histogram<'network'>
  readonly blocks: Counter<'network'>
  readonly transactions: Counter<'network' | 'kind'>
  readonly failedTransactions: Counter<'network'>
  readonly reorgs: Counter<'network'>
  readonly reorgDepth: Histogram<'network'>
  readonly verification: Counter<'network' | 'check' | 'outcome'>
  readonly rejections: Counter<'network' | 'host'>
  readonly settlementLag: Histogram<'network' | 'stage'>
  readonly settlementReverts: Counter<'network'>
  readonly requests: Counter<'network' | 'host' | 'outcome'>
  readonly requestDuration: Histogram<'network' | 'host'>
  readonly rate: Gauge<'network' | 'host'>
  readonly waiting: Gauge<'network' | 'host'>
  readonly breaker: Gauge<'network' | 'host'>
  readonly sinkWrite: Histogram<'network' | 'outcome'>
  readonly queuedBytes: Gauge<'network'>
}

const LAG_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800]
const SETTLEMENT_SECONDS = [60, 300, 900, 3_600, 7_200, 21_600, 86_400, 302_400, 604_800, 1_209_600]
const CALL_SECONDS = [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const DEPTHS = [1, 2, 3, 5, 8, 16, 32, 64, 128, 512]

/** Registers the metrics. `collect` is called before each scrape, for those that are read and not counted. */
export function defineMetrics(register: Registry, collect: () => void): DefimonMetrics {
  const registers = [register]
  const network = ['network'] as const
  const endpoint = ['network', 'host'] as const
  return {
    head: new Gauge({
      name: 'defimon_head_number',
      help: 'Height of the newest stored block.',
      labelNames: network,
      registers,
      collect,
    }),
    headLag: new Gauge({
      ...{ name: 'defimon_head_lag_seconds', help: 'Age of the newest stored block, by its own timestamp.' },
      ...{ labelNames: network, registers },
    }),
    state: new Gauge({
      ...{ name: 'defimon_network_state', help: '1 for the state that a network is in, 0 for the others.' },
      ...{ labelNames: ['network', 'state'] as const, registers },
    }),
    finding: new Gauge({
      ...{
        name: 'defimon_health_finding',
        help: 'What is wrong, by name: 1 for the network itself, or of how many endpoints it holds.',
      },
      ...{ labelNames: ['network', 'name'] as const, registers },
    }),
    detectionLag: new Histogram({
      ...{ name: 'defimon_detection_lag_seconds', help: "From a followed block's timestamp to its being stored." },
      ...{ labelNames: network, buckets: LAG_SECONDS, registers },
    }),
    blocks: new Counter({ name: 'defimon_blocks_total', help: 'Blocks stored.', labelNames: network, registers }),
    transactions: new Counter({
      ...{ name: 'defimon_transactions_total', help: 'Transactions of stored blocks, by who made them.' },
      ...{ labelNames: ['network', 'kind'] as const, registers },
    }),
    failedTransactions: new Counter({
      ...{ name: 'defimon_transactions_failed_total', help: 'Transactions of stored blocks that failed.' },
      ...{ labelNames: network, registers },
    }),
    reorgs: new Counter({ name: 'defimon_reorgs_total', help: 'Rollbacks of stored blocks.', labelNames: network, registers }),
    reorgDepth: new Histogram({
      ...{ name: 'defimon_reorg_depth_blocks', help: 'Stored blocks that a reorg removed.' },
      ...{ labelNames: network, buckets: DEPTHS, registers },
    }),
    verification: new Counter({
      ...{ name: 'defimon_verification_total', help: 'Checks of stored blocks, passed or skipped.' },
      ...{ labelNames: ['network', 'check', 'outcome'] as const, registers },
    }),
    rejections: new Counter({
      ...{ name: 'defimon_endpoint_rejections_total', help: 'Answers that a check refused.' },
      ...{ labelNames: endpoint, registers },
    }),
    settlementLag: new Histogram({
      ...{
        name: 'defimon_settlement_lag_seconds',
        help: "From a block's timestamp to the parent block that brought it to a stage.",
      },
      ...{ labelNames: ['network', 'stage'] as const, buckets: SETTLEMENT_SECONDS, registers },
    }),
    settlementReverts: new Counter({
      ...{ name: 'defimon_settlement_reverts_total', help: 'Steps of settlement that were taken back.' },
      ...{ labelNames: network, registers },
    }),
    requests: new Counter({
      ...{ name: 'defimon_requests_total', help: 'Calls to endpoints, by the code of their error, or ok.' },
      ...{ labelNames: ['network', 'host', 'outcome'] as const, registers },
    }),
    requestDuration: new Histogram({
      ...{ name: 'defimon_request_duration_seconds', help: 'How long calls took.' },
      ...{ labelNames: endpoint, buckets: CALL_SECONDS, registers },
    }),
    rate: new Gauge({
      ...{ name: 'defimon_endpoint_rate_per_second', help: 'The learned rate of calls; 0 where no limit was ever met.' },
      ...{ labelNames: endpoint, registers },
    }),
    waiting: new Gauge({
      ...{ name: 'defimon_endpoint_waiting_calls', help: 'Calls that wait for their turn.' },
      ...{ labelNames: endpoint, registers },
    }),
    breaker: new Gauge({
      ...{ name: 'defimon_endpoint_breaker', help: '0 closed, 1 half-open, 2 open.' },
      ...{ labelNames: endpoint, registers },
    }),
    sinkWrite: new Histogram({
      ...{ name: 'defimon_sink_write_seconds', help: 'How long the sink took for a batch.' },
      ...{ labelNames: ['network', 'outcome'] as const, buckets: CALL_SECONDS, registers },
    }),
    queuedBytes: new Gauge({
      ...{
        name: 'defimon_sink_queued_bytes',
        help: 'Estimated bytes of blocks that were given to the sink and are not stored yet.',
      },
      ...{ labelNames: network, registers },
    }),
  }
}
