/**
 * What a server that starts again has in memory, as far as libraries go: those for what is rarely asked come with the first
 * request for it, and an idle server stays small. Followed are the imports that Node follows, without types and `import()`.
 */
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { sourceFiles, textOf, workspaces } from '../support/source-files.ts'

const entry = 'cli-server/serve/run-server.ts'

/** Each of several megabytes, and what it is loaded for. */
const later = {
  '@peculiar/x509': 'issuing certificates',
  '@peculiar/asn1-cms': 'messages of devices',
  'oidc-provider': 'sign-ins',
  '@simplewebauthn/server': 'passkeys',
  yaml: 'a seed',
  'pino-pretty': 'a terminal',
} as const

const followed = /^(?:import|export)\s+(?!type\b)(?:[^'"();]*?\sfrom\s+)?'([^'\s]+)'/gm

const known = new Set(sourceFiles)
const published = new Map(
  [...workspaces].flatMap(([folder, { name, exports = {} }]) =>
    Object.entries(exports).map(([part, file]) => [join(name, part), join(folder, file)] as const),
  ),
)

function importedBy(file: string): readonly string[] {
  return [...textOf(file).matchAll(followed)].map(([, to = '']) =>
    to.startsWith('.') ? join(dirname(file), to) : (published.get(to) ?? to),
  )
}

test('libraries for what is rarely asked come when it is asked', () => {
  const reached = new Map<string, string>([[entry, '']])
  for (const file of reached.keys())
    if (known.has(file))
      for (const to of importedBy(file)) if (!reached.has(to)) reached.set(to, file)
  expect(reached.size).toBeGreaterThan(700)
  expect(reached.has('hono')).toBe(true)
  const early = Object.keys(later).filter((library) => reached.has(library))
  expect(early.map((library) => `${library}, by ${reached.get(library)}`)).toEqual([])
})
