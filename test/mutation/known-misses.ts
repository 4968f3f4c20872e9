/** Changes of committed values that go through though the check over them is made, and why: path without indices → reason. */
export const KNOWN_MISSES: Readonly<Record<string, string>> = {
  'block.transactions.type': 'the changed type is one that nobody knows: it is skipped with that reason, never called wrong',
  'block.transactions.nonce': 'a deposit from before Regolith: its nonce is in no encoding',
  'block.header.latest_protocol_version': 'a version newer than any that is known: skipped with that reason',
}
