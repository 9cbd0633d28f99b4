/**
 * The only entrance to the identity provider: it builds the provider on a database and exposes what the rest of
 * Taxiway needs. Nothing outside imports anything else from here; a test enforces that.
 */
import {
  enrollmentAudience,
  graphAudiences,
  oemAudience,
  partnerAudiences,
} from 'taxiway-autopilot'
import type { Access } from '../core/access/decide.ts'
import type { Roles } from '../core/access/roles.ts'
import { enrollmentScope } from '../core/enrollment/admit.ts'
import type { Outbound } from '../core/outbound.ts'
import type { Tenants } from '../core/tenants/tenant.ts'
import type { Wrap } from '../core/wrap.ts'
import { applicationsIn } from '../storage/applications/applications.ts'
import { auditIn } from '../storage/audit/audited-acts.ts'
import type { ServedStore, Store } from '../storage/sql/store.ts'
import type { PublicOrigin } from '../surfaces/http/public-origin.ts'
import { identityProviderAdminRoutes } from './admin/admin-routes.ts'
import type { ServerFacts } from './admin/me-routes.ts'
import { verifyBearer } from './bearer/bearer.ts'
import { withBoundTokens } from './bearer/bound-tokens.ts'
import { livePrograms } from './bearer/live-programs.ts'
import { cacheVerifiedTokens } from './bearer/token-cache.ts'
import { lockingRules } from './core/attempts.ts'
import { announcerOf } from './core/factors/announcements.ts'
import { decisionFactorBy } from './core/factors/decision-factor.ts'
import { settleAllRemovals } from './core/factors/delayed-removal.ts'
import { factorsBy } from './core/factors/factor-policy.ts'
import { stepUpBy } from './core/factors/step-up.ts'
import { deviceEnrollmentCallback, deviceEnrollmentId } from './core/first-party.ts'
import { keepSignInTidy } from './core/housekeeping.ts'
import { keyRing } from './core/key-ring.ts'
import { firstPasswordLifetime, firstPasswordsBy } from './core/passwords/own-password.ts'
import { rememberingRefusals } from './core/remember-refusals.ts'
import { sealsWith } from './core/seals.ts'
import { rotateSigningKey } from './core/signing-keys.ts'
import { factorsWith } from './open-factors.ts'
import { factorPagesOf } from './pages/factors/factor-pages.ts'
import { passkeyFirstWith } from './pages/factors/passkey-first-page.ts'
import { argon2Passwords, hashPassword } from './passwords/argon2.ts'
import { isCommonPassword } from './passwords/common-passwords.ts'
import { authorityApp } from './protocol/app.ts'
import { administratorsIn } from './storage/administrators.ts'
import { attemptsIn } from './storage/attempts.ts'
import { consentsIn } from './storage/consents.ts'
import { identityProvidersIn } from './storage/identity-providers.ts'
import { pagePortsIn } from './storage/page-ports.ts'
import { peopleIn } from './storage/people.ts'
import { peopleListIn } from './storage/people-list.ts'
import { protocolStateIn } from './storage/protocol-state.ts'
import { readTogetherIn } from './storage/read-together.ts'
import { signInPoliciesIn } from './storage/sign-in-policies.ts'
import { signInsIn } from './storage/sign-ins.ts'
import { signingKeysIn } from './storage/signing-keys.ts'
import { authorityPlace } from './surface.ts'

/**
 * Creates a new key for signing tokens; returns its id and whether it signs at once. `leaked` revokes every
 * existing token.
 */
export async function rotateSigning(store: Store, wrap: Wrap, leaked: boolean): Promise<string> {
  const keys = signingKeysIn(store, wrap)
  await rotateSigningKey(keys, leaked)
  return (await keys.load()).active.kid
}

export type IdentityProviderOptions = {
  readonly store: ServedStore
  readonly wrap: Wrap
  /** Such as `https://localhost:8443`. */
  readonly publicUrl: string
  readonly origin: PublicOrigin
  readonly now: () => Date
  /** Only an emulator's clock may be set back. */
  readonly clockMayGoBack: boolean
  readonly tenants: Tenants
  readonly roles: Roles
  readonly access: Access
  /** How external identity providers are contacted. */
  readonly outbound: Outbound
  /** What people read about the server. */
  readonly server: ServerFacts
  /** Called with internal errors. */
  readonly report: (error: unknown, requestId?: string) => void
}

