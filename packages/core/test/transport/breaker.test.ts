import { expect, test } from 'vitest'
import { createBreaker } from '../../src/transport/breaker.ts'

const breaker = () => createBreaker({ random: () => 1, minRequests: 4, openMs: 1000, windowMs: 10_000 })

test('stays closed below the error rate, and while it knows too little', () => {
  const few = breaker()
  for (let n = 0; n < 3; n++) few.record(true, n)
  expect(few.state(3)).toBe('closed')
  const mixed = breaker()
  for (let n = 0; n < 40; n++) mixed.record(n % 3 === 2, n)
  expect(mixed.state(40)).toBe('closed')
  expect(mixed.errorRate(40)).toBeCloseTo(1 / 3, 1)
})

test('forgets what is older than its window', () => {
  const subject = breaker()
  for (let n = 0; n < 3; n++) subject.record(true, 0)
  subject.record(true, 20_000)
  expect(subject.state(20_000)).toBe('closed')
})

test('half-open lets one call pass; its failure opens it for twice as long, its success closes it', () => {
  const subject = breaker()
  for (let n = 0; n < 4; n++) subject.record(true, 0)
  expect(subject.state(0)).toBe('open')
  expect(subject.tryEnter(999)).toBe(false)
  expect(subject.state(1000)).toBe('half-open')
  expect(subject.tryEnter(1000)).toBe(true)
  expect(subject.tryEnter(1000)).toBe(false)
  subject.record(true, 1100)
  expect(subject.retryInMs(1100)).toBe(2000)
  expect(subject.tryEnter(3100)).toBe(true)
  subject.record(false, 3200)
  expect(subject.state(3200)).toBe('closed')
  expect(subject.errorRate(3200)).toBe(0)
})

test('a probe without a verdict gives its place back', () => {
  const subject = breaker()
  for (let n = 0; n < 4; n++) subject.record(true, 0)
  expect(subject.tryEnter(1000)).toBe(true)
  subject.release()
  expect(subject.tryEnter(1000)).toBe(true)
})

test('answers that were under way when it opened change nothing', () => {
  const subject = breaker()
  for (let n = 0; n < 4; n++) subject.record(true, 0)
  subject.record(true, 10)
  subject.record(false, 20)
  expect(subject.state(30)).toBe('open')
  expect(subject.retryInMs(0)).toBe(1000)
})
