/**
 * Logs are passed on to support staff; who used the computer is not needed and is left out.
 *
 * Patterns with an end also match without one, so that no text is scanned again from each of its characters.
 */
type Rule = readonly [pattern: RegExp, instead: (found: string, part: string | undefined) => string]

const rules: readonly Rule[] = [
  // The part of a sign-in name or mail address that names a person.
  [/[^\s@"'<>()\\/,;:=]+(@(?=[\p{L}\d]))?/gu, (found, at) => (at === undefined ? found : '…@')],
  // Accounts of a domain, a computer or Entra; Windows' own stay.
  [/S-1-(?:5-21|12-1)-[\d-]+/g, () => 'S-1-…'],
  // User folders: with spaces if the path continues, otherwise up to the next space.
  [/([\\/]Users[\\/]+)(?:[^\\/"'<>|:*?\r\n]+(?=[\\/])|[^\s\\/"']+)/gi, (_, folder) => `${folder}…`],
  // URLs of sign-in pages contain hints about the person.
  [
    /https?:\/\/[^\s?#"']*([?#][^\s"']*)?/gi,
    (found, query) => (query === undefined ? found : `${found.slice(0, -query.length)}?…`),
  ],
]

export function withoutPeople(text: string): string {
  let plain = text
  for (const [person, instead] of rules) plain = plain.replace(person, instead)
  return plain
}