type SharedPorts = Pick<IdentityProviderOptions, 'tenants' | 'roles' | 'access'>

export function openIdentityProvider(options: IdentityProviderOptions) {
  const { store, wrap, publicUrl, origin, now, tenants, roles, report } = options
  const applications = applicationsIn(store)
  const people = peopleIn(store)
  const remember = rememberingRefusals()
  const factorsIn = factorsWith(options, remember)
  const secondFactors = { ...factorsIn(store), roles }
  const { standings } = secondFactors
  const factors = factorsBy(standings)
  const signingKeys = signingKeysIn(store, wrap)
  const keys = keyRing(signingKeys)
  const protocolState = protocolStateIn(store, wrap)
  const passwords = argon2Passwords()
  const seals = sealsWith(wrap, now)
  const policies = signInPoliciesIn(store)
  const identityProviders = identityProvidersIn(store, wrap)
  const consents = consentsIn(store)
  const shared = { tenants, people, applications, identityProviders, passwords, now }
  const app = authorityApp({
    ...shared,
    consents,
    readTogether: readTogetherIn(store, wrap),
    origin,
    audit: auditIn(store, pagePortsIn),
    keys,
    state: protocolState,
    transact: secondFactors.transact,
    signIns: signInsIn(store),
    isCommonPassword,
    attempts: remember(attemptsIn(store)),
    policies,
    outbound: options.outbound,
    factors,
    announcer: announcerOf(secondFactors),
    factorPages: factorPagesOf({ ...secondFactors, factors }),
    passkeyFirst: passkeyFirstWith({ ...secondFactors, seals }),
    seals,
    report,
  })
  const programs = livePrograms(applications)
  /** Tokens of one surface open no other. */
  const verifying = (audiences: readonly string[]) => {
    const { clockMayGoBack } = options
    const deps = { publicUrl, audiences, keys, tenants, people, programs, now, clockMayGoBack }
    return withBoundTokens(cacheVerifiedTokens(verifyBearer(deps), { now }))
  }
  return {
    surface: { ...authorityPlace, app },
    applications,
    signInPolicies: policies,
    signingKeys,
    protocolState,
    adminRoutes: identityProviderAdminRoutes,
    /** The ports of the admin routes, on the whole database or in one transaction. */
    adminPortsIn: (unit: Store, within: SharedPorts) => ({
      ...factorsIn(unit),
      ...within,
      applications: applicationsIn(unit),
      identityProviders: identityProvidersIn(unit, wrap),
      passwords,
      administrators: administratorsIn(unit),
      peopleList: peopleListIn(unit),
      signInPolicies: signInPoliciesIn(unit),
      server: options.server,
    }),
    peopleIn,
    verify: verifying([...graphAudiences, publicUrl]),
    verifyPartner: verifying(partnerAudiences),
    verifyOem: verifying([oemAudience]),
    verifyEnrollment: verifying([enrollmentAudience]),
    /** How people sign in for a device: as which program, and where codes become tokens. */
    deviceSignIn: {
      clientId: deviceEnrollmentId,
      scope: `${enrollmentAudience}/${enrollmentScope}`,
      callback: deviceEnrollmentCallback(publicUrl),
      redeem: async (body: URLSearchParams) =>
        await app.fetch(
          new Request(`${publicUrl}/organizations/oauth2/v2.0/token`, {
            method: 'POST',
            headers: { origin: new URL(publicUrl).origin },
            body,
          }),
        ),
    },
    stepUp: stepUpBy(standings, now),
    /** What a person has to have proved who decides for others. */
    requireFresh: decisionFactorBy(standings, now),
    /** The kinds of failed attempts that cause locks; other counters may be dropped sooner. */
    lockingAttempts: lockingRules.map(({ kind }) => kind),
    hashPassword,
    firstPasswordLifetime,
    firstPasswords: firstPasswordsBy(passwords, isCommonPassword),
    /** Removes expired sign-in state and advances the signing keys. */
    keepSignInTidy: () => keepSignInTidy({ protocolState, signingKeys }),
    /** Removes the last strong factors whose delay is over. */
    settleRemovals: () => settleAllRemovals(secondFactors),
  }
}
