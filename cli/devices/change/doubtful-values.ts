/** Values that nobody means, such as what a spreadsheet shows for a failed lookup: a whole fleet would get them as its tag. */
import { meansNothing } from 'taxiway-device-csv'
import { CliError, exitCodes } from '../../exit.ts'
import type { Step } from './plan.ts'

const maxShown = 10
/** Without those that join letters and emojis. */
const unseen = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/
const inMarks = /^[“”„‟«»‹›‘’‚‛"'`].*[“”„‟«»‹›‘’‚‛"'`]$/u

/** Only of what would change: a device may have such a value already, and an export has it too. */
export function refuseDoubtful(steps: readonly Step[]): void {
  const faults = steps.flatMap(({ request, differences }) =>
    differences.flatMap(({ property, after }) => {
      const doubt = doubtAbout(after)
      return doubt === undefined ? [] : [`Line ${request.line}: ${property} ${doubt}`]
    }),
  )
  if (faults.length === 0) return
  const more = faults.length > maxShown ? [`… and ${faults.length - maxShown} more`] : []
  const title = 'Nothing was done, because the file has values that are probably not meant:'
  throw new CliError([title, ...faults.slice(0, maxShown), ...more].join('\n'), {
    exitCode: exitCodes.findings,
    hint: 'Correct the lines. A single device may have any value: taxiway devices update <device> --group-tag <tag>',
  })
}

function doubtAbout(value: string): string | undefined {
  const [sign] = unseen.exec(value) ?? []
  if (sign !== undefined)
    return `'${value.replaceAll(new RegExp(unseen, 'g'), '')}' has signs that nobody sees, such as ${nameOf(sign)}`
  if (inMarks.test(value)) return `${value} is in quotation marks that would be part of it`
  return meansNothing(value)
    ? `'${value}' is a word for no value; an empty cell changes nothing`
    : undefined
}

const nameOf = (sign: string): string =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
