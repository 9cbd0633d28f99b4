/**
 * A seed grants each thing once. It is applied at every start, and would otherwise restore what a person has removed:
 * a revoked secret, a role, a member, a deleted group.
 */
import type { TenantId } from '../../core/ids.ts'
import type { SeedGrant, SeedGrants } from '../../core/tenants/seed-grants.ts'

export type GrantDeps = {
  readonly seedGrants: SeedGrants
  /** Receives a sentence about each thing that was removed and is therefore not granted again. */
  readonly onKept: (sentence: string) => void
}

export type Wanted = {
  /** Such as `member of group Kiosks`. */
  readonly kind: string
  readonly subjects: readonly string[]
  /** The subjects that exist now. */
  readonly held: readonly string[]
  /** The subjects are not names but, for example, digests, and are not reported. */
  readonly isSecret?: true
}

export type Grants = {
  /** The wanted subjects that exist, or were never granted. */
  still(wanted: Wanted): Promise<readonly string[]>
  /** The wanted subjects that were never granted, whether or not they exist. */
  fresh(kind: string, subjects: readonly string[]): readonly string[]
  /** What was granted and is no longer among `subjects`. */
  dropped(kind: string, subjects: readonly string[]): readonly string[]
  /** Whether one subject exists, or was never granted. */
  isStill(kind: string, subject: string, exists: boolean): Promise<boolean>
  /** Records everything asked about so far as granted. */
  record(): Promise<void>
}

export async function grantsOf(
  { seedGrants, onKept }: GrantDeps,
  { tenantId, domain }: { readonly tenantId: TenantId; readonly domain: string },
): Promise<Grants> {
  const key = ({ kind, subject }: SeedGrant) => `${kind}\n${subject}`
  const earlier = await seedGrants.list(tenantId)
  const granted = new Set(earlier.map(key))
  const asked: SeedGrant[] = []

  async function still({ kind, subjects, held, isSecret }: Wanted): Promise<readonly string[]> {
    const isRemoved = (subject: string) =>
      granted.has(key({ kind, subject })) && !held.includes(subject)
    for (const subject of subjects.filter(isRemoved)) {
      const name = isSecret ? `a ${kind}` : `${kind} '${subject}'`
      onKept(`${domain}: ${name} was removed since the seed granted it, and is not granted again`)
    }
    const left = subjects.filter((subject) => !isRemoved(subject))
    asked.push(...left.map((subject) => ({ kind, subject })))
    return left
  }

  return {
    still,
    fresh(kind, subjects) {
      const left = subjects.filter((subject) => !granted.has(key({ kind, subject })))
      asked.push(...left.map((subject) => ({ kind, subject })))
      return left
    },
    dropped: (kind, subjects) =>
      earlier.flatMap((each) =>
        each.kind === kind && !subjects.includes(each.subject) ? [each.subject] : [],
      ),
    isStill: async (kind, subject, exists) =>
      (await still({ kind, subjects: [subject], held: exists ? [subject] : [] })).length === 1,
    async record() {
      await seedGrants.add(tenantId, asked)
      asked.length = 0
    },
  }
}
