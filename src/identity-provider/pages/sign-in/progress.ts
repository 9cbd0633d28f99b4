/**
 * How far a sign-in has come, kept between its pages.
 *
 * It lies beside the provider's interaction under the same id, and only a completed sign-in is passed to the
 * provider: half a sign-in is nothing.
 */
import type { Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { ProtocolState } from '../../core/protocol-state.ts'

export type Progress = {
  readonly personId: string
  readonly amr: readonly string[]
  /** When the first of them was proved. Seconds since 1970, with their fraction, of the real time. */
  readonly since: number
  /** Of the password that was proved; absent = none was. */
  readonly passwordMark?: string | undefined
  /** Whether the person has seen what had to be announced. */
  readonly acknowledged?: true
}

/** Seconds. */
const lifetime = 15 * 60

export function progressIn(state: ProtocolState) {
  const key = (tenantId: TenantId, uid: string) => ({ tenantId, kind: 'SignIn', id: uid })
  return {
    async find(tenantId: TenantId, uid: string): Promise<Progress | undefined> {
      return (await state.find(key(tenantId, uid)))?.payload as Progress | undefined
    },
    save: (tenantId: TenantId, uid: string, progress: Progress) =>
      state.put(
        key(tenantId, uid),
        { ...progress },
        { expiresIn: lifetime, personId: progress.personId },
      ),
    forget: (tenantId: TenantId, uid: string) => state.destroy(key(tenantId, uid)),
  }
}

/** Of the real time, as the provider takes the times of sign-ins. */
export function epochSeconds(): number {
  return Date.now() / 1000
}

/**
 * The whole second of a sign-in that is complete now.
 *
 * Sign-ins up to a revocation have ended, and of its very second nobody can say on which side they are. So a sign-in
 * right after it waits for the next second: otherwise its own tokens would be refused.
 */
export async function secondOfSignIn({ signInsValidFrom }: Person): Promise<number> {
  const revoked = signInsValidFrom?.getTime() ?? 0
  const nextSecond = (Math.floor(revoked / 1000) + 1) * 1000
  // A clock that is behind by more is not waited for.
  const wait = nextSecond - Date.now()
  if (wait > 0 && wait <= 1000) await new Promise((resolve) => setTimeout(resolve, wait + 1))
  return Math.floor(epochSeconds())
}
