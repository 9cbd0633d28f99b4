/**
 * A seed gives each thing once. It is applied at every start, and would otherwise bring back what a person took away:
 * a revoked secret, a role, a member, a deleted group.
 */
import type { TenantId } from '../../core/ids.ts'
import type { SeedGift, SeedGiven } from '../../core/tenants/seed-given.ts'

export type GiftDeps = {
  readonly seedGiven: SeedGiven
  /** Told what was taken away, and is therefore not given again. */
  readonly onKept: (sentence: string) => void
}

export type Wanted = {
  /** Such as `member of group Kiosks`. */
  readonly kind: string
  readonly subjects: readonly string[]
  /** What of them is there. */
  readonly held: readonly string[]
  /** A subject that is no name, such as a digest, is not said. */
  readonly isSecret?: true
}

export type Gifts = {
  /** Of what the seed wants that which is there, or was never given. */
  still(wanted: Wanted): Promise<readonly string[]>
  /** Of what the seed wants that which was never given, whatever became of the rest. */
  fresh(kind: string, subjects: readonly string[]): readonly string[]
  /** Whether one thing is there, or was never given. */
  isStill(kind: string, subject: string, isThere: boolean): Promise<boolean>
  /** Remembers what was asked about; to be called when it has been given. */
  given(): Promise<void>
}

export async function giftsOf(
  { seedGiven, onKept }: GiftDeps,
  { tenantId, domain }: { readonly tenantId: TenantId; readonly domain: string },
): Promise<Gifts> {
  const key = ({ kind, subject }: SeedGift) => `${kind}\n${subject}`
  const before = new Set((await seedGiven.list(tenantId)).map(key))
  const asked: SeedGift[] = []

  async function still({ kind, subjects, held, isSecret }: Wanted): Promise<readonly string[]> {
    const isGone = (subject: string) =>
      before.has(key({ kind, subject })) && !held.includes(subject)
    for (const subject of subjects.filter(isGone)) {
      const name = isSecret ? `a ${kind}` : `${kind} '${subject}'`
      onKept(`${domain}: ${name} was taken away since the seed gave it, and is not given again`)
    }
    const left = subjects.filter((subject) => !isGone(subject))
    asked.push(...left.map((subject) => ({ kind, subject })))
    return left
  }

  return {
    still,
    fresh(kind, subjects) {
      const left = subjects.filter((subject) => !before.has(key({ kind, subject })))
      asked.push(...left.map((subject) => ({ kind, subject })))
      return left
    },
    isStill: async (kind, subject, isThere) =>
      (await still({ kind, subjects: [subject], held: isThere ? [subject] : [] })).length === 1,
    async given() {
      await seedGiven.add(tenantId, asked)
      asked.length = 0
    },
  }
}
