/**
 * Logs are passed on to people who help; who used the computer is of no help and is left out.
 *
 * What looks for an end matches without one, too, so that no text is gone through again from each of its letters.
 */
type Rule = readonly [pattern: RegExp, instead: (found: string, part: string | undefined) => string]

const rules: readonly Rule[] = [
  // The part of a sign-in name or mail address that names a person.
  [/[^\s@"'<>()\\/,;:=]+(@(?=[\p{L}\d]))?/gu, (found, at) => (at === undefined ? found : '…@')],
  // Accounts of a domain, a computer or Entra; those of Windows itself stay.
  [/S-1-(?:5-21|12-1)-[\d-]+/g, () => 'S-1-…'],
  // Folders of people: with spaces if the path goes on, to the next space otherwise.
  [/([\\/]Users[\\/]+)(?:[^\\/"'<>|:*?\r\n]+(?=[\\/])|[^\s\\/"']+)/gi, (_, folder) => `${folder}…`],
  // Sign-in pages are called with hints about the person.
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
