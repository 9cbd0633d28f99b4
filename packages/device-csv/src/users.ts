/** The user names of a tenant's user export or of any list, to check assigned users against. */
import { ByteReader } from './text/encoding.ts'
import { splitFields } from './text/fields.ts'
import { LineReader } from './text/lines.ts'

const titles = new Set([
  'userprincipalname',
  'upn',
  'username',
  'user',
  'assigneduser',
  'email',
  'mail',
])

/** All names in lower case. In a file without a known title, the first value with an @ of each line. */
export function readUserNames(input: Uint8Array): ReadonlySet<string> {
  const bytes = new ByteReader()
  const lines = new LineReader()
  const text = bytes.push(input) + bytes.end()
  const all = [...lines.push(text), ...lines.end()].map((line) => line.text)
  const [first = ''] = all
  const separator = [',', ';', '\t'].find((each) => first.includes(each)) ?? ','
  const heads = splitFields(first, separator).values.map((title) =>
    title.toLowerCase().replaceAll(/[^a-z]/g, ''),
  )
  const at = [...titles].map((title) => heads.indexOf(title)).find((index) => index !== -1)
  const names = all.map((line) => {
    const { values } = splitFields(line, separator)
    return (at === undefined ? values.find((value) => value.includes('@')) : values[at]) ?? ''
  })
  return new Set(
    names.map((name) => name.trim().toLowerCase()).filter((name) => name.includes('@')),
  )
}
