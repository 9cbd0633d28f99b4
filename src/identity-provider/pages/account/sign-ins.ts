/** Acts on sign-ins and consents, each with its entry in the audit trail. */
import type { Application, Applications } from '../../../core/applications/application.ts'
import { type Consents, mayConsent } from '../../core/consent.ts'
import { firstPartyApplication } from '../../core/first-party.ts'
import type { SignIns } from '../../core/sign-ins.ts'
import { type AuditDeps, actOf, acts } from './audited.ts'
import type { NamedSignIn, OwnConsent } from './sign-ins-page.ts'
import type { Visitor } from './visitor.ts'

export type SignInDeps = AuditDeps & {
  readonly publicUrl: string
  readonly signIns: SignIns
  readonly applications: Pick<Applications, 'find' | 'list'>
  readonly consents: Pick<Consents, 'list'>
}

export async function signInsOf(
  { signIns, applications, publicUrl }: SignInDeps,
  { tenant, person, session }: Visitor,
): Promise<readonly NamedSignIn[]> {
  const found = await signIns.list(person, session.uid)
  const own = await applications.list(tenant.id)
  const nameOf = (id: string) =>
    own.find((each) => each.id === id) ??
    firstPartyApplication(id, { tenantId: tenant.id, publicUrl })
  return found.map((each) => ({
    ...each,
    program: nameOf(each.applicationId)?.displayName ?? 'A program that is gone',
  }))
}

/** Programs whose consent the visitor may withdraw. */
export async function consentsOf(
  { applications }: SignInDeps,
  { tenant, person }: Visitor,
): Promise<readonly Application[]> {
  if (!mayConsent(person)) return []
  const all = await applications.list(tenant.id)
  return all.filter(({ signIn }) => signIn.consentedScopes.length > 0)
}

/** False: it is not one of the visitor's sign-ins. */
export async function endSignIn(
  deps: SignInDeps,
  visitor: Visitor,
  id: string | null,
): Promise<boolean> {
  const known = (await signInsOf(deps, visitor)).find((each) => each.id === id)
  if (known === undefined) return false
  return await deps.audit.change(actOf(visitor, acts.end), async (ports, note) => {
    note({ type: 'Application', id: known.applicationId, name: known.program })
    const result = await ports.signIns.end(visitor.person, known.id)
    return { result, resource: { type: 'Application', id: known.applicationId } }
  })
}

export async function endAllSignIns(deps: SignInDeps, visitor: Visitor): Promise<void> {
  const { tenant, person } = visitor
  await deps.audit.change(actOf(visitor, acts.endAll), async ({ people }) => {
    await people.endSignIns(tenant.id, person.id)
    return { result: undefined, resource: { type: 'User', id: person.id } }
  })
}

/** Programs that the visitor allows something for themselves. */
export async function ownConsentsOf(
  { applications, consents }: SignInDeps,
  { tenant, person }: Visitor,
): Promise<readonly OwnConsent[]> {
  const given = await consents.list(person)
  const all = given.length === 0 ? [] : await applications.list(tenant.id)
  return given.flatMap(({ applicationId, scopes }) => {
    const program = all.find(({ id }) => id === applicationId)
    return program === undefined ? [] : [{ program, scopes }]
  })
}

/** False: the visitor allows no such program anything. */
export async function withdrawOwnConsent(
  deps: SignInDeps,
  visitor: Visitor,
  id: string | null,
): Promise<boolean> {
  const found = (await ownConsentsOf(deps, visitor)).find(({ program }) => program.id === id)
  if (found === undefined) return false
  const { program, scopes } = found
  await deps.audit.change(
    actOf(visitor, acts.withdraw, 'Application'),
    async ({ consents }, note) => {
      await consents.withdraw(visitor.person, program.id)
      const properties = [{ name: 'ownConsentedScopes', before: scopes.join(' '), after: null }]
      note({ type: 'Application', id: program.id, name: program.displayName, properties })
      return { result: undefined, resource: { type: 'Application', id: program.id } }
    },
  )
  return true
}

/** For everybody in the tenant, as it was given. False: there is no such consent that the visitor may withdraw. */
export async function withdrawConsent(
  deps: SignInDeps,
  visitor: Visitor,
  id: string | null,
): Promise<boolean> {
  const program = (await consentsOf(deps, visitor)).find((each) => each.id === id)
  if (program === undefined) return false
  const { tenantId, displayName: name, signIn } = program
  const before = signIn.consentedScopes.join(' ')
  await deps.audit.change(
    actOf(visitor, acts.withdraw, 'Application'),
    async ({ applications }, note) => {
      await applications.withdrawConsent(tenantId, program.id)
      const properties = [{ name: 'consentedScopes', before, after: null }]
      note({ type: 'Application', id: program.id, name, properties })
      return { result: undefined, resource: { type: 'Application', id: program.id } }
    },
  )
  return true
}
