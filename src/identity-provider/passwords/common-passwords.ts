/**
 * The passwords that attackers try first: some 18,000 of eight characters and more, out of passwords that were
 * breached, in the order of how often. Nothing is asked of anybody: the list is a package.
 */
import type { IsCommonPassword } from '../core/passwords/password-rules.ts'

let known: Promise<ReadonlySet<string>> | undefined

/** Read when the first password is chosen: most servers' starts need none. */
export const isCommonPassword: IsCommonPassword = async (password) => {
  known ??= read()
  return (await known).has(password)
}

async function read(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
