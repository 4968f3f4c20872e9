import { malformed } from '../encoding/rpc-object.ts'
import { type AbiParameter, isDynamic, parseDeclaration } from './abi-type.ts'
import { type AbiValue, decodeAbi, decodeWord } from './decode-abi.ts'

/** A log, as far as its decoding needs it. */
export interface EventLog {
  readonly topics: readonly string[]
  readonly data: string
}

/** An event of a contract, with its topic0. */
export interface ContractEvent {
  readonly declaration: string
  readonly topic0: string
  /** Values in the order of the declaration. An indexed value of a dynamic type is its hash. Fails with `MALFORMED`. */
  decode(log: EventLog): readonly AbiValue[]
}

/**
 * An event by its declaration, such as `BlockCommit(uint256 indexed batchNumber, bytes32 indexed batchHash)`, and its topic0. The topic
 * is a literal so that nothing is hashed at import; a test compares all of them with the hash of the declaration.
 */
export function defineEvent(declaration: string, topic0: string): ContractEvent {
  let parsed: readonly AbiParameter[] | undefined
  return {
    declaration,
    topic0,
    decode(log) {
      parsed ??= parseDeclaration(declaration).parameters
      if (log.topics[0]?.toLowerCase() !== topic0) throw malformed(`a log is not ${declaration}`)
      const body = decodeAbi(
        parsed.filter(({ indexed }) => !indexed).map(({ type }) => type),
        log.data,
      )
      let topic = 1
      let inBody = 0
      return parsed.map(({ type, indexed }) => {
        if (!indexed) return body[inBody++] as AbiValue
        const word = log.topics[topic++]?.slice(2).toLowerCase()
        if (word?.length !== 64) throw malformed(`a log of ${declaration} lacks a topic`)
        const hashed = isDynamic(type) || type.kind === 'array' || type.kind === 'tuple'
        return hashed ? `0x${word}` : decodeWord(type, word)
      })
    },
  }
}
