/** OOBE asks the service for a profile, retrying as needed, and logs the result. */
import {
  type Answer,
  askByHashAlone,
  askForProfile,
  type NoneAnswer,
  type ProfileAnswer,
} from '../service/deployment-client.ts'
import type { Problem, Service } from '../service/service.ts'
import type { DeviceClock } from './clock.ts'
import type { Hardware } from './hardware.ts'

export type Note = (id: number, data?: Readonly<Record<string, string>>) => void

export type ContactSetting = {
  readonly service: Service
  readonly hardware: Hardware
  readonly clock: DeviceClock
  readonly note: Note
}

/** `gave-up`: the service could not be reached, and the device continues as a private one. */
export type ContactResult =
  | ProfileAnswer
  | NoneAnswer
  | { readonly result: 'gave-up'; readonly why: string }

const maxTries = 6
const minPauseSeconds = 10
const maxPauseSeconds = 300

export async function contact(setting: ContactSetting): Promise<ContactResult> {
  const { clock, note } = setting
  note(160)
  for (let attempt = 1; ; attempt++) {
    const answer = await askedOnce(setting)
    if (answer.result === 'profile') {
      noteProfile(note)
      return answer
    }
    if (answer.result === 'none') {
      noteNone(note, answer)
      return answer
    }
    const pause = pauseAfter(answer, attempt)
    if (pause === undefined || attempt === maxTries) {
      note(answer.code === 'tpm-failed' ? 172 : 314, { reason: answer.detail })
      return { result: 'gave-up', why: answer.code }
    }
    note(194, { seconds: String(pause) })
    clock.pass(pause)
    note(193)
  }
}

async function askedOnce({ service, hardware, clock, note }: ContactSetting): Promise<Answer> {
  const { prover } = hardware
  const hash = hardware.hashAt(clock.now())
  try {
    return prover === null
      ? await askByHashAlone(service, hash)
      : await askForProfile(service, hash, prover)
  } catch (error) {
    if (error instanceof TypeError) return problem('network', error.message)
    // The TPM did not open the challenge: it is not the one of the hash.
    note(171, { reason: error instanceof Error ? error.message : 'unknown' })
    return problem('tpm-failed', 'The TPM could not prove the device.')
  }
}

/** Undefined: a retry would change nothing. */
function pauseAfter({ code, status, retryAfter }: Problem, attempt: number): number | undefined {
  const isPassing = status === 429 || status === 503 || status === 410 || code === 'network'
  if (!isPassing) return undefined
  return Math.max(retryAfter ?? 0, Math.min(maxPauseSeconds, minPauseSeconds * 2 ** (attempt - 1)))
}

function noteProfile(note: Note): void {
  note(161)
  note(703)
  note(702)
  note(153, { before: 'Unknown', after: 'Available' })
  for (const id of [111, 103, 101, 109]) note(id)
}

function noteNone(note: Note, { code, name }: NoneAnswer): void {
  if (code === 171) note(171, { name: name ?? '' })
  else if (code !== undefined) note(code, { name: name ?? '' })
  note(704)
}

function problem(code: string, detail: string): Problem {
  return { result: 'problem', status: 0, code, detail }
}
