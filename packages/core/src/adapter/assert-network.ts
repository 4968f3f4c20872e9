import { DefimonError, type Stack } from '@defimon/core'

/**
 * Fails with `CONFIG` where a factory was not given a network of its stack: TypeScript sees that, JavaScript does not. For the first line
 * of a factory, before anything is read of the network.
 */
export function assertNetwork(network: unknown, stack: Stack): void {
  if (typeof network !== 'object' || network === null) {
    throw new DefimonError('CONFIG', `a network of stack ${stack} is needed, not ${network === null ? 'null' : typeof network}`)
  }
  const { id, stack: given, endpoints } = network as { readonly [field: string]: unknown }
  if (typeof id !== 'string' || id === '') {
    throw new DefimonError('CONFIG', `a network of stack ${stack} is needed, not an object without an id`)
  }
  const refuse = (problem: string): never => {
    throw new DefimonError('CONFIG', `${id} ${problem}`, { network: id })
  }
  if (given !== stack) refuse(`is a network of stack ${String(given)}, not ${stack}`)
  if (!Array.isArray(endpoints)) refuse('has no list of endpoints')
}
