import { BlockNotFoundError, DefimonError, VerificationError } from '@defimon/core'
import { expect, test } from 'vitest'

test('as JSON an error says what it is about, its message included, and neither cause nor stack', () => {
  const cause = new Error('behind it')
  const error = new DefimonError('TIMEOUT', 'no answer', { network: 'base', host: 'a.example', method: 'm', cause })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'DefimonError',
    code: 'TIMEOUT',
    message: 'no answer',
    retryable: true,
    network: 'base',
    host: 'a.example',
    method: 'm',
  })
})

test('what a kind of error has beyond the others is in its JSON too', () => {
  const mismatch = new VerificationError('block-hash', '0x1', '0x2', { network: 'base' })
  expect(mismatch.toJSON()).toMatchObject({ code: 'VERIFICATION', check: 'block-hash', claimed: '0x1', computed: '0x2' })
  expect(new BlockNotFoundError(5, 'pruned').toJSON()).toMatchObject({ code: 'PRUNED', id: 5, why: 'pruned' })
})
