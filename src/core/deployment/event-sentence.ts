/** Deployment events as sentences for the people who manage the device. */
import { causeOf } from 'taxiway-autopilot'
import type { DeploymentEvent, DeploymentEventKind } from './deployment-event.ts'

const sentences: Readonly<Record<DeploymentEventKind, (detail: string) => string>> = {
  'profile-given': (profile) => `The device proved itself and got the profile '${profile}'.`,
  'profile-refused': () => 'The device proved itself and got no profile.',
  'hardware-differs': (detail) =>
    `The device proved its TPM key, but its hardware is not what was registered: ${detail}.`,
  'foreign-key': () =>
    'Somebody presented the hardware hash of the device with another TPM key, and learned nothing.',
  'key-to-confirm': () =>
    'A TPM key was proved with the hardware hash of the device, which has none on record: confirm or reject it.',
  'key-bound': (by) => `The TPM key was confirmed as the device's own by ${by}.`,
  'claim-proven': () =>
    'The device proved the TPM key of its registration: the claim on it is not provisional any more.',
  disputed: (due) =>
    `Another tenant has this device and proved its TPM key; the registration is by hash alone. Contest it or release it before ${due}.`,
  'dispute-kept': (reason) =>
    `The dispute is over, and the registration stays.${reason && ` The operator's reason: ${reason}`}`,
  blocked: () => 'The device came back after it had deployed itself once, and is blocked.',
  unblocked: (by) => `The device may enroll once more: unblocked by ${by}.`,
  'hash-confirmed': () =>
    'In management the device was asked for its hardware hash, and it is the registered one.',
  'registered-itself': () =>
    'The device was enrolled, was asked for its hardware hash, and registered itself.',
  'status-page': (detail) => `The device shows the enrollment status page ${detail}.`,
  'status-page-ended': (detail) => `The enrollment status page ended: ${detail}.`,
  unenrolled: (by) => `The device left management: ${by}.`,
  stage: (detail) => `Setup is at: ${detail}.`,
  enrolled: () => 'The device is enrolled.',
  deployed: () => 'Setup is complete; the person sees the desktop.',
  failed: (detail) => (detail === '' ? 'Setup failed.' : `Setup failed: ${detail}.`),
}

export function sentenceOf({ kind, code, detail }: DeploymentEvent): string {
  const cause = causeOf(code)
  const sentence = sentences[kind](detail ?? '')
  return cause === undefined ? sentence : `${sentence} ${cause.meaning}`
}
