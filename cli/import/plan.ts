/** What an import made of its files, in a few lines, before anything is sent. */
import { counted, type Output } from '../terminal/output.ts'
import type { InputFile } from './files/read-files.ts'
import type { Overrides } from './receipt/new-receipt.ts'

const maxTags = 5

export function sayPlan(
  output: Output,
  files: readonly InputFile[],
  { groupTag, assignedUser }: Overrides,
): void {
  const rows = files.flatMap((each) => each.rows)
  const places = files.filter((each) => each.rows.length > 0).map(({ file }) => file)
  output.say(`${counted(rows.length, 'device')} in ${placesInWords(places)}.`)
  const left = files.flatMap(({ file, leftOut }) =>
    leftOut.map(({ row, codes }) => `${file}:${row.line} (${codes.join(', ')})`),
  )
  if (left.length > 0) output.warn(`Left out: ${left.slice(0, 10).join('; ')}.`)
  const tags = Map.groupBy(rows, (row) => groupTag ?? row.groupTag)
  const given = [...tags].filter(([tag]) => tag !== '')
  if (given.length > 0) {
    const shown = given.slice(0, maxTags).map(([tag, those]) => `${tag} (${those.length})`)
    const more = given.length > maxTags ? ` and ${given.length - maxTags} others` : ''
    output.say(`Group tags: ${shown.join(', ')}${more}.`)
  }
  const users = rows.filter((row) => (assignedUser ?? row.assignedUser) !== '').length
  if (users > 0) output.say(`${counted(users, 'device')} with an assigned user.`)
}

function placesInWords(places: readonly string[]): string {
  if (places.length === 0) return 'no file'
  return places.length <= 3 ? places.join(', ') : `${places.length} files`
}
