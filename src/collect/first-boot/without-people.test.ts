import { expect, test } from 'vitest'
import { withoutPeople } from './without-people.ts'

test.each([
  ['anna.berg@contoso.test', '…@contoso.test'],
  ['for <anna.berg@contoso.test>, too', 'for <…@contoso.test>, too'],
  ['jörg@contoso.test and max@contoso.test', '…@contoso.test and …@contoso.test'],
  ['at 5 @ home', 'at 5 @ home'],
  ['S-1-5-21-1-2-3-1001', 'S-1-…'],
  ['S-1-12-1-44-55', 'S-1-…'],
  ['S-1-5-18', 'S-1-5-18'],
  ['C:\\Users\\anna\\AppData', 'C:\\Users\\…\\AppData'],
  ['C:\\Users\\Anna Berg\\AppData', 'C:\\Users\\…\\AppData'],
  ['"C:\\\\Users\\\\anna\\\\x"', '"C:\\\\Users\\\\…\\\\x"'],
  ['c:/users/anna/x', 'c:/users/…/x'],
  ['C:\\Users\\anna and D:\\data', 'C:\\Users\\… and D:\\data'],
  ['https://login.example/a?hint=anna#x y', 'https://login.example/a?… y'],
  ['https://login.example/a', 'https://login.example/a'],
  ['ProfileState_Available', 'ProfileState_Available'],
])('%s', (text, plain) => {
  expect(withoutPeople(text)).toBe(plain)
})
