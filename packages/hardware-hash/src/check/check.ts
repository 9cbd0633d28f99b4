/**
 * What is wrong or doubtful about a hash, in words for a person.
 *
 * Three severities: `invalid` (no registry should take it), `critical` (a field that Microsoft's own
 * validation calls critical is missing or worthless), `warning` (worth a look). Each rule is a small
 * function over the decoded hash; the list of rules is the policy.
 */

import { decodeHardwareHash } from '../decode.ts'
import type { DecodedHash } from '../decoded-hash.ts'
import type { HashFault } from '../fault.ts'
import { kindOfType } from '../records/record-table.ts'
import { checkClock } from './check-clock.ts'
import { checkIdentity } from './check-identity.ts'
import { checkNetwork } from './check-network.ts'
import type { Finding } from './finding.ts'

export type CheckOptions = {
  /** What counts as the present when the hash's clock is judged; absent means this machine's clock. */
  readonly now?: Date
}

/** All findings, worst first; none means nothing to say against the hash. */
export function checkHardwareHash(
  input: string | Uint8Array | DecodedHash | HashFault,
  options: CheckOptions = {},
): readonly Finding[] {
  const isDecoded = typeof input === 'object' && 'ok' in input
  const decoded = isDecoded ? input : decodeHardwareHash(input)
  if (!decoded.ok) {
    const { fault, message } = decoded
    return [{ severity: 'invalid', code: fault, field: null, message }]
  }
  return [
    ...checkEnvelope(decoded),
    ...checkIdentity(decoded),
    ...checkTpm(decoded),
    ...checkNetwork(decoded.networkAdapters),
    ...checkClock(decoded, options.now ?? new Date()),
    ...checkRecords(decoded),
  ].toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

const severities: readonly Finding['severity'][] = ['invalid', 'critical', 'warning']

function* checkEnvelope({ digestValid, tailIsZero }: DecodedHash): Generator<Finding> {
  if (!digestValid) {
    const message = 'The digest does not fit the content: the hash was damaged or edited.'
    yield { severity: 'invalid', code: 'digest-mismatch', field: null, message }
  }
  if (!tailIsZero) {
    const message = 'There is something after the digest, where the tool leaves zeros.'
    yield { severity: 'invalid', code: 'tail-not-zero', field: null, message }
  }
}

function* checkTpm({ tpm }: DecodedHash): Generator<Finding> {
  const field = 'TpmEkPub'
  if (tpm?.ekDigestMatches === false) {
    const message = 'The TPM key and the device id made from it do not belong together.'
    yield { severity: 'critical', code: 'ek-digest-mismatch', field, message }
  }
  const key = tpm?.ekPublicModulus
  if (typeof key === 'string' && key.length !== 512) {
    const message = `The TPM key has ${key.length / 2} bytes; an RSA-2048 key has 256.`
    yield { severity: 'warning', code: 'ek-size', field, message }
  }
}

function* checkRecords({ records }: DecodedHash): Generator<Finding> {
  const seen = new Set<number>()
  for (const { type, name, value, offset } of records) {
    const kind = kindOfType(type)
    if (kind === undefined) {
      const message = `A record of the unknown type ${type} stands at byte ${offset}.`
      yield { severity: 'warning', code: 'unknown-record', field: name, message }
    } else if (value === null) {
      const message = `The record ${name} at byte ${offset} cannot be read.`
      yield { severity: 'warning', code: 'unreadable-record', field: name, message }
    } else if (seen.has(type) && !kind.many) {
      const message = `The record ${name} appears again at byte ${offset}; the first one counts.`
      yield { severity: 'warning', code: 'repeated-record', field: name, message }
    }
    seen.add(type)
  }
}
