/** Which keys of a PSKC document are time-based tokens that we can check. Throws Unreadable for the others, by name. */
import type { OtpAlgorithm, OtpSettings } from '../core/factors/codes/one-time-code.ts'
import { securIdRefusal, type TokenSeed } from '../core/factors/codes/token-seed.ts'
import { Unreadable } from './file-reading.ts'
import type { PskcKey } from './pskc-key.ts'

/** Steps that a file may say a clock is off; more is learnt by entering two codes. */
const maxDrift = 20

export function seedOf(key: PskcKey): TokenSeed {
  checkKind(key.algorithm)
  const { manufacturer, serialNumber, model, secret, timeDrift = 0 } = key
  if (key.startTime !== undefined && key.startTime !== 0)
    throw new Unreadable('algorithm', 'The token does not count from 1970, which is not supported.')
  if (Math.abs(timeDrift) > maxDrift)
    throw new Unreadable(
      'algorithm',
      `The token’s clock is said to be ${timeDrift} steps off; the limit is ${maxDrift}.`,
    )
  return {
    manufacturer,
    model,
    secret,
    serialNumber: serialNumber === '' ? key.id : serialNumber,
    algorithm: algorithmOf(key.suite ?? ''),
    digits: digitsOf(key),
    stepSeconds: stepOf(key.timeInterval ?? 30),
    drift: timeDrift,
  }
}

function checkKind(algorithm: string): void {
  if (/securid/i.test(algorithm)) throw new Unreadable('securid', securIdRefusal)
  if (/[:#]hotp/i.test(algorithm))
    throw new Unreadable(
      'counter-based',
      'The token counts its codes (HOTP). Only time-based tokens (TOTP) can be used.',
    )
  if (!/[:#]totp/i.test(algorithm))
    throw new Unreadable('algorithm', `The algorithm ${JSON.stringify(algorithm)} is not TOTP.`)
}

function algorithmOf(suite: string): OtpAlgorithm {
  if (suite === '') return 'SHA-1'
  const [, size] = /SHA-?(1|256|512)$/i.exec(suite) ?? []
  if (size === undefined)
    throw new Unreadable(
      'algorithm',
      `The hash ${JSON.stringify(suite)} is unknown; SHA-1, SHA-256 and SHA-512 are.`,
    )
  return `SHA-${size}` as OtpAlgorithm
}

function digitsOf({ digits = 6, encoding = 'DECIMAL', hasCheckDigit }: PskcKey): 6 | 8 {
  if ((digits !== 6 && digits !== 8) || encoding !== 'DECIMAL' || hasCheckDigit)
    throw new Unreadable('response-format', 'The token’s codes are not six or eight plain digits.')
  return digits
}

function stepOf(seconds: number): OtpSettings['stepSeconds'] {
  if (seconds !== 30 && seconds !== 60)
    throw new Unreadable(
      'response-format',
      `The token’s codes last ${seconds} seconds; 30 and 60 are supported.`,
    )
  return seconds
}
