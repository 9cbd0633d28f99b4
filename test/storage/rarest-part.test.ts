import { expect, test } from 'vitest'
import { rarestPart } from '../../src/storage/sql/rarest-part.ts'

const sample = Array.from(
  { length: 64 },
  (_, n) => `5cd${n}\npc-${String(2_000 + n).padStart(8, '0')}\nuser${n}@contoso.test`,
)

test.each([
  ['the number of a name', 'PC-00007311', '07311'],
  ['the person of an address', 'user7311@contoso.test', 'r7311'],
  ['what nobody has', 'something', 'thing'],
  ['nothing of what is common', 'contoso.test', 'contoso.test'],
  ['nothing of what is short', 'r7311', 'r7311'],
  ['nothing of what has no long word', 'a-b c_d+e', 'a-b c_d+e'],
  ['whole characters', '💻💻ÄÖÜẞß1', 'ÖÜẞß1'],
])('an index of parts is asked for %s', (_, text, part) => {
  expect(rarestPart(text, sample)).toBe(part)
  expect(text).toContain(part)
})
