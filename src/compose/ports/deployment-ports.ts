/** Storage of first boots, for the devices themselves and for their administrators. */

import type { ContactDeps } from '../../core/deployment/contact.ts'
import type { Wrap } from '../../core/wrap.ts'
import { declaredContactsIn } from '../../storage/contacts/declared-contacts.ts'
import { contactLogIn } from '../../storage/deployment/contact-log.ts'
import { deploymentEventsIn } from '../../storage/deployment/deployment-events.ts'
import { deploymentPoliciesIn } from '../../storage/deployment/deployment-policies.ts'
import { deviceKeysIn } from '../../storage/deployment/device-keys.ts'
import { disputesIn } from '../../storage/disputes/disputes.ts'
import { identityLookupIn, reservedLookupIn } from '../../storage/identity/histories.ts'
import { ownPlacesIn } from '../../storage/ownership/own-places.ts'
import { ownershipChecksIn } from '../../storage/ownership/ownership-checks.ts'
import type { Store } from '../../storage/sql/store.ts'

export function deploymentPortsIn(store: Store, wrap: Wrap) {
  const disputes = disputesIn(store, wrap)
  return {
    lookup: identityLookupIn(store, wrap),
    log: contactLogIn(store),
    declared: declaredContactsIn(store, wrap),
    policies: deploymentPoliciesIn(store),
    disputes,
    /** A deleted device that is reserved is held, although no boot finds it. */
    heldClaims: ({ lookup }: Pick<ContactDeps, 'lookup'>) => ({
      disputes,
      ownershipChecks: ownershipChecksIn(store),
      lookup: { ...lookup, ...reservedLookupIn(store, wrap) },
    }),
    ownPlaces: ownPlacesIn(store),
    ownershipChecks: ownershipChecksIn(store),
    deviceKeys: deviceKeysIn(store),
    deploymentEvents: deploymentEventsIn(store),
  }
}
