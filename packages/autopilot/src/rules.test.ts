import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  deviceErrors,
  deviceNameFaults,
  explainRefusal,
  groupTagFault,
  isMicrosoft,
  isUserPrincipalName,
  nameTemplateFaults,
  plainText,
  refusals,
} from './index.ts'

test.each(['PC-1', 'A', '0-0', 'abcdefghijklmno'])('%s is a device name', (name) => {
  expect(deviceNameFaults(name)).toEqual([])
})

test.each([
  ['', ['is empty']],
  ['12345', ['is all digits']],
  ['abcdefghijklmnop', ['is longer than 15 characters']],
  ['-PC', ['begins with a hyphen']],
  ['Ada’s PC', ['contains something other than letters, digits and hyphens']],
  ['1234567890123456', ['is longer than 15 characters', 'is all digits']],
  ['PC-1\n', ['contains something other than letters, digits and hyphens']],
])('the device name %j is refused with every reason', (name, faults) => {
  expect(deviceNameFaults(name)).toEqual(faults)
})

test('a template without macros is judged as the name that it makes', () => {
  const characters = fc.constantFrom(...'aZ09- _.')
  fc.assert(
    fc.property(fc.string({ unit: characters, minLength: 1, maxLength: 20 }), (name) => {
      expect(nameTemplateFaults(name).length).toBe(deviceNameFaults(name).length)
    }),
  )
})

test.each(['PC-%SERIAL%', 'PC-%RAND:12%', '%rand:15%', '%SERIAL%'])('%s is a template', (text) => {
  expect(nameTemplateFaults(text)).toEqual([])
})

test.each(['PC-%RAND:13%', 'PC-%RAND:16%', '%NAME%', '%%', 'PC %SERIAL%'])(
  '%s is not a template',
  (text) => expect(nameTemplateFaults(text)).toHaveLength(1),
)

test('a group tag has at most 512 characters', () => {
  expect(groupTagFault('x'.repeat(512))).toBeUndefined()
  for (const tag of [
    '=1',
    '+1',
    '-1',
    '@a',
    '|a',
    '%a',
    '\t1',
    '\r1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff20a',
  ]) {
    expect(groupTagFault(tag)).toBeDefined()
    expect(plainText(` ${tag}\u2028`)).toBe(tag.slice(1))
  }
  expect(groupTagFault('x'.repeat(513))).toBe('has 513 characters; 512 are allowed')
})

test.each(["o'brien@contoso.com", 'guest_fabrikam.com#EXT#@contoso.onmicrosoft.com', 'ä@b.c'])(
  '%s is a user principal name',
  (name) => expect(isUserPrincipalName(name)).toBe(true),
)

test.each([
  '',
  'ada',
  'ada@',
  '@contoso.com',
  'ada@contoso',
  'a b@c.d',
  'a@b@c.d',
  'a@b.c\n',
  'a\u0001@b.c',
  'a\u200b@b.c',
  'a\u202e@b.c',
])('%j is no user principal name', (name) => expect(isUserPrincipalName(name)).toBe(false))

test('every refusal and every error of a device is explained', () => {
  for (const [name, refusal] of Object.entries(refusals)) {
    expect(explainRefusal(name)).toBe(refusal)
    expect(`${refusal.meaning} ${refusal.nextStep}`).toMatch(/^[A-Z].*\. [A-Z].*\.$/)
  }
  for (const { names, code } of deviceErrors) expect([names.length, code]).not.toContain(0)
})

test('an unknown error name is named, whatever it is', () => {
  expect(explainRefusal('constructor').meaning).toContain('constructor')
  expect(explainRefusal('').meaning).toBe('The service gives no reason.')
})

test.each([
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
  'https://login.microsoftonline.com',
  'https://login.microsoftonline.us',
  'https://login.partner.microsoftonline.cn',
])("%s is Microsoft's", (origin) => expect(isMicrosoft(origin)).toBe(true))

test.each(['https://localhost:8443', 'https://notmicrosoft.com', 'https://microsoft.com.evil.org'])(
  "%s is not Microsoft's",
  (origin) => expect(isMicrosoft(origin)).toBe(false),
)
