/** `/ztd/v1`: the service for devices at their first boot. */
import { isMakersKey } from 'taxiway-device/tpm/ek-certificate'
import { asSystem } from '../core/acting.ts'
import type { ContactDeps } from '../core/deployment/contact.ts'
import { profileSigner } from '../core/deployment/profile-signature.ts'
import type { EnrollDeps } from '../core/enrollment/enroll.ts'
import { contactReadsIn } from '../storage/contacts/contact-reads.ts'
import { challengeKeysIn } from '../storage/deployment/challenge-keys.ts'
import { addEvents } from '../storage/deployment/contact-log.ts'
import { findSessionIn } from '../storage/deployment/sessions.ts'
import { spendChallengesIn } from '../storage/deployment/spent-challenges.ts'
import { devicesIn } from '../storage/devices/devices.ts'
import { profilesIn } from '../storage/profiles/profiles.ts'
import { installationSecret } from '../storage/secrets/installation-secrets.ts'
import { deploymentApp } from '../surfaces/deployment/app.ts'
import { deviceLimits } from '../surfaces/deployment/limits.ts'
import type { CountProfile } from '../surfaces/deployment/profile-route.ts'
import { deploymentPlace } from '../surfaces/deployment/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import { dueOn } from './due.ts'
import { enrollmentOf } from './enrollment-offer.ts'
import { deploymentPortsIn } from './ports/deployment-ports.ts'
import { type GraphPorts, graphPortsIn } from './ports/graph-ports.ts'

export type DeploymentNeeds = {
  readonly graph: GraphPorts
  readonly deciding: Deciding
  readonly countChallenge: (result: string) => void
  readonly countProfile: CountProfile
  readonly enroll: EnrollDeps
}

export async function deploymentSurface(base: Base, needs: DeploymentNeeds) {
  const { store, wrap, now, tenants, publicUrl, report } = base
  const { hashOnly = false, tpmRoots = [] } = base.deployment ?? {}
  const { graph, deciding, enroll, countChallenge, countProfile } = needs
  const ports = deploymentPortsIn(store, wrap)
  const { tokens, denyValues } = deciding
  const { profiles, plans } = graph
  // Nobody signs in here, so there is no scope to keep to: a device learns about itself alone.
  const contact: ContactDeps = {
    ...contactReadsIn(store, { ...ports, tenants, profiles, plans }),
    log: ports.log,
    declared: ports.declared,
    now,
    examiner: async () => ({ tokens, denyList: await denyValues.current() }),
    isTrusted: ({ certificate }) =>
      certificate !== null && isMakersKey(certificate, tpmRoots, now()),
  }
  const app = deploymentApp({
    contact,
    hashOnly,
    countChallenge,
    countProfile,
    redeem: { keys: challengeKeysIn(store, wrap, now), now, spend: spendChallengesIn(store) },
    limits: deviceLimits(now),
    signer: profileSigner(await installationSecret(store, wrap, 'profile-signatures')),
    origin: publicUrl,
    findSession: findSessionIn(store),
    ...enrollmentOf(base, enroll),
    claims: { ...contact, ...ports.heldClaims(contact) },
    progress: {
      now,
      transact: (work) =>
        store.transaction((unit) =>
          work({
            devices: devicesIn(unit),
            profiles: profilesIn(unit),
            autopilotEvents: graphPortsIn(unit).events,
            addEvents: (session, events) => addEvents(unit.client, session, events),
          }),
        ),
    },
    report: (error: Error, requestId: string) => report(error, requestId),
  })
  const endDisputes = () =>
    asSystem('the notice of a dispute is over', () => ports.disputes.endDue())
  return { ...deploymentPlace, app, due: dueOn(base, endDisputes) }
}
