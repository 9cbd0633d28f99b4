/** Titles that a spreadsheet has broken over several lines, within quotation marks, or a mail program at its margin. */

import type { Line } from '../text/lines.ts'
import { guessLine, plainLine } from './guess-line.ts'

const maxJoined = 12
const maxLength = 1000

/** The first lines with a broken header as one line; a line stays as it is unless more titles are known in the whole. */
export function joinedTitles(lines: readonly Line[]): readonly Line[] {
  const at = lines.findIndex((line, n) => wholeTitles(line, lines[n + 1]) !== undefined)
  const first = lines[at]
  const text = first && wholeTitles(first, lines[at + 1])
  if (first === undefined || text === undefined) return withoutBreaks(lines)
  return [...lines.slice(0, at), { ...first, text }, ...lines.slice(at + 2)]
}

/** A header that a mail program has broken at its margin, between two words or within one. */
function wholeTitles({ text }: Line, next: Line | undefined): string | undefined {
  if (next === undefined || text.length + next.text.length > maxLength) return undefined
  const { known, hash } = guessLine(text)
  if (known < 2 || hash !== -1) return undefined
  return [
    `${text}${next.text}`,
    `${text} ${plainLine(next.text)}`,
    `${text}${plainLine(next.text)}`,
  ].find((whole) => {
    const joined = guessLine(whole)
    const columns = joined.meaning.filter((column) => column !== undefined)
    return (
      joined.known > Math.max(known, guessLine(next.text).known) &&
      new Set(columns).size === columns.length &&
      columns.length === joined.meaning.length
    )
  })
}

function withoutBreaks(lines: readonly Line[]): readonly Line[] {
  const at = lines.findIndex(({ text }) => isOpen(text))
  const [first, ...more] = at === -1 ? [] : lines.slice(at, at + maxJoined)
  if (first === undefined) return lines
  let text = first.text
  for (const [n, next] of more.entries()) {
    text += ` ${next.text}`
    if (text.length > maxLength) return lines
    if (isOpen(text)) continue
    const parts = [first, ...more.slice(0, n + 1)]
    if (!isHeader(text, parts)) return lines
    return [...lines.slice(0, at), { ...first, text }, ...lines.slice(at + parts.length)]
  }
  return lines
}

function isHeader(text: string, parts: readonly Line[]): boolean {
  const { known, hash } = guessLine(text)
  return hash === -1 && known > 1 && parts.every((part) => guessLine(part.text).known < known)
}

/** The line ends inside quotation marks. */
const isOpen = (text: string): boolean => (text.split('"').length - 1) % 2 === 1
