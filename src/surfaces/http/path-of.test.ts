import { expect, test } from 'vitest'
import { pathOf } from './path-of.ts'

test.each([
  'https://localhost:8443',
  'https://localhost:8443/',
  'https://localhost:8443/v1.0/devices?$top=1&a=b/c?d#e',
  'https://[::1]:8443/v1.0/devices#a?b',
  "https://example.com/v1.0/devices('a%2Fb')/x?",
  'https://example.com?a=/b',
])('the path of %s is what the platform says', (url) => {
  const request = new Request(url)
  expect(pathOf(request)).toBe(new URL(url).pathname)
})
