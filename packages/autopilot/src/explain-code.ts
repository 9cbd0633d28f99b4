/** The catalogue of codes: what an import refuses and what a first boot ends with, by number or by name. */
import { deploymentCauses } from './deployment-causes.ts'
import { knownRefusals } from './explain-refusal.ts'
import type { Grade } from './refusals.ts'

export type Explanation = {
  /** As Microsoft writes it: `806`, `0x80180014`; empty where no source gives a number. */
  readonly code: string
  readonly name: string
  /** Where people meet it. */
  readonly where: 'import' | 'first boot'
  readonly meaning: string
  readonly nextStep: string
  /** The command that helps those who use the command line; null = none does. */
  readonly command: string | null
  readonly source: string
  readonly grade: Grade
}

/** Every code that is known, imports first. */
export const explanations: readonly Explanation[] = [
  ...Object.entries(knownRefusals).map(([name, refusal]) => ({
    code: refusal.code === 0 ? '' : String(refusal.code),
    name,
    where: 'import' as const,
    meaning: refusal.meaning,
    nextStep: refusal.nextStep,
    command: refusal.command ?? null,
    source: refusal.source,
    grade: refusal.grade,
  })),
  ...deploymentCauses.map(({ source, ...cause }) => ({
    ...cause,
    where: 'first boot' as const,
    command: null,
    source: 'Microsoft, "Troubleshooting overview" of Windows Autopilot; [MS-MDE2] for HRESULTs',
    grade: source,
  })),
]

/**
 * What `text` may mean: a name in any case, a number, an HRESULT with or without `0x`, or one written as the signed
 * decimal number that PowerShell shows. Empty when it is on no list.
 */
export function explanationsOf(text: string): readonly Explanation[] {
  const wanted = text.trim().toLowerCase()
  const codes = new Set([wanted, `0x${wanted}`, hexadecimal(wanted)])
  return explanations.filter(
    ({ code, name }) =>
      name.toLowerCase() === wanted || (code !== '' && codes.has(code.toLowerCase())),
  )
}

/** -2145910764 → 0x80180014; other texts stay as they are. */
function hexadecimal(text: string): string {
  const value = Number(text)
  const isHresult = /^-?\d{8,10}$/.test(text) && value >= -(2 ** 31) && value < 2 ** 32
  return isHresult ? `0x${(value >>> 0).toString(16).padStart(8, '0')}` : text
}
