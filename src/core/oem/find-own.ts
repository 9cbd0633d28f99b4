/**
 * The registrations that an OEM means by the names that it uses. They are those of the device's hash, or those under
 * which the OEM itself reported that hash: by these it registered the device. What others report under the same
 * names means nothing here, or they could lead an OEM to deregister another device than it names.
 */
import type { Token } from '../identity/tokens.ts'
import type { TenantId } from '../ids.ts'
import { type Examiner, identifiedHash } from '../imports/examine-row.ts'
import { reportTokens } from '../imports/reported-rows.ts'
import type { OemName, OwnRegistration, OwnRegistrations } from './oem-submission.ts'

type Deps = {
  readonly registrations: OwnRegistrations
  readonly examiner: () => Promise<Examiner>
}

/** Of each name, in order, all that it means. */
export async function findOwn(
  { registrations, examiner }: Deps,
  oemId: TenantId,
  names: readonly OemName[],
): Promise<readonly (readonly OwnRegistration[])[]> {
  const byHash = await registrations.find(oemId, names)
  const rules = await examiner()
  const tokens = names.map(({ tuple, productKeyId }) =>
    reportTokens(rules.tokens, { serialNumber: null, ...tuple, productKey: productKeyId }),
  )
  const reported = await registrations.reportedUnder(oemId, [...new Set(tokens.flat())])
  const strong = names.map((_, at) => strongOf(tokens[at] ?? [], { reported, rules }))
  const holding = await registrations.holding(oemId, [...new Set(strong.flat())])
  return names.map((_, at) => {
    const byReport = (strong[at] ?? []).flatMap((token) => holding.get(token) ?? [])
    const all = [...(byHash[at] ?? []), ...byReport]
    return [...new Map(all.map((each) => [each.deviceId, each])).values()]
  })
}

type Reported = {
  readonly reported: ReadonlyMap<Token, readonly Uint8Array[]>
  readonly rules: Examiner
}

/** What only the devices have whose hashes were reported under all of these names. */
function strongOf([first, ...others]: readonly Token[], { reported, rules }: Reported): Token[] {
  if (first === undefined) return []
  const underAll = (reported.get(first) ?? []).filter((bytes) =>
    others.every((token) => reported.get(token)?.some((each) => Buffer.compare(each, bytes) === 0)),
  )
  return underAll.flatMap((bytes) =>
    (identifiedHash(bytes, rules)?.tokens ?? []).flatMap(({ strong, token }) =>
      strong ? token : [],
    ),
  )
}
