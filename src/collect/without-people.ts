/** Logs are handed on to whoever helps; who used the computer does not help and is left out. */
const rules: readonly (readonly [RegExp, string])[] = [
  // The part of a sign-in name or mail address that names a person.
  [/[^\s@"'<>()\\/,;:=]{1,64}@(?=[\p{L}\d])/gu, '…@'],
  // Accounts of a domain, a computer or Entra; those of Windows itself stay.
  [/S-1-(?:5-21|12-1)-[\d-]+/g, 'S-1-…'],
  [/(\\Users\\)[^\\\s"']+/gi, '$1…'],
  // Sign-in pages are called with hints about the person.
  [/(https?:\/\/[^\s?#"']*)[?#][^\s"']*/gi, '$1?…'],
]

export function withoutPeople(text: string): string {
  let plain = text
  for (const [person, instead] of rules) plain = plain.replace(person, instead)
  return plain
}
