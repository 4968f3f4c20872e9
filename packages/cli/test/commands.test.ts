import { systemRuntime } from '@defimon/core'
import { type SimulatedNetwork, simulateNetwork } from '@defimon/core/testing'
import { describe, expect, test } from 'vitest'
import { jsonLines, type RunTestOptions, runCommand } from './run-command.ts'

/** Ethereum, simulated, behind the fetch of the runtime that the command is given. */
function simulatedEthereum(): { network: SimulatedNetwork; options: RunTestOptions; endpoint: string } {
  const network = simulateNetwork({
    stack: 'evm',
    network: { id: 'ethereum', evmChainId: 1, chainId: 'eip155:1' },
    mining: 'manual',
  })
  return {
    network,
    options: { runtime: { ...systemRuntime(), fetch: network.fetch } },
    endpoint: network.endpoints[0]?.endpoint.url ?? '',
  }
}

describe('the command line', () => {
  test('--help names all commands and ends well', async () => {
    const { exitCode, stdout } = await runCommand(['--help'])
    expect(exitCode).toBe(0)
    for (const command of ['networks', 'block', 'settlement', 'correlate', 'sync', 'record', 'replay', 'verify'])
      expect(stdout).toContain(`\n  ${command} `)
  })

  test.each(['networks', 'block', 'settlement', 'correlate', 'sync', 'record', 'replay', 'verify'])(
    '%s --help shows examples and --json',
    async (command) => {
      const { exitCode, stdout } = await runCommand([command, '--help'])
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(new RegExp(`Examples:\\n {2}\\$ defimon ${command} `))
      expect(stdout).toContain('--json')
    },
  )

  test('the version is that of the manifest', async () => {
    const { exitCode, stdout } = await runCommand(['--version'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([
    { argv: [], says: /Usage: defimon/ },
    { argv: ['nonsense'], says: /unknown command 'nonsense'/ },
    { argv: ['networks', '--nonsense'], says: /unknown option '--nonsense'/ },
    { argv: ['block', 'base'], says: /missing required argument 'id'/ },
    { argv: ['block', 'base', 'pending'], says: /a height, latest, safe, finalized, or a block hash/ },
    { argv: ['block', 'bsae', '1'], says: /near: .*base/ },
    { argv: ['block', 'base', '1', '--endpoint', 'not a url'], says: /not a url|URL|endpoint/i },
    { argv: ['record', 'base', '1', '--to', 'x', '--endpoint', 'not a url'], says: /an endpoint is not a URL/ },
    { argv: ['block', 'base', '1', '--detail', 'everything'], says: /Allowed choices are header/ },
    { argv: ['sync', 'base'], says: /required option '-t, --to <sink>'/ },
    { argv: ['sync', 'base', '--to', 'mysql:x'], says: /sqlite:FILE or jsonl:FOLDER/ },
    { argv: ['sync', 'base', '--to', 'sqlite:x', '--blocks', '0'], says: /above 0/ },
    { argv: ['sync', 'base', '--to', 'sqlite:x', '--blocks', '5', '--to-block', '9'], says: /exclude each other/ },
    { argv: ['sync', 'base', 'optimism', '--to', 'sqlite:x', '--endpoint', 'https://a.example'], says: /exactly one network/ },
    { argv: ['sync', 'base', '--to', 'jsonl:x', '--keep', 'logs'], says: /--keep is for --to sqlite/ },
    { argv: ['sync', 'base', '--to', 'sqlite:x', '--from', '9', '--to-block', '3'], says: /--from is above --to-block/ },
    { argv: ['verify'], says: /missing required argument 'paths'/ },
    { argv: ['networks', '--status', 'undead'], says: /Allowed choices are active/ },
    { argv: ['networks', '--stack', 'opstack'], says: /Allowed choices are .*op-stack/ },
    { argv: ['networks', '--category', 'rollup'], says: /Allowed choices are .*zk_rollup/ },
    { argv: ['networks', '--phase', 'one'], says: /Allowed choices are 1, 2, 3/ },
    { argv: ['networks', '--parent', 'etherum'], says: /near: ethereum/ },
  ])('wrong use, $argv, ends with 2 and one clear line', async ({ argv, says }) => {
    const { exitCode, stdout, stderr } = await runCommand(argv)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stdout).toBe('')
  })

  test('a stack trace is shown only with DEFIMON_DEBUG', async () => {
    const { stderr } = await runCommand(['block', 'no_such_network', '1'], { variables: { DEFIMON_DEBUG: '1' } })
    expect(stderr).toMatch(/^\s+at /m)
  })
})

describe('networks', () => {
  test('filters, as a table', async () => {
    const { exitCode, stdout } = await runCommand(['networks', '--stack', 'op-stack', '--status', 'active'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^NETWORK +NAME +STACK/)
    expect(stdout).toMatch(/^base +Base +op-stack +optimistic_rollup +ethereum +active/m)
    expect(stdout).not.toMatch(/^linea /m)
  })

  test('as JSON lines, with what the registry knows', async () => {
    const { stdout } = await runCommand(['networks', '--parent', 'base', '--json'])
    const networks = jsonLines(stdout)
    expect(networks.length).toBeGreaterThan(0)
    for (const network of networks) expect(network).toMatchObject({ parent: 'base', adapter: expect.any(Boolean) })
  })

  test('nothing that fits is said, and is no error', async () => {
    const { exitCode, stdout, stderr } = await runCommand(['networks', '--stack', 'near', '--parent', 'base'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toContain('no network')
  })
})

describe('block', () => {
  test('by tag, for a person: what was checked, what was not, and the anchor', async () => {
    const { network, options, endpoint } = simulatedEthereum()
    const { exitCode, stdout, stderr } = await runCommand(['block', 'ethereum', 'latest', '--endpoint', endpoint], options)
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    const { head } = network.chain
    expect(stdout).toContain(`ethereum block ${head.number}\n`)
    expect(stdout).toMatch(new RegExp(`^hash +${head.hash}$`, 'm'))
    expect(stdout).toMatch(/^passed .*block-hash.*receipts-root/m)
    expect(stdout).toMatch(/^skipped +parent-link: /m)
    expect(stdout).toMatch(/^anchor +none/m)
  })

  test('by hash, as JSON', async () => {
    const { network, options, endpoint } = simulatedEthereum()
    const block = network.chain.block(network.chain.head.number - 5)
    const { exitCode, stdout } = await runCommand(
      ['block', 'ethereum', block?.hash ?? '', '--json', '--detail', 'header', '--endpoint', endpoint],
      options,
    )
    expect(exitCode).toBe(0)
    expect(jsonLines(stdout)).toMatchObject([{ network: 'ethereum', number: block?.number, hash: block?.hash }])
  })

  test('a block that is not there is an error of one line', async () => {
    const { options, endpoint } = simulatedEthereum()
    const { exitCode, stderr } = await runCommand(['block', 'ethereum', '999999999', '--endpoint', endpoint], options)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^defimon: .*999999999.*\[NOT_YET.*\]\n$/)
  })

  test('an endpoint of another chain is named as such', async () => {
    const { options, endpoint } = simulatedEthereum()
    const { exitCode, stderr } = await runCommand(['block', 'base', 'latest', '--endpoint', endpoint], options)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/WRONG_NETWORK/)
  })

  test('a stack without an adapter is said plainly', async () => {
    const { exitCode, stderr } = await runCommand(['block', 'aztec', '1'])
    expect(exitCode).toBe(1)
    expect(stderr).toBe('defimon: aztec: no adapter yet for stack none [UNSUPPORTED]\n')
  })

  test('what an endpoint writes into an error cannot reach the terminal', async () => {
    const { network, options, endpoint } = simulatedEthereum()
    network.endpoints[0]?.setFaults([
      {
        fault: {
          description: 'an error message with terminal codes',
          verdict: 'failed-over',
          answer: () => ({ error: { code: -32000, message: 'evil \u001b[2J\u001b]0;title\u0007 \u009b31m' } }),
        },
      },
    ])
    const { exitCode, stderr } = await runCommand(['block', 'ethereum', 'latest', '--endpoint', endpoint], options)
    expect(exitCode).toBe(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not come out
    expect(stderr.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  })

  test('an interrupted read ends with 130 and prints no error', async () => {
    const { network, options, endpoint } = simulatedEthereum()
    network.endpoints[0]?.setFaults(['hang'])
    const stopping = new AbortController()
    const running = runCommand(['block', 'ethereum', 'latest', '--endpoint', endpoint], { ...options, signal: stopping.signal })
    stopping.abort(new Error('stopped'))
    expect(await running).toEqual({ exitCode: 130, stdout: '', stderr: '' })
  })
})
