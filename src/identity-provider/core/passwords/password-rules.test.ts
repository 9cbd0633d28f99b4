/** The rules for new passwords, by themselves. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contextWords, minPasswordLength, passwordFault } from './password-rules.ts'

const owner = {
  person: { userPrincipalName: 'a.lovelace@contoso.test', displayName: 'Ada Lovelace' },
  tenant: { displayName: 'Contoso Ltd', domains: ['contoso.test', 'contoso-labs.example'] },
}
const judge = (password: string) => passwordFault(password, owner, async () => false)

test('words of the place are the names of person, tenant and product, from three letters on', () => {
  const words = contextWords(owner)
  for (const word of ['lovelace', 'ada', 'contoso', 'labs', 'ltd', 'test', 'taxiway', 'password'])
    expect(words).toContain(word)
  expect(words).not.toContain('a')
})

describe('a password', () => {
  test.each(['contoso2026', 'AdaLovelace!!', 'taxiway-ADA-1', 'Passwordpassword1', 'lovelacetest'])(
    '%s is guessed',
    async (password) => expect(await judge(password)).toContain('mostly your name'),
  )

  test.each(['contoso is where I work', 'zwölf Boote', '🚕🚕🚕🚕🚕🚕🚕🚕', 'two  blanks'])(
    '%s is as good as any',
    async (password) => expect(await judge(password)).toBeUndefined(),
  )

  test('is counted by characters, not by their parts', async () => {
    expect(await judge('🚕🚕🚕🚕')).toContain('at least 8')
    expect(await judge('x'.repeat(1024))).toBeUndefined()
    expect(await judge('x'.repeat(1025))).toContain('at most 1024')
  })

  test('is common in whatever case', async () => {
    const seen: string[] = []
    const isCommon = async (password: string) => seen.push(password) > 0
    expect(await passwordFault('QwertyUIOP', owner, isCommon)).toContain('tried first')
    expect(seen).toEqual(['qwertyuiop'])
  })
})

test('words alone, however many and in whatever case, never make a password', () => {
  const word = fc.constantFrom(...contextWords(owner))
  const words = fc.array(fc.tuple(word, fc.boolean()), { minLength: 1, maxLength: 6 })
  return fc.assert(
    fc.asyncProperty(
      words,
      fc.string({ maxLength: minPasswordLength - 1 }),
      async (parts, rest) => {
        const text = parts.map(([each, loud]) => (loud ? each.toUpperCase() : each)).join('')
        expect(await judge(`${text}${rest}`)).toBeDefined()
      },
    ),
  )
})
