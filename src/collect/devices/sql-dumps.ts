/**
 * Dumps of databases. mysqldump and SQLite insert rows without naming their columns, which stand where the table is
 * created; pg_dump copies rows as lines with tabs. [documented: MySQL mysqldump, PostgreSQL COPY, SQLite .dump]
 */

/** Rows below their names, for each table that is copied; null where there is no value. */
export type CopiedTable = readonly (readonly (string | null)[])[]

const name = String.raw`((?:[\w$]+|"[^"\n]+"|\`[^\`\n]+\`|\[[^\]\n]+\])(?:\.(?:[\w$]+|"[^"\n]+"|\`[^\`\n]+\`|\[[^\]\n]+\]))*)`
const created = new RegExp(
  String.raw`\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?${name}\s*\(`,
  'gi',
)
const nameless = new RegExp(
  String.raw`\b((?:insert|replace)\s+(?:ignore\s+)?into\s+${name})\s*(values\s*\()`,
  'gi',
)
const copied = new RegExp(String.raw`^copy\s+${name}\s*\(([^()\n]+)\)\s+from\s+stdin\b.*$`, 'gim')
const notAColumn =
  /^(?:primary|unique|key|index|constraint|foreign|check|fulltext|spatial|exclude)\b/i
const maxDefinition = 20_000

/** Each nameless insertion with the names of its table's columns. */
export function withColumnNames(text: string): string {
  const columns = new Map<string, readonly string[]>()
  for (const { 0: begin, 1: table = '', index } of text.matchAll(created))
    columns.set(lastPart(table), columnsFrom(text, index + begin.length))
  if (columns.size === 0) return text
  return text.replaceAll(nameless, (...found: string[]) => {
    const [all = '', into, table = '', values] = found
    const names = columns.get(lastPart(table)) ?? []
    return names.length === 0 ? all : `${into} (${names.join(', ')}) ${values}`
  })
}

/** What COPY brings, table by table. */
export function copiedTables(text: string): readonly CopiedTable[] {
  return [...text.matchAll(copied)].map(({ 0: begin, 2: names = '', index }) => {
    const from = index + begin.length
    const end = text.indexOf('\n\\.', from)
    const lines = text.slice(from, end === -1 ? undefined : end).split(/\r?\n/)
    const rows = lines.filter((line) => line !== '').map((line) => line.split('\t').map(unescaped))
    return [names.split(',').map((each) => bare(each.trim())), ...rows]
  })
}

/** Brackets, commas, and what is between them. */
const piece = /[(),]|[^(),]+/g

/** The names up to the bracket that closes the definition. */
function columnsFrom(text: string, start: number): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const [each] of text.slice(start, start + maxDefinition).matchAll(piece)) {
    depth += { '(': 1, ')': -1 }[each] ?? 0
    if (depth < 0) break
    if (each === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += each
  }
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '' && !notAColumn.test(part))
    .map((part) => bare(/^(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|\S+)/.exec(part)?.[0] ?? ''))
}

const bare = (text: string): string => text.replaceAll(/^["`[]|["`\]]$/g, '')

const lastPart = (table: string): string =>
  bare(/(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|[^.]+)$/.exec(table)?.[0] ?? '').toLowerCase()

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b' }

function unescaped(text: string): string | null {
  if (text === '\\N') return null
  return text.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)
}
