/** Answers to devices, as text: the signature covers the profile's bytes exactly as sent. */
import { createHash } from 'node:crypto'
import type { Contact } from '../../core/deployment/contact.ts'
import {
  blankProfile,
  cutProfile,
  type Download,
  type ProfileDocument,
  profileDocument,
} from '../../core/deployment/profile-document.ts'
import type { ProfileSigner } from '../../core/deployment/profile-signature.ts'
import { sessionSeconds } from '../../core/deployment/session.ts'

type Given = Extract<Contact, { kind: 'profile' }>

export type EnrollmentOffer = { readonly discoveryUrl: string; readonly token: string }

/** Every answer to a hash alone has this many bytes, so that its length reveals nothing. */
const paddedBytes = 4_096
/** What differs from one download to the next and does not belong to the profile's content. */
const ofTheDownload = new Set([
  'AutopilotServiceCorrelationId',
  'PolicyDownloadCorrelationVector',
  'AutopilotCorrelationVector',
  'PolicyDownloadDate',
  'AutopilotCreationDate',
])

export function profileAnswer(
  given: Given,
  {
    download,
    signer,
    enrollment,
  }: { download: Download; signer: ProfileSigner; enrollment: EnrollmentOffer | null },
): string {
  const document = profileDocument(given, download)
  const profile = JSON.stringify(document)
  const rest = JSON.stringify({
    signature: signer.sign(profile),
    etag: etagOf(document),
    session: { token: given.sessionToken, expiresIn: sessionSeconds },
    ...(enrollment !== null && { enrollment }),
    ...(given.isBlocked && { blocked: '0x80180014' }),
    askAgainIn: 0,
  })
  const head = JSON.stringify({ result: 'profile', registrationId: given.device.id })
  return `${head.slice(0, -1)},"profile":${profile},${rest.slice(1)}`
}

export function noneAnswer(
  { code, name }: Extract<Contact, { kind: 'none' }>,
  download: Download,
  askAgainIn: number,
): string {
  return JSON.stringify({
    result: 'none',
    code,
    name,
    blankProfile: blankProfile(download),
    askAgainIn,
  })
}

/** Without a proof: the same size for every answer, and no reason for an empty one. */
export function hashOnlyAnswer(given: Given | undefined, download: Download): string {
  const said =
    given === undefined
      ? { result: 'none' }
      : { result: 'profile', profile: cutProfile(given, download) }
  const bare = JSON.stringify({ ...said, padding: '' })
  return JSON.stringify({ ...said, padding: 'x'.repeat(Math.max(0, paddedBytes - bare.length)) })
}

function etagOf(document: ProfileDocument): string {
  const lasting = Object.entries(document).filter(([name]) => !ofTheDownload.has(name))
  return createHash('sha256').update(JSON.stringify(lasting)).digest('base64url').slice(0, 22)
}
