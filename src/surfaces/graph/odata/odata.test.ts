/** The parsers of query options and bodies: any input gives a value or their own refusal. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deviceFieldTypes } from '../../../core/devices/device-field.ts'
import { DomainError } from '../../../core/errors.ts'
import { parseFilter } from '../../http/odata/parse-filter.ts'
import { JsonFault, parseLenientJson } from './lenient-json.ts'
import { parseOrder } from './parse-order.ts'
import { parseSearch } from './parse-search.ts'

const askable = {
  fields: {
    serialnumber: 'serialNumber',
    displayname: 'displayName',
    lastcontacteddatetime: 'lastContactedAt',
    accountenabled: 'accountEnabled',
    physicalids: 'physicalIds',
    id: 'id',
  },
  types: deviceFieldTypes,
} as const

const words = fc
  .array(
    fc.constantFrom(
      ...[
        'serialNumber',
        'accountEnabled',
        'lastContactedDateTime',
        'physicalIds/any(',
        'id',
        'nonsense',
      ],
      ...[
        'eq',
        'ne',
        'gt',
        'in',
        'and',
        'or',
        'not',
        '(',
        ')',
        ',',
        ':',
        "'x'",
        "'it''s'",
        '5',
        'null',
        'true',
      ],
      ...[
        'contains(',
        'startswith(',
        'tolower(',
        '2020-01-01',
        '2020-01-01T00:00:00Z',
        'p:p',
        '%',
        '"',
        '\0',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(' '))

const only = (kind: typeof DomainError | typeof JsonFault, parse: () => unknown) => {
  try {
    parse()
  } catch (error) {
    expect(error).toBeInstanceOf(kind)
  }
}

test('the parsers throw nothing but their own refusals', () => {
  fc.assert(
    fc.property(fc.oneof(words, fc.string(), fc.string({ unit: 'binary' })), (source) => {
      only(DomainError, () => parseFilter(source, askable))
      only(DomainError, () => parseOrder(source, askable))
      only(DomainError, () => parseSearch(source, askable))
      only(JsonFault, () => parseLenientJson(source))
    }),
    { numRuns: 3_000 },
  )
})

test('depth and length end in a refusal, not in a full stack', () => {
  for (const source of [
    '('.repeat(100_000),
    'not '.repeat(100_000),
    'tolower('.repeat(100_000),
    Array(300).fill("serialNumber eq 'x'").join(' or '),
  ])
    expect(() => parseFilter(source, askable)).toThrow(/more than (50 levels|200 conditions)/)
  expect(() => parseLenientJson('['.repeat(100_000))).toThrow(/more than 64 levels/)
})

test('every JSON text is read as JSON reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseLenientJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test.each([
  ["serialNumber eq 'a' and not accountEnabled eq true or id ne null", 'or'],
  ["'a' eq serialNumber", 'compare'],
  ["contains(tolower(serialNumber),'A') eq false", 'not'],
  ["physicalIds/any(p:p eq '[OrderID]:X')", 'any'],
  ["physicalIds/any(p:startswith(p,'[OrderID]'))", 'any'],
  ["serialNumber in ('a','b')", 'in'],
  ["serialNumber eq microsoft.graph.enrollmentState'a'", 'compare'],
  ['lastContactedDateTime gt 2020-01-01T00:00:00.1234567Z', 'compare'],
  ['lastContactedDateTime gt 2020-01-01T00:00:00 02:00', 'compare'],
])('%s is understood', (source, kind) => {
  expect(parseFilter(source, askable).kind).toBe(kind)
})

test.each([
  ["serial eq 'x'", "'serial' is not a property that can be filtered at position 0"],
  ["serialNumber like 'x'", "instead of 'like' at position 13"],
  ['length(serialNumber) eq 3', "the function 'length' is not supported"],
  ["physicalIds eq 'x'", 'is a list'],
  ["accountEnabled eq 'perhaps'", 'neither true nor false'],
  ['lastContactedDateTime gt yesterday', "'yesterday' is not a date"],
  ["contains(lastContactedDateTime,'2')", 'only texts have parts'],
  ["serialNumber eq 'x", 'has no meaning at position 16'],
])('%s is refused by name', (source, words) => {
  expect(() => parseFilter(source, askable)).toThrow(words)
})
