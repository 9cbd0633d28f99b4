/** The emulator's edge: its errors look like Graph's, so that one error reader suffices for both. */
import type { ErrorHandler } from 'hono'
import { failureOf, retryHeader } from '../http/failure.ts'
import type { EmulatorEnv } from './gate.ts'

export function emulatorErrors(report: (error: unknown) => void): ErrorHandler<EmulatorEnv> {
  return (error, c) => {
    const failure = failureOf(error)
    const { code, message, status } = failure
    if (failure.isOurs) report(error)
    return c.json({ error: { code, message } }, status, retryHeader(failure))
  }
}
