import { BlockList, isIPv6 } from 'node:net'

/** Ranges that are not the public internet (IANA special-purpose registries, RFC 6890). */
const IPV4_RANGES: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const IPV6_RANGES: readonly (readonly [string, number])[] = [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
]

/** Tells whether an IP address is private, loopback, link-local or otherwise not of the public internet. */
export function createPrivateAddressCheck(): (address: string) => boolean {
  const list = new BlockList()
  for (const [network, prefix] of IPV4_RANGES) list.addSubnet(network, prefix, 'ipv4')
  for (const [network, prefix] of IPV6_RANGES) list.addSubnet(network, prefix, 'ipv6')
  // IPv4 inside IPv6, mapped or translated, is judged by the IPv4 ranges.
  for (const [network, prefix] of IPV4_RANGES) {
    list.addSubnet(`::ffff:${network}`, 96 + prefix, 'ipv6')
    list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6')
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}
