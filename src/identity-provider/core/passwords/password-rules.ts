/**
 * What a new password must be: long enough, not one that everybody tries first, and not made of words that are easy
 * to guess here. No rules about kinds of characters, and no expiry (NIST SP 800-63B-4).
 */
import type { Person } from '../../../core/directory/user.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'

/** Characters. */
export const minPasswordLength = 8
export const maxPasswordLength = 1024

/** Whether it is one of the most common passwords; given in lower case, without letter variants. */
export type IsCommonPassword = (password: string) => Promise<boolean>

/** Names of this product and of what it does. */
const ownWords = ['taxiway', 'autopilot', 'intune', 'windows', 'microsoft', 'password']

/** Shorter words occur in too many good passwords. */
const minWordLength = 3

export type PasswordOwner = {
  readonly person: Pick<Person, 'userPrincipalName' | 'displayName'>
  readonly tenant: Pick<Tenant, 'displayName' | 'domains'>
}

/** What is wrong with a new password, for the person; undefined = nothing. */
export async function passwordFault(
  password: string,
  owner: PasswordOwner,
  isCommon: IsCommonPassword,
): Promise<string | undefined> {
  const length = [...password].length
  if (length < minPasswordLength) return `Choose at least ${minPasswordLength} characters.`
  if (length > maxPasswordLength) return `Choose at most ${maxPasswordLength} characters.`
  const folded = foldedText(password)
  if (await isCommon(folded))
    return 'This is one of the passwords that are tried first. Choose another one.'
  if ([...withoutWords(folded, owner)].length < minPasswordLength)
    return 'This is mostly your name, your organization’s or this product’s. Choose another one.'
  return undefined
}

/** Words that a password should not be built from: names of the person, the tenant and this product. */
export function contextWords({ person, tenant }: PasswordOwner): readonly string[] {
  const texts = [
    person.userPrincipalName,
    person.displayName,
    tenant.displayName,
    ...tenant.domains,
    ...ownWords,
  ]
  const words = texts.flatMap((text) => foldedText(text).split(/[^\p{L}\p{N}]+/u))
  return [...new Set(words)]
    .filter((word) => [...word].length >= minWordLength)
    .toSorted((one, other) => other.length - one.length)
}

/** Letters that look or count alike become one (UAX #15, NFKC), and invisible characters are removed. */
function foldedText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
}

/** What is left to guess once the words are known. */
function withoutWords(folded: string, owner: PasswordOwner): string {
  return contextWords(owner).reduce((rest, word) => rest.replaceAll(word, ''), folded)
}
