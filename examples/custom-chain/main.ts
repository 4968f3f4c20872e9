import { type L2Network, watchBlocks } from '@defimon/core'
import { evmSource } from '@defimon/evm'

// node main.ts <endpoint> [count]: follows a chain of your own, which the registry does not know
const [url = 'http://127.0.0.1:8545', count = '3'] = process.argv.slice(2)
const mine: L2Network<'evm'> = { id: 'my_chain', name: 'My chain', stack: 'evm', contracts: {}, endpoints: [{ url }] }

await using source = evmSource(mine)
let seen = 0
for await (const event of watchBlocks(source)) {
  if (event.type === 'reorg') {
    console.log('reorg back to', event.commonAncestor.number)
    continue
  }
  console.log(event.block.number, event.block.hash, 'passed', event.block.verification.passed.join(', '))
  seen++
  if (seen === Number(count)) break
}
