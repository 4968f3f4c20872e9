import type { NetworkId } from '../contract/network.ts'

/**
 * One question to an endpoint and its answer, as it stands in a recording file. REST is `GET /path` with its query as params.
 * Other keys of the file are ignored.
 */
export interface Exchange {
  readonly network: NetworkId
  readonly method: string
  readonly params: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
  /** Where it was read from, for messages. */
  readonly file?: string
  /** The chain that was asked and where the answer stands on it: of records of a rollup's parent chain, where `network` is the rollup. */
  readonly parent?: NetworkId
  readonly l1?: { readonly blockNumber?: number; readonly blockHash?: string; readonly timestamp?: number }
}

/** The JSON-RPC error code with which a replay answers what was never recorded. */
export const NOT_RECORDED_CODE = -32098
