import { type ContractEvent, type ContractFunction, canonicalDeclaration } from '@defimon/evm/parent'
import { id } from 'ethers'
import { describe, expect, it } from 'vitest'
import * as starkex from '../src/immutable/settlement/exchange-contract.ts'
import * as linea from '../src/linea/settlement/rollup-contract.ts'
import * as loopring from '../src/loopring/settlement/exchange-contract.ts'
import * as morph from '../src/morph/settlement/rollup-contract.ts'
import * as polygon from '../src/polygon-zkevm/settlement/polygon-contracts.ts'
import * as scroll from '../src/scroll/settlement/scroll-chain.ts'
import * as starknet from '../src/starknet/settlement/core-contract.ts'
import * as taiko from '../src/taiko/settlement/taiko-contracts.ts'
import * as lite from '../src/zksync/lite/settlement/zksync-contract.ts'

const CONTRACTS: Readonly<Record<string, Readonly<Record<string, ContractEvent | ContractFunction>>>> = {
  starkex,
  linea,
  loopring,
  morph,
  polygon,
  scroll,
  starknet,
  taiko,
  lite,
}

const DECLARED = Object.entries(CONTRACTS).flatMap(([system, contract]) =>
  Object.entries(contract).map(([name, declared]) => ({ system, name, declared })),
)

describe('topics and selectors', () => {
  it.each(DECLARED)('$system: $name is the hash of its declaration', ({ declared }) => {
    const hash = id(canonicalDeclaration(declared.declaration))
    if ('topic0' in declared) expect(declared.topic0).toBe(hash)
    else expect(declared.selector).toBe(hash.slice(0, 10))
  })
})
