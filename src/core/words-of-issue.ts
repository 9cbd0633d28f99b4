/** Describes what is wrong with a value, from the report of a schema validator. */

/** As zod reports it; only the members used here. */
export type Issue = {
  readonly code?: string | undefined
  readonly message: string
  readonly input?: unknown
  readonly expected?: unknown
  readonly minimum?: unknown
  readonly maximum?: unknown
  readonly origin?: unknown
  readonly format?: unknown
  readonly values?: unknown
  readonly keys?: unknown
}

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a time',
}

const formats: Readonly<Record<string, string>> = {
  guid: 'a UUID',
  uuid: 'a UUID',
  datetime: 'a time such as 2026-01-31T12:00:00Z',
  email: 'an email address',
  url: 'an address such as https://example.org',
}

/** Such as `must not be empty`: it follows the name of the value. */
export function wordsOf(issue: Issue): string {
  const { message } = issue
  // Where a schema has words of its own for what is missing.
  if (/^is missing\b/.test(message)) return message
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined/.test(issue.message)
        ? 'is missing'
        : `must be ${types[String(issue.expected)] ?? String(issue.expected)}`
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return `must have at most ${amount(issue.maximum, issue.origin)}`
    case 'invalid_value':
      return `must be ${choiceOf(issue.values)}`
    case 'invalid_format':
      return formatWords(issue)
    case 'unrecognized_keys':
      return `has no member ${quoted(issue.keys)}`
    case 'custom':
      return issue.message
    default:
      return 'is not as expected'
  }
}

function tooSmall({ minimum, origin }: Issue): string {
  if (Number(minimum) === 1 && origin !== 'number' && origin !== 'int') return 'must not be empty'
  return `must have at least ${amount(minimum, origin)}`
}

function amount(limit: unknown, origin: unknown): string {
  const count = Number(limit)
  const thing = { string: 'character', array: 'entry', set: 'entry' }[String(origin)]
  if (thing === undefined) return `the value ${count}`
  const many = thing === 'entry' ? 'entries' : `${thing}s`
  return `${count.toLocaleString('en-US')} ${count === 1 ? thing : many}`
}

function formatWords({ format, message }: Issue): string {
  const words = formats[String(format)]
  if (words !== undefined) return `must be ${words}`
  // A schema's own message begins with "must".
  return message.startsWith('must') ? message : 'has a form that is not allowed'
}

function choiceOf(values: unknown): string {
  const all = Array.isArray(values) ? values.map(String) : []
  const [only] = all
  return all.length === 1 && only !== undefined ? `'${only}'` : `one of ${all.join(', ')}`
}

function quoted(names: unknown): string {
  return Array.isArray(names) ? names.map((name) => `'${name}'`).join(', ') : ''
}
