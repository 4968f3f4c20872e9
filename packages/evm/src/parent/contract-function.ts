import { DefimonError } from '@defimon/core'
import { malformed } from '../encoding/rpc-object.ts'
import { type AbiParameter, type AbiType, parseDeclaration } from './abi-type.ts'
import { type AbiValue, decodeAbi } from './decode-abi.ts'

/** A function of a contract, with its selector. */
export interface ContractFunction {
  readonly declaration: string
  readonly selector: string
  /** Whether call data are a call of it. */
  matches(input: string): boolean
  /** The arguments in call data. Fails with `MALFORMED`. */
  decodeInput(input: string): readonly AbiValue[]
  /** What it returned, by the types given to `defineFunction`. */
  decodeOutput(output: string): readonly AbiValue[]
  /** Call data for arguments of one word each (integers, addresses, bytes32, booleans). */
  encodeInput(...values: readonly (bigint | number | string | boolean)[]): string
}

/** A function by its declaration, its selector (a literal: nothing is hashed at import) and, where it is called, what it returns. */
export function defineFunction(declaration: string, selector: string, returns = ''): ContractFunction {
  let inputs: readonly AbiType[] | undefined
  let outputs: readonly AbiType[] | undefined
  const typesOf = (parameters: readonly AbiParameter[]): readonly AbiType[] => parameters.map(({ type }) => type)
  return {
    declaration,
    selector,
    matches: (input) => input.slice(0, 10).toLowerCase() === selector,
    decodeInput(input) {
      if (input.slice(0, 10).toLowerCase() !== selector) throw malformed(`call data are not of ${declaration}`)
      inputs ??= typesOf(parseDeclaration(declaration).parameters)
      return decodeAbi(inputs, input.slice(10))
    },
    decodeOutput(output) {
      outputs ??= typesOf(parseDeclaration(`returns(${returns})`).parameters)
      return decodeAbi(outputs, output)
    },
    encodeInput: (...values) => selector + values.map(encodeWord).join(''),
  }
}

function encodeWord(value: bigint | number | string | boolean): string {
  if (typeof value === 'string') {
    if (!/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw new DefimonError('CONFIG', 'an argument is not hex of at most 32 bytes')
    return value.length === 66 ? value.slice(2).toLowerCase() : value.slice(2).toLowerCase().padStart(64, '0')
  }
  return BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, '0')
}
