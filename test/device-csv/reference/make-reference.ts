/** The reference of findings, generated from the catalogue in the code and the examples beside this file. */
import { type FindingCode, findingCodes } from 'taxiway-device-csv'
import type { About } from './about.ts'
import { aboutForm } from './about-form.ts'
import { aboutValues } from './about-values.ts'

const intro = `# Findings of device CSV files

Made from the code by \`npm run docs\`; do not edit it by hand. [device-csv.md](device-csv.md) describes, step by step,
what to do with a file. Every code is stable. **Repaired** means that \`taxiway csv fix\` and \`taxiway import\` repair it.
Grades: *documented* (Microsoft's pages), *observed* (by people who tried it), *inferred* (by us). Hashes are shortened to \`T0GX…\`.
`

export const reference = (): string =>
  [
    intro,
    '## The form of a file\n',
    ...Object.entries(aboutForm).map(section),
    '## What the rows say\n',
    ...Object.entries(aboutValues).map(section),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')

function section([code, { about, before, after }]: readonly [string, About]): string {
  const entry = findingCodes[code as FindingCode]
  const repaired = entry.repairable ? ' **Repaired.**' : ''
  return [
    `### \`${code}\`\n`,
    about,
    '',
    `*${severityInWords(entry.severity)}.*${repaired} ${entry.fix}`.trimEnd(),
    '',
    `- Before: ${before}`,
    `- After: ${after}`,
    '',
  ].join('\n')
}

function severityInWords(severity: (typeof findingCodes)[FindingCode]['severity']): string {
  if (typeof severity === 'string') return capital(severity)
  const parts = Object.entries(severity).map(([profile, each]) => `${each} for ${profile}`)
  return capital(parts.join('; '))
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
