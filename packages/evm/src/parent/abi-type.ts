import { DefimonError } from '@defimon/core'

/** A type of the contract ABI (docs.soliditylang.org, "Contract ABI Specification"). */
export type AbiType =
  | { readonly kind: 'integer'; readonly bits: number; readonly signed: boolean }
  | { readonly kind: 'address' | 'bool' | 'bytes' | 'string' }
  | { readonly kind: 'fixed-bytes'; readonly length: number }
  | { readonly kind: 'array'; readonly of: AbiType; readonly length?: number }
  | { readonly kind: 'tuple'; readonly of: readonly AbiType[] }

/** A parameter as it is declared. */
export interface AbiParameter {
  readonly type: AbiType
  readonly indexed: boolean
}

/** The name and parameters of `Name(uint256 indexed a, (bytes32,uint64)[] b)`. Names of parameters may be left out. */
export function parseDeclaration(declaration: string): { readonly name: string; readonly parameters: readonly AbiParameter[] } {
  const open = declaration.indexOf('(')
  if (open < 1 || !declaration.endsWith(')')) throw new DefimonError('CONFIG', `not an ABI declaration: ${declaration}`)
  return { name: declaration.slice(0, open).trim(), parameters: parseParameters(declaration.slice(open + 1, -1)) }
}

/** The declaration as it is hashed: types only. */
export function canonicalDeclaration(declaration: string): string {
  const { name, parameters } = parseDeclaration(declaration)
  return `${name}(${parameters.map(({ type }) => nameOf(type)).join(',')})`
}

/** Whether a value of the type stands behind an offset. */
export function isDynamic(type: AbiType): boolean {
  if (type.kind === 'bytes' || type.kind === 'string') return true
  if (type.kind === 'array') return type.length === undefined || isDynamic(type.of)
  return type.kind === 'tuple' && type.of.some(isDynamic)
}

/** Words that a value of the type takes where it is declared. */
export function headWords(type: AbiType): number {
  if (isDynamic(type)) return 1
  if (type.kind === 'array') return (type.length ?? 0) * headWords(type.of)
  if (type.kind === 'tuple') return type.of.reduce((words, part) => words + headWords(part), 0)
  return 1
}

function parseParameters(text: string): readonly AbiParameter[] {
  return splitTopLevel(text).map((part) => {
    const end = typeEnd(part)
    return { type: parseType(part.slice(0, end)), indexed: /^\s+indexed\b/.test(part.slice(end)) }
  })
}

/** Splits at the commas that are not inside a tuple. */
function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index <= text.length; index += 1) {
    const character = text[index]
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (index < text.length && (character !== ',' || depth > 0)) continue
    const part = text.slice(start, index).trim()
    if (part) parts.push(part)
    start = index + 1
  }
  return parts
}

/** Where the type of `(uint256,bytes)[] name` ends: at the first space outside a tuple. */
function typeEnd(part: string): number {
  let depth = 0
  for (let index = 0; index < part.length; index += 1) {
    if (part[index] === '(') depth += 1
    if (part[index] === ')') depth -= 1
    if (part[index] === ' ' && depth === 0) return index
  }
  return part.length
}

function parseType(text: string): AbiType {
  const array = /^(.*)\[(\d*)\]$/s.exec(text)
  if (array) {
    const of = parseType(array[1] ?? '')
    return array[2] ? { kind: 'array', of, length: Number(array[2]) } : { kind: 'array', of }
  }
  if (text.startsWith('(') && text.endsWith(')')) {
    return { kind: 'tuple', of: parseParameters(text.slice(1, -1)).map(({ type }) => type) }
  }
  const integer = /^(u?)int(\d*)$/.exec(text)
  if (integer) return { kind: 'integer', bits: Number(integer[2] || 256), signed: integer[1] === '' }
  const fixed = /^bytes(\d+)$/.exec(text)
  if (fixed) return { kind: 'fixed-bytes', length: Number(fixed[1]) }
  if (text === 'address' || text === 'bool' || text === 'bytes' || text === 'string') return { kind: text }
  throw new DefimonError('CONFIG', `not an ABI type: ${text}`)
}

function nameOf(type: AbiType): string {
  if (type.kind === 'integer') return `${type.signed ? '' : 'u'}int${type.bits}`
  if (type.kind === 'fixed-bytes') return `bytes${type.length}`
  if (type.kind === 'array') return `${nameOf(type.of)}[${type.length ?? ''}]`
  if (type.kind === 'tuple') return `(${type.of.map(nameOf).join(',')})`
  return type.kind
}
