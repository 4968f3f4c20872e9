import { base } from '@defimon/networks'
import { optimismSource } from '@defimon/optimism'

// node main.ts [endpoint] [height]: without an endpoint the registry's public ones are asked
const [endpoint, height] = process.argv.slice(2)
await using source = optimismSource(base, endpoint ? { endpoints: [endpoint] } : {})
const block = await source.getBlock(height ? Number(height) : 'latest')

console.log(block.number, block.hash, block.transactionCount, 'transactions', block.fields.depositCount, 'deposits')
console.log('passed', block.verification.passed.join(', '))
for (const { check, reason } of block.verification.skipped) console.log('skipped', check, reason)
