/** Readers that nobody here wrote see the same fields in every repaired file: csv-parse, and Python where there is one. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, 'golden/files')
const files = readdirSync(folder).filter((name) => name.endsWith('.fixed.csv'))
const hasPython = spawnSync('python3', ['--version']).status === 0

/** Our reading as bare records, header included. */
function ours(name: string): readonly (readonly string[])[] {
  const { header, kind, rows } = readDeviceCsv(readFileSync(join(folder, name)))
  const titles = header === null ? [] : [header]
  const width = header?.length ?? 3
  return [
    ...titles,
    ...rows.map((row) => {
      const { serialNumber, productKey, hardwareHash, groupTag, assignedUser } = row
      const { manufacturer = '', model = '' } = row
      if (kind === 'corporate-identifiers') return [manufacturer, model, serialNumber]
      if (kind === 'partner-center')
        return [serialNumber, productKey, hardwareHash, manufacturer, model]
      return [serialNumber, productKey, hardwareHash, groupTag, assignedUser].slice(0, width)
    }),
  ]
}

test('there is a repaired file for most cases', () => {
  expect(files.length).toBeGreaterThan(60)
})

test.each(files)('csv-parse agrees on %s', (name) => {
  const text = new TextDecoder('windows-1252').decode(readFileSync(join(folder, name)))
  expect(parse(text, { record_delimiter: '\r\n' })).toEqual(ours(name))
})

const script = `
import csv, json, sys
answer = {}
for path in sys.argv[1:]:
    with open(path, encoding="cp1252", newline="") as file:
        answer[path] = list(csv.reader(file, strict=True))
print(json.dumps(answer))
`

test.runIf(hasPython)('the csv and codecs modules of Python agree on every repaired file', () => {
  const paths = files.map((name) => join(folder, name))
  const { status, stdout, stderr } = spawnSync('python3', ['-c', script, ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  // A shell in between may have something to say about the machine's locale.
  expect(status, stderr).toBe(0)
  const theirs: Record<string, string[][]> = JSON.parse(stdout)
  for (const name of files) expect(theirs[join(folder, name)]).toEqual(ours(name))
})
