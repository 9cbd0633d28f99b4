/** A short slice of `npm run fuzz`, always the same one. */
import { expect, test } from 'vitest'
import { fuzzHashes } from '../../bench/fuzz/fuzz-hashes.ts'
import { bytesOf, hashFixtures } from '../support/hardware-hashes.ts'

test('100,000 hostile hashes neither throw nor read outside', () => {
  const samples = hashFixtures.map(bytesOf)
  const { executions, outcomes } = fuzzHashes({ seed: 'suite', count: 100_000, samples })
  expect(executions).toBe(100_000)
  // The slice is worth something only if it gets behind every gate.
  for (const outcome of [
    'accepted',
    'digest-wrong',
    'trailer',
    'record-length',
    'record-overrun',
    'not-a-hash',
  ]) {
    expect(outcomes[outcome]).toBeGreaterThan(100)
  }
})
