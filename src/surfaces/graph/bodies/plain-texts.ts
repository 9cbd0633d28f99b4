/**
 * Tags and names that a spreadsheet would calculate, or that hold control characters. Strict fidelity refuses them,
 * as every other door does; lenient takes them as plain text and says what it took, since the clients of Graph are
 * scripts that nobody watches. The name of a computer is never rewritten.
 */
import { groupTagFault, maxGroupTagLength, plainText } from 'taxiway-autopilot'
import { spreadsheetTexts } from '../../../core/storable-text.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'

/** By the member that was rewritten: what was given, and what is kept of it. */
export type Rewritten = Readonly<Record<string, string>>

export function plainTexts<Given extends object>(
  given: Given,
  fidelity: Fidelity,
): { readonly texts: Given; readonly rewritten: Rewritten } {
  const rewritten: Record<string, string> = {}
  if (fidelity === 'strict') return { texts: given, rewritten }
  const texts = Object.entries(given).map(([name, value]: [string, unknown]) => {
    if (!isRewritable(name) || typeof value !== 'string' || value.length > maxGroupTagLength)
      return [name, value]
    const fault = groupTagFault(value)
    if (fault === undefined) return [name, value]
    const plain = plainText(value)
    rewritten[name] = `${name} ${JSON.stringify(value)} ${fault}; ${kept(plain)}.`
    return [name, plain === '' ? null : plain]
  })
  return { texts: Object.fromEntries(texts), rewritten }
}

/** The same as annotations of the members. */
export function annotationsOf(rewritten: Rewritten): object {
  return Object.fromEntries(
    Object.entries(rewritten).map(([name, words]) => [`${name}@taxiway.warning`, words]),
  )
}

function isRewritable(name: string): boolean {
  return name === 'orderIdentifier' || spreadsheetTexts.has(name)
}

function kept(plain: string): string {
  return plain === '' ? 'nothing is left to keep' : `${JSON.stringify(plain)} is kept`
}
