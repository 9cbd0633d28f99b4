import { expect, test } from 'vitest'
import { generatedSecret } from './generated-secret.ts'

test('a command line does not take a secret for an option', () => {
  const draws = ['-4IGz68L', '--help12', '_4IGz68L'].map((text) => Buffer.from(text, 'base64url'))
  expect(generatedSecret(6, () => draws.shift() ?? Buffer.alloc(6))).toBe('_4IGz68L')
})

test('a secret has as many random bytes as were asked for', () => {
  const secrets = new Set(Array.from({ length: 500 }, () => generatedSecret(32)))
  expect(secrets.size).toBe(500)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/)
})
