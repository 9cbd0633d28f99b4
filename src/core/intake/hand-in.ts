/** Somebody at a device hands in its hash or link with a code, and asks later what became of it. */
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { readDeviceLink } from '../associations/device-link.ts'
import { DomainError } from '../errors.ts'
import { hashBytesOf } from '../imports/hash-text.ts'
import { newUuid } from '../uuid.ts'
import {
  digestOfIntakeCode,
  type IntakeCode,
  type IntakeCodeKind,
  type IntakeDoor,
  type IntakeSubmission,
  type NewSubmission,
} from './intake.ts'

/** Wrong codes by network; right ones cost nothing, however many come at once. */
export type WrongCodes = {
  /** Before a code is looked up. Throws `throttled` where there were too many. */
  begin(network: string): Promise<void>
  /** Throws `throttled` where there are too many by now. */
  countWrong(network: string): Promise<void>
  noteRight(network: string): void
}

export type HandInDeps = {
  readonly door: IntakeDoor
  readonly wrongCodes: WrongCodes
  readonly now: () => Date
}

/** Where somebody tries codes from. */
export type From = { readonly network: string; readonly address: string }

export type HandedIn = {
  readonly hardwareHash?: string | undefined
  readonly deviceLink?: string | undefined
  readonly note?: string | undefined
  /** Of programs that may send the same again. */
  readonly requestId?: string | undefined
}

type Shown = From & {
  readonly code: string
  readonly kind: IntakeCodeKind
  /** Whom the sender means; the code's own tenant if it says nothing. */
  readonly tenantId?: string | null | undefined
}

/** Throws `not-permitted` in the same words whatever is wrong with the code. Bad content spends nothing. */
export async function handIn(
  deps: HandInDeps,
  { code: text, kind, tenantId, ...from }: Shown,
  given: HandedIn,
): Promise<{ readonly code: IntakeCode; readonly id: string }> {
  const code = await codeFor(deps, text, from)
  const isMeant = tenantId == null || tenantId === '' || tenantId === code.tenantId
  if (code.kind !== kind || !isMeant || isOver(code, deps.now())) throw wrongCode()
  const content = contentOf(given)
  const id = newUuid()
  const result = await deps.door.submit(code, {
    ...content,
    id,
    tenantId: code.tenantId,
    codeId: code.id,
    groupTag: code.groupTag,
    address: from.address,
    note: given.note ?? '',
    requestId: given.requestId ?? id,
  })
  if (result === 'spent') throw wrongCode()
  if (result === 'full')
    throw new DomainError('throttled', 'Too many devices wait for a decision.', { retryAfter: 600 })
  return { code, id: result.id }
}

/** Undefined: nothing was handed in with this code yet. */
export async function askAfter(
  deps: HandInDeps,
  { code: text, ...from }: From & { readonly code: string },
): Promise<IntakeSubmission | undefined> {
  const code = await codeFor(deps, text, from)
  if (code.kind !== 'once') throw wrongCode()
  return await deps.door.findOf(code)
}

async function codeFor(
  { door, wrongCodes }: HandInDeps,
  text: string,
  { network }: From,
): Promise<IntakeCode> {
  await wrongCodes.begin(network)
  const code = await door.findCode(digestOfIntakeCode(text))
  if (code !== undefined) {
    wrongCodes.noteRight(network)
    return code
  }
  await wrongCodes.countWrong(network)
  throw wrongCode()
}

function isOver({ expiresAt, usedAt }: IntakeCode, now: Date): boolean {
  return expiresAt <= now || usedAt !== null
}

function wrongCode(): DomainError {
  return new DomainError(
    'not-permitted',
    'The code is unknown, used or expired. Ask your administrator for a new one.',
  )
}

type Content = Pick<NewSubmission, 'kind' | 'serialNumber' | 'manufacturer' | 'model' | 'payload'>

function contentOf({ hardwareHash, deviceLink }: HandedIn): Content {
  if ((hardwareHash === undefined) === (deviceLink === undefined))
    throw new DomainError('request-invalid', 'Hand in either hardwareHash or deviceLink.')
  if (deviceLink !== undefined) {
    const { serialNumber, manufacturer, model } = readDeviceLink(deviceLink)
    const payload = Buffer.from(deviceLink)
    return { kind: 'link', serialNumber, manufacturer, model, payload }
  }
  const bytes = hashBytesOf((hardwareHash ?? '').replace(/\s/g, ''))
  if (bytes === null) throw new DomainError('request-invalid', 'hardwareHash is not Base64.')
  const decoded = decodeHardwareHash(bytes)
  if (!decoded.ok) throw new DomainError('request-invalid', `hardwareHash: ${decoded.message}`)
  const { serialNumber, manufacturer, model } = decoded
  return {
    kind: 'hash',
    serialNumber: serialNumber?.trim() ?? '',
    manufacturer: manufacturer?.trim() ?? '',
    model: model?.trim() ?? '',
    payload: bytes,
  }
}
