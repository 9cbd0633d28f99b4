/** docs/server.md says what every key of a seed file means. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { seedFile } from '../../src/host/seed/seed-shape.ts'
import { root } from './documents.ts'

test('every key of a seed file is on the page about the server', () => {
  const page = readFileSync(join(root, 'docs/server.md'), 'utf8')
  const section = /^## Seed file$[\s\S]*?(?=^## )/m.exec(page)?.[0] ?? ''
  const keys = keysIn(z.toJSONSchema(seedFile, { io: 'input', unrepresentable: 'any' }))
  expect(keys).toEqual(expect.arrayContaining(['tenants', 'redirectUris', 'floor']))
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(section))).toEqual([])
})

/** Names of members at every depth of a JSON Schema. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([name, value]) => [
    ...(name === 'properties' ? Object.keys(value) : []),
    ...keysIn(value),
  ])
}
