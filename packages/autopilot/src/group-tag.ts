/** Group tags: the texts by which groups, and through them profiles, find devices. */
import { formulaSign, startsFormula } from './spreadsheet-cell.ts'

/** In characters. [observed: AutopilotGroupTagger, issue 3; no page of Microsoft's gives a limit] */
export const maxGroupTagLength = 512

/** Why a service would not accept `tag`, as a predicate; undefined = accepted. An empty tag clears. */
export function groupTagFault(tag: string): string | undefined {
  if (tag.length > maxGroupTagLength)
    return `has ${tag.length} characters; ${maxGroupTagLength} are allowed`
  if (hasControl(tag)) return 'holds a control character, such as a line end or tab'
  const sign = formulaSign(tag)
  return sign && `begins with ${sign}, which a spreadsheet would calculate`
}

/** `text` as a tag or name that `groupTagFault` finds nothing in but its length; may be empty. */
export function plainText(text: string): string {
  let plain = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  while (startsFormula(plain)) plain = [...plain].slice(1).join('').trim()
  return plain
}

/** Line ends, tabs and other signs that no one sees. */
export function hasControl(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
}
