/** A scenario of a first boot: which machine, how it is registered, and what happens to it. */
import { readFile } from 'node:fs/promises'
import { happeningNames } from 'taxiway-device'
import { z } from 'zod'
import { unreadable } from '../context/unreadable.ts'
import { CliError } from '../exit.ts'

const step = z.string().refine(
  (text) => {
    const [name = ''] = text.split('=')
    return name === 'boot' || name === 'signIn' || happeningNames.some((known) => known === name)
  },
  `must be boot, signIn[=<account>] or one of ${happeningNames.join(', ')}`,
)

const shape = z.strictObject({
  /** Which simulated machine it is; the same seed gives the same machine. */
  seed: z.string().min(1).max(200),
  groupTag: z.string().min(1).max(200),
  profile: z.strictObject({
    displayName: z.string().min(1).max(200),
    deviceNameTemplate: z.string().max(100).default(''),
    selfDeploying: z.boolean().default(false),
  }),
  /** A policy of that name shows the enrollment status page; absent = there is none of the scenario's. */
  statusPage: z
    .strictObject({
      displayName: z.string().min(1).max(200),
      timeoutMinutes: z.int().min(1).max(1_440).default(60),
    })
    .optional(),
  steps: z.array(step).min(1).max(100).default(['boot', 'signIn']),
})

export type Scenario = z.output<typeof shape>

export async function readScenario(path: string): Promise<Scenario> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw unreadable(path, cause)
  })
  const verdict = shape.safeParse(parsed(path, text))
  if (verdict.success) return verdict.data
  const [issue] = verdict.error.issues
  throw new CliError(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`, {
    hint: 'See examples/first-boot.json for the format.',
  })
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CliError(`${path} is not valid JSON.`, { cause })
  }
}
